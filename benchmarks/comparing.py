"""Targets taking turns within a round, and the goals that the ratios must reach."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.load import LoadFailed, Sample
from benchmarks.programs import quiet

Run = Callable[[int, int], Sample]
"""Connections, seconds."""
OURS = ("ours", "ours, anew")
"""As in production, and with no answer repeated from memory."""


@dataclass(frozen=True)
class Goal:
    """A figure that must be at least (or, with `most`, at most) so much."""

    name: str
    value: float | None
    limit: float
    most: bool = False

    @property
    def reached(self) -> bool | None:
        """None when it could not be measured."""
        if self.value is None:
            return None
        return self.value <= self.limit if self.most else self.value >= self.limit

    def line(self) -> str:
        """The goal in a table."""
        word = {None: "not measured", True: "pass", False: "FAIL"}[self.reached]
        sign = "≤" if self.most else "≥"
        value = "–" if self.value is None else f"{self.value:.3g}"
        return f"    {self.name:<46}{value:>9}   goal {sign} {self.limit:<6g} {word}"

    def kept(self) -> dict[str, Any]:
        """The goal in the results file."""
        return {**asdict(self), "reached": self.reached}


@dataclass
class Row:
    """One question to several targets: medians, and what they come to."""

    name: str
    connections: int
    venues: int
    rounds: list[dict[str, Sample]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def median(self, target: str, what: str) -> float | None:
        """The median of `rate`, `p50`, `p99` … of a target."""
        found = [getattr(each[target], what) for each in self.rounds if target in each]
        return statistics.median(found) if found else None

    def ratio(self, over: str, under: str, what: str = "rate") -> float | None:
        """The median of the ratios inside each round."""
        found = [
            getattr(each[over], what) / getattr(each[under], what)
            for each in self.rounds
            if over in each and under in each and getattr(each[under], what)
        ]
        return statistics.median(found) if found else None

    def at_least(self, factor: float, under: str) -> "Row":
        """Ask for a ratio of rates, of answers made anew as well when they are here."""
        for over in OURS:
            if over == OURS[0] or any(over in each for each in self.rounds):
                ratio = self.ratio(over, under)
                self.goals.append(Goal(f"{over} / {under}", ratio, factor))
        return self

    def lines(self) -> list[str]:
        """The row as text."""
        lines = [f"{self.name}   (N = {self.venues:,}, {self.connections} connections)"]
        if self.rounds:
            lines.append(
                f"{'':<24}{'a second':>10}{'p50 ms':>10}{'p99 ms':>10}  errors"
            )
        for target in dict.fromkeys(name for each in self.rounds for name in each):
            figures = [
                self.median(target, what) or 0 for what in ("rate", "p50", "p99")
            ]
            errors = sum(each[target].errors for each in self.rounds if target in each)
            shown = "".join(f"{figure:>10.4g}" for figure in figures)
            lines.append(f"    {target:<20}{shown}{errors:>8}")
        return lines + [goal.line() for goal in self.goals]

    def kept(self) -> dict[str, Any]:
        """The row in the results file."""
        return {
            "name": self.name,
            "venues": self.venues,
            "connections": self.connections,
            "rounds": [
                {target: asdict(sample) for target, sample in each.items()}
                for each in self.rounds
            ],
            "goals": [goal.kept() for goal in self.goals],
        }


def compare(
    name: str,
    targets: Mapping[str, Run | None],
    *,
    venues: int,
    connections: int,
    rounds: int,
    seconds: int,
) -> Row:
    """The targets in turns, after a second of each to warm up; None is not there."""
    row = Row(name, connections, venues)
    there = {target: run for target, run in targets.items() if run is not None}
    for run in there.values():
        run(connections, 1)
    for _ in range(rounds):
        row.rounds.append(_round(there, connections, seconds))
    return row


def _round(
    targets: Mapping[str, Run], connections: int, seconds: int
) -> dict[str, Sample]:
    found = {}
    for target, run in targets.items():
        try:
            quiet()
            found[target] = run(connections, seconds)
        except LoadFailed as failed:
            print(f"    {target}: {failed}")
    return found


def summary(rows: Sequence[Row]) -> str:
    """How many goals were reached."""
    reached = [goal.reached for row in rows for goal in row.goals]
    return (
        f"{reached.count(True)} goals reached, {reached.count(False)} missed,"
        f" {reached.count(None)} not measured"
    )
