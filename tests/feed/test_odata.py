"""The OData face: pages in any order lose nothing, filters act on what is shown, and hostile ones are told where."""

import itertools
import xml.etree.ElementTree as ET
from datetime import timedelta
from urllib.parse import quote

import pytest

from api.access.models import Level
from api.feed.columns import DATA_SETS
from api.kernel.database import Database
from api.main import create_app
from tests.feed.make import FEED, make_figures
from tests.indicators import make as m

ROOT = "/odata/v1"
VALUES = f"{ROOT}/IndicatorValues"


@pytest.fixture(autouse=True)
def monday(travel):
    travel(m.NOON)


@pytest.fixture
def computed(make, council, database):
    return make_figures(make, database)


@pytest.fixture
def listed(as_, computed):
    return as_("data_analyst").get(f"{FEED}/values", params={"limit": 10_000}).json()["items"]


def ask(caller, path=VALUES, size=None, **options):
    """All rows over all pages, by the links that the pages give."""
    headers = {"Prefer": f"odata.maxpagesize={size}"} if size else {}
    answer = caller.get(path, params={f"${name}": value for name, value in options.items()}, headers=headers)
    found = answer.raise_for_status().json()["value"]
    while link := answer.json().get("@odata.nextLink"):
        answer = caller.get(link, headers=headers).raise_for_status()
        found += answer.json()["value"]
    return found


def test_the_service_says_what_there_is(as_, council):
    analyst = as_("data_analyst")
    for path in (ROOT, f"{ROOT}/"):
        found = analyst.get(path)
        assert found.headers["odata-version"] == "4.0"
        assert [one["name"] for one in found.json()["value"]] == [one.entity for one in DATA_SETS]
    described = analyst.get(f"{ROOT}/$metadata")
    assert described.headers["content-type"].startswith("application/xml")
    for data in DATA_SETS:
        for name in data.names:
            assert f'Name="{name}"' in described.text


EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


def test_the_metadata_keeps_the_rules_of_csdl(as_, council):
    """OData 4.0 Part 3, CSDL: keys are never null (8.2), and an instant without Precision has whole seconds (6.2.3).

    The document was also held against the XML schemas of the OASIS (edm.xsd and edmx.xsd of CSDL 4.01): no error."""
    described = as_("data_analyst").get(f"{ROOT}/$metadata", headers={"Accept": "application/xml"})
    schema = ET.fromstring(described.content)[0][0]
    assert (schema.tag, schema.get("Namespace")) == (f"{EDM}Schema", "Plumbline")
    types = {one.get("Name"): one for one in schema.findall(f"{EDM}EntityType")}
    sets = {one.get("Name"): one.get("EntityType") for one in schema.find(f"{EDM}EntityContainer")}
    assert list(sets) == [data.entity for data in DATA_SETS]
    for data in DATA_SETS:
        found = types[sets[data.entity].removeprefix("Plumbline.")]
        assert [one.tag for one in found] == [f"{EDM}Key", *[f"{EDM}Property"] * len(data.columns)]
        assert [one.get("Name") for one in found[0]] == [data.key]
        for one, column in zip(found[1:], data.columns, strict=True):
            assert (one.get("Name"), one.get("Nullable")) == (column.name, str(column.is_nullable).lower())
            assert one.get("Precision") == ("6" if one.get("Type") == "Edm.DateTimeOffset" else None)
            assert column.name != data.key or one.get("Nullable") == "false"


POWER_QUERY = {
    "Accept-Encoding": "gzip, deflate", "MaxDataServiceVersion": "3.0", "OData-MaxVersion": "4.0",
    "User-Agent": "Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)",
    "Accept": "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,"
    "application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7",
}  # fmt: skip
"""What Power BI and Excel send, as a service that they read wrote it down (github.com/NLstn/go-odata, issue 874)."""


def test_what_power_bi_and_excel_send_is_answered_as_they_need_it(as_, listed):
    """They give up where OData-Version is missing or twice, or where what they asked for is not JSON."""
    analyst = as_("data_analyst")
    for path in ("/", "/IndicatorValues", "/IndicatorValues?$top=1000", "/Indicators?$select=indicator%2Ctitle"):
        answer = analyst.get(ROOT + path, headers=POWER_QUERY)
        assert answer.status_code == 200
        assert answer.headers.get_list("odata-version") == ["4.0"]
        assert answer.headers["content-type"].startswith("application/json;odata.metadata=minimal")
        assert answer.json()["@odata.context"].startswith(f"{analyst.base_url}{ROOT}/$metadata")
    described = analyst.get(f"{ROOT}/$metadata", headers=POWER_QUERY | {"Accept": "application/xml"})
    assert described.headers["content-type"].startswith("application/xml")
    counted = analyst.get(f"{VALUES}/$count?$filter=period_type%20eq%20%27month%27", headers=POWER_QUERY)
    assert counted.headers["content-type"].startswith("text/plain")
    assert int(counted.text) == sum(v["period_type"] == "month" for v in listed)
    october = "$filter=period_start%20ge%202026-10-01%20and%20period_start%20lt%202026-11-01"
    newest = analyst.get(
        f"{VALUES}?{october}&$orderby=updated_at%20desc&$select=updated_at&$top=1", headers=POWER_QUERY
    )
    within = [v["updated_at"] for v in listed if "2026-10-01" <= v["period_start"] < "2026-11-01"]
    assert newest.json()["value"] == [{"updated_at": max(within)}]


def test_another_page_size_or_another_form_is_another_answer(as_, computed):
    analyst, small = as_("data_analyst"), {"Prefer": "odata.maxpagesize=5"}
    bare = {"Accept": "application/json;odata.metadata=none"}
    tags = {name: analyst.get(VALUES, headers=asked).headers["etag"] for name, asked in
            {"": {}, "small": small, "bare": bare}.items()}  # fmt: skip
    assert len(set(tags.values())) == 3
    assert analyst.get(VALUES, headers=small | {"If-None-Match": tags[""]}).status_code == 200
    assert analyst.get(VALUES, headers=small | {"If-None-Match": tags["small"]}).status_code == 304
    assert "Prefer" in analyst.get(VALUES).headers["vary"]


def test_a_new_day_is_another_state_of_periods_and_of_nothing_else(as_, computed, travel):
    analyst = as_("data_analyst")
    paths = [f"{ROOT}/Periods", f"{FEED}/periods", f"{FEED}/periods.csv", f"{ROOT}/Units", f"{FEED}/values.csv"]
    tags = {path: {"If-None-Match": analyst.get(path).headers["etag"]} for path in paths}
    travel(m.NOON + timedelta(days=30))
    analyst = as_("data_analyst")
    assert [analyst.get(path, headers=tags[path]).status_code for path in paths] == [200, 200, 200, 304, 304]


def test_the_contract_says_where_odata_describes_itself():
    said = create_app(Database("postgresql://unused")).openapi()["info"]["description"]
    assert f"{ROOT}/$metadata" in said


def test_entity_sets_are_the_tables_of_the_feed(as_, listed):
    analyst = as_("data_analyst")
    assert ask(analyst) == listed
    for data in DATA_SETS:
        rows = analyst.get(f"{FEED}/{data.name}", params={"limit": 10_000}).json()["items"]
        assert ask(analyst, f"{ROOT}/{data.entity}") == ask(analyst, f"{ROOT}/{data.entity}", size=7) == rows
        assert int(analyst.get(f"{ROOT}/{data.entity}/$count").text) == len(rows)
        for row in rows[:3]:
            key = row[data.key] if data.key.endswith("_id") else f"'{row[data.key]}'"
            one = analyst.get(f"{ROOT}/{data.entity}({quote(key)})").json()
            assert {name: one[name] for name in row} == row


def test_breakdowns_are_an_entity_set_for_readers_of_true_figures_alone(as_, listed):
    analyst = as_("data_analyst")
    wanted = {"filter": "dimension eq 'sex' and numerator gt 5", "orderby": "period_start desc"}
    rows = ask(analyst, f"{ROOT}/Breakdowns", **wanted)
    assert {row["dimension"] for row in rows} == {"sex"}
    assert min(row["numerator"] for row in rows) > 5
    for caller in (as_("lead_member"), as_("bi_tool", level=Level.suppressed)):
        assert "Breakdowns" not in caller.get(ROOT).text
        for path in ("Breakdowns", "Breakdowns/$count", f"Breakdowns({rows[0]['breakdown_id']})"):
            assert caller.get(f"{ROOT}/{path}").status_code == 404, path


FILTERS = {
    "numerator gt 10": lambda v: v["numerator"] is not None and v["numerator"] > 10,
    "not (numerator gt 10)": lambda v: not (v["numerator"] is not None and v["numerator"] > 10),
    "denominator eq null": lambda v: v["denominator"] is None,
    "denominator ne null and value ge 50.5": lambda v: v["denominator"] is not None and v["value"] >= 50.5,
    "denominator ne 20": lambda v: v["denominator"] != 20,
    "indicator eq 'cp_visits_seen_alone'": lambda v: v["indicator"] == "cp_visits_seen_alone",
    "indicator in ('cp_visits_seen_alone','x')": lambda v: v["indicator"] == "cp_visits_seen_alone",
    "indicator in ('cp_visits_seen_alone')": lambda v: v["indicator"] == "cp_visits_seen_alone",
    "period_start ge 2026-10-01": lambda v: v["period_start"] >= "2026-10-01",
    "period_start eq '2026-10-01'": lambda v: v["period_start"] == "2026-10-01",
    "updated_at lt 2026-11-16T13:00:00Z": lambda v: True,
    "updated_at ge 2026-11-17": lambda v: False,
    "year(period_start) eq 2026 and month(period_start) eq 10": lambda v: v["period_start"].startswith("2026-10"),
    "date(updated_at) eq 2026-11-16": lambda v: True,
    "contains(unit_name,'orth')": lambda v: "orth" in v["unit_name"],
    "startswith(unit_name,'North') or endswith(unit_name,'1')": lambda v: (
        v["unit_name"].startswith("North") or v["unit_name"].endswith("1")
    ),
    "tolower(unit_name) eq 'north'": lambda v: v["unit_name"] == "North",
    "length(unit_name) gt 5": lambda v: len(v["unit_name"]) > 5,
    "contains(unit_name,'%')": lambda v: False,
    "unit_name eq 'O''Brien'": lambda v: False,
    "not contains(unit_path,'South') and (period_type eq 'month' or value_status eq 'provisional')": lambda v: (
        "South" not in v["unit_path"] and (v["period_type"] == "month" or v["value_status"] == "provisional")
    ),
    "rag ne 'red'": lambda v: v["rag"] != "red",
    "numerator lt denominator": lambda v: (
        None not in (v["numerator"], v["denominator"]) and v["numerator"] < v["denominator"]
    ),
    "numerator eq 99999999999": lambda v: False,
}


@pytest.mark.parametrize("asked", FILTERS)
def test_filters_choose_as_odata_has_it(asked, as_, listed):
    analyst = as_("data_analyst")
    wanted = [v for v in listed if FILTERS[asked](v)]
    assert ask(analyst, filter=asked) == wanted
    assert int(analyst.get(f"{VALUES}/$count", params={"$filter": asked}).text) == len(wanted)


def test_ids_are_filtered_with_and_without_quotes(as_, listed):
    one = listed[3]
    for written in (one["value_id"], f"'{one['value_id']}'"):
        assert ask(as_("data_analyst"), filter=f"value_id eq {written}") == [one]


@pytest.mark.parametrize("order", [
    "period_start", "period_start desc,unit_name", "numerator", "numerator desc", "value desc,updated_at", "rag",
    "denominator asc, numerator desc, indicator", "value_id desc",
])  # fmt: skip
def test_pages_in_any_order_lose_and_repeat_nothing(order, as_, listed):
    analyst = as_("data_analyst")
    whole = ask(analyst, orderby=order)
    assert ask(analyst, orderby=order, size=5) == whole
    assert sorted(v["value_id"] for v in whole) == sorted(v["value_id"] for v in listed)
    name, is_down = order.split(",")[0].split()[0], "desc" in order.split(",")[0]
    values = [v[name] for v in whole]
    known = [v for v in values if v is not None]
    assert known == sorted(known, reverse=is_down)
    assert values == (
        known + [None] * (len(values) - len(known)) if is_down else [None] * (len(values) - len(known)) + known
    )


def test_top_skip_count_and_select(as_, listed):
    analyst = as_("data_analyst")
    assert ask(analyst, top=5) == listed[:5]
    assert ask(analyst, top=23, size=10) == listed[:23]
    assert ask(analyst, top=20, size=10) == listed[:20]
    assert ask(analyst, skip=7, size=10) == listed[7:]
    assert ask(analyst, skip=7, top=11, size=4) == listed[7:18]
    assert ask(analyst, top=0) == []
    page = analyst.get(VALUES, params={"$count": "true", "$top": 3, "$filter": "period_type eq 'month'"}).json()
    assert page["@odata.count"] == sum(v["period_type"] == "month" for v in listed)
    chosen = ask(analyst, select="value, indicator", top=2)
    assert chosen == [{"indicator": v["indicator"], "value": v["value"]} for v in listed[:2]]
    assert ask(analyst, select="*", top=2) == listed[:2]
    assert page["@odata.context"].endswith("/odata/v1/$metadata#IndicatorValues")


def test_headers_are_those_of_odata(as_, computed):
    analyst = as_("data_analyst")
    asked = {"Prefer": "odata.maxpagesize=5", "OData-MaxVersion": "4.0"}
    answer = analyst.get(VALUES, headers=asked)
    assert answer.headers["preference-applied"] == "odata.maxpagesize=5"
    assert len(answer.json()["value"]) == 5
    assert answer.headers["content-type"].startswith("application/json;odata.metadata=minimal")
    tag = answer.headers["etag"]
    assert analyst.get(VALUES, headers=asked | {"If-None-Match": tag}).status_code == 304
    bare = analyst.get(VALUES, headers={"Accept": "application/json;odata.metadata=none"}).json()
    assert "@odata.context" not in bare
    old = analyst.get(VALUES, headers={"OData-MaxVersion": "3.0"})
    assert (old.status_code, "4.0" in old.json()["error"]["message"]) == (400, True)


def test_what_is_not_offered_is_501_in_words(as_, computed):
    analyst = as_("data_analyst")
    for option in ("$expand", "$apply", "$search", "$compute"):
        answer = analyst.get(VALUES, params={option: "x"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (501, "not_offered")
        assert "$filter" in answer.json()["error"]["message"]
    for method, path in itertools.product(("POST", "PUT", "PATCH", "DELETE"), ("/$batch", "/IndicatorValues", "/x(1)")):
        assert analyst.request(method, ROOT + path, json={}).status_code == 501


def test_wrong_questions_say_what_there_is(as_, computed):
    analyst = as_("data_analyst")
    for params, target, word in (
        ({"$select": "worth"}, "$select", "numerator"), ({"$orderby": "worth"}, "$orderby", "numerator"),
        ({"$orderby": "value sideways"}, "$orderby", "desc"), ({"$top": "-1"}, "$top", ""),
        ({"$top": "many"}, "$top", ""), ({"$skiptoken": "x"}, "$skiptoken", "ours"),
        ({"$format": "atom"}, "$format", "json"),
        ({"$levels": "1"}, "$levels", "$filter"), ({"token": "x"}, "token", "$filter"),
        ({"$count": "perhaps"}, "$count", ""),
        ({"$filter": "worth eq 1"}, "$filter", "numerator"),
    ):  # fmt: skip
        answer = analyst.get(VALUES, params=params)
        error = answer.json()["error"]
        assert (answer.status_code, error["target"]) == (400, target), error
        assert word in error["message"]
        assert answer.headers["odata-version"] == "4.0"
    for path in (f"{ROOT}/Children", f"{ROOT}/x/y/z", f"{ROOT}/IndicatorValues/x"):
        missing = analyst.get(path)
        assert (missing.status_code, missing.json()["error"]["code"]) == (404, "no_such_entity_set")
        assert "IndicatorValues" in missing.json()["error"]["message"]
    for key in ("x", "'x'", "00000000-0000-0000-0000-000000000000", "%00"):
        assert analyst.get(f"{VALUES}({key})").status_code == 404


PLACED = {
    "numerator eq": 10, "numerator gt (": 15, "value eq 1)": 11, "worth eq 1": 1, "value eq 1 and worth eq 2": 16,
    "foo(value) eq 1": 1, "value eq 'one'": 1, "value add 1 eq 2": 1, "¤": 1, "value eq $x": 10, "": 1,
    "unit_name eq 'no end": 14, "numerator": 1, "not numerator": 5, "numerator has 1": 10, "value eq 1 or": 11,
    "contains(value,'x')": 1, "unit_name eq 1": 1, "unit_name gt null": 1, "period_start eq 2026-13-45": 21,
    "indicator/code eq 'x'": 1, "substring(unit_name,1) eq 'x'": 1, "value_id eq 'x'": 1, "year(unit_name) eq 1": 1,
    "value eq 1 and value eq 'x'": 16, "value eq 1 or value eq 1e999": 24,
    "contains(unit_name,'worth') or worth eq 1": 32,
    "value eq 1 or 1 eq 'x'": 15, "value in (1) or indicator in ('x') and worth eq 1": 40, "value eq 12:00:00": 10,
    "unit_name eq '\0'": 15, "value eq 1 and " + "not (" * 70 + "value eq 1" + ")" * 70: 316, "numerator in 5": 14,
    "foo(value) eq 1 or year(period_start) eq 1": 1, "year(period_start) eq 1 or foo(value) eq 1": 28,
}  # fmt: skip


@pytest.mark.parametrize("asked", PLACED)
def test_a_filter_that_cannot_be_read_says_where(asked, as_, computed):
    answer = as_("data_analyst").get(VALUES, params={"$filter": asked})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["target"]) == (400, "bad_filter", "$filter")
    assert f"At character {PLACED[asked]}." in error["message"]


HOSTILE = [
    "(" * 900 + "value eq 1" + ")" * 900, "not " * 900 + "is_over", "value eq " + "9" * 3_000, "value eq 1e999",
    "value eq NaN", "value eq -INF", "x" * 5_000, "value eq 1 " * 300, "value eq 1 or " * 250 + "value eq 1",
    "value in (" + ",".join(["1"] * 1_500) + ")", "'; drop table indicator_value; --", "unit_name eq ''' or 1=1 --'",
    "indicator_value.value eq 1", "pg_sleep(10)", "unit_name eq '\0'", "\ud800", "unit_name eq '\ud83d\ude00'",
    "deleted_at eq 0001-01-01T00:00:00+14:00", "updated_at lt 9999-12-31T23:59:59-14:00", "period_start lt 9999-12-31",
    "period_start gt '0001-01-01'", "updated_at gt '9999-12-31T23:59:59-14:00'", "value_id eq ''",
    "year(period_start) eq 99999999999",
    "contains(unit_name,'" + "%" * 3_000 + "')", "unit_name eq geography'POINT(1 1)'", "updated_at eq duration'P1D'",
    "any(x: x eq 1)", "value/any(x: x eq 1)", "$it eq 1", "value eq @x", "1 eq 1",
    "null eq null", "true", "false or true",
    "'a' eq 'a'", "contains('a','b')", "value eq value eq value", "numerator in (1,'x',null)",
    "value in ()", "in", "eq",
    "and", "not", "value eq 0x10", "value eq 1_000", "%", "\\", "--", "/*", "value eq 12:00:00", "date(value) eq 1",
    "length(value) eq 1", "tolower(unit_id) eq 'x'", "unit_id eq null", "null eq unit_id",
    "value mod 0 eq 1", "-value eq 1",
]  # fmt: skip


def test_hostile_filters_are_400_and_never_500(as_, computed, make):
    analyst = as_("data_analyst")
    for asked in HOSTILE:
        raw = quote(asked.encode(errors="surrogatepass"), safe="")
        for path in (VALUES, f"{VALUES}/$count", f"{ROOT}/Units", f"{ROOT}/Periods"):
            answer = analyst.get(f"{path}?$filter={raw}")
            assert answer.status_code in (200, 400), (asked[:80], answer.status_code, answer.text[:200])
            assert answer.is_success or "At character" in answer.json()["error"]["message"], (asked[:80], answer.text)
    for name, texts in {
        "$orderby": ["value,value", ",", "value asc desc", "x" * 999, "value;", "\0", "1"],
        "$select": ["", ",", "*,x", "\0"],
        "$skiptoken": ["", "W10", "WzEsW11d", "bnVsbA", "WzEsWyIyMDI2LTAxLTAxIiwgMV1d", "\0", "é"],
        "$skip": ["-1", "1e9", "9" * 30],
        "$top": ["", "9" * 30], "$count": ["", "2"], "$format": ["\0", "json", "application/json;odata.metadata=full"],
    }.items():  # fmt: skip
        for words in texts:
            answer = analyst.get(f"{VALUES}?{name}={quote(words)}")
            assert answer.status_code in (200, 400), (name, words, answer.text[:200])


def test_a_suppressed_reader_learns_nothing_by_filter_or_order(as_, council, computed):
    caller = as_("bi_tool", level=Level.suppressed)
    rows = ask(caller)
    hidden = {v["value_id"] for v in rows if v["value_status"] == "suppressed"}
    assert hidden
    assert {v["unit_type"] for v in rows} == {"council", "service"}
    for asked in (
        "numerator ge 0", "numerator lt 6", "numerator in (1,2,3,4,5)", "value gt 0", "denominator le 5", "lower ge 0",
        "upper le 100", "numerator ge denominator", "not (numerator eq null)", "rag eq 'red'",
    ):  # fmt: skip
        assert not hidden & {v["value_id"] for v in ask(caller, filter=asked)}, asked
    for name in ("numerator", "denominator", "value", "lower"):
        first = ask(caller, orderby=f"{name},value_id", select="value_id,value_status")
        ids = [v["value_id"] for v in first if v["value_status"] == "suppressed"]
        assert ids == sorted(ids), "among what is hidden, nothing but the id orders"
    assert ask(caller, filter="unit_type eq 'team'") == []
    assert caller.get(f"{VALUES}/$count", params={"$filter": "unit_type eq 'team'"}).text == "0"
    assert {u["unit_type"] for u in ask(caller, f"{ROOT}/Units")} == {"council", "service"}
    assert caller.get(f"{ROOT}/Units({council['north_1']})").status_code == 404


def test_who_may_read(as_, anonymous, council):
    for role in ("practitioner", "lead_member", "bi_tool"):
        assert as_(role).get(VALUES).status_code == 200
    for role in ("administrator", "case_management_system"):
        refused = as_(role).get(VALUES)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "denied")
    for path in ("", "/", "/$metadata", "/IndicatorValues", "/IndicatorValues/$count", "/Units(x)", "/nothing"):
        refused = anonymous.get(ROOT + path)
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "unauthenticated")
        assert refused.headers["www-authenticate"].startswith("Basic ")
    assert anonymous.post(f"{ROOT}/$batch").status_code == 401
