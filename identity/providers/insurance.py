"""Asking who is insured how: the question, the answer, and how it can fail."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from identity import IdentityError

__all__ = [
    "Answer",
    "InsuranceCardData",
    "InsuranceProvider",
    "Officer",
    "Outage",
    "Question",
    "Unreachable",
    "Visit",
]


class Secretive:
    """A value whose `repr` shows its kind and nothing of the person."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True, slots=True, repr=False)
class Question(Secretive):
    """About whom: `number` of 10, 12 or 15 places; birth dd/mm/yyyy or yyyy."""

    number: str
    name: str
    birth: str


@dataclass(frozen=True, slots=True, repr=False)
class Officer(Secretive):
    """Who asks, at which facility (5 digits): the gateway wants a person's name."""

    name: str
    number: str
    facility: str


@dataclass(frozen=True, slots=True, repr=False)
class InsuranceCardData(Secretive):
    """A card of 15 places, when and where it holds; what is not told is None."""

    number: str
    valid_from: date | None = None
    valid_to: date | None = None
    facility_code: str | None = None
    facility_name: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Visit(Secretive):
    """One stay at a facility; moments are aware, in the time of Việt Nam."""

    record: str | None
    facility_code: str | None
    arrived: datetime | None
    left: datetime | None
    disease: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Answer(Secretive):
    """What the gateway told at a time; `code` is explained by `results.result_for`.

    `birth` is dd/mm/yyyy or yyyy, `area` K1 to K3; `remark` is the gateway's prose
    without names and numbers. What is not told is None.
    """

    code: str
    asked_at: datetime
    remark: str | None = None
    name: str | None = None
    birth: str | None = None
    sex: str | None = None
    address: str | None = None
    social_number: str | None = None
    card: InsuranceCardData | None = None
    new_card: InsuranceCardData | None = None
    old_card_number: str | None = None
    agency: str | None = None
    area: str | None = None
    five_years_from: date | None = None
    visits: tuple[Visit, ...] = ()

    def __repr__(self) -> str:
        return f"<Answer {self.code}>"


class Outage(StrEnum):
    """Why nothing was learnt about the patient."""

    TIMEOUT = "timeout"
    CONNECTION = "connection"
    TLS = "tls"
    STATUS = "status"
    CONTENT = "content"
    GATEWAY = "gateway"
    SIGN_IN = "sign_in"
    NO_ACCOUNT = "no_account"
    RESTING = "resting"
    BUSY = "busy"


class Unreachable(IdentityError):
    """The gateway could not be asked: receive the patient, and ask again later.

    Says nothing about the patient (Decree 188/2025 art. 38.2: an outage refuses
    nobody).
    """

    def __init__(self, outage: Outage) -> None:
        super().__init__(f"the insurance gateway could not be asked: {outage}")
        self.outage = outage


class InsuranceProvider(Protocol):
    """Whoever knows who is insured how."""

    def lookup(self, question: Question, officer: Officer) -> Answer:
        """What is known of the patient; raises `Unreachable`, and nothing else.

        Names that do not match, expired cards and the like are answers: see `results`.
        """
        ...
