"""What looks like a breach among look-ups: thresholds as data, rules as functions.

Law 91/2025/QH15, article 23: the authority is told within 72 hours of detection.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from citizen_api.breaches.models import State
from citizen_api.problems import Said

TOLD_WITHIN = timedelta(hours=72)


class Rule(StrEnum):
    """What was seen."""

    MASS = "mass_lookup"
    SPREAD = "many_facilities"
    NIGHT = "off_hours"
    GLASS = "unjustified_emergency"


SAID = {
    Rule.MASS: Said(
        "Một nhân viên tra cứu quá nhiều người trong thời gian ngắn",
        "One staff member looked up too many people in a short time",
    ),
    Rule.SPREAD: Said(
        "Một số định danh bị tra cứu từ nhiều cơ sở trong thời gian ngắn",
        "One number was looked up from many facilities in a short time",
    ),
    Rule.NIGHT: Said(
        "Một nhân viên tra cứu nhiều người ngoài giờ",
        "One staff member looked up many people outside working hours",
    ),
    Rule.GLASS: Said(
        "Tra cứu khẩn cấp bị người xem xét đánh giá là không chính đáng",
        "An emergency access that its reviewer found not justified",
    ),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One look-up: who asked about which number, where, when and why.

    Or that somebody read its answer, asked again or had its numbers shown in full.
    `number`: the blind index of the social number, where that was told. `under_glass`:
    in an emergency that was declared, which a second person reviews.
    """

    id: UUID
    at: datetime
    staff: UUID
    facility: str
    number: bytes
    purpose: str
    under_glass: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What is still usual. A receptionist checks a patient a minute at the most."""

    window: timedelta = timedelta(hours=24)
    mass_numbers: int = 120
    mass_within: timedelta = timedelta(hours=1)
    spread_facilities: int = 4
    spread_within: timedelta = timedelta(hours=24)
    night_begins: time = time(22)
    night_ends: time = time(5)
    night_numbers: int = 10
    night_within: timedelta = timedelta(hours=8)


LIMITS = Limits()


NONE_JUDGED: Mapping[Rule, frozenset[UUID]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What one rule saw: of whom (`key`), and the look-ups that it is about."""

    rule: Rule
    key: str
    looks: tuple[Look, ...]

    @property
    def numbers(self) -> frozenset[bytes]:
        """The blind indexes of the people affected."""
        return frozenset(look.number for look in self.looks)


def suspicions(
    looks: Iterable[Look],
    limits: Limits = LIMITS,
    judged: Mapping[Rule, frozenset[UUID]] = NONE_JUDGED,
) -> list[Suspicion]:
    """All that the rules see in these look-ups, in the order of their rules.

    `judged`: by rule, what somebody has looked at and put aside.
    """
    by_time = sorted(looks, key=lambda look: look.at)
    found: list[Suspicion] = []
    for rule, see in SEEING.items():
        done = judged.get(rule, frozenset())
        found += see([look for look in by_time if look.id not in done], limits)
    return found


def mass_lookups(looks: Sequence[Look], limits: Limits) -> Iterator[Suspicion]:
    """One staff member who asks about too many people in a short time."""
    for staff, found in grouped(looks, lambda look: str(look.staff)):
        crowd = crowded(
            found, limits.mass_within, limits.mass_numbers, lambda look: look.number
        )
        if crowd:
            yield Suspicion(Rule.MASS, staff, crowd)


def many_facilities(looks: Sequence[Look], limits: Limits) -> Iterator[Suspicion]:
    """One number that too many facilities ask about in a short time."""
    for number, found in grouped(looks, lambda look: look.number.hex()):
        crowd = crowded(
            found,
            limits.spread_within,
            limits.spread_facilities,
            lambda look: look.facility,
        )
        if crowd:
            yield Suspicion(Rule.SPREAD, number, crowd)


def off_hours(looks: Sequence[Look], limits: Limits) -> Iterator[Suspicion]:
    """One staff member who asks about many people at night.

    An emergency is a reason when it was declared; anybody can choose the word.
    """
    late = [
        look for look in looks if not look.under_glass and is_night(look.at, limits)
    ]
    for staff, found in grouped(late, lambda look: str(look.staff)):
        crowd = crowded(
            found, limits.night_within, limits.night_numbers, lambda look: look.number
        )
        if crowd:
            yield Suspicion(Rule.NIGHT, staff, crowd)


def is_overdue(state: State, due_at: datetime, *, now: datetime) -> bool:
    """Whether the authority should have been told by now."""
    return state is State.OPEN and now >= due_at


def is_night(at: datetime, limits: Limits = LIMITS) -> bool:
    """Whether a moment, in the city's time, is outside the hours of receptions."""
    return at.time() >= limits.night_begins or at.time() < limits.night_ends


def grouped(
    looks: Sequence[Look], key: Callable[[Look], str]
) -> Iterator[tuple[str, list[Look]]]:
    """The look-ups by what they have in common, each group in order of time."""
    groups: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        groups[key(look)].append(look)
    yield from groups.items()


def crowded(
    looks: Sequence[Look],
    within: timedelta,
    limit: int,
    what: Callable[[Look], bytes | str],
) -> tuple[Look, ...]:
    """Those look-ups, in order of time, that share a window with `limit` or more.

    Counted are different values of `what`; a window is open at its beginning.
    """
    counts: dict[bytes | str, int] = defaultdict(int)
    caught: list[Look] = []
    first = taken = 0
    for last, look in enumerate(looks):
        counts[what(look)] += 1
        while looks[first].at <= look.at - within:
            counts[what(looks[first])] -= 1
            if not counts[what(looks[first])]:
                del counts[what(looks[first])]
            first += 1
        if len(counts) >= limit:
            caught += looks[max(first, taken) : last + 1]
            taken = last + 1
    return tuple(caught)


SEEING: Mapping[Rule, Callable[[Sequence[Look], Limits], Iterator[Suspicion]]] = {
    Rule.MASS: mass_lookups,
    Rule.SPREAD: many_facilities,
    Rule.NIGHT: off_hours,
}
