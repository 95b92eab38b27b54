"""Who may do what, written out again by hand, and proven over HTTP for every role and every operation.

The table is a second copy on purpose: changing a right means changing two places.
"""

import re
import uuid
from collections.abc import Callable

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from api.access.permissions import CHILD_LEVEL, RIGHTS, Permission, Role
from api.kernel.database import Database
from api.main import create_app
from tests.access.make import Caller

PUBLIC = {"sign_in", "create_token", "read_live", "read_ready", "read_config", "open_form", "respond"}
"""Operations without a permission: signing in, health, and answering an anonymous survey."""

BASE = "me:read units:read standards:read indicators:read"
STAFF = BASE + " tools:read surveys:read exemplars:read choices:read"
CASE = STAFF + " cases:read audits:read actions:read actions:complete"
PRACTICE = CASE + " cases:find voices:answer disputes:raise"
AUDITS = " cases:find audits:complete actions:set rounds:read calibrations:read calibrations:complete agreement:read"
OVER = CASE + " people:read moderations:read rounds:read calibrations:read agreement:read meetings:read"
OVER += " exceptions:read"
LEADS = (
    OVER
    + " cases:find audits:acknowledge disputes:raise actions:set actions:verify annotations:write exceptions:answer"
)
SECOND = (
    " cases:find moderations:allocate disputes:resolve calibrations:manage exemplars:manage meetings:manage"
    " actions:set actions:verify"
)
DATA = (
    " imports:manage imports:confirm sources:read findings:read cases:find indicators:compute indicators:define"
    " targets:set annotations:write comparators:load purple_book:manage"
)
EXPECTED = {
    "practitioner": PRACTICE,
    "team_manager": PRACTICE + AUDITS + " actions:verify annotations:write exceptions:read",
    "auditor": CASE + AUDITS + " disputes:raise",
    "moderator": OVER + SECOND + " moderations:complete calibrations:complete",
    "reviewing_officer": CASE + " cases:find disputes:raise",
    "service_manager": LEADS,
    "head_of_service": LEADS,
    "head_of_childrens_social_care": LEADS
    + " standards:publish journal:read sources:read audits:override disputes:resolve meetings:manage choices:set"
    + " targets:set purple_book:manage exceptions:close",
    "quality_lead": OVER
    + DATA
    + SECOND
    + " tools:draft standards:draft audits:allocate audits:override rounds:manage agreement:enter choices:set"
    + " surveys:manage exceptions:answer exceptions:close",
    "principal_social_worker": STAFF + " surveys:manage exemplars:manage",
    "director": OVER + " sources:read",
    "lead_member": BASE,
    "partnership": BASE,
    "data_analyst": STAFF + DATA + " agreement:read exceptions:read",
    "administrator": "me:read units:read people:read people:manage clients:manage journal:read sources:read",
    "case_management_system": "me:read records:push imports:manage",
    "bi_tool": "me:read units:read indicators:read",
}


def operations() -> list[tuple[str, str, str, set[str]]]:
    """(method, path, operation, permissions) of everything in the contract."""
    paths = create_app(Database("postgresql://unused")).openapi()["paths"]
    return [
        (method.upper(), path, found["operationId"], _scopes(found))
        for path, methods in paths.items()
        for method, found in methods.items()
    ]


def _scopes(operation: dict) -> set[str]:
    return {scope for scheme in operation.get("security", []) for scopes in scheme.values() for scope in scopes}


def test_the_table_of_rights_is_as_written_here():
    assert {role.value: set(right.may) for role, right in RIGHTS.items()} == {
        r: set(p.split()) for r, p in EXPECTED.items()
    }


def test_every_operation_declares_one_permission():
    found = operations()
    assert len(found) > 40
    assert len({operation for _, _, operation, _ in found}) == len(found), "operation names are unique"
    for _, path, operation, permissions in found:
        assert len(permissions) == (0 if operation in PUBLIC else 1), f"{operation} {path}: {permissions}"
        assert permissions <= set(Permission)


def test_every_permission_is_used_and_held():
    used = {p for *_, permissions in operations() for p in permissions}
    held = {p for right in RIGHTS.values() for p in right.may}
    assert used == set(Permission) == held


def test_every_read_about_a_child_is_journalled():
    """An operation whose permission is child-level depends on the journal's gate."""
    app = create_app(Database("postgresql://unused"))
    gates = {}

    def calls(dependant) -> set[str]:
        return {getattr(dependant.call, "__qualname__", "")} | {c for d in dependant.dependencies for c in calls(d)}

    for context in iter_route_contexts(app.routes):
        if getattr(context, "dependant", None) is not None:
            gates[context.name] = calls(context.dependant)
    child_level = [operation for _, _, operation, permissions in operations() if permissions & CHILD_LEVEL]
    assert len(child_level) > 10
    assert [operation for operation in child_level if "_record" not in gates[operation]] == []


def filled(path: str) -> str:
    return re.sub(r"{\w+}", str(uuid.uuid4()), path)


@pytest.mark.parametrize("role", list(Role))
def test_role_is_refused_what_it_may_not_do(role: Role, as_: Callable[..., Caller]):
    caller, refused, let_in = as_(role), 0, 0
    for method, path, operation, permissions in operations():
        if operation in PUBLIC or operation == "sign_out":
            continue
        status = caller.request(method, filled(path)).status_code
        if permissions <= RIGHTS[role].may:
            let_in += 1
            assert status not in (401, 403, 500), f"{role} is kept from {operation}: {status}"
        else:
            refused += 1
            assert status == 403, f"{role} gets {status} from {operation}"
    assert let_in
    assert refused


def test_stranger_is_refused_everything(anonymous: httpx.Client):
    for method, path, operation, _ in operations():
        if operation not in PUBLIC:
            assert anonymous.request(method, filled(path)).status_code == 401, operation
