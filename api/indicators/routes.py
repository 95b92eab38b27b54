"""The addresses of indicators."""

from api.kernel.requests import room

router = room("indicators")
