"""Staff who look people up: who they are, and what they send."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count, cycle, islice
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks.load import Request
from citizen_api.accounts.actions import begin_session, give_access_token, keep_person
from citizen_api.accounts.registering import DEMO_CLIENTS, register_client
from citizen_api.accounts.rules import Seen
from citizen_api.db import Database
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.roles.models import Role, RoleHeld
from identity.key_ring import KeyRing
from identity.providers import sign_in
from identity.simulators.personas import Persona, personas

PASSWORD = "of-the-bench"
PEOPLE = 64
REQUESTS = 20_000
LASTS = timedelta(hours=12)
KEYS = count(1)
# The gateway finds them under the name and the birth date that they are asked by.
FOUND = tuple(
    each
    for each in personas()
    if each.insurance
    and each.insurance.card[-10:].isdigit()
    and not (each.insurance.name or each.insurance.birth)
)
FACILITIES = text("SELECT code FROM facilities ORDER BY code LIMIT :most")
RESET = text("DELETE FROM throttle_counts")


class Receptionist(NamedTuple):
    """Somebody who may look up at a facility."""

    token: str
    facility: str


def facilities(database: Database, most: int) -> list[str]:
    """So many codes of facilities."""
    with database.sessions() as session:
        return list(session.scalars(FACILITIES, {"most": most}))


def receptionists(
    database: Database, ring: KeyRing, codes: Sequence[str]
) -> list[Receptionist]:
    """New staff members, spread over the facilities; their tokens live for a while."""
    now = datetime.now(HO_CHI_MINH)
    with database.sessions.begin() as session:
        register_client(session, DEMO_CLIENTS[0])
        places = islice(cycle(codes), PEOPLE)
        return [
            Receptionist(hired(session, ring, code, now=now), code) for code in places
        ]


def hired(session: Session, ring: KeyRing, facility: str, *, now: datetime) -> str:
    """The access token of somebody new who holds the role there."""
    number = f"099{uuid4().int % 10**9:09}"
    told = sign_in.Person(str(uuid4()), number, None, "Người Đo Thử", "1990-01-01")
    person = keep_person(session, ring, told)
    seen = Seen("LoA2", ("otp",), now)
    begun = begin_session(session, person, "citizen-app", seen, device_name="", now=now)
    held = {"role": Role.HEALTH_STAFF, "scope": facility, "granted_by": "command"}
    session.add(RoleHeld(person_id=person, valid_from=now, granted_at=now, **held))
    return give_access_token(session, begun, ("staff",), now=now + LASTS)


def look_ups(staff: Sequence[Receptionist]) -> list[Request]:
    """As many look-ups, each with a key of its own and from an address of its own."""
    return list(_look_ups(staff, random.Random(next(KEYS))))


def _look_ups(
    staff: Sequence[Receptionist], chance: random.Random
) -> Iterator[Request]:
    for _ in range(REQUESTS):
        who, network = chance.choice(staff), chance.randbytes(3)
        headers = {
            "Authorization": f"Bearer {who.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid4()),
            "X-Forwarded-For": ".".join(map(str, (10, *network))),
        }
        body = json.dumps(body_about(chance.choice(FOUND), chance))
        yield Request("/v1/insurance/lookups", "POST", headers, body)


def body_about(person: Persona, chance: random.Random) -> dict[str, str]:
    """What is asked of a person, under one of three numbers that they have."""
    assert person.insurance
    card = person.insurance.card
    return {
        "number": chance.choice((person.number, card, card[-10:])),
        "name": person.name,
        "birth": person.birth,
        "purpose": "reception",
        "presented": "citizen_card",
    }


def forget_counts(database: Database) -> None:
    """Let everybody ask anew: the bench asks more than they may."""
    with database.engine.begin() as connection:
        connection.execute(RESET)
