"""The addresses of tools."""

from api.kernel.requests import room

router = room("tools")
