"""What every application of a run makes of the same things is made once.

A process has one application, and nobody waits for it; tests have a thousand.
"""

from collections.abc import Callable, Hashable, Iterable
from functools import cache
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing.rules import RulePart

from citizen_api import app
from citizen_api.areas import queries as areas
from citizen_api.dishes import queries as dishes
from citizen_api.http.service import LateRule

PARSED: dict[str, tuple[list[RulePart], dict[str, Any]]] = {}


class Compiled(BytecodeCache):
    """Templates as code, by their text."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take it from here, if it is here and of this text."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


class KnownRule(LateRule):
    """A rule that is parsed when it is first met."""

    def _parse_rule(self, rule: str) -> Iterable[RulePart]:
        if rule not in PARSED:
            parts = list(super()._parse_rule(rule))
            PARSED[rule] = parts, dict(vars(self))
        parts, found = PARSED[rule]
        for name in ("_trace", "_converters", "arguments"):
            setattr(self, name, found[name].copy())
        return parts


def once(make: Callable[[Any], Any]) -> Callable[[Iterable[Hashable]], Any]:
    """The same of equal things: names do not change once they are made."""
    made = cache(make)
    return lambda things: made(tuple(things))


def start() -> None:
    """Remember from here on."""
    app.Service.url_rule_class = KnownRule
    areas.AreaNames = once(areas.AreaNames)  # type: ignore[assignment, misc]
    dishes.DishNames = once(dishes.DishNames)  # type: ignore[assignment, misc]
