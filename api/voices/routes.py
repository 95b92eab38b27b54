"""The addresses of voices."""

from api.kernel.requests import room

router = room("voices")
