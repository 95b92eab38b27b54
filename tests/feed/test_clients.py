"""The feed read by clients that others wrote, each signed in as a tool is: HTTP Basic with a token of the feed."""

import base64
import importlib
import io
import subprocess
import sys
import uuid
import warnings
from datetime import date
from pathlib import Path

import httpx
import polars as pl
import pytest

from api.access.models import MachineClient
from tests.feed.make import FEED, make_figures, make_token
from tests.house.code import ROOT as CHECKOUT
from tests.indicators import make as m

with warnings.catch_warnings():  # what its makers have still to mend
    warnings.simplefilter("ignore")
    odata = pytest.importorskip("odata", reason="python-odata is among the development dependencies")

CODE = "cp_visits_seen_alone"


@pytest.fixture
def tool(make, council, database, travel):
    """The credential of a BI tool that reads true figures, over figures that are there."""
    travel(m.NOON)
    make_figures(make, database)
    token = make_token(make)
    return make.get(MachineClient, token.machine_client_id).client_id, token.name


@pytest.fixture
def listed(anonymous, tool):
    return anonymous.get(f"{FEED}/values", params={"limit": 10_000}, auth=tool).json()["items"]


@pytest.mark.filterwarnings("ignore")
def test_python_odata_reads_what_it_describes_filters_and_pages(anonymous, tool, listed):
    service = odata.ODataService(
        f"{anonymous.base_url}/odata/v1/", auth=tool, reflect_entities=True, quiet_progress=True
    )
    values = service.entities["IndicatorValues"]
    assert {"IndicatorValues", "Indicators", "Units", "Periods"} <= set(service.entities)
    found = list(service.query(values).order_by(values.updated_at.asc()))
    assert {str(v.value_id) for v in found} == {v["value_id"] for v in listed}
    wanted = [v for v in listed if v["indicator"] == CODE and (v["numerator"] or 0) > 5]
    query = service.query(values).filter(values.indicator == CODE).filter(values.numerator > 5)
    assert sorted(str(v.value_id) for v in query) == sorted(v["value_id"] for v in wanted)
    top = service.query(values).filter(values.indicator == CODE).order_by(values.numerator.desc()).limit(3).all()
    assert [v.numerator for v in top] == sorted(v["numerator"] or -1 for v in listed if v["indicator"] == CODE)[:-4:-1]
    service.default_context.connection.session.close()


def test_polars_reads_csv_ndjson_and_parquet_alike(anonymous, tool, listed):
    files = {form: anonymous.get(f"{FEED}/values.{form}", auth=tool).content for form in ("csv", "ndjson", "parquet")}
    tables = [
        pl.read_csv(io.BytesIO(files["csv"]), infer_schema_length=None, try_parse_dates=True),
        pl.read_ndjson(io.BytesIO(files["ndjson"]), infer_schema_length=None),
        pl.read_parquet(io.BytesIO(files["parquet"])),
    ]
    for table in tables:
        assert table.columns == list(listed[0])
        assert table.height == len(listed)
        assert table["value"].to_list() == [v["value"] for v in listed]
        assert table["numerator"].to_list() == [v["numerator"] for v in listed]
    services = tables[2].filter(pl.col("indicator") == CODE, pl.col("unit_type") == "service")
    october = services.filter(pl.col("period_start") == date(2026, 10, 1), pl.col("period_type") == "month")
    assert dict(october.select("unit_name", "numerator").iter_rows()) == {"North": 21, "South": 30}


def test_a_client_made_from_the_contract_reads_pages(anonymous, tool, listed, tmp_path):
    maker = Path(sys.executable).with_name("openapi-python-client")
    name = f"made_{uuid.uuid4().hex[:8]}"
    made = subprocess.run(
        [maker, "generate", "--path", str(CHECKOUT / "openapi" / "openapi.json"), "--output-path", str(tmp_path / name),
         "--meta", "none"], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (tmp_path / name / "api" / "feed" / "list_feed_values.py").is_file(), made.stdout[-2_000:]
    sys.path.insert(0, str(tmp_path))
    try:
        list_values = importlib.import_module(f"{name}.api.feed.list_feed_values")
        client = importlib.import_module(f"{name}.client").Client(
            base_url=str(anonymous.base_url), headers={"Authorization": "Basic " + encoded(tool)}
        )
        found, cursor = [], None
        while True:
            page = list_values.sync(client=client, limit=20, **({"cursor": cursor} if cursor else {}))
            found += page.items
            cursor = page.next_cursor
            if cursor is None:
                break
        client.get_httpx_client().close()
    finally:
        sys.path.remove(str(tmp_path))
    assert [str(v.value_id) for v in found] == [v["value_id"] for v in listed]
    assert [v.value for v in found] == [v["value"] for v in listed]


def encoded(tool: tuple[str, str]) -> str:
    return base64.b64encode(":".join(tool).encode()).decode()


def test_credentials_in_the_address_become_basic_as_curl_does_it(anonymous, tool, listed):
    url = httpx.URL(f"{anonymous.base_url}{FEED}/values.csv").copy_with(username=tool[0], password=tool[1])
    assert len(httpx.get(url, timeout=30).text.splitlines()) == len(listed) + 1
