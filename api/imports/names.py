"""What the name of a file says: the entity it holds, and which part of it.

A sixth file because whoever takes a file in and whoever puts its rows in order must read the name alike.
"""

import re
from pathlib import PurePath

_PART = re.compile(r"\.part(\d{1,9})\b")


def entity_named(name: str) -> str:
    """The entity, which may have ssd_ before it and a part and an ending behind."""
    return PurePath(name).name.partition(".")[0].lower().removeprefix("ssd_")


def part_named(name: str) -> int | None:
    """The number of the part; None where the file is the whole."""
    found = _PART.search(name.lower())
    return int(found[1]) if found else None
