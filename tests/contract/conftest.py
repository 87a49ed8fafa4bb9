"""The document, read once."""

from typing import Any

import pytest
from flask import Flask

from tests.contract.document import document_of


@pytest.fixture(scope="session")
def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document as it is served."""
    return document_of(app.test_client())
