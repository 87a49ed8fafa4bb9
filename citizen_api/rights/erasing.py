"""Erase somebody: all at once, or not at all."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.alone import Work, alone
from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.rights.actions import end
from citizen_api.rights.contents import ERASED
from citizen_api.rights.models import RightsRequest, State
from citizen_api.rights.problems import RequestEnded
from citizen_api.roles.queries import subject_of


def erase_when_due(
    session: Session, request_id: UUID, *, now: datetime
) -> datetime | None:
    """Do an erasure whose day has come; else when it comes, None for never.

    Raises AuditUnavailable.
    """
    request = session.get(RightsRequest, request_id, with_for_update=True)
    if request is None or request.state != State.WAITING or request.acts_at is None:
        return None
    if request.acts_at > now:
        return request.acts_at
    erase(session, request, actor="system", now=now)
    return None


def erase(
    session: Session, request: RightsRequest, *, actor: str, now: datetime
) -> None:
    """Erase the person who asked; the request is locked.

    Raises RequestEnded, AuditUnavailable.
    """
    if request.state != State.WAITING:
        raise RequestEnded
    person = request.person_id
    subject = subject_of(session, person)
    end(request, State.DONE, now)
    session.flush()
    alone(session, Work.MANY_REVIEWS)
    for statement in ERASED:
        session.execute(text(statement), {"person": person, "now": now})
    session.expire(request)
    event = Event(
        action="rights.erasure.done",
        actor=actor,
        outcome=State.DONE,
        subject=subject,
        detail={"request": str(request.id)},
    )
    record(session, event)
