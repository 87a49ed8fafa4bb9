"""Open a case, decide it, say the same as a second person, undo it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.cases import queries
from citizen_api.cases.models import Act, Case, CaseEntry, Kind, State
from citizen_api.cases.rules import (
    SYSTEM,
    Opened,
    Verdict,
    ensure_may_decide,
    ensure_may_second,
    ensure_may_undo,
    needs_second,
)
from citizen_api.problems import Unavailable

IS_ALIVE: Final = text("state IN ('open', 'proposed')")
ONE_THING: Final = ("kind", "subject_kind", "subject_id")
TRIES: Final = 3


def open_case(session: Session, opened: Opened, by: str | None = None) -> UUID:
    """The case of a thing; the one that is there, while it is not decided.

    `by`: who opens it, if not who saw it. Call it last in the transaction. Raises
    AuditUnavailable.
    """
    kind, subject_kind, subject_id = opened[:3]
    for _ in range(TRIES):
        made = insert(Case).values(id=uuid4(), **_row(opened))
        made = made.on_conflict_do_nothing(
            index_elements=ONE_THING, index_where=IS_ALIVE
        )
        number: UUID | None = session.scalar(made.returning(Case.id))
        if number is not None:
            case = session.get_one(Case, number)
            tell(session, case, Act.OPENED, opened.at, by or opened.by)
            return number
        found = queries.open_case_of(session, kind, subject_kind, subject_id)
        if found is not None:
            return found.id
        # It was decided at this very moment: try again.
    raise Unavailable


def decide(
    session: Session, case_id: UUID, verdict: Verdict, *, twice: bool = False
) -> Case:
    """Decide a case; its state tells whether a second person must say the same.

    `twice`: one must, though not for each case of its kind. The case stays locked; what
    follows for the thing itself is for the caller to do, before `tell`. Raises
    NotFound, AlreadyDecided, AnotherPersonNeeded.
    """
    case = queries.case(session, case_id, lock=True)
    ensure_may_decide(case, verdict.by)
    waits = twice or needs_second(Kind(case.kind), verdict.decision)
    case.state = State.PROPOSED if waits else State.DECIDED
    case.decision, case.note = verdict.decision, verdict.note
    case.decided_at, case.decided_by = verdict.at, verdict.by
    session.flush()
    return case


def second(session: Session, case_id: UUID, verdict: Verdict, agrees: bool) -> Case:
    """Say as a second person whether what was proposed is right.

    Agreed to, the case is decided; otherwise it is open again. As `decide`. Raises
    NotFound, NothingToSecond, AnotherPersonNeeded.
    """
    case = queries.case(session, case_id, lock=True)
    ensure_may_second(case, verdict.by)
    if agrees:
        case.state, case.second_by = State.DECIDED, verdict.by
        case.decided_at = verdict.at
    else:
        case.state = State.OPEN
        case.decision = case.decided_at = case.decided_by = None
    case.note = verdict.note or case.note
    session.flush()
    return case


def undo(session: Session, case_id: UUID) -> Case:
    """Mark a decision as undone; the case stays on record.

    What was done to the thing is for the caller to undo, and then to open the case
    anew. As `decide`. Raises NotFound, NothingToUndo.
    """
    case = queries.case(session, case_id, lock=True)
    ensure_may_undo(case)
    case.state = State.UNDONE
    session.flush()
    return case


def close(
    session: Session,
    kind: Kind,
    subject_kind: str,
    subject_id: str,
    decision: str,
    at: datetime,
) -> None:
    """End the open case of a thing that needs no judgement any more, if there is one.

    Call it last in the transaction. Raises AuditUnavailable.
    """
    found = queries.open_case_of(session, kind, subject_kind, subject_id)
    if found is None:
        return
    case = queries.case(session, found.id, lock=True)
    if case.state not in queries.ALIVE:
        return
    case.state, case.decision = State.DECIDED, decision
    case.decided_at, case.decided_by, case.second_by = at, SYSTEM, None
    tell(session, case, Act.DECIDED, at, SYSTEM)


def open_again(session: Session, case: Case, at: datetime) -> UUID:
    """The case in which a thing is judged anew, after its decision was undone.

    Who opened the first one may not decide this one either. As `open_case`.
    """
    opened = Opened(
        Kind(case.kind),
        case.subject_kind,
        case.subject_id,
        case.venue_id,
        case.reason,
        case.opened_by,
        at,
        case.barred,
    )
    return open_case(session, opened, by=SYSTEM)


def tell(session: Session, case: Case, act: Act, at: datetime, by: str) -> None:
    """Write a step into the public log and, with who did it, into the audit log.

    Call it last in the transaction. Raises AuditUnavailable.
    """
    session.add(
        CaseEntry(
            case_id=case.id,
            at=at,
            act=act,
            kind=case.kind,
            venue_id=case.venue_id,
            reason=case.reason,
            decision=case.decision,
        )
    )
    session.flush()
    detail: Mapping[str, Any] = {
        "case": str(case.id),
        "kind": case.kind,
        "decision": case.decision,
        "reason": case.reason,
    }
    outcome = case.decision or State(case.state).value
    record(
        session, Event(action=f"case.{act}", actor=by, outcome=outcome, detail=detail)
    )


def _row(opened: Opened) -> dict[str, Any]:
    said = opened._asdict()
    said["opened_at"], said["opened_by"] = said.pop("at"), said.pop("by")
    return said
