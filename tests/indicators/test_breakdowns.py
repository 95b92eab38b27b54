"""Figures by age, sex, ethnicity and disability: which group a child is in, and that the groups add up."""

from datetime import date
from itertools import product

import pytest
from sqlalchemy import text

from api.cases.codes import ETHNICITIES
from api.cases.models import Child, ClaEpisode
from api.indicators.groups import GROUPS, PARTS, of_children
from api.indicators.measures import MEASURES
from api.indicators.rows import is_of_children
from api.indicators.service import compute_indicators, refresh_indicators
from tests.indicators import make as m

pytestmark = pytest.mark.usefixtures("monday")


def grouped(make, ref: str, on: date) -> list[str]:
    """The groups a child is in on a day, one for each way to tell children apart."""
    number = make.execute(
        text(f"select {GROUPS} from (select :ref, :on) m (child_ref, on_date)"
             f" left join ({of_children()}) g on g.child_ref = m.child_ref"),
        {"ref": ref, "on": on},
    ).scalar_one()  # fmt: skip
    return [PARTS[10 * place + int(digit)][1] for place, digit in enumerate(str(number), 1)]


@pytest.mark.parametrize(
    ("on", "band"),
    [
        (date(2010, 4, 30), "unborn"), (date(2010, 5, 1), "under_1"), (date(2011, 4, 30), "under_1"),
        (date(2011, 5, 1), "1_to_4"), (date(2015, 4, 30), "1_to_4"), (date(2015, 5, 1), "5_to_9"),
        (date(2020, 5, 1), "10_to_15"), (date(2026, 4, 30), "10_to_15"), (date(2026, 5, 1), "16_and_over"),
    ],
)  # fmt: skip
def test_age_is_that_of_the_day_counted_from_the_month_of_birth(make, council, on, band):
    ref = m.child(make)
    m.describe(make, ref, date(2010, 5, 20), "F", "WBRI")
    assert grouped(make, ref, on) == [band, "female", "white", "not_recorded"]


# The harmonised standard for England and Wales: gov.uk, "Government Statistical Service harmonised categories for
# ethnicity", 18 March 2025, with the census's codes of /data/ssd_spec_v1.4.5/categories/ethnicity.yml.
PUBLISHED = {
    "WBRI": "white", "WIRI": "white", "WIRT": "white", "WROM": "white", "WOTH": "white", "MWBC": "mixed",
    "MWBA": "mixed", "MWAS": "mixed", "MOTH": "mixed", "AIND": "asian", "APKN": "asian", "ABAN": "asian",
    "CHNE": "asian", "AOTH": "asian", "BCRB": "black", "BAFR": "black", "BOTH": "black", "OOTH": "other",
    "REFU": "not_recorded", "NOBT": "not_recorded", None: "not_recorded", "ZZZZ": "not_recorded",
}  # fmt: skip


def test_each_code_of_ethnicity_is_in_its_published_group(make, council):
    assert PUBLISHED.keys() - {None, "ZZZZ"} == ETHNICITIES
    ref = m.child(make)
    for code, group in PUBLISHED.items():
        m.describe(make, ref, ethnicity=code)
        assert grouped(make, ref, m.NOON.date())[2] == group, code


def test_nobody_is_without_a_disability_unless_the_record_says_so(make, council):
    ref = m.child(make)
    said = {(): "not_recorded", ("NONE",): "not_disabled", ("LD",): "disabled", ("NONE", "LD"): "disabled"}
    for codes, group in said.items():
        m.describe(make, ref, sex="U", disabilities=codes)
        assert grouped(make, ref, m.NOON.date()) == ["not_recorded", "not_recorded", "not_recorded", group]
    assert grouped(make, "nobody", m.NOON.date()) == ["not_recorded"] * 4


def parts(make, code: str) -> dict[str, tuple[int, int]]:
    """Numerator and denominator of each group of an indicator, of all units and months."""
    make.rollback()
    rows = make.execute(
        text("select part, sum(x), sum(n) from indicator_part p join indicator i on i.id = p.indicator_id"
             " where i.code = :code group by 1"), {"code": code},
    )  # fmt: skip
    return {f"{PARTS[part][0].code} {PARTS[part][1]}": (x, n) for part, x, n in rows}


def test_a_corrected_record_of_a_child_moves_the_groups_and_no_figure(make, council, database):
    ref, other = m.child(make), m.child(make)
    for one in (ref, other):
        m.describe(make, one, date(2016, 2, 1), "M", "WBRI", ("NONE",))
        m.visits(make, one, date(2026, 10, 5), 2, 1)
        m.record(make, ClaEpisode, one, started_on=date(2025, 11, 3))
    before = compute_indicators(database)
    assert parts(make, "cp_visits_seen_alone") == {
        "age_band 10_to_15": (4, 6), "sex male": (4, 6), "ethnicity white": (4, 6), "disability not_disabled": (4, 6),
    }  # fmt: skip
    care = parts(make, "children_looked_after")
    assert care["age_band 5_to_9"] == (6, 6), "at the ends of the months of autumn and winter"
    assert care["age_band 10_to_15"] == (20, 20)
    m.describe(make, ref, date(2016, 2, 1), "M", "CHNE", ("NONE",))
    done = refresh_indicators(database)
    assert (done.changed, done.revision) == (0, before.revision + 1), "no figure moved, but what they are made of did"
    assert parts(make, "cp_visits_seen_alone")["ethnicity asian"] == (2, 3)
    assert parts(make, "cp_visits_seen_alone")["ethnicity white"] == (2, 3)
    m.describe(make, ref, date(2009, 2, 1), "F", "CHNE", ("LD",))
    refresh_indicators(database)
    found = parts(make, "cp_visits_seen_alone")
    assert {found[one] for one in ("age_band 16_and_over", "sex female", "disability disabled")} == {(2, 3)}
    assert make.execute(text("select count(*) from indicator_part where n = 0")).scalar_one() == 0
    gone = make.get(Child, make.execute(text("select id from child where child_ref = :ref"), {"ref": ref}).scalar_one())
    gone.birth_on = gone.sex = gone.ethnicity = None
    gone.withdrawn_at = m.NOON
    make.commit()
    refresh_indicators(database)
    assert parts(make, "cp_visits_seen_alone")["sex not_recorded"] == (2, 3)
    done = compute_indicators(database, is_anew=True)
    assert compute_indicators(database, is_anew=True).revision == done.revision, "nothing moved"


def test_whoever_answers_or_works_is_in_no_group(make, council, database):
    m.respond(make, m.survey(make), (5,))
    compute_indicators(database)
    codes = {one.code for one in MEASURES if not is_of_children(one)}
    assert {"survey_responses", "workers_with_cases"} <= codes
    for code in codes:
        assert parts(make, code) == {}


CARE, VISITS = (f"{m.API}/indicators/{code}" for code in ("children_looked_after", "cp_visits_seen_alone"))


@pytest.fixture
def described(make, council, database):
    """Visits to three children of two teams in two months, one of whom is in care."""
    refs = [m.child(make, team) for team in ("north_1", "north_2", "south_1")]
    m.describe(make, refs[0], date(2016, 10, 9), "F", "WBRI", ("NONE",))
    m.describe(make, refs[1], date(2023, 1, 1), "M", "BAFR", ("LD",))
    for ref, alone in zip(refs, (4, 9, 2), strict=True):
        m.visits(make, ref, date(2026, 9, 7), alone, 1)
        m.visits(make, ref, date(2026, 10, 5), alone, 2)
    m.record(make, ClaEpisode, refs[0], started_on=date(2026, 4, 6))
    compute_indicators(database)
    return refs


STARTS = {"month": "2026-10-01", "quarter": "2026-10-01", "year": "2026-04-01"}


def test_groups_add_up_to_the_figure_of_any_unit_and_period(as_, council, described):
    reader, sizes = as_("director"), set()
    for path, unit, kind in product((CARE, VISITS), ("council", "north", "north_1"), STARTS):
        asked = {"unit_id": str(council[unit]), "period_type": kind, "period_start": STARTS[kind]}
        found = reader.get(f"{path}/breakdowns", params=asked).json()
        whole = (found["figure"]["numerator"], found["figure"]["denominator"])
        assert [one["dimension"] for one in found["dimensions"]] == ["age_band", "sex", "ethnicity", "disability"]
        for dimension in found["dimensions"]:
            met, of = (sum(one[name] or 0 for one in dimension["groups"]) for name in ("numerator", "denominator"))
            assert (met, of or None) == whole, asked
        sizes.add(whole)
    assert len(sizes) == 7, "one child in care on any last day, and visits of three units in a month and in a year"


def test_a_group_has_its_value_its_interval_and_its_words(as_, council, described):
    """The interval of 4 of 6 is Wilson's: (p + z²/2n ± z sqrt(p(1 - p)/n + z²/4n²)) / (1 + z²/n) with z = 1.959964."""
    reader, asked = as_("director"), {"period_start": "2026-10-01", "unit_id": str(council["council"])}
    found = reader.get(f"{VISITS}/breakdowns", params=asked).json()
    assert found["sentence"].startswith("Council, Oct 2026, by who the children are.")
    assert [one["label"] for one in found["periods"]] == ["Oct 2026", "Sep 2026"]
    sexes = found["dimensions"][1]
    assert sexes["groups"][1] == {
        "group": "female", "label": "Female", "numerator": 4, "denominator": 6, "value": 66.6667,
        "value_status": "ok", "lower": 29.9993, "upper": 90.3229,
    }  # fmt: skip
    assert sexes["sentence"] == "No group is further from the 71% of all than chance alone could account for."
    ages = {one["group"]: one for one in found["dimensions"][0]["groups"]}
    assert (ages["10_to_15"]["denominator"], ages["1_to_4"]["denominator"]) == (6, 11)
    assert (ages["unborn"]["value"], ages["unborn"]["value_status"]) == (None, "no_data")
    care = reader.get(f"{CARE}/breakdowns", params=asked).json()["dimensions"]
    assert care[2]["sentence"] == "The largest group of the 1: White, 1."
    assert care[1]["groups"][0] | {"value": 0, "denominator": None, "lower": None} == care[1]["groups"][0]


def test_who_stands_out_is_named(as_, make, council, database, described):
    m.visits(make, described[0], date(2026, 10, 6), 0, 40)
    compute_indicators(database)
    found = as_("director").get(f"{VISITS}/breakdowns", params={"period_start": "2026-10-01"}).json()
    assert found["dimensions"][1]["sentence"] == (
        "Further from the 25% of all than chance would have it 19 times of 20."
        " Male: 82% (9 of 11); Female: 9% (4 of 46)."
    )


def test_what_is_not_of_children_or_was_not_counted_says_so(as_, council, described):
    reader = as_("director")
    for code, start in {"workers_with_cases": "No child stands", "caseload": "This is made of two",
                        "assessments_45_days": "Council: nothing was counted"}.items():  # fmt: skip
        found = reader.get(f"{m.API}/indicators/{code}/breakdowns").raise_for_status().json()
        assert found["dimensions"] == []
        assert found["sentence"].startswith(start)
    assert reader.get(f"{m.API}/indicators/none/breakdowns").status_code == 404
    off = reader.get(f"{VISITS}/breakdowns", params={"period_type": "year", "period_start": "2026-05-01"})
    assert (off.status_code, off.json()["errors"][0]["pointer"]) == (422, "?period_start")


def test_a_group_opens_its_children_in_sight(as_, council, described):
    def opened(role, **more):
        asked = {"period_start": "2026-10-01"} | more
        return as_(role).get(f"{VISITS}/evidence/children", params=asked).raise_for_status().json()

    found = opened("quality_lead", group="sex.female")
    assert (found["numerator"], found["denominator"], found["counted"], found["out_of_sight"]) == (4, 6, 6, 0)
    assert {row["child_ref"] for row in found["children"]["items"]} == {described[0]}
    assert found["group_label"] == "Sex: Female"
    found = opened("quality_lead", group="ethnicity.not_recorded", met=False)
    assert {row["child_ref"] for row in found["children"]["items"]} == {described[2]}
    found = opened("team_manager", group="disability.disabled")
    assert (found["counted"], found["out_of_sight"], found["children"]["items"]) == (0, 11, [])
    care = as_("quality_lead").get(f"{CARE}/evidence/children", params={"group": "age_band.10_to_15"}).json()
    assert (care["numerator"], care["denominator"], care["counted"]) == (1, None, 1)
    refused = as_("quality_lead").get(f"{VISITS}/evidence/children", params={"group": "sex.x"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "?group")


def test_nobody_who_sees_suppressed_figures_is_told_of_groups(as_, council, described, database):
    for caller in (as_("lead_member"), as_("partnership")):
        for code in ("cp_visits_seen_alone", "children_looked_after", "caseload", "survey_responses"):
            told = caller.get(f"{m.API}/indicators/{code}/breakdowns").raise_for_status().json()
            assert (told["dimensions"], told["periods"]) == ([], [])
            assert "tell of few" in told["sentence"]
        for more in ({}, {"group": "sex.female"}):
            assert caller.get(f"{VISITS}/evidence/children", params=more).status_code == 403
