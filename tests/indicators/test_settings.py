"""Conventions: set from a day on with a reason, never rewriting the past unasked, and tried out first."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from api.cases.models import Assessment, CpPlan, CpVisit
from api.indicators.measures import MEASURES, RATIOS, find_measure
from api.indicators.service import compute_indicators
from api.statistics.workdays import add_working_days
from tests.indicators import make as m

pytestmark = pytest.mark.usefixtures("monday")

CODE = "assessments_45_days"
SETTINGS = f"{m.API}/indicators/{CODE}/settings"
REASON = "Agreed at the performance meeting."
TODAY = m.NOON.date()


def change(number: int = 40, from_on: date = TODAY, **more):
    return {"number": number, "from_on": from_on.isoformat(), "reason": REASON} | more


def one(settings: list, name: str = "within") -> dict:
    return next(setting for setting in settings if setting["name"] == name)


def test_everybody_reads_the_conventions_with_their_defaults(as_):
    for role in ("practitioner", "lead_member"):
        within = one(as_(role).get(SETTINGS).json())
        assert (within["number"], within["default"], within["unit"], within["least"]) == (45, 45, "working days", 1)
        assert [(c["number"], c["to_on"], c["set_by_name"]) for c in within["history"]] == [(45, None, None)]
    assert as_("practitioner").get(f"{m.API}/indicators/audits_good_standard_1/settings").json() == []
    assert as_("practitioner").get(f"{m.API}/indicators/nonsense/settings").status_code == 404


def test_a_convention_counts_from_its_day_and_the_earlier_one_stays_on_record(as_, council):
    analyst = as_("data_analyst")
    answer = analyst.put(f"{SETTINGS}/within", json=change(40, date(2026, 12, 1)))
    assert answer.status_code == 200, answer.text
    assert answer.json()["number"] == 45, "not yet"
    assert [(c["number"], c["from_on"], c["to_on"]) for c in answer.json()["history"]] == [
        (40, "2026-12-01", None), (45, "1900-01-01", "2026-12-01"),
    ]  # fmt: skip
    assert answer.json()["history"][0]["set_by_name"]
    now = analyst.put(f"{SETTINGS}/within", json=change(42)).json()
    assert now["number"] == 42
    assert [(c["number"], c["from_on"], c["to_on"]) for c in now["history"]] == [
        (40, "2026-12-01", None), (42, "2026-11-16", "2026-12-01"), (45, "1900-01-01", "2026-11-16"),
    ], "the one that is already set for December stands"  # fmt: skip
    again = analyst.put(f"{SETTINGS}/within", json=change(43)).json()
    assert again["number"] == 43
    assert (42, "2026-11-16", "2026-11-16") in {(c["number"], c["from_on"], c["to_on"]) for c in again["history"]}
    hidden = one(as_("lead_member").get(SETTINGS).json())
    assert {c["set_by_name"] for c in hidden["history"]} == {None}, "names are for staff"


def test_the_past_is_not_changed_unasked(as_, council):
    analyst = as_("data_analyst")
    refused = analyst.put(f"{SETTINGS}/within", json=change(40, date(2026, 11, 15)))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/from_on")
    meant = analyst.put(f"{SETTINGS}/within", json=change(40, date(2026, 11, 15), changes_the_past=True))
    assert meant.json()["number"] == 40


def test_bad_numbers_names_and_people_are_refused(as_, council):
    analyst = as_("data_analyst")
    for bad, pointer in ((change(0), "/number"), (change(251), "/number"), (change(1.5), "/number"),
                         (change() | {"reason": "short"}, "/reason"), (change() | {"x": 1}, "/x"),
                         (change() | {"from_on": "soon"}, "/from_on")):  # fmt: skip
        answer = analyst.put(f"{SETTINGS}/within", json=bad)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert analyst.put(f"{SETTINGS}/nothing", json=change()).status_code == 404
    assert analyst.post(f"{SETTINGS}/nothing/preview", json={"number": 3}).status_code == 404
    assert analyst.post(f"{SETTINGS}/within/preview", json={"number": 0}).status_code == 422
    for role in ("team_manager", "lead_member"):
        assert as_(role).put(f"{SETTINGS}/within", json=change()).status_code == 403
        assert as_(role).post(f"{SETTINGS}/within/preview", json={"number": 3}).status_code == 403


def test_the_database_lets_a_convention_only_end(make, council):
    for statement in ("update indicator_setting set number = 1", "delete from indicator_setting"):
        with pytest.raises(IntegrityError, match="only ended"):
            make.execute(text(statement))
        make.rollback()


def assessed(make, days: int, end: date) -> None:
    """An assessment that ended on a day, so many working days after it began."""
    start = next(
        d for back in range(400) if add_working_days(d := date.fromordinal(end.toordinal() - back), days) == end
    )
    m.record(make, Assessment, m.child(make), started_on=start, authorised_on=end)


def test_figures_follow_the_convention_of_their_day(as_, make, council, database):
    for end in (date(2026, 9, 10), date(2026, 10, 8)):
        for days in (30, 41, 45):
            assessed(make, days, end)
    as_("data_analyst").put(f"{SETTINGS}/within", json=change(40, date(2026, 10, 1), changes_the_past=True))
    compute_indicators(database)
    assert m.counted(make, CODE, council["council"], date(2026, 9, 1)) == (3, 3)
    assert m.counted(make, CODE, council["council"], date(2026, 10, 1)) == (1, 3)


def test_trying_a_number_out_changes_nothing_and_tells_what_it_would(as_, make, council, database):
    for days in (30, 41, 45):
        assessed(make, days, date(2026, 10, 8))
    compute_indicators(database)
    analyst = as_("data_analyst")
    tried = analyst.post(f"{SETTINGS}/within/preview", json={"number": 40}).json()
    assert [p["label"] for p in tried["points"]][::11] == ["Nov 2025", "Oct 2026"]
    assert tried["points"][-1]["old"] == {"numerator": 3, "denominator": 3, "value": 100}
    assert tried["points"][-1]["new"] == {"numerator": 1, "denominator": 3, "value": 33.3333}
    assert tried["points"][0]["new"] == {"numerator": 0, "denominator": 0, "value": None}
    assert (tried["changed"], tried["sentence"]) == (
        1, "1 of the last twelve whole months would have come out differently. Nov 2025 to Oct 2026: 33.3% instead of "
        "100.0%; Oct 2026: 33.3% instead of 100.0%.",
    )  # fmt: skip
    assert (tried["from_on"], tried["year"]["label"], tried["year"]["old"], tried["year"]["new"]) == (
        None, "Nov 2025 to Oct 2026", {"numerator": 3, "denominator": 3, "value": 100},
        {"numerator": 1, "denominator": 3, "value": 33.3333},
    )  # fmt: skip
    assert one(analyst.get(SETTINGS).json())["number"] == 45
    same = analyst.post(f"{SETTINGS}/within/preview", json={"number": 45}).json()
    assert (same["changed"], same["sentence"][:4]) == (0, "None")
    analyst.put(f"{SETTINGS}/within", json=change(40, date(2020, 1, 1), changes_the_past=True))
    compute_indicators(database)
    assert m.counted(make, CODE, council["council"], date(2026, 10, 1)) == (1, 3), "as the preview said"


def test_a_day_that_has_passed_is_tried_out_as_setting_it_would_count(as_, make, council, database):
    for end in (date(2026, 7, 9), date(2026, 8, 6), date(2026, 9, 10), date(2026, 10, 8)):
        for days in (30, 41, 45):
            assessed(make, days, end)
    compute_indicators(database)
    analyst = as_("data_analyst")
    analyst.put(f"{SETTINGS}/within", json=change(44, date(2026, 10, 1), changes_the_past=True))
    asked = change(40, date(2026, 8, 1), changes_the_past=True)
    tried = analyst.post(f"{SETTINGS}/within/preview", json={n: asked[n] for n in ("number", "from_on")}).json()
    assert (tried["from_on"], tried["changed"]) == ("2026-08-01", 2)
    met = {point["label"]: (point["old"]["numerator"], point["new"]["numerator"]) for point in tried["points"][-4:]}
    assert met == {"Jul 2026": (3, 3), "Aug 2026": (3, 1), "Sep 2026": (3, 1), "Oct 2026": (2, 2)}, (
        "until the day for which something is set already"
    )
    assert (tried["year"]["old"]["numerator"], tried["year"]["new"]) == (
        11, {"numerator": 7, "denominator": 12, "value": 58.3333},
    )  # fmt: skip
    analyst.put(f"{SETTINGS}/within", json=asked)
    compute_indicators(database)
    for month, (_, new) in zip((7, 8, 9, 10), met.values(), strict=True):
        assert m.counted(make, CODE, council["council"], date(2026, month, 1)) == (new, 3), "as the preview said"
    again = analyst.post(f"{SETTINGS}/within/preview", json={"number": 50, "from_on": TODAY.isoformat()}).json()
    assert (again["from_on"], again["points"][-1]["new"]["numerator"]) == (None, 3), (
        "as if it had counted all the while"
    )


def test_stock_is_tried_out_at_the_end_of_each_month(as_, make, council, database):
    ref = m.child(make)
    m.record(make, CpPlan, ref, started_on=date(2026, 6, 1))
    m.record(make, CpVisit, ref, visited_on=add_working_days(date(2026, 8, 31), 0), is_seen=True)
    compute_indicators(database)
    path = f"{m.API}/indicators/cp_visits_in_time/settings/within/preview"
    tried = as_("data_analyst").post(path, json={"number": 25}).json()
    months = {p["label"]: (p["old"]["numerator"], p["new"]["numerator"]) for p in tried["points"][-5:]}
    assert months == {
        "Jun 2026": (0, 1),
        "Jul 2026": (0, 0),
        "Aug 2026": (1, 1),
        "Sep 2026": (0, 1),
        "Oct 2026": (0, 0),
    }
    assert tried["year"]["new"] == {"numerator": 0, "denominator": 1, "value": 0}, "stock is that of the last month"


def test_every_convention_is_declared_joined_and_sown(make, council, as_):
    sown = set(make.execute(text("select indicator_code || '/' || name from indicator_setting")).scalars())
    assert sown == {f"{measure.code}/{s.name}" for measure in (*MEASURES, *RATIOS) for s in measure.settings}
    assert len(sown) > 40
    for measure in MEASURES:
        joined = measure.sql.count("join indicator_setting")
        assert joined == len(measure.settings), measure.code
        assert all(s.least <= s.number <= s.most for s in measure.settings)
    assert find_measure("audits_good_standard_10") is find_measure("audits_good_standard_1")
    assert find_measure("nonsense") is None


def test_every_convention_can_be_tried_out(as_):
    analyst = as_("data_analyst")
    for measure in (*MEASURES, *RATIOS):
        for setting in measure.settings:
            path = f"{m.API}/indicators/{measure.code}/settings/{setting.name}/preview"
            answer = analyst.post(path, json={"number": setting.most})
            assert answer.status_code == 200, answer.text
