"""Who prints the labels of bikes and gives bikes new ones, in the audit log."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.bikes.actions import relabel
from citizen_api.bikes.models import Bike, State
from citizen_api.bikes.queries import bike_by_number


def labelled(
    session: Session, number: str, *, renew: bool, actor: str, **more: Any
) -> Bike:
    """The bike whose label is to be printed; renewed, its old one means nothing.

    `more`: what else the audit log is to tell. Raises NotFound, AuditUnavailable.
    """
    (bike,) = all_labelled(session, [number], renew=renew, actor=actor, **more)
    return bike


def all_labelled(
    session: Session, numbers: Sequence[str], *, renew: bool, actor: str, **more: Any
) -> list[Bike]:
    """Several bikes, in this order. Raises NotFound, AuditUnavailable."""
    bikes = [bike_by_number(session, number) for number in numbers]
    for bike in bikes if renew else ():
        relabel(session, bike)
    verb = "renewed" if renew else "printed"
    for bike in bikes:
        detail = {"bike": bike.number, **more}
        event = Event(
            action=f"bike.label_{verb}", actor=actor, outcome="done", detail=detail
        )
        record(session, event)
    return bikes


def in_use(session: Session) -> list[str]:
    """The numbers of all bikes but those that were removed."""
    wanted = select(Bike.number).where(Bike.state != State.REMOVED)
    return list(session.scalars(wanted.order_by(Bike.number)))
