"""The addresses of meetings."""

from api.kernel.requests import room
from api.meetings import models  # noqa: F401 - its tables

router = room("meetings")
