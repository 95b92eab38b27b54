"""The addresses of cases."""

from api.kernel.requests import room

router = room("cases")
