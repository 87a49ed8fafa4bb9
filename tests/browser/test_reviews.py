"""Readers and writers of reviews on a phone: helpful, reported, appealed against."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import Phones
from tests.browser.looking import troubles
from tests.reviews.addresses import VENUE
from tests.reviews.citizens import decide, moderator, queue
from tests.reviews.phones import Phone

pytestmark = pytest.mark.proof
PATH = f"/venues/{VENUE}"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_review_is_helpful_and_then_not_any_more(
    readers: Phones, fresh: Flask, scripts: bool
) -> None:
    Phone(fresh).rate(stars=4, text="Ngon, hơi mặn")
    page = readers.phone(java_script_enabled=scripts)
    page.goto(PATH)
    page.get_by_role("link", name="Was this helpful?").tap()

    page.get_by_role("button", name="It was helpful").tap()

    expect(page.get_by_role("status")).to_contain_text("helps others to choose")
    if scripts:
        assert troubles(page) == []
    seen = readers.phone()
    seen.goto(PATH)
    expect(seen.get_by_role("link", name="Helpful for 1 reader")).to_be_visible()
    page.get_by_role("button", name="Take it back").tap()
    expect(page.get_by_role("status")).to_have_text("Your vote is taken back.")
    seen.reload()
    expect(seen.get_by_role("link", name="Was this helpful?")).to_be_visible()


def test_a_review_is_reported_once_it_is_said_what_is_wrong(
    readers: Phones, fresh: Flask
) -> None:
    number = Phone(fresh).rate(stars=1, text="Đến quán kia đi").get_json()["id"]
    page = readers.phone()
    page.goto(f"/reviews/{number}")
    page.get_by_label("Something else").check()
    page.get_by_role("button", name="Report this review").tap()
    expect(page.locator("#text-error")).to_be_visible()
    assert troubles(page) == []

    page.get_by_label("It is advertising or rubbish").check()
    page.get_by_label("In your words").fill("Quảng cáo quán khác")
    page.get_by_role("button", name="Report this review").tap()

    expect(page.get_by_role("status")).to_contain_text("A moderator will look")
    assert troubles(page) == []
    assert [case["reason"] for case in queue(moderator(fresh))] == ["spam"]


def test_the_writer_of_a_hidden_review_appeals(readers: Phones, fresh: Flask) -> None:
    page = readers.phone()
    page.goto(f"{PATH}/rate")
    page.get_by_label("4 stars of 5").first.check(force=True)
    page.get_by_label("In your words").fill("Gọi 0912345678 để đặt")
    page.get_by_role("button", name="Send").tap()
    thanks = page.get_by_role("status").filter(has_text="Thank you!")
    expect(thanks).to_contain_text("A person must look at it first.")
    (case,) = queue(moderator(fresh))
    decide(moderator(fresh), case["id"], "drop", "Có số điện thoại.")
    page.goto("/me/reviews")
    page.get_by_role("link", name="Is that wrong?").tap()
    assert troubles(page) == []

    page.get_by_label("Tell us why your review should count").fill("Là số bàn.")
    page.get_by_role("button", name="Appeal").tap()

    expect(page.get_by_role("status")).to_contain_text("will look at it")
    assert [each["kind"] for each in queue(moderator(fresh))] == ["appeal"]
    stranger = readers.phone()
    answer = stranger.goto(f"/reviews/{number_of(case)}")
    assert answer is not None
    assert answer.status == 404


def number_of(case: dict[str, str]) -> str:
    """The review that a case is about."""
    return case["subject"].removeprefix("review:")
