"""The addresses of meetings."""

from api.kernel.requests import room

router = room("meetings")
