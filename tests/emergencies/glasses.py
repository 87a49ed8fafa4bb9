"""Emergencies of the tests, and the people who review them."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from citizen_api.jobs.actions import claim, finish
from citizen_api.roles.models import Role
from citizen_api.working import HANDLERS
from tests.factories import database_of, on_staff
from tests.insurance.clinic import Clinic, about, new_key, someone

GLASSES = "/v1/insurance/break-glass"
REASON = "Bất tỉnh sau tai nạn, phải mổ ngay."
OPINION = "Đúng ca cấp cứu buổi trưa."


def problem(answer: TestResponse, status: int) -> str:
    """The name of the problem that an answer with this status tells."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    return str(answer.get_json()["type"].rpartition("/")[2])


def emergency(name: str, /, **changes: Any) -> dict[str, Any]:
    """The body of a right break-glass for a persona."""
    who = someone(name)
    body = {
        "number": who.number,
        "name": who.name,
        "birth": who.birth,
        "reason": REASON,
        **changes,
    }
    return {key: value for key, value in body.items() if value is not None}


def smash(
    clinic: Clinic, who: dict[str, str], body: dict[str, Any], key: str | None = None
) -> TestResponse:
    """Break a glass."""
    headers = {**who, "Idempotency-Key": key or new_key()}
    return clinic.app.test_client().post(GLASSES, json=body, headers=headers)


def broken(clinic: Clinic, who: dict[str, str], name: str = "P001") -> str:
    """The id of a glass that was broken."""
    answer = smash(clinic, who, emergency(name))
    assert answer.status_code == 201, answer.json
    return str(answer.get_json()["id"])


def reviewer(
    clinic: Clinic, facility: str = "99001", name: str = "P017"
) -> dict[str, str]:
    """What the app of somebody who reviews emergencies sends."""
    return on_staff(clinic.app, Role.BREAK_GLASS_REVIEWER, facility, name)


def review(
    clinic: Clinic, who: dict[str, str], glass: str, verdict: str = "justified"
) -> TestResponse:
    """Say what one thinks of an emergency."""
    body = {"verdict": verdict, "opinion": OPINION}
    return clinic.post(f"{GLASSES}/{glass}/review", who, body)


def locked_out(clinic: Clinic, who: dict[str, str], name: str = "P001") -> None:
    """Guess a name wrongly until the number is locked."""
    for _ in range(6):
        answer = clinic.look_up(who, about(name, name="Trần Thị Sai"))
    assert answer.status_code == 429


def work(app: Flask, *kinds: str) -> int:
    """Do the jobs of these kinds that are due; how many were done."""
    database = database_of(app)
    done = 0
    with app.app_context():
        clock = app.config["CLOCK"]
        while held := claim(database, list(kinds), clock()):
            again = HANDLERS[held.kind](held)
            finish(database, held, clock(), again=again)
            done += 1
            if again is not None and again > clock():
                break
    return done
