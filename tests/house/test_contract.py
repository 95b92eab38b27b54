"""The contract in openapi/openapi.json is the one the application serves."""

import json

from api.kernel.database import Database
from api.main import create_app
from tests.house.code import ROOT


def test_contract_is_current():
    served = create_app(Database("postgresql://unused")).openapi()
    assert json.loads((ROOT / "openapi" / "openapi.json").read_text()) == served, "run `plumbline contract`"


def test_errors_have_one_body_everywhere():
    paths = create_app(Database("postgresql://unused")).openapi()["paths"]
    bodies = {json.dumps(o["responses"]["4XX"]["content"]) for methods in paths.values() for o in methods.values()}
    assert len(bodies) == 1
    assert not [p for p, methods in paths.items() for o in methods.values() if "422" in o["responses"]]
