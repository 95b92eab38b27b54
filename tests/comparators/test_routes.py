"""Comparators: published files loaded as they are, refused by line and column, and shown as the DfE published them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.comparators.published import DATA_SETS, POPULATION
from api.comparators.reading import RefusedError
from api.comparators.service import load_files
from api.indicators.catalogue import added, definitions
from api.kernel.database import Database
from tests.access.make import Caller, make_person
from tests.comparators.make import (
    COMPARATORS,
    ENGLAND,
    HEADER,
    OTHER,
    OWN,
    PLANS,
    REGION,
    file_of,
    line,
    load,
    own_code,
)

As = Callable[..., Caller]


def test_a_file_is_loaded_once_and_a_second_time_changes_nothing(as_: As, make: Session):
    analyst = as_("data_analyst")
    first = load(analyst)
    assert first.status_code == 201, first.text
    assert (first.json()["rows"], first.json()["created"], first.json()["changed"]) == (5, 5, 0)
    before = make.execute(text("select * from published_value order by id")).all()
    make.rollback()
    again = load(analyst, name="same.csv").json()
    assert (again["rows"], again["created"], again["changed"]) == (5, 0, 0)
    assert make.execute(text("select * from published_value order by id")).all() == before
    loads = analyst.get(f"{COMPARATORS}/loads").json()["items"]
    assert [one["source_file"] for one in loads] == ["same.csv", "plans.csv"]
    assert loads[0]["by_name"].startswith("Robin Example")


def test_symbols_become_statuses_and_never_numbers(as_: As):
    load(as_("data_analyst")).raise_for_status()
    found = as_("practitioner").get(COMPARATORS, params={"indicator": "cp_plans_repeat"}).json()["items"]
    by_area = {(one["area_code"], one["period_end"]): one for one in found}
    hidden = by_area["X99000001", "2026-03-31"]
    assert (hidden["numerator"], hidden["value"], hidden["value_status"]) == (None, None, "suppressed")
    assert (hidden["denominator"], hidden["symbol"], hidden["period_start"]) == (100, "c", "2025-04-01")
    assert by_area["997", "2026-03-31"]["value_status"] == "not_applicable"
    own = by_area["998", "2026-03-31"]
    assert (own["numerator"], own["denominator"], own["value"], own["value_status"]) == (10, 50, 20.0, "ok")


@pytest.mark.parametrize("symbol", ["x", ":", "u", "k", "low", ""])
def test_what_is_not_available_is_no_data(symbol: str, as_: As):
    analyst = as_("data_analyst")
    load(analyst, file_of(line(ENGLAND, symbol, symbol, symbol))).raise_for_status()
    one = analyst.get(COMPARATORS).json()["items"][0]
    assert (one["numerator"], one["denominator"], one["value"]) == (None, None, None)
    assert (one["value_status"], one["symbol"]) == ("no_data", symbol)


BAD = line(OWN, 50, 10, 20)
WRONG = [
    (file_of(BAD, header=HEADER.replace("CPP_start", "Starts")), "Line 1, column CPP_start: it is missing"),
    (file_of(BAD + ",1", header=HEADER + ",surprise"), "Line 1, column 15: its name is not known in D3"),
    (file_of("1,2", header="a,b"), "Line 1: these are not the columns of any published file"),
    (file_of(BAD, BAD + ",1"), "Line 3: there are 15 columns and the header has 14"),
    (file_of(line(OWN, 50, "many", 20)), "Line 2, column CPP_subsequent: this is neither a number nor one"),
    (file_of(line(OWN, 50, 10.5, 20)), "Line 2, column CPP_subsequent: a count is a whole number"),
    (file_of(line(OWN, 50, 10, 120)), "Line 2, column CPP_subsequent_percent: a percentage is from 0 to 100"),
    (file_of(line(OWN, -50, 10, 20)), "Line 2, column CPP_start: this is neither a number nor one"),
    (file_of(line(OWN.replace("998", "98"), 50, 10, 20)), "Line 2, column old_la_code: the code of this area is three"),
    (file_of(line(REGION.replace("X99000001", "SE"), 5, 1, 20)), "Line 2, column region_code: the code of this area"),
    (file_of(line(OWN, 50, 10, 20, "202526")), "Line 2, column time_period: give a year as four digits"),
    (file_of(BAD.replace("Reporting year", "Month")), "Line 2, column time_identifier: only reporting years"),
    (file_of(BAD.replace("Local authority", "Ward")), "Line 2, column geographic_level: an area is National"),
    (file_of(BAD, BAD), "Line 3, column time_period: this area and year stands here a second time"),
    (file_of(BAD).replace(b"Ours", b"\xff"), "Line 2: this is not CSV in UTF-8"),
    (file_of('"' + BAD), "the quotes of this line do not close"),
    (b"", "Line 1: a published file begins with the names of its columns"),
]


@pytest.mark.parametrize(("content", "says"), WRONG)
def test_a_wrong_file_is_refused_whole_with_line_and_column(content: bytes, says: str, as_: As):
    analyst = as_("data_analyst")
    refused = load(analyst, content)
    assert (refused.status_code, refused.json()["code"]) == (422, "file_refused")
    assert refused.json()["errors"][0]["detail"].find(says) >= 0, refused.text
    assert analyst.get(COMPARATORS).json()["items"] == analyst.get(f"{COMPARATORS}/loads").json()["items"] == []


def test_a_file_that_says_nothing_of_this_council_is_refused(as_: As, make: Session):
    analyst = as_("data_analyst")
    own_code(make, 996, make_person(make).id)
    refused = load(analyst)
    assert refused.json()["errors"][0]["detail"].startswith("Line 2, column old_la_code: no line from here on is of")
    own_code(make, 998, make_person(make).id)
    assert load(analyst).status_code == 201


def test_an_older_release_never_takes_the_place_of_a_newer_one(as_: As):
    analyst = as_("data_analyst")
    load(analyst).raise_for_status()
    older = load(analyst, file_of(line(OWN, 41, 10, 24.4, 2025)), "older.csv").json()
    assert (older["created"], older["changed"]) == (0, 0)
    newer = load(analyst, file_of(line(OWN, 42, 10, 23.8, 2025), line(OWN, 60, 6, 10, 2027)), "newer.csv").json()
    assert (newer["created"], newer["changed"]) == (1, 1)
    years = analyst.get(COMPARATORS, params={"area_code": "998"}).json()["items"]
    assert [(one["denominator"], one["source_file"]) for one in years] == [
        (42, "newer.csv"), (50, "plans.csv"), (60, "newer.csv"),
    ]  # fmt: skip


def test_who_may_load_and_who_may_see(as_: As):
    for role in ("practitioner", "head_of_childrens_social_care", "lead_member"):
        assert load(as_(role)).status_code == 403
        assert as_(role).get(f"{COMPARATORS}/loads").status_code == 403
    load(as_("quality_lead")).raise_for_status()
    member = as_("lead_member")
    assert len(member.get(COMPARATORS).json()["items"]) == 5, "what is published anybody may see"
    assert member.get(f"{COMPARATORS}/nonsense").status_code == 404


def test_every_series_is_of_an_indicator_that_there_is():
    codes = {row["code"] for row in (*definitions(), *added())}
    listed = {series.indicator for found in DATA_SETS for series in found.series}
    assert len(listed) > 10
    assert listed - codes == {POPULATION}, "by which rates are worked out"


FILES = (
    "c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv",
    "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv",
    "c2_children_in_need_assessments_duration_2014_to_2024.csv",
    "c4_children_in_need_section_47s_and_icpcs_2013_to_2024.csv",
    "d3_cpps_subsequent_plan_2013_to_2024.csv",
    "d3_cpps_subsequent_plan_2013_to_2025.csv",
    "d5_cpps_at31march_by_duration_2013_to_2025.csv",
    "d6_cpps_reviewed_within_timescales_2013_to_2024.csv",
    "la_cla_placement_stability.csv",
    "la_cla_swcount.csv",
    "la_care_leavers_accommodation_suitability.csv",
    "csww_indicators_2017_to_2025.csv",
    "cla_number_and_rate_per_10k_children.csv",
    "ons_mid-year_population_estimates_2012_to_2024.csv",
    "sn_model_2025_wide.csv",
)
# Reading (870) as the Department for Education published it, read from these files by hand and cited in the research
# (integration.md 1.5): numerator, denominator and percentage by indicator and the year that ended.
READING = {
    ("re_referrals_12_months", 2024): (800, 3003, 26.6),
    ("assessments_45_days", 2024): (1719, 2767, 62.1),
    ("conferences_15_days", 2024): (211, 309, 68.3),
    ("cp_plans_repeat", 2024): (79, 263, 30.0),
    ("cp_reviews_in_time", 2024): (142, 186, 76.3),
    ("re_referrals_12_months", 2025): (537, 2349, 22.9),
    ("cp_plans_repeat", 2025): (78, 311, 25.1),
    ("care_3_placements", 2025): (31, 272, 11),
    ("caseload_full_time", 2025): (None, None, 16.9),
    ("referrals_rate", 2024): (3003, None, 791.7),
    ("children_looked_after_rate", 2025): (272, 38963, 70),
    (POPULATION, 2024): (None, None, 38963),
    ("cp_plans_2_years_open", 2025): (None, 275, None),  # printed as c
}


def read(shared: Path, names: tuple[str, ...] = FILES) -> list[tuple[str, bytes]]:
    return [(name, (shared / "dfe_published" / name).read_bytes()) for name in names]


@pytest.fixture
def reading(shared: Path, make: Session, database: Database) -> list[tuple[str, bytes]]:
    """The published files, loaded for a council that is Reading."""
    own_code(make, 870, make_person(make).id)
    files = read(shared)
    assert len(load_files(database, files)) == len(FILES)
    return files


def test_readings_published_figures_are_shown_as_published(reading, as_: As):
    shown = {}
    member = as_("lead_member")
    for code, year in READING:
        page = member.get(COMPARATORS, params={"indicator": code, "area_code": "870", "limit": 200}).json()["items"]
        one = next(one for one in page if one["period_end"].startswith(str(year)))
        shown[code, year] = (one["numerator"], one["denominator"], one["value"] and round(one["value"], 1))
    assert shown == READING


def test_the_same_files_again_change_nothing(reading, database: Database, make: Session):
    settings = text("select count(*) from indicator_setting where name = 'population'")
    before = make.execute(settings).scalar_one()
    make.rollback()
    assert [(one.created, one.changed) for one in load_files(database, reading)] == [(0, 0)] * len(FILES)
    assert make.execute(settings).scalar_one() == before == 3 * (1 + 13), "the default, and thirteen years"


def test_the_population_that_is_published_is_what_rates_are_worked_out_by(reading, as_: As):
    for code in ("referrals_rate", "children_looked_after_rate", "children_on_plan_rate"):
        (shown,) = as_("practitioner").get(f"/api/v1/indicators/{code}/settings").json()
        assert (shown["number"], shown["history"][0]["from_on"]) == (38963, "2024-04-01")
        years = {one["from_on"]: one["number"] for one in shown["history"]}
        assert (years["2023-04-01"], shown["history"][0]["set_by_name"]) == (38261, None)
        assert shown["history"][0]["reason"] == "Mid-year population estimates, children aged 0 to 17, as published."


def test_a_population_is_taken_for_this_council_alone(as_: As, make: Session):
    analyst = as_("data_analyst")
    header = HEADER.replace("category,CPP_start,CPP_subsequent,CPP_subsequent_percent", "age_group,population_estimate")
    places = ((OWN, 41_000), (OTHER, 9))
    lines = [f"2025,Reporting year,{place},Children aged 0 to 17 years,{number}" for place, number in places]
    content = file_of(*lines, header=header)
    load(analyst, content, "before.csv").raise_for_status()
    settings = "/api/v1/indicators/referrals_rate/settings"
    assert analyst.get(settings).json()[0]["number"] == 0, "nobody has said which council this is"
    own_code(make, 998, make_person(make).id)
    load(analyst, content, "after.csv").raise_for_status()
    found = analyst.get(settings).json()[0]
    assert (found["number"], found["history"][0]["from_on"]) == (41_000, "2025-04-01")
    assert found["history"][0]["set_by_name"].startswith("Robin Example")


def test_reading_is_held_against_england_its_region_and_its_ten_neighbours(reading, as_: As):
    found = as_("director").get(f"{COMPARATORS}/re_referrals_12_months").json()
    assert found["la_code"] == "870"
    names = [(area["area_kind"], area["area_name"]) for area in found["areas"]]
    assert names[:3] == [("england", "England"), ("region", "South East"), ("local_authority", "Reading")]
    # sn_model_2025_wide.csv, line of 870: 826,302,312,315,822,306,320,383,852,310
    near = [area for area in found["areas"] if area["area_kind"] == "statistical_neighbour"]
    assert [area["area_code"] for area in near] == [
        "826",
        "302",
        "312",
        "315",
        "822",
        "306",
        "320",
        "383",
        "852",
        "310",
    ]
    assert near[0]["area_name"] == "Milton Keynes"
    england = found["areas"][0]["years"][-1]
    assert (england["numerator"], england["denominator"], england["value"]) == (142900, 632830, 22.6)
    mean = found["mean_of_neighbours"][-1]
    known = [year["value"] for area in near for year in area["years"] if year["period_end"] == "2025-03-31"]
    assert mean["of_neighbours"] == len([value for value in known if value is not None])
    assert mean["value"] == pytest.approx(sum(v for v in known if v is not None) / mean["of_neighbours"])


def test_a_file_that_no_indicator_is_held_against_says_so(shared: Path, database: Database, council):
    for name in ("summary_page_metadata.csv", "c3_factors_identified_at_end_of_assessment_2018_to_2025.csv"):
        with pytest.raises(RefusedError, match=f"{name}: Line 1: these are not the columns of any published file"):
            load_files(database, read(shared, (name,)))


def test_one_wrong_file_among_several_loads_none(database: Database, make: Session, council):
    with pytest.raises(RefusedError, match=r"wrong\.csv: Line 2, column CPP_start"):
        load_files(database, [("right.csv", PLANS), ("wrong.csv", file_of(line(OTHER, "-", 1, 1)))])
    assert make.execute(text("select count(*) from published_value")).scalar_one() == 0
