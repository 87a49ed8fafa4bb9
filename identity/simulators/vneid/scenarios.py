"""Named failures that a test switches on, for a client, a persona, or all of them."""

import time
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine, delete, or_, select
from sqlalchemy.orm import Session

from identity import IdentityError
from identity.simulators.vneid.models import ScenarioRow

__all__ = [
    "AUTHORIZATION_ERRORS",
    "ID_TOKEN_FAULTS",
    "NAMES",
    "OUTAGES",
    "BadScenario",
    "Scenario",
    "Unavailable",
    "clear",
    "disturb",
    "fault",
    "listed",
    "switch_on",
]

AUTHORIZATION_ERRORS: Final = (
    "access_denied",
    "temporarily_unavailable",
    "login_required",
    "unmet_authentication_requirements",
)
ID_TOKEN_FAULTS: Final = (
    "invalid_iss",
    "invalid_aud",
    "invalid_alg_header",
    "invalid_signature",
    "expired",
    "not_yet_valid",
    "nonce_mismatch",
    "acr_downgrade",
)
OUTAGES: Final = ("slow", "server_error")
NAMES: Final = (*AUTHORIZATION_ERRORS, *ID_TOKEN_FAULTS, "sub_mismatch", *OUTAGES)
LONGEST_WAIT: Final = 30_000
EVERY: Final = ""
TO_COME: Final = or_(ScenarioRow.remaining.is_(None), ScenarioRow.remaining > 0)


class BadScenario(IdentityError):
    """There is no such scenario, or it is not so measured."""


class Unavailable(IdentityError):
    """The scenario `server_error` is on: answer 503."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A failure; without a client or persona it meets every one.

    `milliseconds` is the wait of `slow`; `times` how often it happens yet, None for
    always.
    """

    name: str
    client_id: str = EVERY
    persona_id: str = EVERY
    milliseconds: int = 0
    times: int | None = None

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise BadScenario(f"a scenario is one of {', '.join(NAMES)}")
        if not 0 <= self.milliseconds <= LONGEST_WAIT:
            raise BadScenario(f"milliseconds are 0 to {LONGEST_WAIT}")
        if self.times is not None and not 0 < self.times <= LONGEST_WAIT:
            raise BadScenario(f"times are 1 to {LONGEST_WAIT}")


def switch_on(session: Session, scenario: Scenario) -> None:
    """Switch a scenario on, in the place of another of the same client and persona."""
    row = ScenarioRow(
        client_id=scenario.client_id,
        persona_id=scenario.persona_id,
        name=scenario.name,
        milliseconds=scenario.milliseconds,
        remaining=scenario.times,
    )
    session.merge(row)
    session.flush()


def clear(session: Session, client_id: str = EVERY, persona_id: str = EVERY) -> None:
    """Switch off those of a client, of a persona, of both; all, if of neither."""
    statement = delete(ScenarioRow)
    if client_id:
        statement = statement.where(ScenarioRow.client_id == client_id)
    if persona_id:
        statement = statement.where(ScenarioRow.persona_id == persona_id)
    session.execute(statement)


def listed(session: Session) -> list[Scenario]:
    """What is switched on, and will yet happen."""
    return [_value(row) for row in session.scalars(select(ScenarioRow).where(TO_COME))]


def fault(
    engine: Engine,
    names: tuple[str, ...],
    client_id: str,
    persona_ids: tuple[str, ...] = (EVERY,),
) -> Scenario | None:
    """The one of these failures that is to happen now, counted at once for good."""
    row = ScenarioRow
    mine = (
        row.name.in_(names)
        & row.client_id.in_((EVERY, client_id))
        & row.persona_id.in_(persona_ids)
        & TO_COME
    )
    first = select(row).where(mine).order_by(row.persona_id.desc()).limit(1)
    with Session(engine) as session, session.begin():
        found = session.scalar(first.with_for_update())
        if found is None:
            return None
        scenario = _value(found)
        if found.remaining is not None:
            found.remaining -= 1
        return scenario


def disturb(
    engine: Engine, client_id: str, persona_ids: tuple[str, ...] = (EVERY,)
) -> None:
    """Wait, or raise `Unavailable`, as a scenario asks."""
    found = fault(engine, OUTAGES, client_id, persona_ids)
    if found and found.name == "slow":
        time.sleep(found.milliseconds / 1000)
    elif found:
        raise Unavailable


def _value(row: ScenarioRow) -> Scenario:
    return Scenario(
        row.name, row.client_id, row.persona_id, row.milliseconds, row.remaining or None
    )
