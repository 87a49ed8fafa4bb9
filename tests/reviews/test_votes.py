"""Helpful votes: one each, not of one's own, and the list by them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.factories import signed_in
from tests.reviews.addresses import OTHER, VENUE, listed
from tests.reviews.citizens import Someone, ask
from tests.reviews.phones import Phone, problem


def helpful(review: int) -> str:
    return f"/v1/reviews/{review}/helpful"


def written(phone: Phone, venue: str = VENUE) -> int:
    number: int = phone.rate(venue, stars=4).get_json()["id"]
    return number


def test_a_vote_counts_once_and_is_taken_back_once(phone: Phone, other: Phone) -> None:
    path = helpful(written(phone))

    told = [ask(other, verb, path).get_json() for verb in ("PUT", "PUT", "DELETE")]
    again = ask(other, "DELETE", path).get_json()

    assert [each["helpful_count"] for each in told] == [1, 1, 0]
    assert [each["helpful"] for each in told] == [True, True, False]
    assert again == told[2]


def test_nobody_votes_on_the_own_review(phone: Phone) -> None:
    path = helpful(written(phone))

    assert problem(ask(phone, "PUT", path)) == "own-review"
    assert problem(phone.client.put(path)) == "not-authenticated"


def test_a_citizen_and_their_phone_are_one_voter(fresh: Flask, phone: Phone) -> None:
    path, voter = helpful(written(phone)), Phone(fresh)
    who = Someone(fresh, signed_in(fresh))
    ask(voter, "PUT", path)
    ask(who, "PUT", path)

    ask(who, "PUT", "/v1/me/devices", {"token": voter.token})

    assert phone.newest()["helpful_count"] == 1
    assert ask(voter, "PUT", path).get_json()["helpful_count"] == 1


def test_a_held_text_and_an_unknown_review_have_no_votes(
    phone: Phone, other: Phone
) -> None:
    held = phone.rate(stars=4, text="0912345678").get_json()["id"]

    assert problem(ask(other, "PUT", helpful(held))) == "not-found"
    assert problem(ask(other, "PUT", helpful(10**7))) == "not-found"
    assert ask(other, "PUT", "/v1/reviews/x/helpful").status_code == 404


def test_votes_that_come_at_once_are_all_counted(phone: Phone, here: Flask) -> None:
    path = helpful(written(phone))
    voters = [Phone(here) for _ in range(6)]

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda who: ask(who, "PUT", path), voters * 2))

    assert {each.status_code for each in answers} == {200}
    assert max(each.get_json()["helpful_count"] for each in answers) == 6


@pytest.fixture
def ranked(fresh: Flask) -> list[int]:
    """Reviews of a venue, with 0, 2, 1 and 0 votes."""
    phones = [Phone(fresh) for _ in range(4)]
    numbers = [written(each, OTHER) for each in phones]
    for voter, liked in ((0, 1), (2, 1), (0, 2)):
        ask(phones[voter], "PUT", helpful(numbers[liked]))
    return numbers


def test_the_most_helpful_come_first(fresh: Flask, ranked: list[int]) -> None:
    first, second, third, last = ranked
    client = fresh.test_client()

    page = client.get(f"{listed(OTHER)}?sort=helpful&limit=3").get_json()
    rest = client.get(page["next"]).get_json()

    numbers = [each["id"] for each in page["items"] + rest["items"]]
    assert numbers == [second, third, last, first]
    newest = client.get(listed(OTHER)).get_json()["items"]
    assert [each["id"] for each in newest] == [last, third, second, first]
    wrong = client.get(page["next"].replace("sort=helpful", "sort=newest"))
    assert problem(wrong) == "bad-cursor"
    assert problem(client.get(f"{listed(OTHER)}?sort=best")) == "invalid-request"
