"""The addresses of standards."""

from api.kernel.requests import room

router = room("standards")
