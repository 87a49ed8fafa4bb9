"""The twin's doors: sign in, query, and the switch for failures."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from flask import Flask, Response, jsonify, request
from sqlalchemy import Connection, Engine, insert, select
from werkzeug.exceptions import HTTPException

from identity.simulators import ensure_allowed
from identity.simulators.gateway.accounts import (
    give_ticket,
    is_account,
    ticket_holds,
)
from identity.simulators.gateway.answers import (
    Check,
    failure,
    query_answer,
    ticket_answer,
)
from identity.simulators.gateway.register import Question, Verdict, decide, number_of
from identity.simulators.gateway.scenarios import (
    BadScenario,
    Door,
    Failing,
    Scenario,
    claim,
    clear,
    read_scenario,
    switch_on,
)
from identity.simulators.gateway.tables import checks, create_tables, digest
from identity.simulators.personas import Persona, personas

__all__ = ["create_gateway"]

LARGEST_BODY: Final = 16 * 1024
HISTORY: Final = 10
SENT: Final = {
    "card": "maThe",
    "name": "hoTen",
    "birth": "ngaySinh",
    "officer_name": "hoTenCb",
    "officer_number": "cccdCb",
}


@dataclass(frozen=True, slots=True)
class Gateway:
    """What the twin works with; `accounts` are passwords by user name."""

    engine: Engine
    accounts: Mapping[str, str] = field(repr=False)
    clock: Callable[[], datetime]
    pause: Callable[[float], None]
    people: tuple[Persona, ...] = field(repr=False)

    def take(self) -> Response:
        """Give a ticket for the user name and MD5 password in the body."""
        with self.engine.begin() as connection:
            scenario = claim(connection, Door.SIGN_IN)
            now = self.clock()
            sent = body()
            username = sent.get("username")
            answer = failure("401")
            if is_account(self.accounts, username, sent.get("password")):
                ticket = give_ticket(connection, str(username), now)
                answer = ticket_answer(ticket)
        return self.failed(scenario, answer)

    def query(self) -> Response:
        """Answer who is insured how; the ticket and password stand in the query."""
        asked = question(body())
        number = number_of(asked.card, self.people) if asked else ""
        with self.engine.begin() as connection:
            if not self.is_let_in(connection, request.args):
                return jsonify(failure("401"))
            scenario = claim(connection, Door.QUERY, number)
            answer = failure("205")
            if asked:
                answer = self.answered(connection, asked, number, scenario)
        return self.failed(scenario, answer)

    def is_let_in(self, connection: Connection, shown: Mapping[str, str]) -> bool:
        """Whether the query string shows an account and a ticket of it that holds."""
        known = is_account(self.accounts, shown.get("username"), shown.get("password"))
        return known and ticket_holds(connection, shown, self.clock())

    def answered(
        self,
        connection: Connection,
        asked: Question,
        number: str,
        scenario: Scenario | None,
    ) -> dict[str, Any]:
        """The answer to a question, which is noted in the history of checks."""
        now = self.clock()
        verdict = decide(asked, self.people, now.date())
        if scenario and scenario.failing is Failing.CODE:
            verdict = replace(verdict, code=scenario.code)
        history = self.history(connection, number) if verdict.found else []
        self.note(connection, number, verdict, now)
        return query_answer(verdict, history)

    def history(self, connection: Connection, number: str) -> list[Check]:
        """Who checked this number last."""
        person = checks.c.person == digest(number)
        latest = select(checks.c.username, checks.c.at, checks.c.code).where(person)
        rows = connection.execute(latest.order_by(checks.c.id.desc()).limit(HISTORY))
        zone = self.clock().tzinfo
        return [(username, at.astimezone(zone), code) for username, at, code in rows]

    def note(
        self, connection: Connection, number: str, verdict: Verdict, now: datetime
    ) -> None:
        """Remember that this account looked."""
        row = {"person": digest(number), "at": now, "code": verdict.code}
        row["username"] = request.args.get("username", "")
        connection.execute(insert(checks).values(row))

    def failed(self, scenario: Scenario | None, answer: dict[str, Any]) -> Response:
        """The answer as the scenario lets it through."""
        if scenario is None:
            return jsonify(answer)
        self.pause(scenario.milliseconds / 1000)
        return spoiled(scenario.failing, jsonify(answer))

    def switch(self) -> Response:
        """Switch a scenario on (PUT) or all off (DELETE)."""
        with self.engine.begin() as connection:
            if request.method == "DELETE":
                clear(connection)
                return jsonify({"sim": True})
            sent = read_scenario(request.get_json(silent=True))
            number = number_of(sent.number, self.people)
            switch_on(connection, replace(sent, number=number))
        return jsonify({"sim": True, "scenario": sent.failing})


def spoiled(failing: Failing, response: Response) -> Response:
    """The response, broken as asked."""
    match failing:
        case Failing.SERVER_ERROR:
            return Response("<h1>503 Service Unavailable</h1>", status=503)
        case Failing.TIMEOUT:
            return Response(status=504)
        case Failing.TRUNCATED:
            response.set_data(response.get_data()[:-20])
        case Failing.WRONG_CONTENT_TYPE:
            response.content_type = "text/html; charset=utf-8"
        case Failing.UNAUTHORISED:
            return jsonify(failure("401"))
    return response


def body() -> Mapping[str, Any]:
    """The JSON object or the form that was sent."""
    sent = request.get_json(silent=True)
    return sent if isinstance(sent, dict) else request.form


def question(sent: Mapping[str, Any]) -> Question | None:
    """The question in the body, where all its fields are readable texts."""
    fields: dict[str, str] = {}
    for ours, theirs in SENT.items():
        value = sent.get(theirs)
        if not isinstance(value, str) or not value.isprintable():
            return None
        fields[ours] = value
    return Question(**fields)


def create_gateway(
    engine: Engine,
    accounts: Mapping[str, str],
    clock: Callable[[], datetime],
    *,
    allowed: bool,
    pause: Callable[[float], None] = time.sleep,
) -> Flask:
    """The twin as a WSGI application of its own.

    `accounts` gives passwords by user name (`<facility>_BV`), `clock` an aware time in
    the gateway's own time zone; `pause` waits so many seconds. Makes its schema.
    Raises `SimulatorRefused` unless `allowed` is True.
    """
    ensure_allowed(allowed)
    create_tables(engine)
    gateway = Gateway(engine, dict(accounts), clock, pause, personas())
    app = Flask("insurance-gateway-twin", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    add_doors(app, gateway)
    return app


def add_doors(app: Flask, gateway: Gateway) -> None:
    """The gateway's own two doors, the switch, and what every answer has."""
    app.add_url_rule("/api/token/take", view_func=gateway.take, methods=["POST"])
    app.add_url_rule(
        "/api/egw/KQNhanLichSuKCB2024", view_func=gateway.query, methods=["POST"]
    )
    app.add_url_rule("/scenario", view_func=gateway.switch, methods=["PUT", "DELETE"])
    app.register_error_handler(BadScenario, bad_scenario)
    app.register_error_handler(HTTPException, refused)
    app.after_request(marked)


def bad_scenario(error: BadScenario) -> tuple[Response, int]:
    """What is wrong with the scenario that was sent."""
    return jsonify({"sim": True, "error": str(error)}), 422


def refused(error: HTTPException) -> tuple[Response, int]:
    """Plain errors of HTTP, as JSON."""
    return jsonify({"sim": True, "error": error.name}), error.code or 500


def marked(response: Response) -> Response:
    """Every answer says that it is not the real gateway's, broken ones included."""
    response.headers["Simulator"] = "true"
    response.headers["Cache-Control"] = "no-store"
    return response
