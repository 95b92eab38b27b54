"""Real input: five years of SSDA903 returns and a CIN census, counted by the measures and by hand from their files."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from api.indicators.service import compute_indicators
from tests.imports.make import begin, finish, send
from tests.indicators import make as m

Row = dict[str, str]

YEARS = range(2017, 2022)
SPRING = datetime(2022, 4, 19, 12, tzinfo=UTC)
"""After the last return: in the returns are days up to the winter after it."""


def day(written: str) -> date | None:
    return datetime.strptime(written, "%d/%m/%Y").date() if written else None  # noqa: DTZ007 - a day has no zone


def rows(folder: Path, kind: str) -> Iterator[Row]:
    for year in YEARS:
        with (folder / f"{year}-{kind}.csv").open(newline="", encoding="utf-8") as file:
            yield from csv.DictReader(file)


def financial_year(on: date) -> date:
    return date(on.year - (on.month < 4), 4, 1)


def bring(caller: Any, database: Any, format_: str, paths: list[Path]) -> None:
    at = begin(caller, format=format_)
    for path in paths:
        kind = {".csv": "text/csv", ".xml": "application/xml"}[path.suffix]
        send(caller, at, path.name, path.read_bytes(), **{"Content-Type": kind})
    assert finish(caller, database, at)["state"] == "completed"


@pytest.fixture
def returns(shared: Path) -> Path:
    return shared / "ssda903_multi_year"


@pytest.fixture
def told(returns: Path, as_, database, make, council, travel):
    """Numerator and denominator of the council in a period, after all five years were brought in and counted."""
    travel(SPRING)
    bring(as_("case_management_system"), database, "ssda903", sorted(returns.glob("*.csv")))
    compute_indicators(database)
    return lambda code, start, kind="month": m.counted(make, code, council["council"], start, kind)


def episodes(folder: Path) -> dict[str, list[tuple[date, date | None, Row]]]:
    """The episodes of each child in order, as the latest return has them."""
    latest = {(row["CHILD"], row["DECOM"]): row for row in rows(folder, "episodes")}
    found = defaultdict(list)
    for row in latest.values():
        begun = day(row["DECOM"])
        assert begun
        found[row["CHILD"]].append((begun, day(row["DEC"]), row))
    return {child: sorted(mine, key=lambda one: one[:1]) for child, mine in found.items()}


def open_on(mine: list[tuple[date, date | None, Row]], on: date) -> list[Row]:
    return [row for begun, ended, row in mine if begun <= on and (ended is None or ended > on)]


def placements(mine: list[tuple[date, date | None, Row]]) -> list[tuple[date, date | None]]:
    """Times with one set of carers: an episode for another reason than the law's or the carers' staying begins one."""
    found: list[tuple[date, date | None]] = []
    for begun, ended, row in mine:
        if found and row["RNE"] in ("L", "T", "U"):
            before = found[-1]
            end = None if ended is None or before[1] is None else max(ended, before[1])
            found[-1] = (before[0], end)
        else:
            found.append((begun, ended))
    return found


def test_children_looked_after_at_each_month_end_are_those_of_the_episodes(told, returns):
    mine = episodes(returns)
    months = [date(year, month, 1) for year in range(2016, 2022) for month in range(1, 13)]
    for start in months:
        after = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        end = date.fromordinal(after.toordinal() - 1)
        expected = sum(bool(open_on(one, end)) for one in mine.values())
        assert told("children_looked_after", start) == (expected, None), end


def test_three_placements_in_a_year_are_those_of_the_episodes(told, returns):
    mine, moved_ever = episodes(returns), 0
    for year in YEARS:
        end, before = date(year, 3, 31), date(year - 1, 3, 31)
        in_care = [one for one in mine.values() if (now := open_on(one, end)) and
                   not {row["LS"] for row in now} & {"V3", "V4"}]  # fmt: skip
        moved = sum(
            sum(begun <= end and (ended is None or ended > before) for begun, ended in placements(one)) >= 3
            for one in in_care
        )
        assert len(in_care) > 50
        moved_ever += moved
        assert told("care_3_placements", date(year, 3, 1)) == (moved, len(in_care)), year
    assert moved_ever > 10


def test_going_missing_and_taking_part_are_those_of_the_returns(told, returns):
    missing = {(row["CHILD"], row["MIS_START"]): day(row["MIS_END"]) for row in rows(returns, "missing")}
    ended = [financial_year(on) for on in missing.values() if on]
    assert ended
    for year in set(ended):
        assert told("missing_interviews_offered", year, "year") == (0, ended.count(year))
    reviews = {(row["CHILD"], row["REVIEW"], row["REVIEW_CODE"]) for row in rows(returns, "reviews")}
    held = [(on, code) for _, written, code in reviews if (on := day(written)) and on <= SPRING.date()]
    spoken = [(financial_year(on), code) for on, code in held if code and code != "PN0"]
    for start in {year for year, _ in spoken if year.year >= 2012}:
        codes = [code for year, code in spoken if year == start]
        expected = (sum(code != "PN7" for code in codes), len(codes))
        assert told("care_reviews_participation", start, "year") == expected, start


def test_care_leavers_are_those_of_the_last_return(told, returns):
    latest = {row["CHILD"]: row for row in rows(returns, "oc3")}
    today = SPRING.date()
    young = []
    for row in latest.values():
        born = day(row["DOB"])
        assert born
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if 17 <= age < 22 and row["IN_TOUCH"] not in ("DIED", "RHOM"):
            young.append(row)
    assert len(young) > 10
    now = today.replace(day=1)
    assert told("care_leavers_in_touch", now) == (sum(row["IN_TOUCH"] == "YES" for row in young), len(young))
    assert told("care_leavers_activity", now) == (sum(row["ACTIV"][:1] in ("F", "P") for row in young), len(young))


def test_a_cin_census_counts_its_referrals(shared: Path, as_, database, make, council):
    """The sample is of one child in 1970, so the council has to stand behind figures that old."""
    path = shared / "annex_a_and_cin" / "cin-2022.xml"
    tree = ElementTree.parse(path)
    referred = [date.fromisoformat(str(one.text)) for one in tree.iter("CINreferralDate")]
    stopped = [one.text for one in tree.iter("ReferralNFA")]
    bring(as_("case_management_system"), database, "cin_census", [path])
    compute_indicators(database, since=date(1970, 4, 1))
    for year in {financial_year(on) for on in referred}:
        mine = sum(financial_year(on) == year for on in referred)
        assert m.counted(make, "referrals", council["council"], year, "year") == (mine, None)
        assert m.counted(make, "re_referrals_12_months", council["council"], year, "year") == (0, mine)
        nfa = sum(one in ("1", "true") for one in stopped)
        assert m.counted(make, "referrals_nfa", council["council"], year, "year") == (nfa, mine)
