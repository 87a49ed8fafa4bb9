"""The tables of the sandbox's guide, as the data of the simulators has them."""

from collections.abc import Collection
from datetime import date

from identity.simulators.gateway.answers import CODES
from identity.simulators.gateway.register import Question, decide, wire_date
from identity.simulators.personas import Persona, personas

TODAY = date(2026, 11, 21)
HEAD = (
    "| id | what for | number | name | born | VNeID | gateway |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)


def people() -> list[str]:
    """The table of the personas, line by line."""
    return [*HEAD, *(row(each) for each in personas())]


def row(person: Persona) -> str:
    """One of them."""
    account = "" if person.account == "active" else f", {person.account}"
    cells = (
        *(person.id, person.summary, person.number, person.name, person.birth),
        *(f"level {person.loa}{account}", answer(person)),
    )
    return f"| {' | '.join(cells)} |"


def answer(person: Persona) -> str:
    """What the gateway says to what stands on the citizen card."""
    day = person.birth_date
    birth = wire_date(day) if day else str(person.birth_year)
    officer = personas()[0]
    asked = Question(person.number, person.name, birth, officer.name, officer.number)
    return decide(asked, personas(), TODAY).code


def gateway_codes() -> str:
    """The results that a scenario may name."""
    return ticked(CODES)


def ticked(names: Collection[str]) -> str:
    """Names as a guide writes them."""
    return " ".join(f"`{name}`" for name in names)
