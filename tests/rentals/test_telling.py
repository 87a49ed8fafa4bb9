"""What an app hears: streams that are short and few, and pushes that name nobody."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import UUID

import orjson
import pytest

from citizen_api.http import turns
from citizen_api.rentals import pushing
from citizen_api.rentals.streaming import EXTENSION, Streams
from citizen_api.webhooks import Signed, ensure_signed
from identity.providers.wire import Wire
from tests.rentals.people import Bicycle, Person, Street
from tests.wallets.people import problem

KEY = b"the key of the push service here"


def heard(person: Person, **headers: str) -> list[tuple[int, str]]:
    """The ids and causes that a stream tells."""
    text = person.get("/v1/me/rental/events", **headers).text
    blocks = [each.split("\n") for each in text.split("\n\n") if "data:" in each]
    return [
        (int(b[0].removeprefix("id: ")), orjson.loads(b[2][6:])["cause"])
        for b in blocks
    ]


@pytest.fixture(autouse=True)
def _short(street: Street) -> None:
    street.app.config["STREAM_LASTS_S"] = 0


def test_a_stream_tells_all_of_an_open_ride_and_goes_on_where_it_was_cut(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    told = heard(rider)
    assert [cause for _, cause in told] == ["offered", "unlocking", "opened"]

    street.later(minutes=9)
    bike.closes("hp-019")
    rider.does("end", rental)
    rest = heard(rider, **{"Last-Event-ID": str(told[-1][0])})

    assert [cause for _, cause in rest] == ["lock_closed", "ended", "settled"]
    newest = rider.get("/v1/me/rental").get_json()["last_event"]
    assert (heard(rider), rest[-1][0]) == ([], newest)


def test_a_stream_is_the_riders_own(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rider.riding(bike)

    assert heard(street.visitor(), **{"Last-Event-ID": "0"}) == []


def test_a_stream_takes_the_id_of_an_event_only(rider: Person) -> None:
    refused = rider.get("/v1/me/rental/events", **{"Last-Event-ID": "x"})

    assert (refused.status_code, problem(refused)) == (400, "bad-request")


def test_streams_are_few_and_hold_no_turn(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    street.app.config["STREAM_LASTS_S"] = 60
    street.app.extensions[EXTENSION] = Streams(1)
    turns.register(street.app, most_outside=1)
    client = street.app.test_client()
    open_one = client.get(
        "/v1/me/rental/events", headers=rider.wallet.headers, buffered=False
    )
    parts = open_one.iter_encoded()
    assert next(parts).startswith(b"retry:")

    # While it lasts others are answered, and another stream is told to come later.
    rider.offered(bike)
    assert b"offered" in next(parts)
    refused = rider.get("/v1/me/rental/events")
    assert (refused.status_code, problem(refused)) == (503, "busy")

    open_one.close()
    street.app.config["STREAM_LASTS_S"] = 0
    assert rider.get("/v1/me/rental/events").status_code == 200


class Told(BaseHTTPRequestHandler):
    """A push service that keeps what it is told."""

    kept: list[tuple[Signed, dict[str, Any]]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        sent = self.headers
        signed = Signed(
            sent["webhook-id"],
            sent["webhook-timestamp"],
            sent["webhook-signature"],
            body,
        )
        self.kept.append((signed, orjson.loads(body)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_push_is_signed_and_names_nobody(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    kept: list[tuple[Signed, dict[str, Any]]] = []
    handler = type("Handler", (Told,), {"kept": kept})
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/push"
    push = pushing.Push(address, KEY, "secret", Wire(2))
    street.app.extensions[pushing.EXTENSION] = push
    rider.riding(bike)
    street.work()
    server.shutdown()
    server.server_close()
    push.wire.close()

    ((signed, said),) = kept
    ensure_signed(KEY, signed, street.now)
    assert said["data"]["state"] == "active"
    channel = rider.get("/v1/me/rental").get_json()["push_channel"]
    assert said["data"]["channel"] == channel
    UUID(said["data"].pop("rental"))
    text = orjson.dumps(said).decode()
    owner = str(rider.wallet.owner.device)
    assert bike.number not in text
    assert owner not in said["data"]["channel"] or len(owner) < 4


def test_a_push_that_is_not_taken_is_told_again(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    push = pushing.Push("http://127.0.0.1:9/push", KEY, "secret", Wire(1))
    street.app.extensions[pushing.EXTENSION] = push
    rider.riding(bike)
    street.work()

    left = "SELECT count(*) FROM jobs WHERE kind = 'rental-push' AND done_at IS NULL"
    assert street.database.find(left, {})[0][0] == 1
