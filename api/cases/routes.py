"""The addresses of cases."""

from api.cases import models  # noqa: F401 - the room brings its tables
from api.kernel.requests import room

router = room("cases")
