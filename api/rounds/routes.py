"""The addresses of rounds."""

from api.kernel.requests import room

router = room("rounds")
