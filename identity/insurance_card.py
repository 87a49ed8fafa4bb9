"""What a health insurance card is worth on a day: group, benefit, full cover.

Digits and groups are dated data (`data/insurance_benefits.json`), so that a letter
of the ministry is a line there. The law lets a person of several groups have the
best digit: so what is printed stands, unless the group itself was given a new one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any, Final

from identity.insurance_number import InsuranceNumber

__all__ = [
    "Group",
    "Level",
    "benefit_level",
    "ceiling_reached",
    "exempt_since",
    "exempt_until",
    "group",
    "paid_in_full",
]


ALWAYS: Final = "0001-01-01"


@dataclass(frozen=True, slots=True)
class Level:
    """How much the fund pays; `limits` of drugs and techniques apply or not."""

    digit: int
    percent: int
    limits: bool
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Why somebody is insured; `usual` is its digit from each day on, oldest first."""

    code: str
    label: Mapping[str, str] | None
    usual: tuple[tuple[date, int], ...]

    def digits_until(self, on: date) -> list[int]:
        """The digits that the group has had up to this day, the present one last."""
        return [digit for since, digit in self.usual if since <= on]


def group_from(entry: Mapping[str, Any]) -> Group:
    """One line of the data file."""
    usual = tuple(
        (
            date.fromisoformat(step["since"]) if step["since"] else date.min,
            step["digit"],
        )
        for step in entry["usual"]
    )
    return Group(entry["code"], entry["label"], usual)


DATA: Final = json.loads(
    files("identity").joinpath("data/insurance_benefits.json").read_bytes()
)
LEVELS: Final = {
    entry["digit"]: Level(
        entry["digit"], entry["percent"], entry["limits"], entry["words"]
    )
    for entry in DATA["levels"]
}
GROUPS: Final = {entry["code"]: group_from(entry) for entry in DATA["groups"]}
SMALL_COST_PERCENT: Final[int] = DATA["full_cover"]["small_cost_percent"]
CEILING_WAGES: Final[int] = DATA["full_cover"]["copay_ceiling_wages"]


def group(number: InsuranceNumber) -> Group | None:
    """Why the holder is insured; None for ten digits and for groups unknown here."""
    return None if number.group is None else GROUPS.get(number.group)


def benefit_level(number: InsuranceNumber, *, on: date) -> Level | None:
    """How much the fund pays on this day; None for the form of ten digits.

    A digit that the group has had before counts as the one that it has now.
    """
    if number.benefit_digit is None:
        return None
    known = group(number)
    digits = known.digits_until(on) if known else []
    printed = number.benefit_digit
    return LEVELS[digits[-1] if printed in digits else printed]


def paid_in_full(cost: int, *, reference_wage: int) -> bool:
    """Whether a visit of this cost, in VND, is too small for a co-payment.

    Law on Health Insurance art. 22.1: under 15 % of the reference wage.
    """
    return cost * 100 < reference_wage * SMALL_COST_PERCENT


def ceiling_reached(copaid: int, *, reference_wage: int) -> bool:
    """Whether the co-payments of a year, in VND, are more than six reference wages."""
    return copaid > reference_wage * CEILING_WAGES


def exempt_since(*, five_years: date | None, ceiling: date | None) -> date | None:
    """The day from which the fund pays all, if both days have come.

    `five_years` is the day when five continuous years are full (`ngayDu5Nam`),
    `ceiling` the day when the co-payments of its year passed the ceiling. Co-payments
    count for their calendar year only: five years that become full in a later one
    find them at nothing again.
    """
    if five_years is None or ceiling is None or five_years.year > ceiling.year:
        return None
    return max(five_years, ceiling)


def exempt_until(since: date) -> date:
    """The last day of that exemption: 31 December of its year."""
    return date(since.year, 12, 31)
