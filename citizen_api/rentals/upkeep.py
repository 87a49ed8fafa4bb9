"""What staff do to stations, and to bikes that nobody rents, in the audit log."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import any_, select
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.bikes import actions as bikes
from citizen_api.bikes.models import Bike, Station
from citizen_api.bikes.models import State as BikeState
from citizen_api.bikes.queries import bike_by_number, station
from citizen_api.bikes.records import AlertType, BikeAlert
from citizen_api.bikes.rules import GONE
from citizen_api.problems import Said
from citizen_api.rentals.problems import BikeState as WrongState
from citizen_api.rentals.queries import open_on

RENTED: Final = Said(
    "Xe này đang trong một chuyến thuê. Hãy kết thúc chuyến đó trước (force-end).",
    "Somebody rents this bike. End the rental first (force-end).",
)


class Why(NamedTuple):
    """Who of the staff does something, and their reason."""

    actor: str
    reason: str


def mend(session: Session, number: str, slug: str, why: Why, now: datetime) -> None:
    """Put a bike back into service, whole, at a station; again it is moved there.

    Raises NotFound, BikeState, AuditUnavailable.
    """
    bike, where = _unrented(session, number), bikes.Where(station(session, slug).id)
    if bike.state == BikeState.AVAILABLE:
        bikes.move(session, bike, where, at=now)
    else:
        bikes.mend(session, bike, where, at=now)
    _record(session, "bike.mended", why, bike=number, station=slug)


def move(session: Session, number: str, slug: str, why: Why, now: datetime) -> None:
    """Carry a bike to a station, as whole as it was.

    Raises NotFound, BikeState, AuditUnavailable.
    """
    bike, where = _unrented(session, number), bikes.Where(station(session, slug).id)
    if bike.state in GONE:
        raise WrongState
    bikes.move(session, bike, where, at=now)
    _record(session, "bike.moved", why, bike=number, station=slug)


def remove(session: Session, number: str, why: Why, now: datetime) -> None:
    """Take a bike away, to the workshop or for good; removed again it stays so.

    Raises NotFound, BikeState, AuditUnavailable.
    """
    bike = _unrented(session, number)
    if bike.state != BikeState.REMOVED:
        bikes.withdraw(session, bike, BikeState.REMOVED, at=now, reason=why.reason)
    _record(session, "bike.removed", why, bike=number)


def close(
    session: Session, slug: str, until: datetime | None, why: Why, now: datetime
) -> None:
    """Rent and take back nothing at a station for a while, and tell riders so.

    Closed again, the newest end counts. Raises NotFound, AuditUnavailable.
    """
    place = station(session, slug)
    _lift(session, place, now)
    name = place.name["vi"]
    session.add(
        BikeAlert(
            type=AlertType.STATION_CLOSURE,
            starts_at=now,
            ends_at=until,
            station_ids=[place.id],
            summary={
                "vi": f"Trạm {name} tạm đóng.",
                "en": f"The station {place.name.get('en', name)} is closed.",
            },
            updated_at=now,
        )
    )
    ends = until and until.isoformat()
    _record(session, "station.closed", why, station=slug, until=ends)


def reopen(session: Session, slug: str, why: Why, now: datetime) -> None:
    """A station is no longer closed; reopened again it stays so.

    Raises NotFound, AuditUnavailable.
    """
    _lift(session, station(session, slug), now)
    _record(session, "station.reopened", why, station=slug)


def _unrented(session: Session, number: str) -> Bike:
    bike = bike_by_number(session, number)
    if open_on(session, bike.id) is not None:
        raise WrongState(RENTED)
    return bike


def _lift(session: Session, place: Station, now: datetime) -> None:
    wanted = select(BikeAlert).where(
        BikeAlert.type == AlertType.STATION_CLOSURE,
        any_(BikeAlert.station_ids) == place.id,
        BikeAlert.starts_at <= now,
    )
    for alert in session.scalars(wanted.with_for_update()):
        others = [each for each in alert.station_ids if each != place.id]
        if others:
            alert.station_ids, alert.updated_at = others, now
        else:
            session.delete(alert)


def _record(session: Session, action: str, why: Why, **about: Any) -> None:
    detail = {**about, "reason": why.reason}
    record(
        session, Event(action=action, actor=why.actor, outcome="done", detail=detail)
    )
