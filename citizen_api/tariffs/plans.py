"""Plans as values: how they are read, and which one is in force."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

BICYCLE: Final = "bicycle-single"
ELECTRIC: Final = "electric-single"
DAY_PASS: Final = "bicycle-day-pass"  # noqa: S105 - no password


class BadPlan(ValueError):
    """A plan that could not be billed as it would be published."""


class NoPlan(LookupError):
    """No plan of this id is in force on that day."""


@dataclass(frozen=True, slots=True)
class Step:
    """What each `minutes` begun cost, in đồng."""

    price: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that is charged, in đồng: for each `minutes` begun, None: in all."""

    price: int
    minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A price in đồng for the first `minutes`, then for each step, up to a cap.

    `name`, `description`: by language. `pass_hours`: for how long after buying it a
    pass may begin rides, None for a single ride. Good on `valid_from` and until the
    day before `valid_to`. `source`: who says so. Raises BadPlan.
    """

    id: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    price: int
    minutes: int
    step: Step
    cap: Cap | None
    pass_hours: int | None
    valid_from: date
    valid_to: date | None
    source: str

    def __post_init__(self) -> None:
        least = min(self.price, self.minutes, self.step.price, self.step.minutes)
        if least < 1:
            raise BadPlan(f"{self.id}: prices and minutes must be above zero")
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise BadPlan(f"{self.id} ends before it begins")
        if self.cap is not None:
            _ensure_reached(self, self.cap)

    def is_good(self, day: date) -> bool:
        """Whether rides that begin on this day may have the plan."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def document(self) -> dict[str, Any]:
        """The plan as JSON holds it: what a rental keeps. `read` takes it back."""
        ends = self.valid_to and self.valid_to.isoformat()
        return asdict(self) | {
            "valid_from": self.valid_from.isoformat(),
            "valid_to": ends,
        }


def read(document: Mapping[str, Any]) -> Plan:
    """The plan in a document. Raises BadPlan."""
    try:
        cap, ends = document["cap"], document["valid_to"]
        values = {
            **document,
            "step": Step(**document["step"]),
            "cap": cap and Cap(**cap),
            "valid_from": date.fromisoformat(document["valid_from"]),
            "valid_to": ends and date.fromisoformat(ends),
        }
        return Plan(**values)
    except (KeyError, TypeError) as error:
        raise BadPlan(f"not a plan: {error}") from None


def plans_on(day: date) -> tuple[Plan, ...]:
    """The plans in force on a day, one of each id."""
    return tuple(plan for plan in PLANS if plan.is_good(day))


def plan_on(name: str, day: date) -> Plan:
    """The plan of an id that is in force on a day. Raises NoPlan."""
    for plan in plans_on(day):
        if plan.id == name:
            return plan
    raise NoPlan(f"no plan {name} on {day}")


def ensure_apart(plans: Sequence[Plan]) -> Sequence[Plan]:
    """The same plans. Raises BadPlan when two of one id are in force on one day."""
    ordered = sorted(plans, key=lambda plan: (plan.id, plan.valid_from))
    for plan, after in pairwise(ordered):
        if plan.id == after.id and plan.is_good(after.valid_from):
            raise BadPlan(f"two plans {plan.id} on {after.valid_from}")
    return plans


def _ensure_reached(plan: Plan, cap: Cap) -> None:
    """Steps must end at the cap, or no feed could say where they stop."""
    steps, rest = divmod(cap.price - plan.price, plan.step.price)
    if steps < 1 or rest:
        raise BadPlan(f"{plan.id}: whole steps must lead to the cap")
    if cap.minutes and cap.minutes < plan.minutes + steps * plan.step.minutes:
        raise BadPlan(f"{plan.id}: the cap is not reached in its time")


PLANS: Final = ensure_apart(
    [read(each) for each in json.loads((files(__package__) / "plans.json").read_text())]
)
