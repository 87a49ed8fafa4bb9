"""The public log of moderators as a page: counts and steps, in five languages."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import close, copied, make_app
from tests.pages.moderators import waiting
from tests.reviews.addresses import VENUE
from tests.reviews.citizens import decide, moderator


@pytest.fixture(scope="module")
def judged(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which a moderator decided something."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"judged_{worker}"))
    case = waiting.reported(app)
    decide(moderator(app), case, "drop", "Chửi người bán hàng")
    waiting.surge(app)
    yield app
    close(app)


def test_it_tells_what_happened_and_why_and_never_who(judged: Flask) -> None:
    answer = judged.test_client().get("/moderation?lang=en")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    for words in ("Review reported: removed", "Reason: an insult", "November 2026"):
        assert words in answer.text
    for secret in ("person:", "device:", "Chửi người bán hàng"):
        assert secret not in answer.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", "Lý do: xúc phạm"),
        ("ko", "이유: 모욕"),
        ("zh", "原因：辱骂"),
        ("ja", "理由: 侮辱"),
    ],
)
def test_it_speaks_every_language(judged: Flask, language: str, words: str) -> None:
    assert words in judged.test_client().get(f"/moderation?lang={language}").text


def test_it_may_be_asked_for_one_venue(judged: Flask) -> None:
    client = judged.test_client()

    one = client.get(f"/moderation?venue={VENUE}&lang=en").text
    assert "Review reported" in one
    assert "Burst of ratings" not in one
    assert "Nothing has been held" in client.get("/moderation?venue=x&lang=en").text
    assert client.get("/moderation?cursor=x").status_code == 422
