"""The addresses of exemplars."""

from api.exemplars import models  # noqa: F401 - its tables
from api.kernel.requests import room

router = room("exemplars")
