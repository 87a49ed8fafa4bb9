"""Reports of reviews, and what becomes of them."""

from typing import Any

import pytest
from flask import Flask

from tests.reviews.citizens import ask, decide, moderator, queue
from tests.reviews.phones import Phone, all_reviews, problem

MINE = "/v1/devices/mine/review-reports"
SPAM = {"reason": "spam", "text": "Quảng cáo quán khác"}


def reports(review: int) -> str:
    return f"/v1/reviews/{review}/reports"


def written(phone: Phone) -> int:
    number: int = phone.rate(stars=1, text="Dở").get_json()["id"]
    return number


def test_several_reports_are_one_case_and_each_reporter_is_told(
    fresh: Flask, phone: Phone
) -> None:
    path, others = reports(written(phone)), [Phone(fresh) for _ in range(2)]
    made = [ask(each, "POST", path, SPAM).status_code for each in others]
    again = ask(others[0], "POST", path, {"reason": "paid"})
    who = moderator(fresh)

    (case,) = queue(who)
    about = ask(who, "GET", f"/v1/moderation/cases/{case['id']}").get_json()["about"]
    assert (made, again.status_code) == ([201, 201], 200)
    assert again.get_json()["reason"] == "spam"
    assert [each["fault"] for each in about["reports"]] == ["spam", "spam"]
    assert all_reviews(fresh)["items"][0]["text"] == "Dở"

    decide(who, case["id"], "drop", "Đúng là quảng cáo.")

    for each in others:
        (told,) = ask(each, "GET", MINE).get_json()["items"]
        assert (told["status"], told["note"]) == ("accepted", "Đúng là quảng cáo.")
    page = all_reviews(fresh)
    assert (page["items"], page["score"]["ratings_count"]) == ([], 0)
    assert page["left_out"][0]["count"] == 1
    own = phone.read().get_json()
    assert (own["state"], own["reason"]["code"]) == ("dropped", "spam")


def test_a_report_of_what_was_taken_back_is_told_so(
    fresh: Flask, phone: Phone, other: Phone
) -> None:
    ask(other, "POST", reports(written(phone)), SPAM)
    phone.withdraw(if_match="*")

    (told,) = ask(other, "GET", MINE).get_json()["items"]

    assert (told["status"], told["review_id"]) == ("gone", None)
    assert queue(moderator(fresh)) == []


def test_nobody_reports_the_own_review(phone: Phone, other: Phone) -> None:
    path = reports(written(phone))

    assert problem(ask(phone, "POST", path, SPAM)) == "own-review"
    assert problem(ask(other, "POST", reports(10**7), SPAM)) == "not-found"
    assert problem(other.client.post(path, json=SPAM)) == "not-authenticated"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reason": "rude"},
        {"reason": "other"},
        {"reason": "spam", "text": "x" * 501},
        {"reason": "spam", "text": ""},
        {"reason": "spam", "text": "a\u2066b"},
        {"reason": 5},
        {"reason": "spam", "by": "me"},
        [],
    ],
)
def test_what_is_no_report_is_named(phone: Phone, other: Phone, body: Any) -> None:
    refused = ask(other, "POST", reports(written(phone)), body)

    assert problem(refused) == "invalid-request"
