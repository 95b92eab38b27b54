"""The addresses of intake."""

from api.kernel.requests import room

router = room("records")
