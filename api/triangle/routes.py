"""The addresses of triangle."""

from api.kernel.requests import room

router = room("triangle")
