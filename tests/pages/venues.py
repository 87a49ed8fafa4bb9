"""The page of a venue as a phone opens it."""

import json
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages.reading import PHONE, Page
from tests.reviews.addresses import VENUE

PATH = f"/venues/{VENUE}"


def opened(client: FlaskClient, path: str = PATH, **headers: str) -> TestResponse:
    return client.get(path, headers=PHONE | headers)


def words(client: FlaskClient, path: str = PATH, language: str = "en") -> str:
    return Page(opened(client, path, **{"Accept-Language": language})).text


def data(answer: TestResponse, kind: str) -> dict[str, Any]:
    """What a script element of a type that nobody runs holds."""
    found = re.search(rf'type="{re.escape(kind)}"[^>]*>(.*?)</script>', answer.text)
    assert found
    content: dict[str, Any] = json.loads(found[1])
    return content
