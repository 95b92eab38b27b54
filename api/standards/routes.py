"""The addresses of standards."""

from api.kernel.requests import room
from api.standards import models  # noqa: F401 - brings the tables

router = room("standards")
