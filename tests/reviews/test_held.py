"""Words that a person must look at first, and writers who belong to the venue."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.conftest import close, copied, make_app
from tests.factories import signed_in
from tests.reviews.addresses import OTHER, VENUE
from tests.reviews.citizens import Someone, decide, moderator, owner, queue
from tests.reviews.phones import Phone, all_reviews

WITH_PHONE = "Ngon, gọi 0912 345 678 để đặt bàn."


def count(app: Flask, venue: str = VENUE) -> int:
    found: int = all_reviews(app, venue)["score"]["ratings_count"]
    return found


def test_a_phone_number_is_read_by_nobody_until_somebody_looked(
    fresh: Flask, phone: Phone
) -> None:
    told = phone.rate(stars=5, text=WITH_PHONE).get_json()

    page = all_reviews(fresh)
    assert (told["state"], told["reason"]["code"]) == ("held", "phone_number")
    assert (page["items"], page["score"]["ratings_count"]) == ([], 0)
    assert [(each["state"], each["count"]) for each in page["left_out"]] == [
        ("held", 1)
    ]
    assert phone.read().get_json()["text"] == WITH_PHONE
    (case,) = queue(moderator(fresh))
    assert (case["kind"], case["reason"]) == ("review_held", "phone_number")


def test_its_writer_may_change_it_and_it_counts(fresh: Flask, phone: Phone) -> None:
    tag = phone.rate(stars=5, text=WITH_PHONE).headers["ETag"]

    told = phone.rate(stars=5, text="Ngon", if_match=tag).get_json()

    assert (told["state"], told["reason"]) == ("counted", None)
    assert count(fresh) == 1
    who = moderator(fresh)
    assert queue(who) == []
    (case,) = queue(who, "?state=decided")
    assert case["decision"] == "changed"


def test_what_a_moderator_found_fine_stays_so(fresh: Flask, phone: Phone) -> None:
    tag = phone.rate(stars=5, text=WITH_PHONE).headers["ETag"]
    who = moderator(fresh)
    (case,) = queue(who)

    assert decide(who, case["id"], "count").status_code == 200

    assert count(fresh) == 1
    told = phone.rate(stars=4, text=WITH_PHONE, if_match=tag).get_json()
    assert told["state"] == "counted"


def test_a_dropped_text_is_looked_at_again_when_it_is_changed(
    fresh: Flask, phone: Phone
) -> None:
    tag = phone.rate(stars=5, text=WITH_PHONE).headers["ETag"]
    who = moderator(fresh)
    decide(who, queue(who)[0]["id"], "drop")
    page = all_reviews(fresh)
    assert [(each["state"], each["count"]) for each in page["left_out"]] == [
        ("dropped", 1)
    ]

    told = phone.rate(stars=5, text="Ngon", if_match=tag).get_json()

    assert (told["state"], told["reason"]["code"]) == ("held", "changed_after_drop")
    assert [case["reason"] for case in queue(who)] == ["changed_after_drop"]


def test_a_review_taken_back_leaves_no_case_and_a_line(
    fresh: Flask, phone: Phone
) -> None:
    phone.rate(stars=5, text=WITH_PHONE)
    phone.withdraw(if_match="*")

    who = moderator(fresh)
    assert queue(who) == []
    (case,) = queue(who, "?state=decided")
    assert case["decision"] == "withdrawn"
    log = fresh.test_client().get("/v1/moderation/log").get_json()["items"]
    assert [each["decision"] for each in log] == ["withdrawn", None]


def test_an_owner_does_not_count_at_the_own_venue(fresh: Flask) -> None:
    who = owner(fresh)

    told = who.rate(stars=5, text="Tuyệt vời").get_json()

    assert (told["state"], told["reason"]["code"]) == ("held", "owner_or_staff")
    page = all_reviews(fresh)
    assert page["score"]["ratings_count"] == 0
    assert page["items"][0]["reason"]["code"] == "owner_or_staff"
    assert who.rate(OTHER, stars=5).get_json()["state"] == "counted"


def test_the_phone_of_an_owner_does_not_count_either(
    fresh: Flask, phone: Phone
) -> None:
    phone.rate(stars=5)
    assert count(fresh) == 1
    who = owner(fresh)

    answer = who.client.put(
        "/v1/me/devices", json={"token": phone.token}, headers=who.headers()
    )

    assert answer.status_code == 204
    assert count(fresh) == 0
    assert phone.read().get_json()["reason"]["code"] == "owner_or_staff"


@pytest.fixture(scope="module")
def city(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city for tests that do not disturb each other."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"held_{worker}"))
    yield made
    close(made)


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ({"text": "Bánh đa ngon"}, "vi"),
        ({"text": "맛있어요"}, "ko"),
        ({"text": "とても美味しい"}, "ja"),
        ({"text": "很好吃"}, "zh"),
        ({"text": "Very good"}, None),
        ({"text": "Very good", "language": "en"}, "en"),
        ({"text": "很好吃", "language": "zh-Hant"}, "zh-Hant"),
        ({}, None),
        ({"language": "en"}, None),
    ],
)
def test_the_language_of_a_text_is_told_or_seen(
    city: Flask, body: dict[str, str], language: str | None
) -> None:
    assert Phone(city).rate(stars=4, **body).get_json()["language"] == language


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"visited_on": "2026-11-22"}, "#/visited_on"),
        ({"visited_on": "2023-11-21"}, "#/visited_on"),
        ({"visited_on": "21/11/2026"}, "#/visited_on"),
        ({"visited_on": 20261121}, "#/visited_on"),
        ({"language": "vietnamese"}, "#/language"),
        ({"language": "vi\u202e"}, "#/language"),
        ({"language": 5}, "#/language"),
        ({"language": ""}, "#/language"),
        ({"state": "counted"}, "#/state"),
    ],
)
def test_days_and_languages_that_cannot_be_are_named(
    city: Flask, body: dict[str, object], pointer: str
) -> None:
    refused = Phone(city).rate(stars=4, **body)

    assert refused.status_code == 422
    assert [each["pointer"] for each in refused.get_json()["errors"]] == [pointer]


def test_the_day_of_the_visit_is_kept(city: Flask) -> None:
    phone = Phone(city)

    assert phone.rate(stars=4, visited_on="2026-11-21").status_code == 201

    assert phone.read().get_json()["visited_on"] == "2026-11-21"


def test_a_citizen_has_one_review_whichever_phone_it_comes_from(
    fresh: Flask, phone: Phone
) -> None:
    phone.rate(stars=2)
    phone.rate(OTHER, stars=3)
    who = Someone(fresh, signed_in(fresh))
    who.rate(stars=5)
    headers = who.headers()
    body = {"token": phone.token}
    for _ in range(2):
        answer = who.client.put("/v1/me/devices", json=body, headers=headers)
        assert answer.status_code == 204

    assert count(fresh) == 1
    assert who.read().get_json()["stars"] == 5
    tag = phone.read().headers["ETag"]
    assert phone.rate(stars=1, if_match=tag).status_code == 200
    assert who.read().get_json()["stars"] == 1
    assert who.read(OTHER).get_json()["stars"] == 3


def test_nobody_claims_the_phone_of_another(fresh: Flask, phone: Phone) -> None:
    body = {"token": phone.token}
    first = Someone(fresh, signed_in(fresh))
    other = Someone(fresh, signed_in(fresh, "P004"))
    first.client.put("/v1/me/devices", json=body, headers=first.headers())

    refused = other.client.put("/v1/me/devices", json=body, headers=other.headers())
    assert refused.status_code == 409

    let_go = phone.client.delete("/v1/devices/mine/owner", headers=phone.headers())
    assert let_go.status_code == 204
    taken = other.client.put("/v1/me/devices", json=body, headers=other.headers())
    assert taken.status_code == 204
    strange = other.client.put(
        "/v1/me/devices", json={"token": "x" * 43}, headers=other.headers()
    )
    assert strange.status_code == 404


def test_a_citizen_with_two_phones_who_rates_at_once_has_one_row(fresh: Flask) -> None:
    who = Someone(fresh, signed_in(fresh))
    phones = [Phone(fresh) for _ in range(2)]
    for each in phones:
        who.client.put(
            "/v1/me/devices", json={"token": each.token}, headers=who.headers()
        )

    with ThreadPoolExecutor(9) as threads:
        asked = [
            threads.submit(each.rate, stars=stars)
            for stars in (1, 3, 5)
            for each in (who, *phones)
        ]
        answers = [each.result().status_code for each in asked]

    assert answers.count(201) == 1
    assert set(answers) <= {200, 201, 428}
    assert count(fresh) == 1
