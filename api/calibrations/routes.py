"""The addresses of calibrations."""

from api.kernel.requests import room

router = room("calibrations")
