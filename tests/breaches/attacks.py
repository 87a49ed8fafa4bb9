"""Look-ups put into the database as an attack would leave them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from flask import Flask

from citizen_api.http.session import key_ring
from citizen_api.insurance.models import Channel, Lookup, Presented, State
from citizen_api.jobs.actions import enqueue
from citizen_api.roles.models import Role
from identity.key_ring import KeyRing
from identity.vault import Where, blind_index, seal
from tests.conftest import NOON
from tests.emergencies.glasses import work
from tests.factories import changing, known_person, on_staff
from tests.rights.citizens import send

BREACHES = "/v1/breaches"


class Asked(NamedTuple):
    """One look-up: when, of which number, by whom, where and what for.

    A number of ten digits is a social one; `social`: the one that the answer told.
    """

    at: datetime
    number: str
    staff: UUID
    facility: str = "99001"
    purpose: str = "reception"
    social: str | None = None


def put(app: Flask, asked: Iterable[Asked]) -> None:
    """Have these look-ups been made."""
    with app.app_context(), changing(app) as session:
        ring = key_ring()
        session.add_all(
            Lookup(
                id=(made := uuid4()),
                facility=each.facility,
                person_id=each.staff,
                purpose=each.purpose,
                presented=Presented.CITIZEN_CARD,
                channel=Channel.NUMBER,
                number_index=index_of(ring, each.number),
                social_index=each.social and index_of(ring, each.social),
                name_birth_index=bytes(32),
                question=seal(ring, Where("lookups", "question", str(made)), "{}"),
                state=State.ANSWERED,
                result_code="000",
                asked_at=each.at,
                answered_at=each.at,
                key=uuid4().bytes,
                sent=bytes(32),
            )
            for each in asked
        )


def index_of(ring: KeyRing, number: str) -> bytes:
    """By what a citizen number or a social one is found."""
    field = "social_number" if len(number) == 10 else "citizen_number"
    return blind_index(ring, field, number)


def four_places(app: Flask) -> list[str]:
    """The codes of as many facilities."""
    with changing(app) as session:
        codes = session.connection().exec_driver_sql(
            "SELECT code FROM facilities ORDER BY code LIMIT 4"
        )
        return [row[0] for row in codes]


def mass(app: Flask, people: int = 150, at: datetime = NOON) -> UUID:
    """One staff member asks about so many people within the last half hour."""
    staff = known_person(app, "P002").person
    every = timedelta(minutes=30) / people
    put(
        app,
        [
            Asked(at - each * every, f"099090{each:06d}", staff)
            for each in range(people)
        ],
    )
    return staff


def watch(app: Flask) -> None:
    """Let the job look once."""
    with changing(app) as session:
        enqueue(session, "breaches", "", NOON - timedelta(days=1))
    assert work(app, "breaches") == 1


def officer(app: Flask) -> dict[str, str]:
    """What a privacy officer's app sends."""
    return on_staff(app, Role.PRIVACY_OFFICER, persona="P017")


def opened(app: Flask) -> dict[str, object]:
    """The one breach that is there."""
    (found,) = send(app, "GET", BREACHES, officer(app)).get_json()["items"]
    told: dict[str, object] = found
    return told


def report(app: Flask) -> dict[str, object]:
    """All of it."""
    path = f"{BREACHES}/{opened(app)['id']}"
    told: dict[str, object] = send(app, "GET", path, officer(app)).get_json()
    return told
