"""The feed through HTTP: one table in every form, what explains it, and nothing lost between pages or revisions."""

import csv
import gzip
import io
import json
import socket
import threading
import uuid
from datetime import date, datetime, timedelta

import httpx
import polars as pl
import pyarrow as pa
import pytest
from sqlalchemy import event, text
from sqlmodel import select

from api.access.models import Level, Unit
from api.feed import copying
from api.feed.columns import DATA_SETS, VALUES
from api.feed.schemas import (
    FeedBreakdownRead,
    FeedComparatorRead,
    FeedIndicatorRead,
    FeedPeriodRead,
    FeedUnitRead,
    FeedValueRead,
)
from api.indicators.models import Indicator
from api.indicators.service import compute_indicators, refresh_indicators
from api.targets.queries import find_targets, rag
from tests.feed.make import COLUMNS, FEED, make_figures, make_long_history, make_published
from tests.indicators import make as m
from tests.targets.make import make_target

FORMS = ("ndjson", "csv", "parquet")


@pytest.fixture(autouse=True)
def monday(travel):
    travel(m.NOON)


@pytest.fixture
def computed(make, council, database):
    return make_figures(make, database)


def every(caller, table="values", **params):
    """All rows over all pages of seven, by the addresses that the pages themselves give."""
    answer = caller.get(f"{FEED}/{table}", params={"limit": 7} | params).raise_for_status()
    found = answer.json()["items"]
    while answer.json()["next"]:
        answer = caller.get(answer.json()["next"]).raise_for_status()
        found += answer.json()["items"]
    return found


def read(line):
    """A line of NDJSON with its instants written as the pages have them: PostgreSQL drops noughts at their end."""
    return {
        name: datetime.fromisoformat(v).isoformat() if name in {"data_as_of", "updated_at"} else v
        for name, v in json.loads(line).items()
    }


def test_the_declared_columns_are_those_of_the_views_and_the_contract(make, council):
    reads = {"values": FeedValueRead, "indicators": FeedIndicatorRead, "units": FeedUnitRead, "periods": FeedPeriodRead,
             "comparators": FeedComparatorRead, "breakdowns": FeedBreakdownRead}  # fmt: skip
    for data in DATA_SETS:
        assert list(reads[data.name].model_fields) == data.names
        for view in {data.view, "suppressed_values" if data is VALUES else data.view}:
            found = make.execute(text(
                "select column_name from information_schema.columns where table_schema = 'feed'"
                " and table_name = :view order by ordinal_position"), {"view": view}).scalars()  # fmt: skip
            assert list(found) == data.names, view
    assert ",".join(VALUES.names) == COLUMNS


def test_every_form_has_the_same_rows(as_, computed):
    analyst = as_("data_analyst")
    listed = every(analyst)
    assert len(listed) == computed.computed > 20
    assert list(listed[0]) == COLUMNS.split(",")
    lines = analyst.get(f"{FEED}/values.ndjson").text.splitlines()
    assert [read(line) for line in lines] == listed
    rows = list(csv.DictReader(io.StringIO(analyst.get(f"{FEED}/values.csv").text, newline="")))
    for row, item in zip(rows, listed, strict=True):
        for name, cell in row.items():
            if isinstance(item[name], float):
                assert float(cell) == item[name]
            elif name in {"data_as_of", "updated_at"}:
                assert datetime.fromisoformat(cell) == datetime.fromisoformat(item[name])
            else:
                assert cell == ("" if item[name] is None else str(item[name]))
    table = pl.read_parquet(io.BytesIO(analyst.get(f"{FEED}/values.parquet").content))
    assert table.columns == COLUMNS.split(",")
    assert [str(d) for d in table["period_start"]] == [v["period_start"] for v in listed]
    for name in ("value_id", "numerator", "value", "unit_path", "value_status"):
        assert table[name].to_list() == [v[name] for v in listed], name
    assert table["updated_at"].to_list() == [datetime.fromisoformat(v["updated_at"]) for v in listed]


def test_accept_chooses_the_form(as_, computed):
    analyst = as_("data_analyst")
    for form, accept in {"csv": "text/csv", "ndjson": "application/x-ndjson", "json": "application/json",
                         "parquet": "application/vnd.apache.parquet", "csv ": "application/json;q=0.2, text/csv",
                         "json ": "*/*", " json": "", "json  ": "text/html, */*;q=0.1"}.items():  # fmt: skip
        answer = analyst.get(f"{FEED}/values", headers={"Accept": accept})
        assert answer.content == analyst.get(f"{FEED}/values.{form.strip()}").content, accept
    refused = analyst.get(f"{FEED}/values", headers={"Accept": "application/xml"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "header:Accept")
    assert "text/csv" in refused.json()["detail"]


@pytest.mark.parametrize("size", [1, 4, 36, 37])
def test_files_are_cut_into_chunks_without_loss(size, as_, computed, monkeypatch):
    analyst = as_("data_analyst")
    whole = {form: analyst.get(f"{FEED}/values.{form}").content for form in FORMS[:2]}
    monkeypatch.setattr(copying, "CHUNK_ROWS", size)
    for form, content in whole.items():
        assert analyst.get(f"{FEED}/values.{form}").content == content
    parquet = pl.read_parquet(io.BytesIO(analyst.get(f"{FEED}/values.parquet").content))
    assert parquet["value_id"].to_list() == [v["value_id"] for v in every(analyst)]


def test_a_copy_of_what_is_new_does_not_walk_through_what_is_old(as_, computed, database, monkeypatch):
    monkeypatch.setattr(copying, "CHUNK_ROWS", 4)
    asked = []
    event.listen(database.requests, "before_cursor_execute", lambda *sent: asked.append(sent[2]))
    analyst = as_("data_analyst")
    new = every(analyst)[-1]["updated_at"]
    for since, spans in ((new, 1), ("2020-01-01T00:00:00Z", computed.computed // 4 + 1)):
        asked.clear()
        analyst.get(f"{FEED}/values.csv", params={"updated_since": since}).raise_for_status()
        assert sum("OFFSET" in one for one in asked) == spans


def test_the_shape_is_the_same_where_nothing_is(as_, council):
    analyst = as_("data_analyst")
    assert analyst.get(f"{FEED}/values.csv").content == COLUMNS.encode() + b"\r\n"
    assert analyst.get(f"{FEED}/values.csv", params={"bom": 1}).content.startswith(b"\xef\xbb\xbfvalue_id,")
    assert analyst.get(f"{FEED}/values.ndjson").content == b""
    assert analyst.get(f"{FEED}/values").json() == {"items": [], "next_cursor": None, "total": None, "next": None}
    empty = pl.read_parquet(io.BytesIO(analyst.get(f"{FEED}/values.parquet").content))
    assert empty.columns == COLUMNS.split(",")
    assert empty.schema["updated_at"] == pl.Datetime("us", "UTC")


def test_the_types_of_a_file_are_the_same_with_rows_and_without(as_, computed):
    analyst = as_("data_analyst")
    full, none = (
        pl.read_parquet(io.BytesIO(analyst.get(f"{FEED}/values.parquet", params=p).content)).schema
        for p in ({}, {"indicator": "no_such_thing"})
    )
    assert full == none


def test_filters_are_the_same_in_every_form(as_, council, computed):
    analyst = as_("data_analyst")
    for params in (
        {"indicator": "cp_visits_seen_alone"}, {"unit_id": str(council["south"])}, {"period_type": "quarter"},
        {"period_from": "2026-10-01"}, {"period_to": "2026-09-30"}, {"unit_type": "team"}, {"sort": "updated_at"},
        {"updated_since": (m.NOON + timedelta(hours=1)).isoformat()}, {"deleted": "include"},
        {"value_status": "provisional"},
    ):  # fmt: skip
        listed = [value["value_id"] for value in every(analyst, **params)]
        rows = csv.DictReader(io.StringIO(analyst.get(f"{FEED}/values.csv", params=params).text, newline=""))
        assert [row["value_id"] for row in rows] == listed, params
        lines = analyst.get(f"{FEED}/values.ndjson", params=params).text.splitlines()
        assert [json.loads(line)["value_id"] for line in lines] == listed


def test_columns_may_be_chosen_and_the_key_is_always_there(as_, computed):
    analyst = as_("data_analyst")
    shown = ["value_id", "indicator", "value", "updated_at"]
    params = {"columns": "value, indicator"}
    assert list(every(analyst, **params)[0]) == shown
    assert analyst.get(f"{FEED}/values.csv", params=params).text.split("\r\n")[0] == ",".join(shown)
    lines = analyst.get(f"{FEED}/values.ndjson", params=params).text.splitlines()
    assert list(json.loads(lines[0])) == shown
    assert pl.read_parquet(io.BytesIO(analyst.get(f"{FEED}/values.parquet", params=params).content)).columns == shown


def test_bad_questions_say_what_there_is(as_, computed):
    analyst = as_("data_analyst")
    for path, params, pointer, word in (
        ("values", {"columns": "worth"}, "?columns", "numerator"), ("values", {"sort": "value"}, "?sort", "updated_at"),
        ("values.xlsx", {}, "path:form", "parquet"), ("values", {"period_type": "week"}, "?period_type", "quarter"),
        ("values", {"cursor": "x"}, "?cursor", ""), ("values.csv", {"limit": 5}, "?limit", "whole"),
        ("units", {"unit_id": "x"}, "?unit_id", ""), ("values", {"updated_since": "2026-11-16"}, "?updated_since", ""),
    ):  # fmt: skip
        answer = analyst.get(f"{FEED}/{path}", params=params)
        error = answer.json()["errors"][0]
        assert (answer.status_code, error["pointer"]) == (422, pointer)
        assert word in error["detail"]


def test_what_explains_the_figures_comes_beside_them(as_, make, council, computed):
    analyst = as_("data_analyst")
    values = every(analyst)
    indicators = {one["indicator"]: one for one in every(analyst, "indicators")}
    units = {one["unit_id"]: one for one in every(analyst, "units")}
    periods = {(one["period_type"], one["period_start"]): one for one in every(analyst, "periods")}
    assert indicators["cp_visits_seen_alone"]["numerator_text"]
    assert units[str(council["north_1"])]["unit_path"] == "Council / North / North 1"
    for value in values:
        assert value["indicator"] in indicators
        assert units[value["unit_id"]]["unit_path"] == value["unit_path"]
        assert periods[value["period_type"], value["period_start"]]["period_end"] == value["period_end"]
    labels = {one["period"]: (one["label"], one["financial_year"], one["is_over"]) for one in periods.values()}
    assert labels["month 2026-03"] == ("Mar 2026", 2025, True)
    assert labels["quarter 2026-07"] == ("Jul to Sep 2026", 2026, True)
    assert labels["year 2026-04"] == ("Apr 2026 to Mar 2027", 2026, False)
    make_published(make)
    assert [(c["area_name"], c["value"]) for c in every(as_("lead_member"), "comparators")] == [("England", 12.5)]
    for name in ("indicators", "units", "periods", "comparators"):
        table = pl.read_parquet(io.BytesIO(analyst.get(f"{FEED}/{name}.parquet").content))
        assert table.height == len(every(analyst, name))
        assert len(analyst.get(f"{FEED}/{name}.csv").text.splitlines()) == table.height + 1
        assert len(analyst.get(f"{FEED}/{name}.ndjson").text.splitlines()) == table.height


def test_the_feed_says_what_it_has(as_, computed):
    found = as_("data_analyst").get(FEED).json()
    assert (found["level"], found["revision"]) == ("true_figures", 1)
    assert [one["name"] for one in found["tables"]] == [one.name for one in DATA_SETS]
    assert found["tables"][0]["addresses"]["csv"].endswith("/api/v1/feed/values.csv")
    shown = as_("lead_member").get(FEED).json()["tables"]
    assert shown[0]["view"] == "feed.suppressed_values"
    assert "breakdowns" not in [one["name"] for one in shown]


def test_breakdowns_add_up_to_the_figures_in_every_form(as_, make, council, computed, database, monkeypatch):
    analyst = as_("data_analyst")
    rows, values = every(analyst, "breakdowns"), every(analyst, period_type="month", unit_type="council")
    assert len({row["breakdown_id"] for row in rows}) == len(rows) > 40
    for dimension in ("age_band", "sex", "ethnicity", "disability"):
        sums: dict[tuple[str, str], list[int]] = {}
        for row in every(analyst, "breakdowns", dimension=dimension):
            found = sums.setdefault((row["indicator"], row["period_start"]), [0, 0])
            found[0] += row["numerator"]
            found[1] += row["denominator"] or 0
        figures = {(v["indicator"], v["period_start"]): [v["numerator"], v["denominator"] or 0] for v in values
                   if v["numerator"] is not None and (v["indicator"], v["period_start"]) in sums}  # fmt: skip
        assert figures == sums
        assert len(sums) > 3
    monkeypatch.setattr(copying, "CHUNK_ROWS", 7)
    written = list(csv.DictReader(io.StringIO(analyst.get(f"{FEED}/breakdowns.csv").text, newline="")))
    assert [row["breakdown_id"] for row in written] == [row["breakdown_id"] for row in rows]
    assert [json.loads(line) for line in analyst.get(f"{FEED}/breakdowns.ndjson").text.splitlines()] == rows
    table = pl.read_parquet(io.BytesIO(analyst.get(f"{FEED}/breakdowns.parquet").content))
    assert table["group_label"].to_list() == [row["group_label"] for row in rows]
    one = {"unit_id": str(council["north_1"]), "indicator": "cp_visits_seen_alone", "dimension": "sex"}
    assert {(r["group_code"], r["period_end"]) for r in every(analyst, "breakdowns", **one)} == {
        ("not_recorded", "2026-09-30"), ("not_recorded", "2026-10-31"),
    }  # fmt: skip
    refused = analyst.get(f"{FEED}/breakdowns", params={"dimension": "colour"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "?dimension")


def test_a_corrected_ethnicity_is_another_feed_though_no_figure_moved(as_, make, council, computed, database):
    analyst, path = as_("data_analyst"), f"{FEED}/breakdowns"
    tag, before = analyst.get(path).headers["etag"], {row["breakdown_id"]: row for row in every(analyst, "breakdowns")}
    ref = make.execute(text("select child_ref from cp_visit limit 1")).scalar_one()
    m.describe(make, ref, ethnicity="CHNE")
    assert refresh_indicators(database).changed == 0
    again = analyst.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.headers["etag"] == tag) == (200, False)
    after = {row["breakdown_id"]: row for row in every(analyst, "breakdowns")}
    assert {row["group_code"] for key, row in after.items() if key not in before} == {"asian"}
    tag = again.headers["etag"]
    compute_indicators(database, is_anew=True)
    assert analyst.get(path, headers={"If-None-Match": tag}).status_code == 304, "nothing moved since"


@pytest.mark.parametrize("form", ["", ".csv", ".json", ".ndjson", ".parquet"])
def test_breakdowns_are_for_readers_of_true_figures_alone(form, as_, council, computed):
    for caller in (as_("lead_member"), as_("partnership"), as_("bi_tool", level=Level.suppressed)):
        answer = caller.get(f"{FEED}/breakdowns{form}")
        assert (answer.status_code, answer.json()["code"]) == (404, "breakdowns_tell_of_few")
    assert as_("bi_tool", level=Level.true_figures).get(f"{FEED}/breakdowns{form}").status_code == 200


def test_a_name_cannot_become_a_formula_in_a_spreadsheet_and_is_itself_elsewhere(as_, make, council, computed):
    name = '=HYPERLINK("x"),\r\nnext'
    make.get(Unit, council["south_1"]).name = name
    make.commit()
    analyst, one = as_("data_analyst"), {"unit_id": str(council["south_1"])}
    rows = csv.DictReader(io.StringIO(analyst.get(f"{FEED}/values.csv", params=one).text, newline=""))
    assert {row["unit_name"] for row in rows} == {'\'=HYPERLINK("x"),  next'}
    assert {v["unit_name"] for v in every(analyst, **one)} == {name}
    lines = analyst.get(f"{FEED}/values.ndjson", params=one).text.splitlines()
    assert {json.loads(line)["unit_name"] for line in lines} == {name}
    table = pl.read_parquet(io.BytesIO(analyst.get(f"{FEED}/values.parquet", params=one).content))
    assert set(table["unit_name"]) == {'=HYPERLINK("x"),  next'}


@pytest.mark.parametrize("path", ["values", "values.csv", "values.ndjson", "values.parquet", "units", "indicators.csv"])
def test_unchanged_data_is_304_until_something_changes(path, as_, make, council, database, computed):
    analyst, path = as_("data_analyst"), f"{FEED}/{path}"
    tag = analyst.get(path).headers["etag"]
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = analyst.get(path, headers={"If-None-Match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    compute_indicators(database)
    assert analyst.get(path, headers={"If-None-Match": tag}).status_code == 304, "nothing changed"
    m.visits(make, m.child(make), m.date(2026, 10, 9), 1)
    compute_indicators(database)
    changed = analyst.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    other = as_("lead_member").get(path, headers={"If-None-Match": changed.headers["etag"]})
    assert other.status_code == 200, "another's copy is not theirs"
    make.get(Unit, council["south_1"]).name = "Renamed"
    make.commit()
    assert analyst.get(path, headers={"If-None-Match": changed.headers["etag"]}).status_code == 200


@pytest.mark.parametrize("form", ["json", "csv", "ndjson"])
def test_answers_are_pressed_together_for_those_who_read_that(form, as_, computed):
    analyst, path = as_("data_analyst"), f"{FEED}/values.{form}"
    plain = analyst.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    for encoding, asked in {"gzip": "gzip, deflate", "zstd": "gzip, zstd", "gzip ": "gzip;q=1, zstd;q=0.5"}.items():
        with analyst.stream("GET", path, headers={"Accept-Encoding": asked}) as answer:
            raw = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == encoding.strip()
        assert len(raw) < len(plain.content) / 3
        opened = gzip.decompress(raw) if encoding.startswith("gzip") else unpacked(raw)
        assert opened == plain.content
        assert answer.headers["etag"] != plain.headers["etag"], "other bytes, other tag"
        again = analyst.get(path, headers={"Accept-Encoding": asked, "If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304


def unpacked(raw):
    with pa.CompressedInputStream(pa.BufferReader(raw), "zstd") as stream:
        return stream.read()


@pytest.mark.parametrize("role", ["lead_member", "partnership", "bi_tool"])
def test_public_readers_get_no_team_and_no_hidden_number(role, as_, council, computed):
    caller = as_(role, level=Level.suppressed) if role == "bi_tool" else as_(role)
    found = every(caller)
    assert {v["unit_type"] for v in found} == {"council", "service"}
    hidden = [v for v in found if v["value_status"] == "suppressed"]
    assert hidden
    assert {v[name] for v in hidden for name in ("numerator", "denominator", "value", "lower", "upper", "rag")} == {
        None
    }
    assert every(caller, unit_id=str(council["north_1"])) == every(caller, unit_type="team") == []
    assert {u["unit_type"] for u in every(caller, "units")} == {"council", "service"}
    ids = [v["value_id"] for v in found]
    rows = csv.DictReader(io.StringIO(caller.get(f"{FEED}/values.csv").text, newline=""))
    assert [row["value_id"] for row in rows] == ids
    lines = caller.get(f"{FEED}/values.ndjson").text.splitlines()
    assert [read(line) for line in lines] == found
    assert pl.read_parquet(io.BytesIO(caller.get(f"{FEED}/values.parquet").content))["value_id"].to_list() == ids
    assert "North 1" not in caller.get(f"{FEED}/units.csv").text


def test_links_and_cursors_lead_through_all_rows_while_figures_change(as_, make, database, computed, travel):
    analyst = as_("data_analyst")
    first = analyst.get(f"{FEED}/values", params={"limit": 20}).json()
    assert f"cursor={first['next_cursor']}" in first["next"]
    travel(m.NOON + timedelta(minutes=5))
    m.visits(make, m.child(make, "north_2"), m.date(2026, 10, 9), 1)
    compute_indicators(database)
    rest = every(analyst, cursor=first["next_cursor"])
    assert {v["value_id"] for v in first["items"] + rest} == {v["value_id"] for v in every(analyst)}
    moved = [v for v in rest if v["revision"] == 2]
    assert moved == rest[-len(moved) :], "what changed meanwhile comes again at the end"


def test_a_download_broken_off_leaves_no_copy_open(as_, make, database, computed, anonymous, monkeypatch):
    make_long_history(make, 400)
    monkeypatch.setattr(copying, "CHUNK_ROWS", 1_000)
    analyst = as_("data_analyst")
    cookie = "; ".join(f"{name}={value}" for name, value in analyst.cookies.items())
    host, port = anonymous.base_url.host, anonymous.base_url.port
    for form in FORMS * 4:
        with socket.create_connection((host, port)) as wire:
            asked = f"GET {FEED}/values.{form} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n"
            wire.sendall(asked.encode())
            assert b"200 OK" in wire.recv(4_096)
    assert analyst.get(f"{FEED}/values", params={"limit": 1}).status_code == 200, "the pool is not used up"
    make.rollback()
    with database.connect(autocommit=True) as admin:
        admin.execute("set lock_timeout = '2s'")
        admin.execute("alter table indicator_value add column passing int")
        found = (
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and query like 'copy %' and state <> 'idle'"
        )
        assert any(
            admin.execute(found).fetchone() == (0,)
            and not database.requests.pool.checkedout()
            and not any(one.name.startswith("feed") for one in threading.enumerate())
            for _ in range(100_000)
        ), "it ends with the chunks under way"


def test_a_stranger_is_told_to_sign_in(anonymous: httpx.Client):
    assert anonymous.get(f"{FEED}/values.csv").status_code == 401


def test_what_is_withdrawn_is_told_to_those_who_keep_copies(as_, make, council, computed):
    analyst, member = as_("data_analyst"), as_("lead_member")
    before, tag = every(analyst), analyst.get(f"{FEED}/values").headers["etag"]
    gone = next(v for v in before if v["unit_name"] == "North 1")
    hidden = next(v for v in every(member) if v["unit_name"] == "North")
    make.execute(text("delete from indicator_value where id = :id"), {"id": gone["value_id"]})
    make.execute(text("delete from suppressed_value where id = :id"), {"id": hidden["value_id"]})
    make.commit()
    assert analyst.get(f"{FEED}/values", headers={"If-None-Match": tag}).status_code == 200
    assert {v["value_id"] for v in every(analyst)} == {v["value_id"] for v in before} - {gone["value_id"]}
    for caller, one in ((analyst, gone), (member, hidden)):
        told = every(caller, deleted="include")
        assert [v["value_id"] for v in told if v["deleted_at"]] == [one["value_id"]]
        assert {v["value_id"] for v in told if not v["deleted_at"]} == {v["value_id"] for v in every(caller)}
        last = told[-1] if told[-1]["deleted_at"] else next(v for v in told if v["deleted_at"])
        assert (last["indicator"], last["period_start"], last["period_end"], last["unit_name"], last["value"]) == (
            one["indicator"], one["period_start"], one["period_end"], one["unit_name"], None,
        )  # fmt: skip
        rows = csv.DictReader(io.StringIO(caller.get(f"{FEED}/values.csv?deleted=include").text, newline=""))
        assert [row["value_id"] for row in rows] == [v["value_id"] for v in told]


def test_targets_and_rag_are_those_of_the_targets_room(as_, make, council, computed):
    lead, code, found = as_("quality_lead"), "cp_visits_seen_alone", set()
    by, on = lead.person_id, date.fromisoformat
    make_target(make, code, 60, by, from_on=on("2026-10-10"), unit_id=council["north_1"])
    make_target(make, code, 77, by, from_on=on("2026-10-31"), unit_id=council["south"], tolerance=2)
    make_target(make, code, 80, by, from_on=on("2026-10-01"), tolerance=10)
    indicator_id = make.exec(select(Indicator.id).where(Indicator.code == code)).one()
    for v in every(lead, indicator=code):
        wanted = find_targets(make, [indicator_id], uuid.UUID(v["unit_id"]), on(v["period_end"])).get(indicator_id)
        assert v["target"] == (wanted.target if wanted else None), v
        assert v["rag"] == (rag(v["value"], wanted.target, wanted.tolerance, "high") if wanted else None)
        found.add(v["rag"])
    assert found == {"green", "amber", "red", None}
