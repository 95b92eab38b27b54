"""The addresses of surveys."""

from api.kernel.requests import room
from api.surveys import models  # noqa: F401 - brings the tables

router = room("surveys")
