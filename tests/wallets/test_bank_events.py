"""What the bank tells: signed, once, and whatever arrived is booked as it arrived."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest
from flask import Flask

from citizen_api.webhooks import signature
from tests.conftest import BANK_KEY, NOON
from tests.factories import database_of
from tests.wallets.people import (
    USUAL,
    Rider,
    Signing,
    citizen,
    problem,
    tell,
    tell_bytes,
    transfer,
    visitor,
)

SECOND = timedelta(seconds=1)


def purpose(rider: Rider, amount: int = 50_000) -> str:
    return str(rider.ask(amount).get_json()["transfer"]["purpose"])


def unclaimed(app: Flask) -> int:
    found = database_of(app).find(
        "SELECT coalesce(sum(amount), 0)::bigint FROM ledger_postings p"
        " JOIN ledger_accounts a ON a.id = p.account_id WHERE a.kind = 'unclaimed'",
        {},
    )
    return int(found[0][0])


def test_a_transfer_is_credited_and_has_a_receipt(rider: Rider) -> None:
    told = tell(rider.app, transfer(purpose(rider), 50_000, "FT1"))

    assert (told.status_code, told.get_json()) == (200, {"outcome": "credited"})
    (entry,) = rider.entries()
    assert (entry["kind"], entry["amount"], entry["reference"]) == (
        "top_up",
        50_000,
        "FT1",
    )


def test_told_twice_it_is_credited_once(rider: Rider) -> None:
    paid = transfer(purpose(rider))

    answers = [tell(rider.app, paid), tell(rider.app, paid)]
    other_event = tell(rider.app, paid, replace(USUAL, event="evt_2"))

    assert [each.get_json() for each in (*answers, other_event)] == [
        {"outcome": "credited"}
    ] * 3
    assert rider.wallet()["balance"] == 50_000


def test_told_many_times_at_once_it_is_credited_once(rider: Rider) -> None:
    paid = transfer(purpose(rider))

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: tell(rider.app, paid), range(8)))

    assert {each.status_code for each in answers} == {200}
    assert rider.wallet()["balance"] == 50_000


def test_one_transaction_with_two_amounts_is_refused(rider: Rider) -> None:
    content = purpose(rider)
    tell(rider.app, transfer(content, 50_000, "FT1"))

    refused = tell(rider.app, transfer(content, 60_000, "FT1"))

    assert (refused.status_code, problem(refused)) == (409, "already-booked")
    assert rider.wallet()["balance"] == 50_000


def test_paid_twice_is_credited_twice(rider: Rider) -> None:
    content = purpose(rider)

    for _ in range(2):
        tell(rider.app, transfer(content))

    assert rider.wallet()["balance"] == 100_000


@pytest.mark.parametrize("amount", [1, 49_999, 50_001, 10**12])
def test_another_amount_is_credited_as_it_arrived(rider: Rider, amount: int) -> None:
    asked = rider.ask(50_000).get_json()

    told = tell(rider.app, transfer(asked["transfer"]["purpose"], amount))

    assert told.get_json() == {"outcome": "other_amount"}
    assert rider.wallet()["balance"] == amount
    seen = rider.get(f"/v1/wallet/top-ups/{asked['id']}").get_json()
    assert (seen["status"], seen["received"]) == ("credited", amount)


def test_what_is_paid_late_is_credited_all_the_same(fresh: Flask) -> None:
    guest = visitor(fresh)
    content = purpose(guest)
    fresh.config["CLOCK"] = lambda: NOON + timedelta(days=3)
    signing = replace(USUAL, at=NOON + timedelta(days=3))

    late = tell(fresh, transfer(content, made_at="2026-11-23T12:00:00+07:00"), signing)

    assert late.get_json() == {"outcome": "late"}
    assert guest.wallet()["balance"] == 50_000


def test_what_is_told_late_was_paid_in_time(fresh: Flask) -> None:
    guest = visitor(fresh)
    content = purpose(guest)
    fresh.config["CLOCK"] = lambda: NOON + timedelta(days=3)
    signing = replace(USUAL, at=NOON + timedelta(days=3))

    told = tell(fresh, transfer(content), signing)

    assert told.get_json() == {"outcome": "credited"}


@pytest.mark.parametrize(
    "content", ["", "tien an trua", "HPWXXXXXXXX", "HPW23456789", "HPW", "\u202ea\0"]
)
def test_what_names_no_top_up_waits_for_staff(rider: Rider, content: str) -> None:
    told = tell(rider.app, transfer(content))

    assert told.get_json() == {"outcome": "unclaimed"}
    assert unclaimed(rider.app) == 50_000
    assert rider.wallet()["balance"] == 0


def test_what_names_two_top_ups_is_nobodys_yet(fresh: Flask) -> None:
    one, other = citizen(fresh), citizen(fresh, "P002")

    told = tell(fresh, transfer(f"{purpose(one)} {purpose(other)}"))

    assert told.get_json() == {"outcome": "unclaimed"}
    assert (one.wallet()["balance"], other.wallet()["balance"]) == (0, 0)


def test_a_transfer_to_another_account_is_not_ours(rider: Rider) -> None:
    refused = tell(rider.app, transfer(purpose(rider), account="0987654321"))

    assert refused.get_json()["errors"][0]["pointer"] == "#/data/account"
    assert rider.wallet()["balance"] == 0


FORGED: dict[str, Signing] = {
    "another key": Signing(key=b"x" * 32),
    "no key": Signing(key=b""),
    "no signature": Signing(headers={"webhook-signature": ""}),
    "another scheme": Signing(headers={"webhook-signature": "v2,AAAA"}),
    "no base64": Signing(headers={"webhook-signature": "v1,é"}),
    "another id": Signing(headers={"webhook-id": "evt_2"}),
    "an id with a space": Signing(event="evt 1"),
    "no id": Signing(headers={"webhook-id": ""}),
    "another moment": Signing(headers={"webhook-timestamp": "1795237201"}),
    "no moment": Signing(headers={"webhook-timestamp": "now"}),
    "a moment of many digits": Signing(headers={"webhook-timestamp": "1" * 12}),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_event_moves_nothing(rider: Rider, name: str) -> None:
    refused = tell(rider.app, transfer(purpose(rider)), FORGED[name])

    assert (refused.status_code, problem(refused)) == (401, "forged-event")
    assert refused.headers["WWW-Authenticate"].startswith("Signature")
    assert rider.wallet()["balance"] == 0


@pytest.mark.parametrize("away", [timedelta(minutes=5), -timedelta(minutes=5)])
def test_an_old_signature_may_be_a_replay(rider: Rider, away: timedelta) -> None:
    paid = transfer(purpose(rider))
    beyond = SECOND if away > timedelta(0) else -SECOND

    refused = tell(rider.app, paid, replace(USUAL, at=NOON + away + beyond))
    assert (refused.status_code, problem(refused)) == (401, "old-event")
    assert rider.wallet()["balance"] == 0

    assert tell(rider.app, paid, replace(USUAL, at=NOON + away)).status_code == 200


def test_one_right_signature_among_several_is_enough(rider: Rider) -> None:
    data = transfer(purpose(rider))
    body = orjson.dumps({"type": "transfer.received", "data": data})
    right = signature(BANK_KEY, "evt_1", int(NOON.timestamp()), body)

    told = tell(
        rider.app, data, Signing(headers={"webhook-signature": f"v1,AAAA {right}"})
    )

    assert told.status_code == 200


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"", "malformed-body"),
        (b"{", "malformed-body"),
        (b"[]", "invalid-request"),
        (b'{"type": "transfer.received"}', "invalid-request"),
        (b'{"type": "transfer.returned", "data": {}}', "invalid-request"),
    ],
)
def test_what_is_signed_and_no_event_is_named(
    app: Flask, body: bytes, name: str
) -> None:
    assert problem(tell_bytes(app, body)) == name


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": -50_000},
        {"amount": 50_000.5},
        {"amount": "50000"},
        {"amount": 10**12 + 1},
        {"transaction": ""},
        {"transaction": "F" * 65},
        {"transaction": None},
        {"content": None},
        {"content": 5},
        {"content": "x" * 1001},
        {"made_at": "yesterday"},
        {"made_at": "2026-11-21T12:00:00"},
        {"made_at": "0001-01-01T00:00:00+14:00"},
        {"made_at": 1795237200},
        {"payer": "NGUYEN VAN A"},
    ],
)
def test_a_transfer_with_a_wrong_value_is_named(
    app: Flask, wrong: dict[str, Any]
) -> None:
    refused = tell(app, transfer("nothing") | wrong)

    assert (refused.status_code, problem(refused)) == (422, "invalid-request")
    assert refused.get_json()["errors"][0]["pointer"] == f"#/data/{next(iter(wrong))}"
