"""Whoever sees a photo may report it; a moderator decides."""

import pytest
from flask import Flask

from tests.media.pictures import photo
from tests.media.sending import Sender
from tests.reviews.citizens import ask, decide, moderator, queue
from tests.reviews.phones import Phone, problem


@pytest.fixture
def shown(sender: Sender) -> str:
    """The door of reports of a photo that everybody sees."""
    number = sender.send_photo(photo((86, 61))).get_json()["id"]
    return f"/v1/photos/{number}/reports"


def test_reports_of_one_photo_are_one_case_that_removes_it(
    city: Flask, sender: Sender, shown: str
) -> None:
    body = {"reason": "personal_data"}
    first, again = (ask(Phone(city), "POST", shown, body) for _ in range(2))

    assert first.status_code == 201
    assert first.get_json() == again.get_json()
    who, case = moderator(city), first.get_json()["case_id"]
    (waiting,) = (each for each in queue(who, "?kind=photo") if each["id"] == case)
    assert waiting["reason"] == "personal_data"
    assert decide(who, case, "remove").status_code == 200
    assert problem(ask(Phone(city), "POST", shown, body)) == "not-found"


def test_what_nobody_sees_or_no_reason_says_is_refused(
    city: Flask, sender: Sender, shown: str
) -> None:
    phone, body = Phone(city), {"reason": "spam"}

    assert problem(ask(phone, "POST", shown, {"reason": "ugly"})) == "invalid-request"
    path = "/v1/photos/99999999/reports"
    assert problem(ask(phone, "POST", path, body)) == "not-found"
    sender.rate(stars=4, text="Gọi 0912 345 678", if_match="*")
    assert problem(ask(phone, "POST", shown, body)) == "not-found"
