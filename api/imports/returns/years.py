"""The year of a return, which of some files stands in the name alone."""

import re

_BOTH_YEARS = re.compile(r"(?<!\d)20(\d\d)[ _-]?(?:20)?(\d\d)(?!\d)")
_ONE_YEAR = re.compile(r"(?<!\d)20(\d\d)(?!\d)")
_BOTH_SHORT = re.compile(r"(?<!\d)(\d\d)[ _-]?(\d\d)(?!\d)")


def year_of(name: str) -> int | None:
    """The year in a file's name: 2023 in `2023-oc2`, `oc2 2023-24`, `OC2_202324` and `oc2_2324`; None without one.

    Of the two years of a return the first counts. A day in a name, as in `oc2-20240331`, says when the file was made.
    """
    for both in _BOTH_YEARS.finditer(name):
        if _follows(both):
            return 2000 + int(both[1])
    if one := _ONE_YEAR.search(name):
        return 2000 + int(one[1])
    return next((2000 + int(both[1]) for both in _BOTH_SHORT.finditer(name) if _follows(both)), None)


def _follows(both: re.Match[str]) -> bool:
    return int(both[2]) == (int(both[1]) + 1) % 100
