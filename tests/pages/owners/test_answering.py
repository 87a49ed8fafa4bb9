"""Reviews of one's venue: the one answer, reports, appeals against a burst."""

from datetime import UTC, datetime

import pytest

from tests.factories import changing
from tests.pages.filling import Reader
from tests.pages.owners.owning import RIVAL, Owner
from tests.reviews.attacks import strike


@pytest.fixture
def review(owner: Owner) -> str:
    """The page of a review that a guest wrote."""
    Reader(owner.app).fill(f"/venues/{owner.venue}/rate", stars="2", text="Hơi mặn")
    page = owner.text("/reviews")
    assert "Hơi mặn" in page
    _, _, rest = page.partition(f'href="{owner.one}/reviews/')
    return "/reviews/" + rest.partition('"')[0]


def test_a_review_is_answered_once_changed_and_deleted(
    owner: Owner, review: str
) -> None:
    owner.does(review, text="Cảm ơn bạn, quán sẽ bớt mặn.")
    everybody = Reader(owner.app).open(f"/venues/{owner.venue}")
    assert "quán sẽ bớt mặn" in everybody.get_data(as_text=True)

    owner.does(review, text="Quán đã bớt mặn rồi.")
    page = owner.text("/reviews?done=1")
    assert "Quán đã bớt mặn rồi." in page
    assert "Change the answer" in page

    owner.does(review, action="delete")
    assert "Quán đã bớt mặn rồi." not in owner.text("/reviews")
    stale = owner.form(owner.one + review) | {"action": "delete", "version": "1"}
    assert owner.send(owner.one + review, stale).status_code == 303


def test_an_answer_that_cannot_be_is_marked(owner: Owner, review: str) -> None:
    for typed in ("", "Gọi 0912345678", "x" * 2001, "\u202e"):
        assert 'id="text-error"' in owner.refused(review, 422, text=typed)


def test_two_answers_at_once_are_both_shown(owner: Owner, review: str) -> None:
    late = owner.form(owner.one + review) | {"text": "Của tôi"}
    owner.does(review, text="Của người khác")

    answer = owner.send(owner.one + review, late)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 412
    assert '<dd class="words">Của tôi</dd>' in page
    assert '<dd class="words">Của người khác</dd>' in page
    late["version"] = "1"
    assert owner.send(owner.one + review, late).status_code == 303


def test_a_review_is_reported_to_moderators(owner: Owner, review: str) -> None:
    path = f"{review}/report"
    assert 'id="reason-error"' in owner.refused(path, 422)
    assert 'id="text-error"' in owner.refused(path, 422, reason="other")

    sent = owner.does(path, reason="insult", text="Chửi nhân viên")

    assert "A moderator will look at it" in owner.text("/reviews?done=reported")
    assert sent.location == f"{owner.one}/reviews?done=reported"
    assert owner.does(path, reason="spam").status_code == 303


def test_a_review_of_another_venue_is_not_here(owner: Owner, review: str) -> None:
    rival = Owner(owner.app, persona=RIVAL)

    for part in (review, f"{review}/report", "/reviews/99999999"):
        rival.text(part, 404)
        sent = rival.send(rival.one + part, rival.form(f"{rival.one}/today"))
        assert sent.status_code == 404
        assert rival.open(owner.one + part).status_code == 403
    assert owner.send(owner.one + review, {"text": "x"}).status_code == 403


def test_an_owner_appeals_once_against_a_burst(owner: Owner) -> None:
    owner.text("/surge", 404)
    assert "Appeal against" not in owner.text("/reviews")
    with changing(owner.app) as session:
        strike(session, owner.venue, at=datetime.now(UTC))
    assert f'href="{owner.one}/surge"' in owner.text("/reviews")
    assert 'id="text-error"' in owner.refused("/surge", 422, text=" ")
    old = owner.form(owner.one + "/surge") | {"form_token": "x"}
    assert owner.send(owner.one + "/surge", old).status_code == 403

    answer = owner.does("/surge", text="Đêm đó quán đóng cửa.")

    assert "Thank you" in owner.text("/reviews?done=appealed")
    assert answer.location.endswith("?done=appealed")
    assert "appealed" in owner.refused("/surge", 409, text="Một lần nữa.")
