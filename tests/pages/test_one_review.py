"""One review as a page: helpful, reported, appealed against; what its writer sees."""

import pytest
from flask import Flask

from tests.pages.filling import Reader
from tests.pages.rating import RATE
from tests.pages.reading import Page
from tests.reviews.addresses import VENUE
from tests.reviews.citizens import ask, decide, moderator, owner, queue
from tests.reviews.phones import Phone

HERE = f"/venues/{VENUE}"


@pytest.fixture
def review(fresh: Flask) -> str:
    """The page of somebody else's review."""
    number = Phone(fresh).rate(stars=2, text="Hơi mặn", visited_on="2026-11-20")
    return f"/reviews/{number.get_json()['id']}"


def test_a_reader_says_that_a_review_was_helpful(reader: Reader, review: str) -> None:
    assert review in reader.open(HERE).text

    sent = reader.fill(review, action="helpful")

    assert sent.headers["Location"] == f"{review}?done=helpful"
    assert "Helpful for 1 reader" in Page(reader.open(HERE)).text
    reader.fill(f"{review}?done=helpful", action="unhelpful")
    assert "Was this helpful?" in Page(reader.open(HERE)).text


def test_a_reader_reports_a_review(fresh: Flask, reader: Reader, review: str) -> None:
    wrong = reader.fill(review, action="report", fault="other")
    assert wrong.status_code == 422
    assert "Please say in words what is wrong." in Page(wrong).text
    none = reader.fill(review, action="report", fault="rude")
    assert "Please choose what is wrong." in Page(none).text

    sent = reader.fill(review, action="report", fault="spam", text="Quảng cáo")

    assert sent.headers["Location"] == f"{review}?done=reported"
    assert [case["reason"] for case in queue(moderator(fresh))] == ["spam"]


def test_the_writer_sees_why_it_is_not_shown_and_appeals(
    fresh: Flask, reader: Reader
) -> None:
    sent = reader.fill(RATE, stars="4", text="Gọi 0912345678")
    told = Page(reader.open(sent.headers["Location"])).text
    assert "Thank you! Your rating is kept." in told
    assert "It has a phone number. A person must look at it first." in told
    assert "0912345678" not in fresh.test_client().get(HERE).text
    who = moderator(fresh)
    (case,) = queue(who)
    decide(who, case["id"], "drop")

    page = reader.open("/me/reviews")
    number = case["subject"].removeprefix("review:")
    assert f"/reviews/{number}" in page.text
    sent = reader.fill(f"/reviews/{number}", action="appeal", text="Là số bàn.")

    assert sent.headers["Location"] == f"/reviews/{number}?done=appealed"
    assert [each["kind"] for each in queue(who)] == ["appeal"]
    again = reader.fill(f"/reviews/{number}", action="appeal", text="Là số bàn.")
    assert again.status_code == 409
    assert fresh.test_client().get(f"/reviews/{number}").status_code == 404


def test_the_page_shows_day_edit_and_reply(fresh: Flask, reader: Reader) -> None:
    phone = Phone(fresh)
    tag = phone.rate(stars=2, visited_on="2026-11-20").headers["ETag"]
    told = phone.rate(stars=3, visited_on="2026-11-20", if_match=tag).get_json()
    path = f"/v1/reviews/{told['id']}/reply"
    ask(owner(fresh), "PUT", path, {"text": "Cảm ơn bạn nhé."})

    text = Page(reader.open(HERE)).text

    assert "Visit: Nov 20, 2026" in text
    assert "edited " in text
    assert "The place answers" in text
    assert "Cảm ơn bạn nhé." in text


def test_the_day_of_the_visit_is_asked_for(fresh: Flask, reader: Reader) -> None:
    wrong = reader.fill(RATE, stars="4", visited_on="2026-11-22")
    assert "Please choose a day of the last three years" in Page(wrong).text

    reader.fill(RATE, stars="4", visited_on="2026-11-19")

    assert 'value="2026-11-19"' in reader.open(RATE).text


def test_an_old_form_does_nothing(fresh: Flask, review: str) -> None:
    answer = fresh.test_client().post(review, data={"action": "helpful"})

    assert answer.status_code == 403
    assert "This page was open too long" in answer.text
