"""What this phone wrote, and being forgotten."""

import pytest
from flask import Flask

from tests.pages.filling import Form, Reader
from tests.pages.me.riding import (  # noqa: F401 - fixtures
    free_bike,
    riders_city,
    street,
    visitor,
)
from tests.pages.reading import Page
from tests.rentals.people import Street
from tests.reviews.addresses import OTHER, VENUE
from tests.reviews.phones import Phone, all_reviews

MINE = "/me/reviews"


def rated(reader: Reader, venue: str = VENUE, **typed: str) -> None:
    reader.fill(f"/venues/{venue}/rate", **{"stars": "4", **typed})


def test_who_wrote_nothing_is_told_so_and_gets_no_cookie(reader: Reader) -> None:
    answer = reader.open(MINE)

    assert answer.headers["Cache-Control"] == "no-store"
    assert "You have not rated anything with this phone yet." in Page(answer).text
    assert reader.cookies() == set()


def test_everything_that_this_phone_wrote_is_listed(
    fresh: Flask, reader: Reader
) -> None:
    Phone(fresh).rate(stars=1, text="Của người khác")
    rated(reader, text="Ngon lắm")
    rated(reader, OTHER, text="Cũng ngon")

    page = Page(reader.open(MINE))

    assert "Ngon lắm" in page.text
    assert "Cũng ngon" in page.text
    assert "Của người khác" not in page.text
    assert {f"/venues/{VENUE}", f"/venues/{VENUE}/rate"} <= set(page.links)


def test_a_review_is_taken_back_from_here(fresh: Flask, reader: Reader) -> None:
    rated(reader)

    answer = reader.fill(MINE, action="withdraw")

    assert answer.headers["Location"] == f"{MINE}?done=withdrawn"
    assert all_reviews(fresh)["items"] == []
    assert "Your rating is taken back." in reader.open(answer.headers["Location"]).text


def test_what_changed_meanwhile_is_not_taken_back(fresh: Flask, reader: Reader) -> None:
    rated(reader)
    old = reader.form(MINE) | {"action": "withdraw"}
    rated(reader, stars="2")

    answer = reader.send(MINE, old)

    assert answer.status_code == 409
    assert "You changed this rating on another page." in answer.text
    assert len(all_reviews(fresh)["items"]) == 1


def test_the_review_of_another_phone_is_not_taken_back(
    fresh: Flask, reader: Reader
) -> None:
    Phone(fresh).rate(OTHER, stars=1)
    rated(reader)

    reader.fill(MINE, action="withdraw", venue=OTHER, version="1-1")
    reader.fill(MINE, action="withdraw", venue="no-such-venue")

    assert len(all_reviews(fresh, OTHER)["items"]) == 1
    assert len(all_reviews(fresh)["items"]) == 1


@pytest.mark.parametrize("venue", ["", "\x00", f"{VENUE}\x00", "\u202e", "a" * 5000])
def test_what_is_no_venue_is_not_taken_back(
    fresh: Flask, reader: Reader, venue: str
) -> None:
    rated(reader)

    answer = reader.fill(MINE, action="withdraw", venue=venue)

    assert answer.status_code == 303
    assert len(all_reviews(fresh)["items"]) == 1


def test_a_phone_is_forgotten(fresh: Flask, reader: Reader) -> None:
    rated(reader, text="Ngon lắm")

    answer = reader.fill(MINE, action="forget")

    assert answer.headers["Location"] == f"{MINE}?done=forgotten"
    assert reader.cookies() == set()
    page = Page(reader.open(answer.headers["Location"]))
    assert "This phone is forgotten." in page.text
    assert "Ngon lắm" not in page.text
    assert len(all_reviews(fresh)["items"]) == 1


def test_a_forgotten_phone_is_another_one_from_then_on(
    fresh: Flask, reader: Reader
) -> None:
    rated(reader)
    reader.fill(MINE, action="forget")

    rated(reader)

    assert len(all_reviews(fresh)["items"]) == 2


def test_a_phone_with_a_bike_is_not_forgotten(street: Street) -> None:  # noqa: F811
    rider = visitor(street)
    rider.rent(free_bike(street).token)

    assert "This phone has a bike." in rider.text(MINE)
    form = rider.form(MINE) | {"action": "forget", "lose": "yes"}
    refused = rider.send(MINE, form)

    assert refused.status_code == 409
    assert "device" in rider.cookies()
    rider.do("cancel")
    assert rider.send(MINE, form).headers["Location"] == f"{MINE}?done=forgotten"


def test_money_is_lost_only_by_who_says_so(street: Street) -> None:  # noqa: F811
    rider = visitor(street, money=20_000)
    form = rider.form(MINE) | {"action": "forget"}
    assert "This phone's wallet has ₫20,000 in it." in rider.text(MINE)

    assert rider.send(MINE, form).status_code == 409
    assert "device" in rider.cookies()

    assert rider.send(MINE, form | {"lose": "yes"}).status_code == 303
    assert rider.cookies() == set()


def test_an_empty_wallet_is_forgotten_without_a_question(street: Street) -> None:  # noqa: F811
    rider = visitor(street, money=0)

    assert "This phone's wallet has" not in rider.text(MINE)
    assert rider.fill(MINE, action="forget").status_code == 303


def test_another_site_cannot_take_back_or_forget(fresh: Flask, reader: Reader) -> None:
    rated(reader)

    for action in ("withdraw", "forget"):
        form = reader.form(MINE) | {"action": action}
        foreign = reader.send(MINE, form, **{"Sec-Fetch-Site": "cross-site"})
        forged = reader.send(MINE, form | {"form_token": ""})
        assert (foreign.status_code, forged.status_code) == (403, 403)

    assert reader.cookies() == {"device", "form"}
    assert len(all_reviews(fresh)["items"]) == 1


def test_a_long_list_has_pages(fresh: Flask, reader: Reader) -> None:
    venues = fresh.test_client().get("/v1/venues?limit=21").get_json()["items"]
    for venue in venues:
        rated(reader, venue["id"])

    first = Page(reader.open(MINE))
    [older] = [link for link in first.links if "after=" in link]
    second = Page(reader.open(older))

    seen = {
        link
        for link in first.links + second.links
        if link.startswith("/venues/") and not link.endswith("/rate")
    }
    assert seen == {f"/venues/{venue['id']}" for venue in venues}
    assert MINE in second.links


def test_a_cursor_of_another_phone_is_refused(fresh: Flask, reader: Reader) -> None:
    rated(reader)

    answer = reader.open(f"{MINE}?after=x")

    assert (answer.status_code, answer.mimetype) == (422, "text/html")


def test_what_became_of_a_reported_review_stands_there_too(
    fresh: Flask, reader: Reader
) -> None:
    writer = Phone(fresh)
    written = writer.rate(stars=1, text="Dở")
    reader.fill(f"/reviews/{written.get_json()['id']}", action="report", fault="insult")
    assert "A review: It insults somebody" in Page(reader.open(MINE)).text

    writer.withdraw(if_match=written.headers["ETag"])

    assert "Its writer took the review back" in Page(reader.open(MINE)).text


def test_reports_stand_beside_the_reviews(fresh: Flask, reader: Reader) -> None:
    reader.fill(f"/venues/{VENUE}/report", kind="price", text="Nay 45.000")

    answer = reader.open(MINE)

    text = Page(answer).text
    assert "A price is wrong" in text
    assert "Nay 45.000" in text
    assert "We are looking at it" in text
    assert "form_token" in Form(answer).values
