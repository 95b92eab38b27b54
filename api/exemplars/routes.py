"""The addresses of exemplars."""

from api.kernel.requests import room

router = room("exemplars")
