"""The addresses of findings."""

from api.kernel.requests import room

router = room("findings")
