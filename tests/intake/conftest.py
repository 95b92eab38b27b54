"""Who pushes: a case management system, whose records are of the source that `SOURCE` names."""

from collections.abc import Callable
from typing import Any

import pytest

from api.intake.schemas import RecordsRead
from tests.access.make import Caller


@pytest.fixture
def pusher(as_: Callable[..., Caller]) -> Caller:
    """A machine client."""
    return as_("case_management_system")


@pytest.fixture
def push(pusher: Caller) -> Callable[..., dict[str, Any]]:
    """Push records as a JSON array; the answer's body, which must keep to its schema."""

    def pushed(entity: str, *records: object, **params: str) -> dict[str, Any]:
        answer = pusher.post(f"/api/v1/records/{entity}", json=list(records), params=params)
        assert answer.status_code == 200, answer.text
        RecordsRead.model_validate_json(answer.content)
        told: dict[str, Any] = answer.json()
        return told

    return pushed
