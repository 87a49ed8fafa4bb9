"""Lost updates: an edit says which version it starts from."""

import pytest

from tests.reviews.addresses import OTHER
from tests.reviews.phones import Phone, problem


def test_a_change_without_if_match_is_refused(phone: Phone) -> None:
    phone.rate(stars=4)

    refused = phone.rate(stars=1)

    assert (refused.status_code, problem(refused)) == (428, "version-required")
    assert phone.read().get_json()["stars"] == 4


def test_a_change_from_an_old_version_is_refused(phone: Phone) -> None:
    first = phone.rate(stars=4)
    phone.rate(stars=3, if_match=first.headers["ETag"])

    refused = phone.rate(stars=1, if_match=first.headers["ETag"])

    assert (refused.status_code, problem(refused)) == (412, "stale-version")
    assert phone.read().get_json()["stars"] == 3


def test_saying_the_same_again_needs_no_if_match_and_changes_nothing(
    phone: Phone,
) -> None:
    first = phone.rate(stars=4, text="Ngon")

    again = phone.rate(stars=4, text="Ngon")

    assert again.status_code == 200
    assert again.get_json() == first.get_json()
    assert again.headers["ETag"] == first.headers["ETag"]


def test_saying_the_same_with_if_match_changes_nothing_either(phone: Phone) -> None:
    first = phone.rate(stars=4, text="Ngon")

    again = phone.rate(stars=4, text="Ngon", if_match=first.headers["ETag"])

    assert again.get_json() == first.get_json()
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_change_whose_answer_was_lost_may_be_sent_again(phone: Phone) -> None:
    start = phone.rate(stars=4).headers["ETag"]
    lost = phone.rate(stars=2, if_match=start)

    again = phone.rate(stars=2, if_match=start)

    assert again.status_code == 200
    assert again.get_json() == lost.get_json()
    assert again.headers["ETag"] == lost.headers["ETag"]


def test_a_star_takes_whatever_is_there(phone: Phone) -> None:
    phone.rate(stars=4)

    assert phone.rate(stars=1, if_match="*").status_code == 200


def test_a_star_means_that_something_is_there(phone: Phone) -> None:
    refused = phone.rate(stars=1, if_match="*")

    assert problem(refused) == "stale-version"
    assert problem(phone.read()) == "not-found"


@pytest.mark.parametrize(
    "form",
    [
        'W/"{}"',
        "{}",
        '"{}',
        '"{}x"',
        '"garbage"',
        '""',
        "",
        '"0-1"',
        '"999999999999-1"',
        '"1-999999999"',
        '"-1-1"',
        '"' + "9" * 400 + '-1"',
    ],
)
def test_what_is_not_the_strong_tag_never_matches(phone: Phone, form: str) -> None:
    tag = phone.rate(stars=4).headers["ETag"].strip('"')

    refused = phone.rate(stars=1, if_match=form.format(tag))

    assert (refused.status_code, problem(refused)) == (412, "stale-version")
    assert problem(phone.withdraw(if_match=form.format(tag))) == "stale-version"
    assert phone.read().get_json()["stars"] == 4


def test_the_tag_of_another_review_never_matches(phone: Phone, other: Phone) -> None:
    phone.rate(stars=4)
    foreign = other.rate(stars=4).headers["ETag"]
    elsewhere = phone.rate(OTHER, stars=4).headers["ETag"]

    assert problem(phone.rate(stars=1, if_match=foreign)) == "stale-version"
    assert problem(phone.rate(stars=1, if_match=elsewhere)) == "stale-version"
    assert problem(phone.withdraw(if_match=foreign)) == "stale-version"


def test_a_tag_of_a_review_taken_back_never_matches(phone: Phone) -> None:
    tag = phone.rate(stars=4).headers["ETag"]
    phone.withdraw(if_match=tag)

    assert problem(phone.rate(stars=4, if_match=tag)) == "stale-version"
    assert problem(phone.withdraw(if_match=tag)) == "not-found"


def test_taking_back_needs_if_match(phone: Phone) -> None:
    phone.rate(stars=4)

    assert problem(phone.withdraw()) == "version-required"
    assert phone.read().status_code == 200
