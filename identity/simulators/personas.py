"""The invented people of the simulators, all of the impossible province 099."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from identity import IdentityError

__all__ = [
    "SYNTHETIC_PROVINCE",
    "BadPersona",
    "CitizenCard",
    "Insurance",
    "Persona",
    "Replacement",
    "Visit",
    "by_number",
    "persona",
    "persona_from",
    "personas",
]

SYNTHETIC_PROVINCE: Final = "099"


class BadPersona(IdentityError):
    """The persona is not whole, or could be a real person."""


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """A plastic card; `expires` is None for cards that never do."""

    kind: Literal["cccd2021", "cancuoc2024"]
    issued: date
    expires: date | None
    state: Literal["valid", "replaced", "revoked", "cancelled"]


@dataclass(frozen=True, slots=True)
class Replacement:
    """The insurance card that came after."""

    card: str
    valid_from: date
    valid_to: date
    facility_code: str
    facility_name: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay at a facility, as the gateway tells of it."""

    record: str
    facility_code: str
    arrived: date
    left: date
    disease: str
    state: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Insurance:
    """What the gateway knows of a person; `code` is its result when all matches.

    `name` and `birth` are set where the gateway's register differs from the card.
    """

    code: str
    card: str
    social_number: str
    valid_from: date
    valid_to: date
    facility_code: str
    facility_name: str
    agency: str
    area: str
    five_years_from: date | None
    copay_exempt: bool
    name: str | None
    birth: str | None
    replacement: Replacement | None
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class Persona:
    """An invented person.

    `birth` is yyyy-mm-dd, or yyyy where only the year is known. `loa` is the level of
    the VNeID account, 1 or 2; `guardian` the id of another persona; `old_number` the
    nine digits of the former card.
    """

    id: str
    summary: str
    number: str
    name: str
    sex: Literal["male", "female"]
    birth: str
    residence: str
    loa: Literal[1, 2]
    account: Literal["active", "locked", "closed"]
    guardian: str | None
    old_number: str | None
    cancelled_numbers: tuple[str, ...]
    cards: tuple[CitizenCard, ...]
    insurance: Insurance | None

    def __post_init__(self) -> None:
        digits = self.number.isascii() and self.number.isdigit()
        if len(self.number) != 12 or not digits:
            raise BadPersona("a number is twelve digits")
        if not self.number.startswith(SYNTHETIC_PROVINCE):
            raise BadPersona("a persona is of the province 099, which does not exist")

    @property
    def birth_date(self) -> date | None:
        """The day of birth, None where only the year is known."""
        return date.fromisoformat(self.birth) if len(self.birth) > 4 else None

    @property
    def birth_year(self) -> int:
        """The year of birth, always known."""
        return int(self.birth[:4])


def day(text: str | None) -> date | None:
    """A date written yyyy-mm-dd, or none."""
    return None if text is None else date.fromisoformat(text)


def dated(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The row with these fields read as dates."""
    return {**row, **{name: day(row[name]) for name in names}}


def insurance_from(row: Mapping[str, Any]) -> Insurance:
    """An insurance as it stands in the file."""
    fields = dated(row, "valid_from", "valid_to", "five_years_from")
    after = row["replacement"]
    fields["replacement"] = after and Replacement(
        **dated(after, "valid_from", "valid_to")
    )
    fields["visits"] = tuple(
        Visit(**dated(visit, "arrived", "left")) for visit in row["visits"]
    )
    return Insurance(**fields)


def persona_from(row: Mapping[str, Any]) -> Persona:
    """A persona as it stands in the file, or as a tester sends it.

    Raises `BadPersona` for a missing, unknown or wrong field, and for a number that
    could be somebody's.
    """
    try:
        fields = dict(row)
        fields["cancelled_numbers"] = tuple(row["cancelled_numbers"])
        fields["cards"] = tuple(
            CitizenCard(**dated(card, "issued", "expires")) for card in row["cards"]
        )
        fields["insurance"] = row["insurance"] and insurance_from(row["insurance"])
        return Persona(**fields)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadPersona("the persona lacks a field or has a wrong one") from error


@cache
def personas() -> tuple[Persona, ...]:
    """All personas that are shipped, in the order of their ids."""
    text = files("identity.simulators").joinpath("personas.json").read_text("utf-8")
    return tuple(persona_from(row) for row in json.loads(text))


def persona(persona_id: str) -> Persona | None:
    """The shipped persona with this id, if there is one."""
    return next((each for each in personas() if each.id == persona_id), None)


def by_number(number: str) -> Persona | None:
    """The shipped persona with this twelve-digit number, if there is one."""
    return next((each for each in personas() if each.number == number), None)
