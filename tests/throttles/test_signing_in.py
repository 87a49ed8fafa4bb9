"""The doors of signing in count, too, whoever stands before them."""

import pytest
from flask import Flask

from citizen_api.throttles.doors import EXTENSION
from citizen_api.throttles.rules import Limit


@pytest.mark.parametrize(
    ("limit", "method", "path"),
    [
        ("signins", "GET", "/sign-in"),
        ("signins", "GET", "/oauth/authorize"),
        ("tokens", "POST", "/oauth/token"),
    ],
)
def test_nobody_signs_in_or_asks_for_tokens_without_end(
    fresh: Flask,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    method: str,
    path: str,
) -> None:
    monkeypatch.setitem(fresh.extensions[EXTENSION], limit, Limit(limit, 2, 3600))
    client = fresh.test_client()

    answers = [client.open(path, method=method).status_code for _ in range(3)]

    assert 429 not in answers[:2]
    assert answers[2] == 429
