"""The locks of a fleet of bikes: they obey signed commands and tell what they did.

`POST /{lock}/open` with `command`, an id that a lock obeys once, `until`, and whether
to `beep`; `POST /{lock}/close` asks one that stands open to lock. What people do by
hand: `POST /{lock}/by-hand` with `does`: close or open, and where. `PUT /mishaps` (of
all) or `/{lock}/mishaps` switches what goes wrong: what `telling.Mishaps` and
`fleet.Faults` have.
`GET /{lock}` tells how a lock stands.
"""

import hmac
import logging
import os
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, Unauthorized, UnprocessableEntity
from werkzeug.serving import run_simple

from citizen_api.simulators import lock_page
from citizen_api.simulators.fleet import Faults, Fleet
from citizen_api.simulators.telling import (
    Mishaps,
    Teller,
    in_background,
    sender,
)

LARGEST_BODY: Final = 16 * 1024
MOST: Final = {
    "delay_s": 3600,
    "times": 10,
    "clock_off_s": 10**6,
    "lock_clock_off_s": 10**6,
    "answer_s": 30,
}
STALE: Final = timedelta(minutes=5)


def create_locks(teller: Teller, wait: Callable[[float], None]) -> Flask:
    """The locks as a WSGI application of its own."""
    app, fleet = Flask("simulated-locks", static_folder=None), Fleet(teller, wait)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions["fleet"] = fleet

    def opened(name: str) -> tuple[Response, int]:
        """Obey a command of the service."""
        ensure_signed(teller)
        asked = sent()
        try:
            until = datetime.fromisoformat(str(asked["until"]))
            command = str(asked["command"])
        except (KeyError, ValueError):
            raise UnprocessableEntity("command, until") from None
        beep = asked.get("beep") is True
        return jsonify({"lock": name}), fleet.open(name, command, until, beep)

    def closed(name: str) -> tuple[Response, int]:
        """Obey a wish of the service."""
        ensure_signed(teller)
        return jsonify({"lock": name}), fleet.close(name)

    def by_hand(name: str) -> tuple[Response, int]:
        """What somebody does with their hands."""
        asked = sent()
        if asked.get("does") not in {"open", "close"}:
            raise UnprocessableEntity("does: open or close")
        fleet.by_hand(name, asked)
        return jsonify({"lock": name}), 202

    def mishaps(name: str | None = None) -> Response:
        """Switch what goes wrong."""
        troubles = troubles_of(sent())
        if name is None:
            fleet.usual = troubles
            fleet.wrong.clear()
        else:
            fleet.wrong[name] = troubles
        return jsonify({"lock": name})

    def stands(name: str) -> Response:
        """How a lock stands."""
        lock = fleet.lock(name)
        return jsonify({"lock": name, "open": lock.open, "beeped": lock.beeped})

    for rule, view, method in (
        ("/<name>/open", opened, "POST"),
        ("/<name>/close", closed, "POST"),
        ("/<name>/by-hand", by_hand, "POST"),
        ("/<name>/mishaps", mishaps, "PUT"),
        ("/mishaps", mishaps, "PUT"),
        ("/<name>", stands, "GET"),
    ):
        endpoint = f"{method} {rule}"
        app.add_url_rule(rule, endpoint, view_func=view, methods=[method])
    lock_page.register(app, fleet.by_hand)
    app.register_error_handler(HTTPException, refused)
    app.after_request(marked)
    return app


def ensure_signed(teller: Teller) -> None:
    """Raise Unauthorized unless the service signed the request a moment ago."""
    name, moment = (
        request.headers.get(f"webhook-{x}", "") for x in ("id", "timestamp")
    )
    text = f"{name}.{moment}.".encode() + request.get_data(cache=True)
    ours = "v1," + b64encode(hmac.digest(teller.key, text, "sha256")).decode()
    given = request.headers.get("webhook-signature", "")
    fresh = moment.isascii() and moment.isdigit() and len(moment) < 12
    if not hmac.compare_digest(ours.encode(), given.encode()) or not fresh:
        raise Unauthorized("not signed")
    if abs(teller.clock().timestamp() - int(moment)) > STALE.total_seconds():
        raise Unauthorized("too old")


def sent() -> dict[str, Any]:
    """The object that was sent."""
    asked = request.get_json()
    if not isinstance(asked, dict):
        raise UnprocessableEntity("an object")
    return asked


def troubles_of(asked: Mapping[str, Any]) -> tuple[Mishaps, Faults]:
    """What is to go wrong."""
    known = {each.name for kind in (Mishaps, Faults) for each in fields(kind)}
    for name, value in asked.items():
        number = type(value) in {int, float} and abs(value) <= MOST.get(name, 0)
        if name not in known or (name in MOST) != number:
            raise UnprocessableEntity(name)
        if name not in MOST and type(value) is not bool:
            raise UnprocessableEntity(name)
    parts = (
        {each.name: asked[each.name] for each in fields(kind) if each.name in asked}
        for kind in (Mishaps, Faults)
    )
    return replace(Mishaps(), **next(parts)), replace(Faults(), **next(parts))


def refused(error: HTTPException) -> tuple[Response, int]:
    """What was wrong, as JSON."""
    return jsonify({"sim": True, "error": error.description}), error.code or 500


def marked(response: Response) -> Response:
    """Every answer says that these are no real locks."""
    response.headers["Simulator"] = "true"
    response.headers["Cache-Control"] = "no-store"
    return response


def locks_at(address: str, key: bytes, clock: Callable[[], datetime]) -> Flask:
    """Locks that tell an address what they do."""
    teller = Teller(key, sender(address), in_background, clock)
    return create_locks(teller, time.sleep)


def main() -> None:
    """Serve them alone; the environment has LOCK_KEY (hex), LOCK_EVENTS_URL, PORT."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    key = bytes.fromhex(os.environ["LOCK_KEY"])
    fleet = locks_at(os.environ["LOCK_EVENTS_URL"], key, lambda: datetime.now(UTC))
    run_simple("127.0.0.1", int(os.environ.get("PORT", "8011")), fleet, threaded=True)


if __name__ == "__main__":
    main()
