"""Asking for a top-up: a VietQR code, and nothing before the bank says so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from qr.vietqr import Transfer, parse
from tests.conftest import NOON
from tests.factories import known_person
from tests.wallets.people import Rider, citizen, problem, tell, transfer, visitor

KEY = {"Idempotency-Key": "a-key-of-sixteen-letters"}
UNKNOWN = "/v1/wallet/top-ups/0b6f6a0e-8d0f-4a6f-9d3a-0d1f5b1c2e77"


def test_a_top_up_is_a_vietqr_transfer_to_the_city(rider: Rider) -> None:
    answer = rider.ask(50_000)
    asked = answer.get_json()

    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert (asked["status"], asked["received"]) == ("awaiting", 0)
    assert parse(asked["payload"]) == Transfer(
        bank="999999",
        account="1234567890",
        amount=50_000,
        purpose=asked["transfer"]["purpose"],
    )


def test_top_ups_of_a_rider_are_counted(rider: Rider, guest: Rider) -> None:
    first = rider.ask(50_000)
    for _ in range(59):
        rider.ask(50_000)

    refused = rider.ask(50_000)

    assert first.headers["RateLimit"] == '"topups";r=59;t=3600'
    assert (refused.status_code, problem(refused)) == (429, "too-many-requests")
    assert refused.headers["Retry-After"] == "3600"
    assert guest.ask(50_000).status_code == 201


def test_the_picture_holds_the_same_payload(guest: Rider) -> None:
    asked = guest.ask(10_000_000).get_json()

    picture = guest.get(asked["png"])
    drawing = guest.get(asked["svg"])

    found = zxingcpp.read_barcodes(Image.open(BytesIO(picture.data)).convert("L"))
    assert [each.text for each in found] == [asked["payload"]]
    assert picture.headers["Cache-Control"] == "no-store"
    assert drawing.content_type == "image/svg+xml"
    assert drawing.data.startswith(b"<svg")


def test_nothing_is_credited_before_the_bank_confirms(rider: Rider) -> None:
    rider.ask(50_000)

    assert rider.wallet() == {
        "balance": 0,
        "available": 0,
        "debt": 0,
        "currency": "VND",
        "may_ride": False,
        "least_to_ride": 10_000,
    }


def test_a_confirmed_top_up_is_a_visitors_deposit(guest: Rider) -> None:
    asked = guest.top_up(10_000)

    assert guest.wallet()["may_ride"] is True
    assert guest.get(f"/v1/wallet/top-ups/{asked['id']}").get_json()["status"] == (
        "credited"
    )


def test_asking_again_with_the_same_key_is_the_same_top_up(rider: Rider) -> None:
    first, again = rider.ask(20_000, **KEY), rider.ask(20_000, **KEY)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.get_json() == first.get_json()


def test_asked_at_once_with_one_key_it_is_one_top_up(guest: Rider) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: guest.ask(20_000, **KEY), range(8)))

    assert sorted(each.status_code for each in answers) == [200] * 7 + [201]
    assert len({each.get_json()["id"] for each in answers}) == 1


def test_a_key_with_another_amount_is_refused(rider: Rider) -> None:
    rider.ask(20_000, **KEY)

    assert problem(rider.ask(30_000, **KEY)) == "idempotency-key-reused"


def test_two_riders_may_have_the_same_key(rider: Rider, guest: Rider) -> None:
    first, other = rider.ask(20_000, **KEY), guest.ask(30_000, **KEY)

    assert other.status_code == 201
    assert other.get_json()["id"] != first.get_json()["id"]


def test_a_key_that_can_be_guessed_is_refused(rider: Rider) -> None:
    assert problem(rider.ask(20_000, **{"Idempotency-Key": "1"})) == "bad-request"


@pytest.mark.parametrize(
    "amount",
    [9_999, 10_000_001, 0, -50_000, 10_000.5, "50000", None, True, [], 10**30],
)
def test_an_amount_that_is_not_taken_is_named(app: Flask, amount: object) -> None:
    answer = visitor(app).ask(amount)

    assert (answer.status_code, problem(answer)) == (422, "invalid-request")
    assert answer.get_json()["errors"][0]["pointer"] == "#/amount"


def test_a_top_up_that_nobody_paid_expires(fresh: Flask, guest: Rider) -> None:
    path = f"/v1/wallet/top-ups/{guest.ask(50_000).get_json()['id']}"

    fresh.config["CLOCK"] = lambda: NOON + timedelta(hours=24) - timedelta(seconds=1)
    assert guest.get(path).get_json()["status"] == "awaiting"

    fresh.config["CLOCK"] = lambda: NOON + timedelta(hours=24)
    assert guest.get(path).get_json()["status"] == "expired"


@pytest.mark.parametrize("ending", ["", "/qr.png", "/qr.svg"])
def test_another_riders_top_up_is_not_found(fresh: Flask, ending: str) -> None:
    rider, other = citizen(fresh), citizen(fresh, "P002")
    asked = rider.ask(50_000).get_json()

    for path in (f"/v1/wallet/top-ups/{asked['id']}", UNKNOWN):
        refused = other.get(path + ending)
        assert (refused.status_code, problem(refused)) == (404, "not-found")


def test_without_a_bank_nobody_is_asked_to_pay(fresh: Flask, guest: Rider) -> None:
    fresh.config["BANK_KEY"] = b""

    refused = guest.ask(50_000)

    assert (refused.status_code, problem(refused)) == (503, "top-ups-closed")


def test_an_app_without_the_scope_sees_no_money(fresh: Flask) -> None:
    headers = known_person(fresh, scopes=("profile",)).headers

    refused = fresh.test_client().get("/v1/me/wallet", headers=headers)

    assert problem(refused) == "insufficient-scope"


@pytest.mark.parametrize("token", [None, "A" * 43, "A" * 42])
def test_a_stranger_has_no_wallet(app: Flask, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    refused = app.test_client().get("/v1/me/wallet", headers=headers)

    assert (refused.status_code, problem(refused)) == (401, "not-signed-in")


def test_the_bank_may_write_more_than_the_code(rider: Rider) -> None:
    asked: dict[str, Any] = rider.ask(50_000).get_json()
    code = asked["transfer"]["purpose"].lower()
    content = f"MBVCB.4417.{code[:6]} {code[6:]}.CT tu 0011 NGUYỄN VĂN A\ttoi 1234"

    told = tell(rider.app, transfer(content))

    assert told.get_json() == {"outcome": "credited"}
    assert rider.wallet()["balance"] == 50_000
