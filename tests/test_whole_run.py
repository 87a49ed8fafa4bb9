"""S9, S12, S13 over a whole run: nobody is named where they may not be."""

import itertools
import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import requests
from flask import Flask
from sqlalchemy import text
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from citizen_api.accounts.registering import DEMO_CLIENTS, register_client
from citizen_api.accounts.rules import SCOPES
from citizen_api.app import create_app
from citizen_api.http.clock import now
from citizen_api.jobs.running import Worker
from citizen_api.providers import VNEID_PATH
from citizen_api.rights.rules import EXPORT_JOB
from citizen_api.roles.models import Role, RoleHeld
from citizen_api.settings import Settings
from citizen_api.simulating import EXTENSION
from citizen_api.working import HANDLERS
from identity.simulators.vneid import context
from tests.accounts.driving import App, Reader
from tests.conftest import SECRETS, close
from tests.emergencies.glasses import emergency
from tests.factories import changing, database_of
from tests.identity.serving import served
from tests.insurance.clinic import about, someone
from tests.leaks import dump, leaks_in

KEYS = (f"a-key-of-the-whole-run-{number}" for number in itertools.count())
LOOKUPS, GLASSES = "/v1/insurance/lookups", "/v1/insurance/break-glass"
PATIENT, CLERK, REVIEWER = "P001", "P017", "P025"


class Day:
    """A service with its simulators, who signed in, and all that was heard."""

    def __init__(self, app: Flask, addresses: list[str]) -> None:
        self.app, self.addresses = app, addresses
        self.base = app.config["PUBLIC_URL"]
        self.http = requests.Session()
        self.answers: list[requests.Response] = []
        self.http.hooks["response"].append(self.heard)
        self.secrets, self.tokens = list[str](), list[str]()

    def heard(self, answer: requests.Response, **_: Any) -> None:
        """Keep an answer."""
        self.answers.append(answer)

    def signs_in(self, name: str, **asked: Any) -> dict[str, str]:
        """The headers of a persona who lets the app in, as anybody would."""
        reader, app = Reader(self.base), App(self.base, self.http)
        reader.browser.hooks["response"].append(self.heard)
        code = reader.let_in(name, scope=" ".join(SCOPES), **asked)["code"]
        first = app.redeem(code).json()
        tokens = app.refresh(first["refresh_token"]).json()
        cookies = [each for each in reader.browser.cookies.values() if len(each) > 40]
        for each in (first, tokens):
            self.tokens += [each["access_token"], each["refresh_token"]]
        # A code stands in an address once, by design: it is worth nothing after that.
        self.secrets += [*self.tokens, *cookies, code]
        reader.browser.close()
        return {"Authorization": f"Bearer {tokens['access_token']}"}

    def holds(self, who: dict[str, str], role: Role) -> None:
        """Give somebody who signed in a role at the clinic."""
        person = UUID(self.get("/v1/me", who).json()["id"])
        with self.app.app_context(), changing(self.app) as session:
            times = {"valid_from": now(), "granted_at": now()}
            held = {"role": role, "scope": "99001", "granted_by": "command"}
            session.add(RoleHeld(person_id=person, **held, **times))

    def get(self, path: str, who: dict[str, str] | None = None) -> requests.Response:
        """Read something."""
        return self.http.get(self.base + path, headers=who)

    def post(self, path: str, who: dict[str, str], body: Any) -> requests.Response:
        """Do something."""
        headers = {**who, "Idempotency-Key": next(KEYS)}
        return self.http.post(self.base + path, json=body, headers=headers)

    def gateway(self, name: str) -> None:
        """Let the gateway fail so once."""
        switch = {"name": name, "times": 1}
        self.http.put(f"{self.base}/sim/gateway/scenario", json=switch)

    def work(self) -> None:
        """Make the exports that were asked for."""
        worker = Worker(self.app, {EXPORT_JOB: HANDLERS[EXPORT_JOB]})
        while worker.step():
            pass


@pytest.fixture
def day(fresh_url: str, caplog: pytest.LogCaptureFixture) -> Iterator[Day]:
    """The service behind a real server, which notes every address it is asked for.

    It logs all it can, its statements too.
    """
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "sqlalchemy.engine")
    door, addresses = DispatcherMiddleware(NotFound()), list[str]()

    def noted(environ: Any, start: Any) -> Any:
        query = "" if "/sim/gateway/" in environ["PATH_INFO"] else "QUERY_STRING"
        heard = (environ["PATH_INFO"], environ.get(query), environ.get("HTTP_REFERER"))
        addresses.extend(each for each in heard if each)
        return door(environ, start)

    with served(noted) as base:
        told = {"database_url": fresh_url, "public_url": base, "simulators": "on"}
        door.app = app = create_app(Settings(**told, **SECRETS))
        with changing(app) as session:
            register_client(session, DEMO_CLIENTS[0])
        made = Day(app, addresses)
        yield made
        made.http.close()
    app.extensions[EXTENSION][VNEID_PATH].made.extensions[
        context.EXTENSION
    ].store.close()
    close(app)


def at_the_desk(day: Day) -> None:
    """Somebody at a clinic does everything, also what is wrong."""
    who, patient = day.signs_in(CLERK), someone(PATIENT)
    day.holds(who, Role.HEALTH_STAFF)
    scan = f"{patient.number}||{patient.name}|14051990|Nam|Phường Mẫu|15082024"
    scanned = about(PATIENT, number=None, name=None, birth=None, scan=scan)
    made = day.post(LOOKUPS, who, about(PATIENT))
    assert day.post(LOOKUPS, who, scanned).json()["result"]["code"] == "000"
    wrong = [about(PATIENT, name="Sai Tên"), about(PATIENT, birth="1991-01-01")]
    wrong += [about(PATIENT, number="12"), about(PATIENT, scan=f"{scan}|x")]
    wrong += [about(PATIENT, purpose=patient.name), {patient.number: patient.name}]
    for body in wrong:
        day.post(LOOKUPS, who, body)
    for failing in ("server_error", "truncated", "unauthorised"):
        day.gateway(failing)
        day.post(LOOKUPS, who, about("P025"))
    one = f"{LOOKUPS}/{made.json()['id']}"
    for address in (one, LOOKUPS, f"{LOOKUPS}?q=x"):
        day.get(address, who)
    assert day.post(f"{one}/numbers", who, None).json()["number"] == patient.number
    day.post(f"{one}/recheck", who, None)
    in_an_emergency(day, who)
    with changing(day.app) as session:
        session.execute(text("UPDATE lookups SET answer = question"))
    assert day.get(one, who).status_code == 500


def in_an_emergency(day: Day, who: dict[str, str]) -> None:
    """The glass is broken, and reviewed by somebody else."""
    glass = day.post(GLASSES, who, emergency(PATIENT)).json()["id"]
    day.post(GLASSES, who, emergency(PATIENT, reason="short"))
    used = day.post(LOOKUPS, who, about(PATIENT, break_glass=glass))
    assert used.status_code == 201
    day.post(LOOKUPS, who, about("P006", break_glass=glass))
    other = day.signs_in(REVIEWER)
    day.holds(other, Role.BREAK_GLASS_REVIEWER)
    opinion = {"verdict": "justified", "opinion": "Đúng là ca cấp cứu buổi trưa."}
    assert day.post(f"{GLASSES}/{glass}/review", other, opinion).status_code == 200


def at_home(day: Day) -> None:
    """A citizen reads what there is of them, and takes it along."""
    me = day.signs_in(PATIENT, acr_values="LoA2")
    assert day.get("/v1/me/insurance", me).json()["state"] == "covered"
    for path in ("access-log", "consents", "sessions", "requests", "wallet"):
        assert day.get(f"/v1/me/{path}", me).status_code == 200, path
    asked = day.post("/v1/me/exports", me, None).json()
    day.work()
    export = day.get(f"/v1/me/exports/{asked['id']}/file", me)
    assert someone(PATIENT).number in export.text
    day.get("/v1/me", {"Authorization": f"Bearer {me['Authorization']}x"})
    day.get("/v1/me/insurance")
    day.post(LOOKUPS, me, about("P002"))
    day.post("/v1/me/requests", me, {"kind": someone(PATIENT).number})


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """What was logged, but by the clients of this test."""
    ours = [each for each in caplog.records if not each.name.startswith("urllib3")]
    assert {"sqlalchemy.engine.Engine", "citizen_api.http.errors"} <= {
        each.name for each in ours
    }
    return "\n".join(f"{each.getMessage()} {each.exc_text}" for each in ours)


def test_s9_s12_s13_after_a_whole_run_nobody_is_named(
    day: Day, caplog: pytest.LogCaptureFixture
) -> None:
    database = database_of(day.app)
    before = dump(database.engine)

    at_the_desk(day)
    at_home(day)

    kept = dump(database.engine) - before
    assert {"public.people", "public.lookups"} <= {row.split()[0] for row in kept}
    assert leaks_in("\n".join(kept), day.secrets) == set()
    assert leaks_in(logged(caplog), day.secrets) == set()
    assert leaks_in("\n".join(day.addresses), day.tokens) == set()
    refusals = [each for each in day.answers if each.status_code >= 400]
    assert {each.status_code for each in refusals} <= {401, 403, 409, 422, 500}
    assert len(refusals) > 10
    assert leaks_in("\n".join(each.text for each in refusals), day.secrets) == set()
