"""Indicators through HTTP: the catalogue, series, the feed in JSON and CSV, and who is shown what."""

import csv
import io
import socket
from datetime import date, datetime, timedelta

import psycopg
import pytest
from sqlalchemy import text

from api.access.models import Level, Unit
from api.cases.models import ClaEpisode
from api.indicators.service import compute_indicators
from api.kernel import clock, streams
from tests.indicators import make as m

pytestmark = pytest.mark.usefixtures("monday")

VALUES, FILE = f"{m.API}/indicator-values", f"{m.API}/indicator-values.csv"
COLUMNS = (
    "value_id,indicator,definition_version,period_type,period_start,period_end,unit_type,unit_id,unit_name,numerator,"
    "denominator,value,value_status,lower,upper,target,data_as_of,updated_at,revision"
)  # fmt: skip
OCT, SEP = date(2026, 10, 1), date(2026, 9, 1)


@pytest.fixture
def computed(make, council, database):
    """Visits of two months in three teams, a child in care, and all values computed."""
    for team, alone, together in [("north_1", 12, 8), ("north_2", 9, 11), ("south_1", 30, 10)]:
        ref = m.child(make, team)
        m.visits(make, ref, date(2026, 10, 5), alone, together)
        m.visits(make, ref, date(2026, 9, 7), alone - 3, together)
    m.record(make, ClaEpisode, m.child(make), started_on=date(2026, 9, 2))
    return compute_indicators(database)


def every(caller, **params):
    """All values over all pages."""
    found, cursor = [], None
    while True:
        page = caller.get(VALUES, params=params | {"limit": 7} | ({"cursor": cursor} if cursor else {})).json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_catalogue_says_what_is_counted(as_):
    reader = as_("practitioner")
    found = reader.get(f"{m.API}/indicators", params={"limit": 200}).json()["items"]
    assert len(found) == 106
    assert all(one["numerator_text"] and (one["denominator_text"] or one["unit"] != "%") for one in found)
    voice = reader.get(f"{m.API}/indicators", params={"corner": "voice", "standard_number": 4}).json()["items"]
    assert [one["code"] for one in voice] == ["audits_child_heard", "survey_agreement_standard_4"]
    one = reader.get(f"{m.API}/indicators/cp_visits_seen_alone").json()
    assert (one["corner"], one["standard_number"], one["unit"]) == ("numbers", 2, "%")
    assert reader.get(f"{m.API}/indicators/nonsense").status_code == 404


def test_series_says_in_a_sentence_what_it_shows(as_, council, computed):
    path = f"{m.API}/indicators/cp_visits_seen_alone/series"
    shown = as_("team_manager").get(path, params={"unit_id": str(council["north_1"])}).json()
    assert [(p["label"], p["numerator"], p["denominator"]) for p in shown["points"]] == [
        ("Sep 2026", 9, 17), ("Oct 2026", 12, 20),
    ]  # fmt: skip
    assert shown["sentence"].startswith("North 1, Oct 2026: 60% (12 of 20).")
    assert "It rests on only 20" in shown["sentence"]
    year = as_("director").get(path, params={"period_type": "year"}).json()
    assert [p["label"] for p in year["points"]] == ["Apr 2026 to Mar 2027"]
    assert "the period is still running" in year["sentence"]
    empty = as_("director").get(f"{m.API}/indicators/audits_good/series").json()
    assert (empty["points"], empty["sentence"]) == ([], "Council: nothing is known yet.")


def test_series_leaves_no_hole_in_the_calendar(as_, make, council, database):
    ref = m.child(make)
    m.visits(make, ref, date(2026, 5, 5), 6)
    m.visits(make, ref, date(2026, 8, 5), 6)
    compute_indicators(database)
    points = as_("director").get(f"{m.API}/indicators/cp_visits_seen_alone/series").json()["points"]
    assert [(p["label"], p["value"], p["value_status"]) for p in points] == [
        ("May 2026", 100, "ok"), ("Jun 2026", None, "no_data"), ("Jul 2026", None, "no_data"), ("Aug 2026", 100, "ok"),
    ]  # fmt: skip


def test_csv_has_the_rows_and_columns_of_the_json(as_, computed):
    analyst = as_("data_analyst")
    listed, answer = every(analyst), analyst.get(FILE)
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.split("\r\n")[0] == COLUMNS
    assert list(listed[0]) == COLUMNS.split(",")
    rows = rows_of(answer)
    assert len(rows) == len(listed) == computed.computed > 20
    for row, item in zip(rows, listed, strict=True):
        for name, cell in row.items():
            other = item[name]
            if name in {"data_as_of", "updated_at"}:
                assert datetime.fromisoformat(cell) == datetime.fromisoformat(other)
            elif isinstance(other, float):
                assert float(cell) == other
            else:
                assert cell == ("" if other is None else str(other))


def test_csv_is_cut_into_chunks_without_loss(as_, computed, monkeypatch):
    whole = as_("data_analyst").get(FILE).content
    for size in (1, 4, computed.computed, computed.computed - 1):
        monkeypatch.setattr(streams, "CHUNK_ROWS", size)
        assert as_("data_analyst").get(FILE).content == whole


def test_csv_filters_are_those_of_the_json(as_, council, computed):
    analyst = as_("data_analyst")
    for params in (
        {"indicator": "cp_visits_seen_alone"}, {"unit_id": str(council["south"])}, {"period_type": "quarter"},
        {"period_from": "2026-10-01"}, {"period_to": "2026-09-30"}, {"updated_since": m.NOON.isoformat()},
        {"updated_since": (m.NOON + timedelta(hours=1)).isoformat()},
    ):  # fmt: skip
        listed = [value["value_id"] for value in every(analyst, **params)]
        assert [row["value_id"] for row in rows_of(analyst.get(FILE, params=params))] == listed
    october = {"period_from": "2026-10-01", "period_to": "2026-10-31", "unit_id": str(council["south"])}
    found = every(analyst, indicator="cp_visits_seen_alone", **october)
    assert [(v["numerator"], v["denominator"], v["value"]) for v in found] == [(30, 40, 75)]


def test_csv_header_stands_where_no_value_is_and_excel_gets_its_mark(as_, council):
    analyst = as_("data_analyst")
    assert analyst.get(FILE).content == COLUMNS.encode() + b"\r\n"
    assert analyst.get(FILE, params={"bom": 1}).content == b"\xef\xbb\xbf" + COLUMNS.encode() + b"\r\n"


def test_accept_chooses_the_form(as_, computed):
    analyst = as_("data_analyst")
    assert analyst.get(VALUES, headers={"Accept": "text/csv"}).content == analyst.get(FILE).content
    json_first = analyst.get(VALUES, headers={"Accept": "application/json, text/csv;q=0.5"})
    assert json_first.headers["content-type"] == "application/json"
    refused = analyst.get(VALUES, params={"limit": 5}, headers={"Accept": "text/csv"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "?limit")


def test_a_name_cannot_become_a_formula(as_, make, council, computed):
    make.get(Unit, council["south_1"]).name = '=HYPERLINK("x"),\r\nnext'
    make.commit()
    rows = rows_of(as_("data_analyst").get(FILE, params={"unit_id": str(council["south_1"])}))
    assert {row["unit_name"] for row in rows} == {'\'=HYPERLINK("x"),  next'}


@pytest.mark.parametrize("path", [VALUES, FILE])
def test_unchanged_data_is_304_until_something_changes(path, as_, make, database, computed):
    analyst = as_("data_analyst")
    first = analyst.get(path)
    tag = first.headers["etag"]
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = analyst.get(path, headers={"If-None-Match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    compute_indicators(database)
    assert analyst.get(path, headers={"If-None-Match": tag}).status_code == 304, "nothing changed"
    m.visits(make, m.child(make), date(2026, 10, 9), 1)
    compute_indicators(database)
    changed = analyst.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    suppressed = as_("lead_member").get(path, headers={"If-None-Match": changed.headers["etag"]})
    assert suppressed.status_code == 200, "another's copy is not theirs"


def test_only_what_changed_moves(as_, make, council, database, computed, travel):
    analyst = as_("data_analyst")
    before = {v["value_id"]: v for v in every(analyst)}
    travel(m.NOON + timedelta(minutes=5))
    done = analyst.post(f"{VALUES}/compute").json()
    assert (done["computed"], done["changed"], done["revision"]) == (computed.computed, 0, 1)
    m.visits(make, m.child(make, "north_2"), date(2026, 10, 9), 1)
    done = analyst.post(f"{VALUES}/compute").json()
    assert done["revision"] == 2
    latest = max(v["updated_at"] for v in before.values())
    moved = every(analyst, updated_since=latest)
    assert {(v["unit_name"], v["period_type"]) for v in moved} == {
        (unit, kind) for unit in ("North 2", "North", "Council") for kind in ("month", "quarter", "year")
    }
    assert all(v["revision"] == 2 and v["updated_at"] > latest for v in moved)
    assert len(every(analyst)) == len(before)


def test_a_value_whose_evidence_goes_says_so(as_, make, council, database):
    m.visits(make, m.child(make), date(2026, 10, 9), 7)
    compute_indicators(database)
    make.execute(text("delete from cp_visit"))
    make.commit()
    compute_indicators(database)
    found = every(as_("data_analyst"), indicator="cp_visits_seen_alone", unit_id=str(council["north_1"]))
    assert {(v["value"], v["numerator"], v["value_status"], v["revision"]) for v in found} == {
        (None, None, "no_data", 2)
    }
    again = compute_indicators(database)
    assert again.changed == 0


def test_a_period_that_ends_is_no_longer_provisional(as_, make, council, database, travel):
    m.visits(make, m.child(make), date(2026, 11, 9), 7)
    compute_indicators(database)
    analyst = as_("data_analyst")
    month = {"indicator": "cp_visits_seen_alone", "unit_id": str(council["north_1"]), "period_type": "month"}
    assert [v["value_status"] for v in every(analyst, **month)] == ["provisional"]
    travel(datetime(2026, 12, 1, 12, tzinfo=m.NOON.tzinfo))
    compute_indicators(database)
    assert [(v["value_status"], v["revision"]) for v in every(as_("data_analyst"), **month)] == [("ok", 2)]


@pytest.mark.parametrize("role", ["lead_member", "partnership", "bi_tool"])
def test_public_readers_see_suppressed_values_of_council_and_services(role, as_, council, computed):
    caller = as_(role, level=Level.suppressed) if role == "bi_tool" else as_(role)
    found = every(caller)
    assert list(found[0]) == COLUMNS.split(",")
    assert {v["unit_type"] for v in found} == {"council", "service"}
    care = [v for v in found if v["indicator"] == "children_looked_after"]
    assert care
    assert "suppressed" in {v["value_status"] for v in care}
    hidden = [v for v in care if v["value_status"] == "suppressed"]
    assert {v[name] for v in hidden for name in ("numerator", "denominator", "value", "lower", "upper")} == {None}
    assert {v["value"] for v in care} <= {None, 0}, "one child in care is told to nobody, a true nought is"
    assert every(caller, unit_id=str(council["north_1"])) == []
    assert [r["value_id"] for r in rows_of(caller.get(FILE))] == [v["value_id"] for v in found]
    october = [v for v in found if (v["period_start"], v["period_type"]) == ("2026-10-01", "month")]
    assert ("Council", 51) in {(v["unit_name"], v["numerator"]) for v in october}
    path = f"{m.API}/indicators/cp_visits_seen_alone/series"
    assert caller.get(path, params={"unit_id": str(council["north_1"])}).status_code == 404
    assert caller.get(path).json()["points"][-1]["value"] is not None
    hidden = caller.get(f"{m.API}/indicators/children_looked_after/series").json()["sentence"]
    assert "hidden" in hidden


def test_bi_tool_with_true_figures_sees_teams(as_, computed):
    assert {v["unit_type"] for v in every(as_("bi_tool"))} == {"council", "service", "team"}


def test_the_database_itself_keeps_true_values_from_the_public(database, computed):
    with database.transaction("plumbline_public") as db:
        assert not db.execute(text("select has_table_privilege('indicator_value', 'select')")).scalar_one()
    settings = text("select set_config('app.who', :who, true), set_config('app.reach', '{suppressed,own}', true)")
    with database.transaction() as db:
        assert db.execute(text("select count(*) from indicator_value")).scalar_one() == 0, "nobody is known"
        db.execute(settings, {"who": "00000000-0000-0000-0000-000000000001"})
        assert db.execute(text("select count(*) from indicator_value")).scalar_one() == 0
        assert db.execute(text("select count(*) from suppressed_value")).scalar_one() > 0


def test_bad_questions_name_their_field(as_, computed):
    analyst = as_("data_analyst")
    bad = {"sort": "value", "period_type": "week", "unit_id": "x", "period_from": "soon", "indicator": "A-1",
           "updated_since": "2026-11-16T12:00", "cursor": "nonsense"}  # fmt: skip
    for name, value in bad.items():
        answer = analyst.get(VALUES, params={name: value})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"?{name}")
    for name, value in {"limit": "5", "cursor": "x", "column": "value"}.items():
        assert analyst.get(FILE, params={name: value}).json()["errors"][0]["pointer"] == f"?{name}"
    series = analyst.get(f"{m.API}/indicators/audits_good/series", params={"period_type": "day"})
    assert series.json()["errors"][0]["pointer"] == "?period_type"
    assert analyst.get(f"{m.API}/indicators", params={"corner": "middle"}).json()["errors"][0]["pointer"] == "?corner"


def test_computing_needs_its_permission_and_leaves_no_trace_of_its_role(as_, make, council):
    assert as_("team_manager").post(f"{VALUES}/compute").status_code == 403
    m.visits(make, m.child(make), date(2026, 10, 9), 7)
    done = as_("quality_lead").post(f"{VALUES}/compute")
    assert done.status_code == 200, done.text
    assert done.json()["changed"] > 0
    assert datetime.fromisoformat(done.json()["data_as_of"]) == m.NOON
    assert clock.now() >= m.NOON


def test_a_download_broken_off_leaves_no_transaction_open(as_, make, database, computed, anonymous, monkeypatch):
    make.execute(text(
        "insert into indicator_value"
        " select gen_random_uuid(), indicator_id, definition_version, period_type,"
        " period_start - 36500 - 100 * n, period_end, unit_id, numerator, denominator, value, value_status, lower,"
        " upper, data_as_of, computed_at, updated_at, revision from indicator_value, generate_series(1, 400) n"
        " where period_type = 'month'"
    ))  # fmt: skip
    make.commit()
    monkeypatch.setattr(streams, "CHUNK_ROWS", 1_000)
    analyst = as_("data_analyst")
    cookie = "; ".join(f"{name}={value}" for name, value in analyst.cookies.items())
    host, port = anonymous.base_url.host, anonymous.base_url.port
    for _ in range(12):
        with socket.create_connection((host, port)) as wire:
            wire.sendall(f"GET {FILE} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n".encode())
            assert b"200 OK" in wire.recv(4_096)
    assert analyst.get(VALUES, params={"limit": 1}).status_code == 200, "the pool is not used up"
    make.rollback()
    with database.connect(autocommit=True) as admin:
        admin.execute("set lock_timeout = '2s'")
        admin.execute("alter table indicator_value add column passing int")
    assert any(open_transactions(database) == 0 for _ in range(500)), "none stays open once its reader has gone"


def open_transactions(database) -> int:
    """How many of the service's connections to this database stand idle in a transaction."""
    with database.connect(autocommit=True) as admin:
        assert isinstance(admin, psycopg.Connection)
        found = admin.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            " and state = 'idle in transaction'"
        ).fetchone()
    return int(found[0])
