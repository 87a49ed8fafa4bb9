"""One review per device and venue, edited in place."""

from flask import Flask

from tests.reviews.addresses import OTHER, listed, mine
from tests.reviews.phones import Phone, all_reviews, problem


def test_the_first_rating_makes_a_review(phone: Phone) -> None:
    answer = phone.rate(stars=4, text="Ngon")

    assert answer.status_code == 201
    assert answer.get_json()["stars"] == 4
    assert answer.headers["ETag"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_change_is_made_in_place(fresh: Flask, phone: Phone) -> None:
    first = phone.rate(stars=4, text="Ngon")

    second = phone.rate(stars=2, text="Hết ngon", if_match=first.headers["ETag"])

    assert second.status_code == 200
    assert second.get_json()["id"] == first.get_json()["id"]
    assert second.headers["ETag"] != first.headers["ETag"]
    page = all_reviews(fresh)
    assert [item["stars"] for item in page["items"]] == [2]
    assert page["score"]["ratings_count"] == 1


def test_a_change_keeps_when_it_was_made_and_says_when_it_was_changed(
    phone: Phone,
) -> None:
    first = phone.rate(stars=4)

    second = phone.rate(stars=2, if_match=first.headers["ETag"]).get_json()

    assert second["created_at"] == first.get_json()["created_at"]
    assert second["updated_at"] > second["created_at"]
    assert second["updated_at"].endswith("+07:00")


def test_what_is_left_out_of_a_change_is_gone(phone: Phone) -> None:
    dishes = [{"dish_id": "banh-da-cua", "stars": 5}]
    first = phone.rate(stars=4, text="Ngon", dishes=dishes)

    second = phone.rate(stars=4, if_match=first.headers["ETag"])

    assert second.get_json()["text"] is None
    assert second.get_json()["dishes"] == []


def test_two_phones_have_two_reviews(fresh: Flask, phone: Phone, other: Phone) -> None:
    assert phone.rate(stars=4).status_code == 201
    assert other.rate(stars=4).status_code == 201

    assert len(all_reviews(fresh)["items"]) == 2


def test_a_phone_has_a_review_of_each_venue(fresh: Flask, phone: Phone) -> None:
    assert phone.rate(stars=4).status_code == 201
    assert phone.rate(OTHER, stars=1).status_code == 201

    assert all_reviews(fresh, OTHER)["score"]["stars_mean"] == 1.0


def test_a_phone_reads_its_own_review(phone: Phone, other: Phone) -> None:
    dishes = [{"dish_id": "banh-da-cua", "stars": 5}]
    written = phone.rate(stars=4, text="Ngon", dishes=dishes)
    other.rate(stars=1)

    read = phone.read()

    assert read.status_code == 200
    assert read.get_json() == written.get_json()
    assert read.headers["ETag"] == written.headers["ETag"]
    assert read.headers["Cache-Control"] == "no-store"


def test_who_rated_nothing_has_nothing_to_read_or_withdraw(phone: Phone) -> None:
    assert problem(phone.read()) == "not-found"
    assert problem(phone.withdraw(if_match="*")) == "not-found"


def test_a_review_taken_back_is_gone_from_list_and_score(
    fresh: Flask, phone: Phone, other: Phone
) -> None:
    other.rate(stars=2)
    written = phone.rate(stars=5)

    gone = phone.withdraw(if_match=written.headers["ETag"])

    assert (gone.status_code, gone.data) == (204, b"")
    page = all_reviews(fresh)
    assert [item["stars"] for item in page["items"]] == [2]
    assert page["score"]["ratings_count"] == 1
    assert page["score"]["stars_mean"] == 2.0
    assert problem(phone.read()) == "not-found"


def test_after_taking_back_one_may_rate_again(phone: Phone) -> None:
    first = phone.rate(stars=5)
    phone.withdraw(if_match=first.headers["ETag"])

    again = phone.rate(stars=1)

    assert again.status_code == 201
    assert again.headers["ETag"] != first.headers["ETag"]


def test_an_unknown_venue_cannot_be_rated_or_listed(phone: Phone) -> None:
    assert problem(phone.rate("no-such-venue", stars=5)) == "not-found"
    assert problem(phone.read("no-such-venue")) == "not-found"
    assert problem(phone.withdraw("no-such-venue", if_match="*")) == "not-found"
    assert problem(phone.client.get(listed("no-such-venue"))) == "not-found"


def test_other_methods_are_named(phone: Phone) -> None:
    answer = phone.client.post(mine(), json={"stars": 5}, headers=phone.headers())

    assert problem(answer) == "method-not-allowed"
    assert {"DELETE", "GET", "PUT"} <= set(answer.headers["Allow"].split(", "))
