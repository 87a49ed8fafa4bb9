"""The register: whom a question is about, and the result code it gets. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from identity.simulators.personas import Insurance, Persona

__all__ = ["Question", "Verdict", "decide", "number_of", "wire_date"]

BIRTH: Final = re.compile(r"(\d{2}/\d{2}/)?\d{4}", re.ASCII)
DIGITS: Final = re.compile(r"\d+", re.ASCII)
LONG_CARD: Final = re.compile(r"[A-Z]{2}.{3}(\d{10}|KT\d{8})", re.ASCII)
PROVINCES: Final = frozenset({*(f"{n:02d}" for n in range(1, 97)), "97", "98", "99"})


@dataclass(frozen=True, slots=True)
class Question:
    """The body of a query, under the gateway's own names in English."""

    card: str
    name: str
    birth: str
    officer_name: str
    officer_number: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A result code, and the person where the gateway tells of one."""

    code: str
    found: Persona | None = None


def decide(question: Question, people: Iterable[Persona], today: date) -> Verdict:
    """What the gateway answers, the checks in the order of its codes."""
    known = tuple(people)
    if wrong := wrong_form(question) or wrong_officer(question, known):
        return Verdict(wrong)
    person = next((each for each in known if answers_to(each, question.card)), None)
    if person is None or person.insurance is None:
        return Verdict("050")
    name = person.insurance.name or person.name
    if comparable(name) != comparable(question.name):
        near = comparable(name)[0] == comparable(question.name)[0]
        return Verdict("061" if near else "060")
    if not same_birth(person.insurance.birth or person.birth, question.birth):
        return Verdict("070")
    return Verdict(code_on(person.insurance, today), person)


def wrong_form(question: Question) -> str:
    """205, 051, 052 or 053 for a question that no register is needed for, or nothing.

    Numbers of 10 and 12 digits have no further form to check.
    """
    given = (question.name, question.officer_name, question.card)
    if not all(text.strip() for text in given) or not BIRTH.fullmatch(question.birth):
        return "205"
    card = question.card
    if DIGITS.fullmatch(card) and len(card) in (10, 12):
        return ""
    if not LONG_CARD.fullmatch(card):
        return "051"
    if card[3:5] not in PROVINCES:
        return "052"
    return "" if card[2] in "12345" else "053"


def wrong_officer(question: Question, people: Iterable[Persona]) -> str:
    """054 or 055 for an officer who is not known under that name, or nothing.

    The register of officers is not ours to know: any number will do, but a known
    person must go by the right name.
    """
    number = question.officer_number
    if not DIGITS.fullmatch(number) or len(number) != 12:
        return "054"
    known = next((each for each in people if each.number == number), None)
    same = known is None or comparable(known.name) == comparable(question.officer_name)
    return "" if same else "055"


def answers_to(person: Persona, card: str) -> bool:
    """Whether the number or card is this person's, former cards included."""
    held = person.insurance
    if held is None:
        return person.number == card
    after = held.replacement.card if held.replacement else held.card
    return card in (person.number, held.social_number, held.card, after)


def number_of(card: str, people: Iterable[Persona]) -> str:
    """The twelve digits of whoever holds the card, or the card itself."""
    return next((each.number for each in people if answers_to(each, card)), card)


def comparable(name: str) -> str:
    """A name in the one form that is compared."""
    return " ".join(unicodedata.normalize("NFC", name).upper().split())


def same_birth(registered: str, asked: str) -> bool:
    """Whether the birth dates agree; a register of the year alone asks no more."""
    if len(registered) == 4:
        return asked.endswith(registered)
    return wire_date(date.fromisoformat(registered)) == asked


def code_on(insurance: Insurance, today: date) -> str:
    """The code of a card that matched; a good card past its last day is 010."""
    good = insurance.code in ("000", "001", "002")
    return "010" if good and today > insurance.valid_to else insurance.code


def wire_date(day: date) -> str:
    """dd/mm/yyyy"""
    return f"{day:%d/%m/%Y}"
