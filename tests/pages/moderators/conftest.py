"""A moderator in the city of a file."""

import pytest
from flask import Flask

from citizen_api.roles.models import Role
from tests.pages.staff.working import Worker, without_roles


@pytest.fixture
def judge(shared: Flask) -> Worker:
    """A moderator; nobody else holds a role."""
    without_roles(shared)
    return Worker(shared, Role.MODERATOR)
