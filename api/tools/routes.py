"""The addresses of tools."""

from api.kernel.requests import room
from api.tools import models  # noqa: F401 - brings the tables

router = room("tools")
