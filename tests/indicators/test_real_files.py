"""Real input: an Annex A workbook, payloads of the Department for Education's API and a census of the workforce.

What the measures count is held against what is counted by hand from the files.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from api.cases.models import Child, Involvement, Worker
from api.indicators.service import compute_indicators
from api.statistics.workdays import working_days_between
from tests.access.make import SOURCE
from tests.imports.make import begin, finish, send
from tests.indicators import make as m

Row = dict[str, Any]


@pytest.fixture
def annex(shared: Path) -> Path:
    path = shared / "annex_a_and_cin" / "Annex_A.xlsx"
    if not path.is_file():
        pytest.skip("the Annex A workbook is not beside the checkout")
    return path


def listed(path: Path, number: int) -> list[Row]:
    """The rows of one list, by its own column names."""
    names, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(f"List {number}").to_python()
    return [dict(zip(names, row, strict=True)) for row in rows if row[0]]


def days(row: Row, start: str, end: str) -> int | None:
    first, last = row[start], row[end]
    return working_days_between(first, last) if isinstance(first, date) and isinstance(last, date) else None


def of_all_years(make, code: str, council_id: Any) -> tuple[int, int]:
    found = make.execute(text(
        "select coalesce(sum(numerator), 0), coalesce(sum(denominator), 0) from indicator_value v"
        " join indicator i on i.id = v.indicator_id"
        " where i.code = :code and v.unit_id = :unit and v.period_type = 'year'"
    ), {"code": code, "unit": council_id}).one()  # fmt: skip
    return tuple(found)


SPRING = datetime(2021, 3, 31, 12, tzinfo=UTC)
"""The end of the year that the workbook tells of."""
LONG_AGO = date(2004, 4, 1)
"""The samples go back as far: the council has to stand behind figures that old."""
Told = Callable[..., tuple[int, int] | None]


@pytest.fixture
def told(annex: Path, as_, database, make, council, travel) -> Told:
    """Numerator and denominator of the council in a period, after the workbook was brought in and counted."""
    travel(SPRING)
    pusher = as_("case_management_system")
    at = begin(pusher, format="annex_a")
    send(pusher, at, annex.name, annex.read_bytes())
    assert finish(pusher, database, at)["state"] == "completed"
    compute_indicators(database, since=LONG_AGO)
    return lambda code, start, kind="month": m.counted(make, code, council["council"], start, kind)


def year_of(on: date) -> date:
    return date(on.year - (on.month < 4), 4, 1)


def month_ends(first: date) -> Iterator[date]:
    """The last days of the months that are over, from that of a day on."""
    while True:
        after = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        if after > SPRING.date():
            return
        yield after - timedelta(days=1)
        first = after


def open_on(rows: list[Row], start: str, end: str, on: date) -> set[Any]:
    """The children of rows that have begun and not ended on a day."""
    return {row["Child Unique ID"] for row in rows
            if isinstance(row[start], date) and row[start] <= on and not (row[end] and row[end] <= on)}  # fmt: skip


def test_referrals_are_those_of_two_lists(annex: Path, told: Told):
    """A case of list 6 began with a referral, which list 3 may have told already."""
    referred = {(row["Child Unique ID"], row["Date of Referral"]): row for row in listed(annex, 3)}
    begun = {(row["Child Unique ID"], row["CIN Start Date"]) for row in listed(annex, 6)}
    years = Counter(year_of(on) for _, on in begun | referred.keys())
    assert years.total() > len(referred)
    for year, many in years.items():
        assert told("referrals", year, "year") == (many, None), year
    answers = [row["Referral NFA?"] for row in referred.values()]
    assert told("referrals_nfa", date(2020, 4, 1), "year") == (
        sum(one.endswith("Yes") for one in answers), len(answers),
    )  # fmt: skip


def test_children_on_a_plan_and_seen_alone_are_those_of_the_list(annex: Path, told: Told):
    plans = listed(annex, 7)
    start, end = "Child Protection Plan Start Date", "Child Protection Plan End Date"
    days = list(month_ends(min(row[start] for row in plans)))
    assert len(days) > 2
    for on in days:
        held = open_on(plans, start, end, on)
        assert told("children_on_plan", on.replace(day=1)) == ((len(held), None) if held else None), on
    year = date(2020, 4, 1)
    begun = [row for row in plans if year_of(row[start]) == year]
    assert told("cp_plans_repeat", year, "year") == (0, len(begun)), "earlier plans are a number there, and no plans"
    alone = [row for row in plans if isinstance(row["Date of the Last Statutory Visit"], date)
             and row["Was the Child Seen Alone?"].endswith("Yes")]  # fmt: skip
    assert told("cp_visits_seen_alone", year, "year") == (len(alone), len(alone)), "whether seen at all is not told"


def test_children_looked_after_and_their_health_are_those_of_the_list(annex: Path, told: Told):
    care = listed(annex, 8)
    start, end = "Date Started to be Looked After", "Date Ceased to be Looked After"
    for on in month_ends(date(2020, 4, 1)):
        assert told("children_looked_after", on.replace(day=1)) == (len(open_on(care, start, end, on)), None), on
    last = SPRING.date()
    long = [row for row in care if row["Child Unique ID"] in open_on(care, start, end, last)
            and row[start] <= last.replace(year=2020)]  # fmt: skip
    assert long
    for code, column in (
        ("care_health_assessments", "Date of Last Health Assessment"),
        ("care_dental_checks", "Date of Last Dental Check"),
    ):
        checked = [row for row in long if isinstance(row[column], date) and row[column] > last.replace(year=2020)]
        assert told(code, last.replace(day=1)) == (len(checked), len(long)), code


def test_care_leavers_are_those_of_the_list(annex: Path, told: Told):
    last, young = SPRING.date(), []
    for row in listed(annex, 9):
        born = row["Date of Birth"]
        age = last.year - born.year - ((last.month, last.day) < (born.month, born.day))
        if 17 <= age < 22:
            young.append(row)
    assert len(young) > 3
    for code, column, good in (
        ("care_leavers_in_touch", "LA in Touch", ("a) Yes",)),
        ("care_leavers_accommodation", "Suitability of Accommodation", ("a) Suitable",)),
        ("care_leavers_activity", "Activity Status", ("F", "P")),
    ):
        met = sum(row[column].startswith(good) for row in young)
        assert told(code, last.replace(day=1)) == (met, len(young)), code


def test_assessments_and_conferences_are_those_of_the_lists(annex: Path, told: Told, make, council):
    unit = council["council"]
    assessments = listed(annex, 4)
    start, end = "Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"
    took = [n for row in assessments if (n := days(row, start, end)) is not None]
    assert len(took) > 2
    assert of_all_years(make, "assessments_45_days", unit) == (sum(n <= 45 for n in took), len(took))
    seen = [row["Child Seen During Continuous Assessment"].endswith("Yes") for row in assessments
            if isinstance(row[end], date)]  # fmt: skip
    assert of_all_years(make, "assessments_child_seen", unit) == (sum(seen), len(seen))
    start, end = (
        "Strategy discussion initiating Section 47 Enquiry Start Date", "Date of Initial Child Protection Conference",
    )  # fmt: skip
    took = [n for row in listed(annex, 5) if (n := days(row, start, end)) is not None]
    assert len(took) > 1
    assert of_all_years(make, "conferences_15_days", unit) == (sum(n <= 15 for n in took), len(took))


def test_the_payloads_of_the_department_s_own_samples_count_as_they_say(
    shared: Path, as_, database, make, council, travel
):
    travel(datetime(2024, 12, 16, 12, tzinfo=UTC))
    lines = (shared / "dfe_api_payloads" / "sample.ndjson").read_text(encoding="utf-8").splitlines()
    pushed = as_("case_management_system").post(
        "/compat/dfe/v1/children_social_care_data/870/children", json=[json.loads(line) for line in lines]
    )
    assert pushed.status_code == 200
    compute_indicators(database, since=LONG_AGO)
    cases = [case for line in lines for case in json.loads(line).get("social_care_episodes", ())]

    def given(name: str) -> list[Row]:
        return [one for case in cases for one in case.get(name, ())]

    def on(written: str) -> date:
        return date.fromisoformat(written)

    unit = council["council"]
    referred = {case["social_care_episode_id"] for case in cases if "referral_date" in case}
    assert of_all_years(make, "referrals", unit) == (len(referred), 0)
    done = {one["child_and_family_assessment_id"]: one for one in given("child_and_family_assessments")
            if "authorisation_date" in one}.values()  # fmt: skip
    in_time = [one for one in done
               if working_days_between(on(one["start_date"]), on(one["authorisation_date"])) <= 45]  # fmt: skip
    assert of_all_years(make, "assessments_45_days", unit) == (len(in_time), len(done))
    held = {
        one["section_47_assessment_id"]: one for one in given("section_47_assessments") if "icpc_date" in one
    }.values()
    soon = [one for one in held if working_days_between(on(one["start_date"]), on(one["icpc_date"])) <= 15]
    assert of_all_years(make, "conferences_15_days", unit) == (len(soon), len(held))
    assert done
    assert held


def test_caseloads_are_those_of_the_workforce_census(shared: Path, database, make, council, travel):
    """The census tells how many cases each worker held, and of how many hours; whose cases they were is invented."""
    travel(datetime(2022, 10, 17, 12, tzinfo=UTC))
    path = shared / "annex_a_and_cin" / "social_work_workforce_2022.xml"
    census = ElementTree.parse(path).iter("CSWWWorker")
    workers = [
        (one.findtext("SWENo"), Decimal(one.findtext("FTE30") or "1"), int(one.findtext("Cases30") or 0))
        for one in census
    ]  # fmt: skip
    sent = {"source_system": SOURCE, "as_of": m.NOON, "received_at": m.NOON, "updated_at": m.NOON}
    for swe, hours, cases in workers:
        make.add(Worker(source_id=swe, department_source_id="north_1", full_time_equivalent=hours, **sent))
        for place in range(cases):
            ref = f"{swe}{place:04}"[-16:]
            make.add(Child(child_ref=ref, source_id_encrypted=b"x", **sent))
            make.add(Involvement(source_id=f"{swe}/{place}", child_ref=ref, role="CW", worker_source_id=swe,
                                 team_source_id="north_1", from_on=date(2022, 9, 1), **sent))  # fmt: skip
    make.commit()
    compute_indicators(database)
    held, autumn = [(hours, cases) for _, hours, cases in workers if cases], date(2022, 9, 1)
    total = sum(cases for _, cases in held)
    assert len(held) > 5
    assert m.counted(make, "caseload", council["council"], autumn) == (total, len(held))
    assert m.counted(make, "caseloads_above_cap", council["council"], autumn) == (
        sum(cases > 18 * hours for hours, cases in held), len(held),
    )  # fmt: skip
    full_time = m.value(make, "caseload_full_time", council["council"], autumn)
    assert full_time
    assert full_time["denominator"] == sum(int(10 * hours + Decimal("0.5")) for hours, _ in held)
    assert full_time["value"] == pytest.approx(float(total / sum(hours for hours, _ in held)), rel=0.02)
