"""Decide a case, and do at once what follows from it."""

from uuid import UUID

from sqlalchemy.orm import Session

from citizen_api.cases import actions as cases
from citizen_api.cases import queries
from citizen_api.cases.models import Act, Case, State
from citizen_api.cases.rules import Verdict
from citizen_api.moderation.deciding import deciding, ensure_possible
from citizen_api.reviews import appealing


def decide(session: Session, case_id: UUID, verdict: Verdict) -> Case:
    """Decide a case, or propose what a second person must say too.

    Raises NotFound, NoSuchDecision, AlreadyDecided, AnotherPersonNeeded.
    """
    case = queries.case(session, case_id, lock=True)
    ensure_possible(case, verdict.decision)
    twice = appealing.drops_surge(session, case, verdict.decision)
    cases.decide(session, case_id, verdict, twice=twice)
    if case.state == State.PROPOSED:
        cases.tell(session, case, Act.PROPOSED, verdict.at, verdict.by)
    else:
        done(session, case, verdict)
    return case


def second(session: Session, case_id: UUID, verdict: Verdict, agrees: bool) -> Case:
    """Say as a second person whether what was proposed is right, and do it.

    Raises NotFound, NothingToSecond, AnotherPersonNeeded.
    """
    case = cases.second(session, case_id, verdict, agrees)
    if agrees:
        done(session, case, verdict)
    else:
        cases.tell(session, case, Act.DECLINED, verdict.at, verdict.by)
    return case


def undo(session: Session, case_id: UUID, verdict: Verdict) -> UUID:
    """Undo what was decided; the thing waits to be judged anew, in the case returned.

    Raises NotFound, NothingToUndo.
    """
    case = cases.undo(session, case_id)
    how = deciding(case)
    how.undo(session, case, verdict.by, verdict.at)
    cases.tell(session, case, Act.UNDONE, verdict.at, verdict.by)
    anew = cases.open_again(session, case, verdict.at)
    how.hand_over(session, case.id, anew)
    return anew


def done(session: Session, case: Case, verdict: Verdict) -> None:
    """Do what was decided, and tell of it."""
    decision = case.decision or verdict.decision
    deciding(case).apply(session, case, decision, verdict.by, verdict.at)
    cases.tell(session, case, Act.DECIDED, verdict.at, verdict.by)
