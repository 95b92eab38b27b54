"""Versions: words that a council changes without touching a figure, and definitions that begin on a day."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from api.cases.models import Assessment, CpPlan, CpVisit
from api.indicators import catalogue
from api.indicators.measures import RATIOS, find_measure
from api.indicators.service import compute_indicators, refresh_indicators
from tests.indicators import make as m

pytestmark = pytest.mark.usefixtures("monday")

CODE, COUNT = "assessments_45_days", "children_on_plan"
ONE = f"{m.API}/indicators/{CODE}"
REASON = "Agreed at the performance meeting."


def reword(caller, version: int = 1, code: str = CODE, **words):
    headers = {"If-Match": f'"{version}"'}
    return caller.patch(f"{m.API}/indicators/{code}", json={"reason": REASON} | words, headers=headers)


def set_to(caller, number: int, day: date, name: str = "within", code: str = CODE):
    change = {"number": number, "from_on": day.isoformat(), "reason": REASON, "changes_the_past": True}
    answer = caller.put(f"{m.API}/indicators/{code}/settings/{name}", json=change)
    assert answer.status_code == 200, answer.text


def test_a_council_words_its_indicators_and_every_earlier_wording_is_kept(as_, council):
    analyst = as_("data_analyst")
    read = analyst.get(ONE)
    assert (read.headers["ETag"], read.json()["version"]) == ('"1"', 1)
    done = reword(analyst, title="Assessments in time", known_gaps="", owner="Data team")
    assert (done.status_code, done.headers["ETag"], done.json()["title"]) == (200, '"2"', "Assessments in time")
    assert done.json()["numerator_text"] == read.json()["numerator_text"], "what is left out stays"
    said = analyst.get(f"{ONE}/versions").json()
    new, old = said["wordings"]
    assert (new["number"], new["title"], new["reason"]) == (2, "Assessments in time", REASON)
    assert (new["changed"], new["is_delivered"]) == (["title", "known_gaps", "owner"], False)
    assert None not in (new["written_by_name"], new["written_at"])
    assert (old["number"], old["title"], old["changed"]) == (1, read.json()["title"], [])
    assert (old["is_delivered"], old["written_by_name"], old["written_at"]) == (True, None, None)
    assert said["delivered"] == {name: read.json()[name] for name in catalogue.WORDS}
    back = reword(analyst, 2, **said["delivered"])
    assert back.json() == read.json() | {"version": 3}, "the words it came with are one call away"
    assert [one["is_delivered"] for one in analyst.get(f"{ONE}/versions").json()["wordings"]] == [True, False, True]


def test_two_who_word_at_once_do_not_overwrite_each_other(as_, council):
    first, second = as_("data_analyst"), as_("quality_lead")
    assert first.patch(ONE, json={"title": "x", "reason": REASON}).status_code == 428
    reword(first, title="The first")
    stale = reword(second, title="The second")
    assert (stale.status_code, stale.json()["current"]["title"]) == (412, "The first")
    again = reword(second, 2, title="The first")
    assert (again.status_code, again.json()["code"]) == (409, "nothing_reworded")


def test_words_must_say_something_and_never_what_is_counted(as_, council):
    analyst = as_("data_analyst")
    for bad, pointer in (({"title": " "}, "/title"), ({"title": "x" * 201}, "/title"), ({"owner": ""}, "/owner"),
                         ({"numerator_text": "\t"}, "/numerator_text"), ({"description": ""}, "/description"),
                         ({"denominator_text": None}, "/denominator_text"), ({"unit": "%"}, "/unit"),
                         ({"denominator_text": ""}, "/denominator_text"), ({"reason": "so"}, "/reason")):  # fmt: skip
        answer = reword(analyst, **bad)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    answer = reword(analyst, code=COUNT, denominator_text="All children")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/denominator_text")
    assert reword(analyst, code=COUNT, denominator_text=None, title="On a plan").status_code == 200
    assert reword(analyst, code="nonsense", title="x").status_code == 404
    for role in ("team_manager", "lead_member"):
        assert reword(as_(role), title="Mine").status_code == 403


def test_everybody_reads_the_versions_and_names_are_for_staff(as_, council):
    analyst = as_("data_analyst")
    reword(analyst, title="Assessments in time")
    set_to(analyst, 40, date(2026, 10, 1))
    assert analyst.get(f"{ONE}/versions").json()["definitions"][0]["conventions"][0]["set_by_name"]
    for role in ("practitioner", "lead_member"):
        said = as_(role).get(f"{ONE}/versions").json()
        assert (len(said["definitions"]), len(said["wordings"])) == (2, 2)
    assert said["wordings"][0]["written_by_name"] is None
    assert {one["set_by_name"] for version in said["definitions"] for one in version["conventions"]} == {None}
    assert as_("practitioner").get(f"{m.API}/indicators/nonsense/versions").status_code == 404


def test_words_move_no_figure_but_the_feed_tells_of_them(as_, make, council, database):
    analyst = as_("data_analyst")
    compute_indicators(database)
    feed = analyst.get(f"{m.API}/feed/indicators")
    reword(analyst, title="Assessments in time")
    assert refresh_indicators(database) is None
    known = {"If-None-Match": feed.headers["ETag"]}
    again = analyst.get(f"{m.API}/feed/indicators", headers=known)
    assert again.status_code == 200
    assert next(one["title"] for one in again.json()["items"] if one["indicator"] == CODE) == "Assessments in time"
    entries = make.execute(text("select noun, action from journal_entry where verb = 'update_indicator'")).all()
    assert {tuple(entry) for entry in entries} >= {("indicator", "changed"), ("indicator_wording", "created")}


def test_the_database_keeps_wordings_and_whether_something_is_a_count(as_, make, council):
    reword(as_("data_analyst"), title="Assessments in time")
    for statement in ("update indicator_wording set title = 'x'", "delete from indicator_wording",
                      "update indicator set denominator_text = null where code = 'assessments_45_days'",
                      "update indicator set denominator_text = 'x' where code = 'children_on_plan'"):  # fmt: skip
        with pytest.raises(IntegrityError, match=r"stays on record|not a matter of words"):
            make.execute(text(statement))
        make.rollback()


def test_a_release_rewords_what_it_brought_but_never_the_councils_own_words(as_, make, council, monkeypatch):
    analyst = as_("data_analyst")
    reword(analyst, title="Ours")
    reword(analyst, code="assessments_child_seen", title="Ours")
    back = {**catalogue.delivered("assessments_child_seen")}
    reword(analyst, 2, code="assessments_child_seen", **back)
    codes = (CODE, "assessments_child_seen", COUNT)
    newer = {code: {**catalogue.delivered(code), "title": "Newer"} for code in codes}
    monkeypatch.setattr(catalogue, "delivered", newer.__getitem__)
    catalogue.reword(make.connection(), codes)
    make.commit()
    assert [analyst.get(f"{m.API}/indicators/{code}").json()["title"] for code in codes] == ["Ours", "Newer", "Newer"]
    kept = analyst.get(f"{m.API}/indicators/assessments_child_seen/versions").json()["wordings"]
    assert (kept[0]["number"], kept[0]["title"], kept[0]["written_by_name"]) == (4, "Newer", None)
    catalogue.reword(make.connection(), codes)
    make.commit()
    assert analyst.get(f"{m.API}/indicators/assessments_child_seen").json()["version"] == 4, "once is enough"


def versions_of(make, table: str = "indicator_value", code: str = CODE, unit: str = "council") -> dict:
    make.rollback()
    rows = make.execute(text(
        f"select v.period_type || ' ' || v.period_start, v.definition_version from {table} v"
        " join indicator i on i.id = v.indicator_id join unit u on u.id = v.unit_id"
        " where i.code = :code and u.kind = :unit order by 1"
    ), {"code": code, "unit": unit})  # fmt: skip
    return dict(tuple(row) for row in rows)


def test_each_day_from_which_something_is_counted_otherwise_begins_a_version(as_, make, council):
    analyst = as_("data_analyst")

    def told() -> list:
        return [(one["number"], one["from_on"], one["to_on"], one["is_in_force"],
                 {c["name"]: (c["number"], c["was"]) for c in one["conventions"]})
                for one in analyst.get(f"{ONE}/versions").json()["definitions"]]  # fmt: skip

    assert told() == [(1, None, None, True, {"within": (45, None), "first_day": (0, None)})]
    set_to(analyst, 45, date(2026, 9, 1))
    assert len(told()) == 1, "the same number counts nothing otherwise"
    set_to(analyst, 40, date(2026, 10, 1))
    set_to(analyst, 1, date(2026, 10, 1), "first_day")
    set_to(analyst, 35, date(2027, 1, 1))
    assert told() == [
        (3, "2027-01-01", None, False, {"within": (35, 40), "first_day": (1, None)}),
        (2, "2026-10-01", "2027-01-01", True, {"within": (40, 45), "first_day": (1, 0)}),
        (1, None, "2026-10-01", False, {"within": (45, None), "first_day": (0, None)}),
    ]
    assert analyst.get(ONE).json()["definition_version"] == 2
    listed = {one["code"]: one for one in analyst.get(f"{m.API}/indicators?limit=200").json()["items"]}
    assert (listed[CODE]["definition_version"], listed[COUNT]["definition_version"]) == (2, 1)
    fed = {one["indicator"]: one for one in analyst.get(f"{m.API}/feed/indicators?limit=500").json()["items"]}
    assert {code: one["definition_version"] for code, one in fed.items()} == {
        code: one["definition_version"] for code, one in listed.items()
    }
    set_to(analyst, 44, date(2025, 4, 1))
    assert [(one[0], one[1]) for one in told()][2:4] == [(3, "2026-09-01"), (2, "2025-04-01")], (
        "a change of the past numbers the later ones anew, and 45 from September on is a change by now"
    )


def test_a_figure_carries_the_version_of_its_periods_start_and_earlier_rows_stay(as_, make, council, database):
    analyst = as_("data_analyst")
    for day in (date(2026, 8, 6), date(2026, 9, 10), date(2026, 10, 8), date(2026, 11, 5)):
        m.record(make, Assessment, m.child(make), started_on=date(2026, 8, 3), authorised_on=day)
    compute_indicators(database)
    rows = text("select id, updated_at, revision from indicator_value order by id")
    before = [tuple(row) for row in make.execute(rows)]
    set_to(analyst, 44, m.NOON.date())
    compute_indicators(database)
    make.rollback()
    assert [tuple(row) for row in make.execute(rows)] == before, "no row of a period that began before today moves"
    set_to(analyst, 40, date(2026, 9, 15))
    compute_indicators(database)
    found = versions_of(make)
    assert found == {
        "month 2026-08-01": 1, "month 2026-09-01": 1, "month 2026-10-01": 2, "month 2026-11-01": 2,
        "quarter 2026-07-01": 1, "quarter 2026-10-01": 2, "year 2026-04-01": 1,
    }  # fmt: skip
    values = analyst.get(f"{m.API}/indicator-values?indicator={CODE}&unit_id={council['council']}&limit=200").json()
    same = {f"{one['period_type']} {one['period_start']}": one["definition_version"] for one in values["items"]}
    fed = analyst.get(f"{m.API}/feed/values?indicator={CODE}&unit_type=council&limit=200").json()["items"]
    assert same == found == {f"{one['period_type']} {one['period_start']}": one["definition_version"] for one in fed}
    for where in ("series", "chart"):
        points = analyst.get(f"{ONE}/{where}").json()["points"]
        assert [point["definition_version"] for point in points] == [1, 1, 2, 2]
    evidence = analyst.get(f"{ONE}/evidence?period_start=2026-10-01").json()
    assert (evidence["figure"]["definition_version"], evidence["indicator"]["definition_version"]) == (2, 3)
    set_to(analyst, 42, date(2026, 9, 1))
    compute_indicators(database)
    earlier = analyst.get(f"{ONE}/revisions?period_start=2026-10-01").json()
    assert (earlier["present"]["definition_version"], earlier["earlier"]["items"][0]["definition_version"]) == (3, 2)


def test_a_stock_carries_the_version_by_which_it_was_taken(as_, make, council, database, travel):
    analyst, code = as_("data_analyst"), "cp_visits_in_time"
    m.record(make, CpPlan, ref := m.child(make), started_on=date(2026, 8, 3))
    m.record(make, CpVisit, ref, visited_on=date(2026, 8, 20), is_seen=True)
    set_to(analyst, 9, date(2026, 10, 15), code=code)
    set_to(analyst, 8, date(2026, 11, 18), code=code)
    compute_indicators(database)
    assert versions_of(make, code=code) == {
        "month 2026-08-01": 1, "month 2026-09-01": 1, "month 2026-10-01": 2, "month 2026-11-01": 2,
        "quarter 2026-07-01": 1, "quarter 2026-10-01": 2, "year 2026-04-01": 2,
    }  # fmt: skip
    travel(m.NOON.replace(day=18))
    assert refresh_indicators(database)
    assert {place: n for place, n in versions_of(make, code=code).items() if n == 3} == {
        "month 2026-11-01": 3, "quarter 2026-10-01": 3, "year 2026-04-01": 3,
    }, "from its day on, though not one count moved"  # fmt: skip


def test_what_members_see_says_the_same_version(as_, make, council, database):
    for _ in range(8):
        ref = m.child(make)
        for day in (date(2026, 7, 9), date(2026, 9, 10)):
            m.record(make, Assessment, ref, started_on=date(2026, 7, 1), authorised_on=day)
    as_("lead_member")
    set_to(as_("data_analyst"), 5, date(2026, 9, 1))
    compute_indicators(database)
    shown, true = versions_of(make, "suppressed_value"), versions_of(make)
    assert shown == {place: version for place, version in true.items() if place in shown}
    assert (shown["month 2026-07-01"], shown["month 2026-09-01"]) == (1, 2)
    set_to(as_("data_analyst"), 44, date(2026, 6, 1))
    compute_indicators(database)
    assert versions_of(make, "suppressed_value")["month 2026-09-01"] == 3


def test_no_ratio_is_made_of_what_has_versions():
    assert not [one.code for one in RATIOS for made_of in (one.over, one.under) if made_of
                and find_measure(made_of).settings]  # fmt: skip
