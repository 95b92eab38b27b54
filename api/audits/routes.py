"""The addresses of audits."""

from api.kernel.requests import room

router = room("audits")
