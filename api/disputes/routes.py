"""The addresses of disputes."""

from api.kernel.requests import room

router = room("disputes")
