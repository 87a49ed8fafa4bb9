"""What may stand nowhere: numbers, names, birth dates, tokens; and where it would."""

import re
from collections.abc import Iterable

from sqlalchemy import Engine, text

from geo.names import fold
from identity.simulators.personas import Persona, personas

NUMBER = re.compile(r"(?<![0-9a-fA-F.-])[0-9]{12}(?![0-9a-fA-F.-])")
CARD = re.compile(r"[A-Z]{2}[1-5][0-9]{12}")
# The simulators know the people: they stand for other systems, in schemas of their own.
TABLES = text(
    "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname"
    " NOT IN ('pg_catalog', 'information_schema') AND schemaname NOT LIKE 'sim%'"
)


def written(person: Persona) -> set[str]:
    """A person's number, name and birth date in every way that we would write them."""
    told = {person.number, person.name, person.name.upper(), fold(person.name)}
    if person.insurance:
        told |= {person.insurance.card, person.insurance.social_number}
    if day := person.birth_date:
        told |= {f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day:%d%m%Y}"}
    return told


def leaks_in(content: str, secrets: Iterable[str] = ()) -> set[str]:
    """What of anybody stands in a text, in clear or in hexadecimal."""
    never = {each for person in personas() for each in written(person)} | {*secrets}
    plain = {each for each in never if each in content}
    hexed = {each for each in never if each.encode().hex() in content}
    return {*plain, *hexed, *NUMBER.findall(content), *CARD.findall(content)}


def dump(engine: Engine) -> set[str]:
    """Every row of every table, the table's name before it."""
    with engine.connect() as connection:
        return {
            f"{name} {row}"
            for name in connection.scalars(TABLES).all()
            for row in connection.scalars(text(f"SELECT each::text FROM {name} each"))
        }
