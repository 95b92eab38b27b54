"""Published figures to hold the invented council's against, in the shape of the Department for Education's files.

All of them are invented: no place in them exists, and each file and each place says so in its name.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from zlib import crc32

from api.comparators.published import AREA, NEIGHBOURS
from api.demonstration.callers import Caller
from api.kernel import clock

OWN = 990
"""A code that no council in England has."""
_NEAR = (
    "Aldermere", "Brackenford", "Calderwick", "Dunmarsh", "Easterleigh", "Farrowdale", "Glenholt", "Harrowmouth",
    "Inglewater", "Juniper Vale",
)  # fmt: skip
_COUNTRY = "E92999999,England (invented figures)"
_REGION = "E12999999,Riverlands (invented region)"
_YEARS = 3

Figures = Callable[[str, float, int], Sequence[object]]
"""The cells of an area by its name, how large it is beside the council, and the year."""


def _areas() -> Iterator[tuple[str, str, float]]:
    """The columns of each area, its name, and how large it is beside the council."""
    yield f"National,{_COUNTRY},,,,,", "England", 150
    yield f"Regional,{_COUNTRY},{_REGION},,,", "Riverlands", 18
    here = f"Local authority,{_COUNTRY},{_REGION}"
    yield f"{here},{OWN},,Thamesmere (invented figures)", "Thamesmere", 1
    for place, name in enumerate(_NEAR, 1):
        yield f"{here},{OWN - place},,{name} (invented)", name, 0.6 + place / 10


def _near(value: float, *of: object, by: float = 0.15) -> float:
    """A figure near another, the same whenever it is asked for."""
    chance = crc32(repr(of).encode()) % 1_000 / 999
    return value * (1 - by + 2 * by * chance)


def _share(count: float, percent: float) -> Figures:
    """How many, how many of them, and that in percent."""

    def cells(name: str, size: float, year: int) -> Sequence[object]:
        of = round(_near(count * size, name, count, year, by=0.05))
        part = round(of * _near(percent, name, percent, year, by=min(0.15, 80 / percent - 0.8)) / 100)
        return of, part, f"{100 * part / of:.1f}"

    return cells


def _caseload(name: str, _: float, year: int) -> Sequence[object]:
    return (f"{_near(16, name, year, by=0.1):.1f}",)


def _population(name: str, size: float, year: int) -> Sequence[object]:
    return "Children aged 0 to 17 years", round(_near(38_000 * size, name, by=0.02) * (1 + (year - 2020) / 200))


def _in_care(name: str, size: float, year: int) -> Sequence[object]:
    of, rate = _population(name, size, year)[1], _near(68, name, year)
    return "Children looked after on 31 March each year", of, round(float(str(of)) * rate / 10_000), round(rate)


_TABLES: dict[str, tuple[Sequence[str], Figures]] = {
    "referrals": (
        ("referral_count", "rereferral_count", "rereferral_percent", "no_further_action_count",
         "no_further_action_percent"),
        lambda *of: (*_share(2_300, 22)(*of), *_share(2_300, 6)(*of)[1:]),
    ),
    "repeat_plans": (("CPP_start", "CPP_subsequent", "CPP_subsequent_percent"), _share(300, 24)),
    "plan_reviews": (
        ("CPP_At31_3Months", "Reviewed_within_timescales", "Reviewed_within_timescales_percent"), _share(190, 88),
    ),
    "social_workers": (("caseload_fte",), _caseload),
    "population": (("age_group", "population_estimate"), _population),
    "children_in_care": (("population_type", "population_estimate", "children_count", "rate_per_10000"), _in_care),
}  # fmt: skip
"""The columns of each file after those of the area, and what stands in them."""


def files(end: date) -> list[tuple[str, bytes]]:
    """The files by name, of the last three years that ended, as somebody would upload them."""
    years = range(end.year - _YEARS, end.year)
    found = []
    for title, (columns, figures) in _TABLES.items():
        lines = [
            ",".join([str(year), "Reporting year", area, *map(str, figures(name, size, year))])
            for area, name, size in _areas() for year in years
        ]  # fmt: skip
        found.append((f"invented_{title}.csv", _file([*AREA, *columns], lines)))
    near = ",".join(f"{OWN - place},Close" for place in range(1, len(_NEAR) + 1))
    own = f"{OWN},Thamesmere (invented figures),0,Riverlands (invented region),{near}"
    return [*found, ("invented_neighbours.csv", _file(NEIGHBOURS, [own]))]


def _file(header: Sequence[str], lines: Sequence[str]) -> bytes:
    return "\r\n".join([",".join(header), *lines, ""]).encode()


async def load_published(lead: Caller, end: date) -> None:
    """Upload every file as the quality lead does, once the council has said which one it is."""
    reason = "The code under which our invented figures are published."
    await lead.send("PUT", "/choices/la_code", {"value": OWN, "from_on": clock.today().isoformat(), "reason": reason})
    for name, content in files(end):
        await lead.post_file(f"/comparators/loads?name={name}", content)
