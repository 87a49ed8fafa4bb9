"""Moderators who decide, as their queue does."""

from typing import Any
from uuid import UUID

from flask import Flask

from citizen_api.cases import actions as cases
from citizen_api.cases.models import Act, State
from citizen_api.cases.rules import Verdict
from citizen_api.listings import correcting, merging
from tests.conftest import NOON
from tests.factories import changing

ROOMS: dict[str, Any] = {"merge": merging, "report": correcting}
LAN, HOA = (f"person:00000000-0000-4000-8000-00000000000{n}" for n in (1, 2))


def decided(app: Flask, case: str, decision: str, note: str | None = None) -> None:
    """Let a moderator decide a case."""
    with changing(app) as session:
        verdict = Verdict(decision, HOA, NOON, note)
        found = cases.decide(session, UUID(case), verdict)
        if found.state == State.DECIDED:
            ROOMS[found.kind].apply(session, found, decision, HOA, NOON)
        cases.tell(session, found, Act.DECIDED, NOON, HOA)


def agreed(app: Flask, case: str) -> None:
    """Let a second moderator say the same."""
    with changing(app) as session:
        verdict = Verdict("merge", HOA, NOON)
        found = cases.second(session, UUID(case), verdict, agrees=True)
        ROOMS[found.kind].apply(session, found, str(found.decision), HOA, NOON)
        cases.tell(session, found, Act.DECIDED, NOON, HOA)


def undone(app: Flask, case: str) -> None:
    """Take back what was decided."""
    with changing(app) as session:
        found = cases.undo(session, UUID(case))
        ROOMS[found.kind].undo(session, found, LAN, NOON)
        cases.tell(session, found, Act.UNDONE, NOON, LAN)
