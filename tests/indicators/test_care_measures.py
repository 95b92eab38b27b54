"""Measures of children in care and care leavers against cases made by hand, and against the real SSDA903 files."""

import csv
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from api.cases.models import (
    CareLeaver,
    Child,
    ClaEpisode,
    ClaHealthCheck,
    ClaReview,
    ClaVisit,
    Involvement,
    LegalStatus,
    MissingEpisode,
    Placement,
    SdqScore,
)
from api.indicators.models import Indicator
from api.indicators.service import compute_indicators
from tests.imports.make import begin, finish, send
from tests.indicators import make as m

pytestmark = pytest.mark.usefixtures("monday")

JAN, FEB, OCT, NOV = (date(2026, month, 1) for month in (1, 2, 10, 11))
END = date(2026, 10, 31)
DAY = timedelta(days=1)


def care(make, *starts: tuple[date, str], end: date | None = None, born: date | None = date(2015, 1, 1)) -> str:
    """A child whose episodes begin on these days for these reasons, each until the next."""
    ref = m.child(make)
    make.execute(update(Child).where(Child.child_ref == ref).values(birth_on=born))
    make.commit()
    for place, (began, reason) in enumerate(starts):
        until = starts[place + 1][0] if place + 1 < len(starts) else end
        m.record(make, ClaEpisode, ref, started_on=began, start_reason=reason, ceased_on=until)
    return ref


def test_three_placements_open_in_the_last_twelve_months(make, count):
    on = date(2026, 3, 1)
    care(make, (date(2020, 1, 1), "S"), (on, "P"), (on + DAY, "B"))
    care(make, (date(2020, 1, 1), "S"), (on, "P"), (on + DAY, "L"), (on + 2 * DAY, "T"), (on + 3 * DAY, "U"))
    care(make, (date(2020, 1, 1), "S"), (date(2025, 10, 31), "P"), (on, "P"))
    care(make, (date(2020, 1, 1), "S"), (date(2025, 11, 1), "P"), (on, "P"))
    care(make, (date(2020, 1, 1), "S"), (on, "P"), (on + DAY, "P"), end=END)
    respite = care(make, (date(2026, 9, 1), "S"), (date(2026, 9, 2), "P"), (date(2026, 9, 3), "P"))
    m.record(make, LegalStatus, respite, status="V4", started_on=date(2026, 9, 1))
    care(make, (date(2026, 9, 1), "S"), (date(2026, 9, 2), "P"), (END + DAY, "P"))
    assert count("care_3_placements") == (2, 5)


def test_two_years_in_one_placement_of_those_in_care_for_longer(make, count):
    long = date(2024, 4, 30)
    care(make, (long, "S"), (date(2024, 10, 31), "P"), (date(2025, 1, 1), "L"))
    care(make, (long, "S"), (date(2024, 11, 1), "P"))
    care(make, (long + DAY, "S"))
    care(make, (long, "S"), born=date(2010, 11, 1))
    care(make, (long, "S"), born=date(2010, 10, 31))
    care(make, (long, "S"), born=None)
    gap = care(make, (date(2020, 1, 1), "S"), end=date(2024, 12, 1))
    m.record(make, ClaEpisode, gap, started_on=date(2024, 12, 3), start_reason="P")
    assert count("care_stable_2_years") == (2, 3), "who turns 16 that day is 16, and a gap begins a new time in care"


def test_placements_more_than_twenty_miles_away(make, count):
    for miles in ("20", "20.1", "999.9", None):
        ref = care(make, (date(2026, 1, 1), "S"))
        m.record(
            make, Placement, ref, started_on=date(2026, 1, 1), distance_miles=Decimal("90"), ended_on=date(2026, 5, 1)
        )
        m.record(make, Placement, ref, started_on=date(2026, 5, 1), distance_miles=Decimal(miles) if miles else None)
    assert count("care_over_20_miles") == (1, 2)


def test_three_workers_in_twelve_months_who_comes_back_counting_once(make, count):
    back = date(2025, 10, 31)
    for spells in ([("a", back, None), ("b", back, None), ("c", END, None)],
                   [("a", back, None), ("b", back, back + DAY)],
                   [("a", back, back), ("b", back, None), ("c", back, None)],
                   [("a", back, JAN), ("b", JAN, FEB), ("a", FEB, None)],
                   [("a", back, back + DAY), ("b", back, None), ("c", back, None)]):  # fmt: skip
        ref = m.child(make, None)
        m.record(make, ClaEpisode, ref, started_on=date(2025, 1, 1), start_reason="S")
        for worker, began, ended in spells:
            m.record(make, Involvement, ref, role="CW", worker_source_id=worker, from_on=began, to_on=ended)
    assert count("care_3_workers") == (2, 5), "who left on the day twelve months before does not count"


def test_visits_by_regulation_28(make, count):
    for placed, visited, _met in (
        (END - 7 * DAY, None, True), (END - 8 * DAY, None, False), (END - 8 * DAY, END - 9 * DAY, False),
        (END - 90 * DAY, END - 42 * DAY, True), (END - 90 * DAY, END - 43 * DAY, False),
        (END - 900 * DAY, END - 42 * DAY, True), (END - 900 * DAY, END - 43 * DAY, False),
    ):  # fmt: skip
        ref = care(make, (date(2020, 1, 1), "S"), (placed, "P"))
        if visited:
            m.record(make, ClaVisit, ref, visited_on=visited, is_seen=None)
            m.record(make, ClaVisit, ref, visited_on=END, is_seen=False)
    assert count("care_visits_in_time") == (3, 7)


def test_reviews_by_the_day_they_are_due_and_with_the_child(make, count):
    due = date(2026, 10, 14)
    for held, cancelled, code in ((due, None, "PN1"), (due + DAY, None, "PN7"), (None, None, None), (due, True, "PN1"),
                                  (due, None, "PN0")):  # fmt: skip
        m.record(
            make, ClaReview, m.child(make), due_on=due, reviewed_on=held, is_cancelled=cancelled, participation=code
        )
    assert count("care_reviews_in_time") == (2, 4)
    assert count("care_reviews_participation") == (1, 2)


def test_health_dentist_and_sdq_within_the_year_of_those_in_care_for_one(make, count):
    for began, checked in ((date(2025, 10, 31), date(2025, 11, 1)), (date(2025, 10, 31), date(2025, 10, 31)),
                           (date(2025, 11, 1), date(2026, 1, 1)), (date(2025, 1, 1), None)):  # fmt: skip
        ref = care(make, (began, "S"))
        if checked:
            m.record(make, ClaHealthCheck, ref, kind="Health Assessment", checked_on=checked, status="Completed")
            m.record(make, ClaHealthCheck, ref, kind="Dental Check", checked_on=checked, status="Planned")
            m.record(make, SdqScore, ref, completed_on=checked, score=12)
    refused = care(make, (date(2025, 1, 1), "S"), born=date(2022, 11, 1))
    m.record(make, SdqScore, refused, completed_on=date(2026, 1, 1), reason="SDQ1")
    assert count("care_health_assessments") == (1, 4)
    assert count("care_dental_checks") == (0, 4)
    assert count("care_sdq_scores") == (1, 3), "the youngest is not yet four"


def test_interviews_after_going_missing(make, count):
    for end, offered, accepted in ((END, True, True), (END, True, None), (END, None, None), (None, True, True)):
        m.record(make, MissingEpisode, m.child(make), started_on=OCT, ended_on=end, is_interview_offered=offered,
                 is_interview_accepted=accepted)  # fmt: skip
    assert count("missing_interviews_offered") == (2, 3)
    assert count("missing_interviews_accepted") == (1, 2)


def test_care_leavers_count_from_the_age_that_the_council_says(make, count, as_):
    """Published are those of 19 to 21, in law they begin at 17."""
    for born in (date(2009, 1, 1), date(2007, 11, 16), date(2007, 11, 17)):
        ref = m.child(make)
        make.execute(update(Child).where(Child.child_ref == ref).values(birth_on=born))
        m.record(make, CareLeaver, ref, in_touch="YES")
    change = {"number": 19, "from_on": "2026-11-16", "reason": "As it is published.", "changes_the_past": False}
    place = f"{m.API}/indicators/care_leavers_in_touch/settings/from_age"
    as_("data_analyst").put(place, json=change).raise_for_status()
    assert count("care_leavers_in_touch", NOV) == (1, 1), "nineteen today, and not tomorrow"
    assert count("care_leavers_activity", NOV) == (0, 3), "each has its own"


def test_care_leavers_as_they_are_today(make, count):
    known = {"suitability": "1", "activity": "F2", "pathway_plan_reviewed_on": date(2026, 5, 16)}
    for touch, born, more in (
        ("YES", date(2009, 11, 16), known), ("NO", date(2004, 11, 17), {"pathway_plan_reviewed_on": date(2026, 5, 15)}),
        ("YES", date(2009, 11, 17), known), ("YES", date(2004, 11, 16), known), ("DIED", date(2006, 1, 1), {}),
        (None, None, {"suitability": "2", "activity": "G4"}),
    ):  # fmt: skip
        ref = m.child(make)
        make.execute(update(Child).where(Child.child_ref == ref).values(birth_on=born))
        m.record(make, CareLeaver, ref, in_touch=touch, **more)
    codes = ("in_touch", "accommodation", "activity", "pathway_6_months")
    assert {count(f"care_leavers_{code}", NOV) for code in codes} == {(1, 3)}, "from the 17th birthday to the 22nd"
    assert count("care_leavers_in_touch") is None, "how they were in October is not known"


# The real files


YEARS = range(2017, 2022)


def day(written: str) -> date | None:
    return date(*(int(part) for part in reversed(written.split("/")))) if written else None


def rows(folder: Path, kind: str) -> list[dict[str, str]]:
    """The rows of a kind of file of all years, the earliest year's first."""
    found: list[dict[str, str]] = []
    for year in YEARS:
        with (folder / f"{year}-{kind}.csv").open(newline="", encoding="utf-8") as file:
            found += csv.DictReader(file)
    return found


def placements_by_hand(folder: Path, on: date, without: tuple[str, ...] = ()) -> tuple[int, int]:
    """Children with three placements in the year to a day, and all looked after at its end, from the files.

    Those whose legal status is one of `without` are left out.

    A placement begins with an episode whose reason is S, P or B and goes on through L, T and U. The later year's file
    counts where two have an episode; a row that begins with L on the day of another goes on from it.
    """
    latest = {(row["CHILD"], row["DECOM"], row["RNE"] == "L"): row for row in rows(folder, "episodes")}
    episodes: dict[str, list[Any]] = defaultdict(list)
    for row in latest.values():
        episodes[row["CHILD"]].append((day(row["DECOM"]), day(row["DEC"]) or date.max, row["RNE"], row["LS"]))
    many = children = 0
    for spells in episodes.values():
        standing = {status for began, ended, _, status in spells if began <= on < ended}
        if not standing or standing & set(without):
            continue
        placements: list[list[date]] = []
        for began, ended, reason, _ in sorted(spells):
            if placements and reason in "LTU":
                placements[-1][1] = max(placements[-1][1], ended)
            else:
                placements.append([began, ended])
        children += 1
        many += sum(began <= on and ended > on.replace(year=on.year - 1) for began, ended in placements) >= 3
    return many, children


def reviews_by_hand(folder: Path) -> list[tuple[Any, str]]:
    """Day and code of every review; a child may have two on one day, and a later year's file repeats an earlier's."""
    found: dict[tuple[str, str, int], str] = {}
    for year in YEARS:
        seen: dict[tuple[str, str], int] = defaultdict(int)
        with (folder / f"{year}-reviews.csv").open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                place = (row["CHILD"], row["REVIEW"])
                seen[place] += 1
                found[*place, seen[place]] = row["REVIEW_CODE"]
    return [(day(held), code) for (_, held, _), code in found.items()]


def test_the_real_files_give_what_is_counted_from_them_by_hand(shared: Path, as_, database, make, council):
    folder = shared / "ssda903_multi_year"
    if not folder.is_dir():
        pytest.skip("the SSDA903 files are not beside the checkout")
    pusher = as_("case_management_system")
    at = begin(pusher, format="ssda903")
    for path in sorted(folder.glob("*.csv")):
        send(pusher, at, path.name, path.read_bytes())
    assert finish(pusher, database, at)["state"] == "completed"
    make.execute(update(Indicator).values(effective_from=date(2017, 4, 1)))
    make.commit()
    compute_indicators(database)
    ends = [date(year + 1, 3, 31) for year in YEARS]
    by_hand = [placements_by_hand(folder, end, without=("V3", "V4")) for end in ends]
    assert [m.counted(make, "care_3_placements", council["council"], end.replace(day=1)) for end in ends] == by_hand
    assert placements_by_hand(folder, ends[0]) == (108, 550), "as others counted them, short breaks and all"
    assert all(many >= 10 for many, _ in by_hand)
    taken = reviews_by_hand(folder)
    for year in YEARS:
        start, end = date(year, 4, 1), date(year + 1, 3, 31)
        codes = [code for held, code in taken if start <= held <= end and code in {f"PN{n}" for n in range(1, 8)}]
        found = m.counted(make, "care_reviews_participation", council["council"], start, "year")
        assert found == (sum(code != "PN7" for code in codes), len(codes))
