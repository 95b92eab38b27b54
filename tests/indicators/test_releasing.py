"""What members are shown, from one computation to the next."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from api.indicators.service import compute_indicators
from tests.indicators import make as m

pytestmark = pytest.mark.usefixtures("monday")

SERIES = f"{m.API}/indicators/cp_visits_seen_alone/series"


def months(caller):
    return {p["label"]: (p["numerator"], p["denominator"]) for p in caller.get(SERIES).json()["points"]}


def test_a_council_is_filled_before_anything_stands(as_, make, council, database):
    ref = m.child(make)
    for alone in (7, 3, 3):
        m.visits(make, ref, date(2026, 9, 7), alone)
        compute_indicators(database)
    assert months(as_("lead_member")) == {"Sep 2026": (13, 13)}


def test_what_members_were_shown_moves_by_six_or_not_at_all(as_, make, council, database):
    ref = m.child(make)
    m.visits(make, ref, date(2026, 9, 7), 20)
    compute_indicators(database)
    assert months(as_("lead_member")) == {"Sep 2026": (20, 20)}
    for alone, shown in ((3, 20), (2, 20), (1, 26)):
        m.visits(make, ref, date(2026, 9, 7), alone)
        compute_indicators(database)
        assert months(as_("lead_member")) == {"Sep 2026": (shown, shown)}
    assert months(as_("director")) == {"Sep 2026": (26, 26)}


def test_a_month_comes_out_when_it_is_settled_and_the_year_with_it(as_, make, council, database, travel):
    m.visits(make, m.child(make), date(2026, 11, 9), 9)
    compute_indicators(database)
    assert months(as_("lead_member")) == {}
    travel(datetime(2026, 12, 12, 12, tzinfo=UTC))
    compute_indicators(database)
    member = as_("lead_member")
    assert months(member) == {"Nov 2026": (9, 9)}
    year = member.get(SERIES, params={"period_type": "year"}).json()["points"]
    assert [(p["numerator"], p["value_status"]) for p in year] == [(9, "provisional")]


def test_figures_of_a_year_whose_records_have_all_gone_are_withdrawn(as_, make, council, database):
    ref, member = m.child(make), as_("lead_member")
    m.visits(make, ref, date(2026, 9, 7), 12)
    compute_indicators(database)
    m.visits(make, ref, date(2019, 5, 6), 12)
    compute_indicators(database)
    assert "May 2019" in months(member)
    make.execute(text("delete from cp_visit where visited_on < '2020-01-01'"))
    make.commit()
    compute_indicators(database)
    assert {label for label, (met, _) in months(member).items() if met} == {"Sep 2026"}
    assert compute_indicators(database).changed == 0


def test_what_is_a_part_of_another_figure_is_withdrawn(as_, make, council, database):
    unit = make.execute(text("select id from unit where kind = 'council'")).scalar_one()
    m.visits(make, m.child(make), date(2026, 9, 7), 12)
    compute_indicators(database)
    make.execute(text(
        "insert into suppressed_value (id, indicator_id, definition_version, period_type, period_start, period_end,"
        " unit_id, numerator, value_status, data_as_of, computed_at, updated_at, revision)"
        " select gen_random_uuid(), id, 1, 'month', '2026-09-01', '2026-09-30', :unit, 9, 'ok', now(), now(), now(), 1"
        " from indicator where code = 'audits_completed_peer'"
    ), {"unit": unit})  # fmt: skip
    make.commit()
    values = f"{m.API}/indicator-values?indicator=audits_completed_peer"
    assert len(as_("lead_member").get(values).json()["items"]) == 1
    compute_indicators(database)
    assert as_("lead_member").get(values).json()["items"] == []
