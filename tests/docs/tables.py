"""The tables of the sandbox's guide, as the code and the simulators have them.

`python -m tests.docs.tables` writes the table of problems into the guide.
"""

import re
from collections.abc import Collection
from datetime import date

from citizen_api import doors
from citizen_api.callers.trouble import headers_of
from citizen_api.problems import Problem
from identity.simulators.gateway.answers import CODES
from identity.simulators.gateway.register import Question, decide, wire_date
from identity.simulators.personas import Persona, personas
from tests.docs.guides import GUIDES

PLACE = re.compile(r"(?<=tables` -->\n).*?(?=<!-- end of problems -->)", re.DOTALL)
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


def problems() -> str:
    """The table of all problems, by status and name."""
    assert doors.ROOMS  # they are known once every room is loaded
    every = Problem.registry.values()
    rows = [
        problem_row(kind) for kind in sorted(every, key=lambda k: (k.status, k.name))
    ]
    head = ("| name | status | try again | comes with |", "| --- | --- | --- | --- |")
    return "\n".join([*head, *rows]) + "\n"


def problem_row(kind: type[Problem]) -> str:
    """One of them."""
    worn = ", ".join(f"`{name}`" for name in headers_of(kind))
    again = "yes" if kind.retryable else ""
    return f"| `{kind.name}` | {kind.status} | {again} | {worn} |"


def write() -> None:
    """Write the table of problems into the guide."""
    guide = GUIDES / "sandbox.md"
    guide.write_text(PLACE.sub(lambda _: problems(), guide.read_text()))


if __name__ == "__main__":
    write()
