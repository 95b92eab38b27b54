"""The addresses of moderations."""

from api.kernel.requests import room

router = room("moderations")
