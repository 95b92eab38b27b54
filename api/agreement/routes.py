"""The addresses of agreement."""

from api.kernel.requests import room

router = room("agreement")
