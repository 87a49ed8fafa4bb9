"""The service's own statements as pgbench scripts, so that the two cannot drift.

A statement keeps its text; each of psycopg's placeholders becomes a variable that
takes, at random, the value it has in one of the requests that wrk sends too.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.types.json import Jsonb

PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
ARRAY = re.compile(r"\{[\d,]+\}")
NUMBERED = re.compile(r"(.*?)(\d+)")


@dataclass(frozen=True)
class Script:
    """A pgbench script, and the values of its variables that stay the same."""

    text: str
    constants: Mapping[str, str]


def script(sql: str, values: Sequence[Mapping[str, Any]]) -> Script:
    """The statement with the values of one of the requests, drawn each time."""
    sets = [f"\\set pick random(0, {len(values) - 1})"]
    constants: dict[str, str] = {}
    terms = {}
    for name in values[0]:
        column = [_plain(row[name]) for row in values]
        terms[name] = _term(name, column, sets, constants)

    def placed(match: re.Match[str]) -> str:
        return terms[match[1]] if match[1] else "%"

    statement = " ".join(PLACEHOLDER.sub(placed, sql).split())
    return Script("\n".join([*sets, statement + ";"]), constants)


def _term(
    name: str, column: Sequence[Any], sets: list[str], constants: dict[str, str]
) -> str:
    """What stands in the statement for a placeholder."""
    first = column[0]
    if all(value == first for value in column):
        if first is None:
            return "NULL"
        constants[name] = _text(first)
        return f":{name}"
    if _is_array(first):
        return _array(name, [members(value) for value in column], sets)
    if isinstance(first, str):
        return _numbered(name, column, sets)
    sets.append(f"\\set {name} {_chosen(column)}")
    return f":{name}"


def _array(name: str, column: Sequence[Sequence[int]], sets: list[str]) -> str:
    """An array whose members are the first one and fixed steps from it."""
    steps = [member - column[0][0] for member in column[0]]
    for row in column:
        if [member - row[0] for member in row] != steps:
            raise ValueError(f"{name} differs in more than its first member")
    sets.append(f"\\set {name} {_chosen([row[0] for row in column])}")
    sets += [f"\\set {name}_{at} :{name} + {step}" for at, step in enumerate(steps)]
    return f"ARRAY[{', '.join(f':{name}_{at}' for at in range(len(steps)))}]"


def _numbered(name: str, column: Sequence[str], sets: list[str]) -> str:
    """Text that ends in a number of fixed width, such as `syn-0000007`."""
    found = [NUMBERED.fullmatch(text) for text in column]
    if not all(found):
        raise ValueError(f"{name} is text without a number")
    parts = [(match[1], match[2]) for match in found if match]
    sets.append(f"\\set {name} {_chosen([int(digits) for _, digits in parts])}")
    return f"('{parts[0][0]}' || lpad(:{name}::text, {len(parts[0][1])}, '0'))"


def _chosen(numbers: Sequence[float], first: int = 0) -> str:
    """The number at position `pick`: a tree of comparisons."""
    if len(numbers) == 1:
        (only,) = numbers
        return repr(float(only)) if isinstance(only, float) else str(int(only))
    half = len(numbers) // 2
    low, high = _chosen(numbers[:half], first), _chosen(numbers[half:], first + half)
    return f"CASE WHEN :pick < {first + half} THEN {low} ELSE {high} END"


def _plain(value: Any) -> Any:
    return json.dumps(value.obj) if isinstance(value, Jsonb) else value


def _is_array(value: Any) -> bool:
    return isinstance(value, list) or (
        isinstance(value, str) and ARRAY.fullmatch(value) is not None
    )


def members(value: Any) -> list[int]:
    """The numbers of an array, given as a list or as PostgreSQL writes it."""
    found = value.strip("{}").split(",") if isinstance(value, str) else value
    return [int(member) for member in found]


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, list):
        return "{" + ",".join(str(int(member)) for member in value) + "}"
    return str(value)
