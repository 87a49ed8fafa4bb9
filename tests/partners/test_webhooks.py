"""Webhooks: what partners are told, how it is signed, and when it is given up."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.jobs.actions import enqueue
from citizen_api.partners.rules import PAUSES
from citizen_api.sync.actions import bring_up
from citizen_api.working import WEBHOOK_FEED
from tests.conftest import NOON
from tests.factories import changing, database_of
from tests.leaks import dump
from tests.partners.keys import Developer, developer, partner
from tests.partners.listening import Listener, hook, listening, work
from tests.reviews.addresses import VENUE
from tests.reviews.phones import problem

ONCE = {"Idempotency-Key": "a-key-of-twenty-chars"}


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as made:
        yield made


@pytest.fixture
def city(fresh: Flask) -> Flask:
    """A city of one's own whose webhooks may go to this machine."""
    fresh.config["LOOPBACK_WEBHOOKS"] = True
    return fresh


def try_out(caller: Developer, made: dict[str, Any], **headers: str) -> Any:
    path = f"/v1/webhooks/{made['id']}/test"
    return caller.ask("POST", path, json={}, headers=headers)


def deliveries(caller: Developer, made: dict[str, Any]) -> list[dict[str, Any]]:
    page = caller.ask("GET", f"/v1/webhooks/{made['id']}/deliveries").json
    found: list[dict[str, Any]] = page["items"]
    return found


def later(app: Flask, span: timedelta) -> None:
    app.config["CLOCK"] = lambda: NOON + span


def test_a_stranger_verifies_it_with_a_library_of_others(
    city: Flask, listener: Listener
) -> None:
    city.config["CLOCK"] = lambda: datetime.now(HO_CHI_MINH)
    caller = developer(city)
    made = hook(caller, listener)
    try_out(caller, made)
    work(city)
    ((headers, body),) = listener.heard

    told = Webhook(made["secret"]).verify(body, headers)

    assert told["data"]["test"] is True
    with pytest.raises(WebhookVerificationError):
        Webhook(made["secret"]).verify(body + b" ", headers)


def test_for_a_day_after_a_change_both_secrets_sign(
    city: Flask, listener: Listener
) -> None:
    city.config["CLOCK"] = lambda: datetime.now(HO_CHI_MINH)
    caller = developer(city)
    before = hook(caller, listener)
    path = f"/v1/webhooks/{before['id']}/secret"
    after, again = (caller.ask("POST", path, headers=ONCE).json for _ in range(2))
    try_out(caller, before)
    work(city)
    ((headers, body),) = listener.heard

    for each in (before, after):
        assert Webhook(each["secret"]).verify(body, headers)
    assert before["secret"] != after["secret"] == again["secret"]


def test_secrets_are_sealed_where_they_are_kept(
    city: Flask, listener: Listener
) -> None:
    made = hook(developer(city), listener)

    written = "".join(dump(database_of(city).engine))

    assert made["secret"] not in written
    assert made["secret"].encode().hex() not in written


def test_what_was_taken_is_not_sent_again(city: Flask, listener: Listener) -> None:
    caller = developer(city)
    made = hook(caller, listener)
    for _ in range(2):
        assert try_out(caller, made, **ONCE).status_code == 202
        work(city)

    (told,) = deliveries(caller, made)
    assert (told["state"], told["attempts"], told["status"]) == ("delivered", 1, 204)
    assert len(listener.heard) == 1


def test_what_fails_is_tried_again_later_each_time_and_then_given_up(
    city: Flask, listener: Listener
) -> None:
    caller = developer(city)
    made, passed = hook(caller, listener), timedelta()
    listener.answer = 500
    try_out(caller, made)
    work(city)
    for pause in PAUSES:
        later(city, passed + pause - timedelta(seconds=1))
        work(city)
        before = len(listener.heard)
        passed += pause
        later(city, passed)
        work(city)
        assert len(listener.heard) == before + 1

    (told,) = deliveries(caller, made)
    assert (told["state"], told["attempts"], told["status"]) == ("dead", 8, 500)
    assert len(set(listener.events)) == 1
    off = caller.ask("GET", f"/v1/webhooks/{made['id']}").json
    assert (off["active"], off["off"]) == (False, "failing")


def test_what_is_dead_can_be_sent_again_under_its_own_id(
    city: Flask, listener: Listener
) -> None:
    caller = developer(city)
    made = hook(caller, listener)
    listener.answer = 410
    try_out(caller, made)
    work(city)
    (dead,) = deliveries(caller, made)
    again = f"/v1/webhooks/{made['id']}/deliveries/{dead['id']}/replay"
    assert problem(caller.ask("POST", again)) == "webhook-off"

    listener.answer = 200
    caller.ask("PATCH", f"/v1/webhooks/{made['id']}", json={"active": True})
    assert caller.ask("POST", again).status_code == 202
    work(city)

    (told,) = deliveries(caller, made)
    assert (dead["state"], told["state"]) == ("dead", "delivered")
    assert listener.events == [dead["event"]] * 2


@pytest.mark.parametrize("status", [302, 404, 500])
def test_only_2xx_counts_and_nobody_is_led_elsewhere(
    city: Flask, listener: Listener, status: int
) -> None:
    caller = developer(city)
    made = hook(caller, listener)
    listener.answer = status
    try_out(caller, made)
    work(city)

    (told,) = deliveries(caller, made)
    assert (told["state"], told["status"]) == ("waiting", status)
    assert len(listener.heard) == 1


def test_where_nobody_answers_the_fault_is_told(city: Flask) -> None:
    caller = developer(city)
    made = hook(caller, Listener(port=1))
    try_out(caller, made)
    work(city)

    (told,) = deliveries(caller, made)
    assert (told["status"], told["fault"]) == (None, "connection")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "https://127.0.0.1/hook",
        "https://localhost/hook",
        "https://[::1]/hook",
        "https://[::ffff:10.0.0.1]/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://10.1.2.3:8443/",
        "https://0x7f000001/",
        "https://user:secret@example.org/",
        "https://1.1.1.1/#part",
        "https://1.1.1.1:99999/",
        "ftp://1.1.1.1/",
        "//1.1.1.1/",
        "https://no-such-host.invalid/",
    ],
)
def test_no_address_inside_is_taken(fresh: Flask, url: str) -> None:
    wanted = {"url": url, "events": ["price.changed"]}

    refused = partner(fresh).ask("POST", "/v1/webhooks", json=wanted)

    assert (refused.status_code, problem(refused)) == (422, "address-refused")


def test_an_address_that_moved_inside_is_not_called(
    city: Flask, listener: Listener
) -> None:
    caller = developer(city)
    made = hook(caller, listener)
    try_out(caller, made)
    city.config["LOOPBACK_WEBHOOKS"] = False
    work(city)

    (told,) = deliveries(caller, made)
    assert (told["fault"], listener.heard) == ("address", [])


def test_webhooks_of_others_are_not_there(city: Flask, listener: Listener) -> None:
    made, stranger = hook(partner(city), listener), partner(city)

    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/deliveries")):
        refused = stranger.ask(method, f"/v1/webhooks/{made['id']}{path}")
        assert problem(refused) == "not-found"
    assert stranger.ask("GET", "/v1/webhooks").json["items"] == []


def test_ten_are_the_most(city: Flask, listener: Listener) -> None:
    caller = partner(city)
    for _ in range(10):
        hook(caller, listener)
    wanted = {"url": listener.url, "events": ["price.changed"]}

    assert problem(caller.ask("POST", "/v1/webhooks", json=wanted)) == (
        "too-many-webhooks"
    )


def test_asking_twice_makes_one(city: Flask, listener: Listener) -> None:
    caller = partner(city)
    wanted = {"url": listener.url, "events": ["price.changed"]}
    first, second = (
        caller.ask("POST", "/v1/webhooks", json=wanted, headers=ONCE) for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json
    other = wanted | {"events": ["venue.closed"]}
    assert problem(caller.ask("POST", "/v1/webhooks", json=other, headers=ONCE)) == (
        "idempotency-key-reused"
    )


def news(app: Flask, *statements: str) -> None:
    """Change the city, and have the offline pack and the webhooks follow."""
    with changing(app) as session:
        for statement in statements:
            session.execute(text(statement), {"venue": VENUE})
    bring_up(database_of(app), NOON)
    with changing(app) as session:
        enqueue(session, WEBHOOK_FEED, "", NOON)
    work_once(app)


def work_once(app: Flask) -> None:
    """Feed, and send; the feed asks to be done again, later than now."""
    work(app)
    with changing(app) as session:
        session.execute(text("DELETE FROM jobs WHERE kind = :k"), {"k": WEBHOOK_FEED})


OF_VENUE = "(SELECT id FROM venues WHERE slug = :venue)"
RAISED = "UPDATE menu_prices SET price_max = price_max + 1000"
DEARER = f"{RAISED} WHERE venue_id = {OF_VENUE}"
RENAMED = "UPDATE venues SET note = 'Mới sửa lại' WHERE slug = :venue"


def test_a_partner_is_told_of_what_changed(city: Flask, listener: Listener) -> None:
    news(city)
    hook(partner(city), listener, "price.changed", "venue.changed")

    news(city, DEARER)
    news(city, RENAMED)

    told = [json.loads(body) for _, body in listener.heard]
    assert [each["type"] for each in told] == ["price.changed", "venue.changed"]
    assert {each["data"]["id"] for each in told} == {VENUE}
    assert told[0]["data"]["url"].endswith(f"/v1/venues/{VENUE}")
    assert told[0]["data"].keys() == {"kind", "id", "version", "url"}


def test_the_first_look_is_no_news(city: Flask, listener: Listener) -> None:
    hook(partner(city), listener, "venue.changed", "dish.changed", "station.changed")

    news(city)

    assert listener.heard == []


def test_nobody_is_told_what_they_did_not_ask_for(
    city: Flask, listener: Listener
) -> None:
    news(city)
    hook(partner(city), listener, "station.changed")

    news(city, DEARER, RENAMED)

    assert listener.heard == []


def test_a_test_key_hears_test_events_only(city: Flask, listener: Listener) -> None:
    news(city)
    hook(developer(city), listener, "price.changed")

    news(city, DEARER)

    assert listener.heard == []


def test_a_key_that_was_taken_away_hears_nothing_more(
    city: Flask, listener: Listener
) -> None:
    news(city)
    caller = partner(city)
    made = hook(caller, listener, "price.changed")
    try_out(caller, made)
    caller.ask("DELETE", "/v1/keys/mine")

    news(city, DEARER)

    assert listener.heard == []
