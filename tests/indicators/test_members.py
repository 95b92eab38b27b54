"""What members are told beside figures, and what staff look at of that which members are told."""

from datetime import date

import pytest

from api.access.models import Level
from api.indicators.service import compute_indicators
from tests.indicators import make as m

ADDRESSES = (f"{m.API}/indicator-values", f"{m.API}/indicator-values.csv", f"{m.API}/feed/values",
             f"{m.API}/feed/values.parquet", "/odata/v1/IndicatorValues")  # fmt: skip


@pytest.fixture(autouse=True)
def monday(travel):
    travel(m.NOON)


def told(caller):
    """The tags of all addresses, and the figures of visits, all of them, as rows come in the order of random ids."""
    tags = [caller.get(path).raise_for_status().headers["etag"] for path in ADDRESSES]
    page = caller.get(ADDRESSES[0], params={"indicator": "cp_visits_seen_alone", "limit": 200}).json()
    assert page["next_cursor"] is None
    return tags, page["items"]


def test_members_learn_of_their_own_changes_alone(as_, make, council, database):
    ref = m.child(make)
    m.visits(make, ref, date(2026, 9, 7), 20)
    compute_indicators(database)
    members = (as_("lead_member"), as_("partnership"), as_("bi_tool", level=Level.suppressed))
    analyst, before, true = as_("data_analyst"), [told(member) for member in members], told(as_("data_analyst"))
    assert [member.get(f"{m.API}/feed").json()["revision"] for member in members] == [None] * 3
    for day, alone in ((date(2026, 11, 9), 9), (date(2026, 9, 7), 3)):  # a month not settled, and a few more
        m.visits(make, ref, day, alone)
        assert compute_indicators(database).changed
        assert [told(member) for member in members] == before
        for member, (tags, _) in zip(members, before, strict=True):
            again = [
                member.get(path, headers={"If-None-Match": tag}) for path, tag in zip(ADDRESSES, tags, strict=True)
            ]
            assert [answer.status_code for answer in again] == [304] * len(ADDRESSES)
    assert set(told(analyst)[0]).isdisjoint(true[0])
    m.visits(make, ref, date(2026, 9, 7), 3)
    compute_indicators(database)
    for member, (tags, rows) in zip(members, before, strict=True):
        now = told(member)
        assert set(now[0]).isdisjoint(tags)
        assert now[1] != rows


def test_staff_look_through_what_says_the_same_of_everybody(as_, make, council, database):
    for team, alone, together in (("north_1", 8, 0), ("south_1", 0, 12), ("south_1", 2, 10)):
        m.visits(make, m.child(make, team), date(2026, 9 if alone != 2 else 8, 7), alone, together)
    m.visits(make, m.child(make, "north_1"), date(2026, 7, 6), 3)
    compute_indicators(database)
    path = f"{m.API}/whole-groups"
    for role in ("data_analyst", "quality_lead"):
        rows = as_(role).get(path, params={"period_type": "month"}).json()["items"]
        of = {(row["indicator"], row["unit_name"], row["period_start"]): (row["numerator"], row["denominator"])
              for row in rows if row["indicator"] == "cp_visits_seen_alone"}  # fmt: skip
        assert {place: of[place] for place in of if place[1] != "Council"} == {
            ("cp_visits_seen_alone", "North", "2026-09-01"): (8, 8),
            ("cp_visits_seen_alone", "South", "2026-09-01"): (0, 12),
        }, "few, and some of them, are not among those"
        assert [row["denominator"] for row in rows] == sorted(row["denominator"] for row in rows)
    shown = as_("lead_member").get(f"{m.API}/indicator-values?indicator=cp_visits_seen_alone&limit=200").json()["items"]
    every = as_("data_analyst").get(path, params={"limit": 200}).json()["items"]
    assert {row["id"] for row in every if row["indicator"] == "cp_visits_seen_alone"} == {
        row["value_id"] for row in shown if row["value"] in (0, 100)
    }
    assert as_("lead_member").get(path).status_code == 403
