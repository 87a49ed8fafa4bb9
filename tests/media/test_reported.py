"""Whoever sees a photo may report it; a moderator decides, and they are told."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.conftest import NOON
from tests.factories import known_person
from tests.media.pictures import photo
from tests.media.sending import Sender
from tests.reviews.addresses import VENUE
from tests.reviews.citizens import Someone, ask, decide, moderator, queue
from tests.reviews.phones import Phone, problem


@pytest.fixture
def shown(sender: Sender) -> str:
    """The door of reports of a photo that everybody sees."""
    number = sender.send_photo(photo((86, 61))).get_json()["id"]
    return f"/v1/photos/{number}/reports"


def told(phone: Phone) -> list[dict[str, Any]]:
    """What became of the photos that somebody reported."""
    answer = ask(phone, "GET", "/v1/devices/mine/photo-reports")
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


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


def test_who_reported_a_photo_is_told_what_became_of_it(
    city: Flask, sender: Sender, shown: str
) -> None:
    first, second = Phone(city), Phone(city)
    case = ask(first, "POST", shown, {"reason": "spam"}).get_json()["case_id"]
    ask(second, "POST", shown, {"reason": "insult"})
    (waits,) = told(first)
    assert (waits["status"], waits["handled_at"], waits["note"]) == ("new", None, None)
    who = moderator(city)

    decide(who, case, "remove", "Đúng là quảng cáo.")

    for phone, reason in ((first, "spam"), (second, "insult")):
        (known,) = told(phone)
        assert (known["status"], known["reason"]) == ("accepted", reason)
        assert known["note"] == "Đúng là quảng cáo."
        assert known["photo_id"] == int(shown.split("/")[3])
        assert known["venue"]["id"] == VENUE
    assert told(sender) == []


def test_a_decision_that_is_undone_lets_the_report_wait_again(
    city: Flask, shown: str
) -> None:
    phone, who, body = Phone(city), moderator(city), {"reason": "other"}
    case = ask(phone, "POST", shown, body).get_json()["case_id"]
    decide(who, case, "remove")

    anew = ask(who, "POST", f"/v1/moderation/cases/{case}/undo").get_json()

    assert told(phone)[0]["status"] == "new"
    assert decide(who, anew["id"], "keep").status_code == 200
    assert told(phone)[0]["status"] == "rejected"


def test_a_photo_that_is_reported_anew_waits_anew(
    city: Flask, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, who = Phone(city), moderator(city)
    case = ask(phone, "POST", shown, {"reason": "spam"}).get_json()["case_id"]
    decide(who, case, "keep")
    assert told(phone)[0]["status"] == "rejected"

    later = NOON + timedelta(minutes=1)
    monkeypatch.setitem(city.config, "CLOCK", lambda: later)
    ask(phone, "POST", shown, {"reason": "insult"})

    (known,) = told(phone)
    assert (known["status"], known["reason"]) == ("new", "insult")


def test_a_citizen_is_told_what_their_phone_reported(city: Flask, shown: str) -> None:
    phone, me = Phone(city), Someone(city, known_person(city).headers)
    ask(phone, "POST", shown, {"reason": "spam"})

    ask(me, "PUT", "/v1/me/devices", {"token": phone.token})

    assert told(me) == told(phone) != []


def test_a_report_of_a_photo_that_was_deleted_is_told_so(
    city: Flask, sender: Sender, shown: str
) -> None:
    phone = Phone(city)
    ask(phone, "POST", shown, {"reason": "spam"})

    sender.delete_photo(int(shown.split("/")[3]))

    assert told(phone)[0]["status"] == "gone"


def test_what_nobody_sees_or_no_reason_says_is_refused(
    city: Flask, sender: Sender, shown: str
) -> None:
    phone, body = Phone(city), {"reason": "spam"}

    assert problem(ask(phone, "POST", shown, {"reason": "ugly"})) == "invalid-request"
    path = "/v1/photos/99999999/reports"
    assert problem(ask(phone, "POST", path, body)) == "not-found"
    sender.rate(stars=4, text="Gọi 0912 345 678", if_match="*")
    assert problem(ask(phone, "POST", shown, body)) == "not-found"
