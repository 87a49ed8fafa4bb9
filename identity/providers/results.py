"""The gateway's result codes in words that a receptionist can act on, by date."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = ["OLDEST", "Result", "Said", "Verdict", "result_for"]

OLDEST: Final = date(2024, 6, 20)


class Verdict(StrEnum):
    """What a code comes to.

    `NOT_MATCHED` is an oracle (is this number real, is this the name): only for
    staff, and counted. `UNVERIFIED` says nothing against the patient.
    """

    USABLE = "usable"
    NOT_USABLE = "not_usable"
    NOT_MATCHED = "not_matched"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Result:
    """A code from a day on: what it comes to, what it means, what to do."""

    code: str
    since: date
    verdict: Verdict
    means: Said
    do: Said


@cache
def table() -> tuple[Result, ...]:
    """All rows, as they stand in the data file."""
    text = files("identity.providers").joinpath("results.json").read_text("utf-8")
    return tuple(
        Result(
            code=row["code"],
            since=date.fromisoformat(row["since"]),
            verdict=Verdict(row["verdict"]),
            means=Said(**row["means"]),
            do=Said(**row["do"]),
        )
        for row in json.loads(text)["results"]
    )


def result_for(code: str, on: date) -> Result:
    """What the code meant on that day; a code nobody told us of is unverified."""
    rows = [row for row in table() if row.code == code and row.since <= on]
    if rows:
        return max(rows, key=lambda row: row.since)
    return Result(
        code=code,
        since=OLDEST,
        verdict=Verdict.UNVERIFIED,
        means=Said(
            "Cổng bảo hiểm trả lời bằng một mã chưa biết.",
            "The gateway answered with a code that is not known here.",
        ),
        do=Said(
            "Vẫn tiếp nhận người bệnh; báo quản trị mã này.",
            "Receive the patient; tell the administrator the code.",
        ),
    )
