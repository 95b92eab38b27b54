"""The addresses of indicators."""

from api.indicators import models  # noqa: F401
from api.kernel.requests import room

router = room("indicators")
