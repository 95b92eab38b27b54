"""The addresses of surveys."""

from api.kernel.requests import room

router = room("surveys")
