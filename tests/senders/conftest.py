"""Who sends: a machine client with a secret."""

import pytest

from api.access.permissions import Role
from tests.access.make import make_client


@pytest.fixture
def client(make):
    """A machine client and its secret."""
    found, secret = make_client(make, Role.case_management_system)
    return found.client_id, secret
