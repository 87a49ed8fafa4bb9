"""What a review said before is kept for its writer, and for nobody else."""

from flask import Flask

from tests.factories import database_of
from tests.reviews.addresses import mine
from tests.reviews.phones import Phone, all_reviews, problem

VERSIONS = f"{mine()}/versions"


def edited(phone: Phone, *stars: int) -> None:
    tag = None
    for each in stars:
        answer = phone.rate(stars=each, text=f"lần {each}", if_match=tag)
        tag = answer.headers["ETag"]


def test_each_change_keeps_what_was_there(fresh: Flask, phone: Phone) -> None:
    edited(phone, 5, 3, 1)

    answer = phone.client.get(VERSIONS, headers=phone.headers())

    assert answer.headers["Cache-Control"] == "no-store"
    items = answer.get_json()["items"]
    assert [(each["version"], each["stars"]) for each in items] == [(2, 3), (1, 5)]
    assert all_reviews(fresh)["items"][0]["edited"] is True
    assert "lần 5" not in str(all_reviews(fresh))


def test_pages_join_into_the_whole_history(phone: Phone) -> None:
    edited(phone, 1, 2, 3, 4, 5)

    first = phone.client.get(f"{VERSIONS}?limit=3", headers=phone.headers()).get_json()
    rest = phone.client.get(first["next"], headers=phone.headers()).get_json()

    stars = [each["stars"] for each in first["items"] + rest["items"]]
    assert (stars, rest["next"]) == ([4, 3, 2, 1], None)


def test_nobody_else_reads_it(fresh: Flask, phone: Phone) -> None:
    edited(phone, 5, 1)

    other = Phone(fresh)

    assert problem(other.client.get(VERSIONS, headers=other.headers())) == "not-found"
    assert problem(other.client.get(VERSIONS)) == "not-authenticated"


def test_it_goes_with_the_review(fresh: Flask, phone: Phone) -> None:
    edited(phone, 5, 1)
    phone.withdraw(if_match="*")

    phone.rate(stars=4)

    answer = phone.client.get(VERSIONS, headers=phone.headers())
    assert answer.get_json()["items"] == []
    assert not database_of(fresh).find("SELECT FROM review_versions", {})
