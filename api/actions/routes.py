"""The addresses of actions."""

from api.kernel.requests import room

router = room("actions")
