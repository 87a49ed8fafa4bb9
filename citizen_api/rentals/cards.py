"""A rental as its rider sees it, with what can be done next."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from citizen_api.bikes.models import Bike, Station
from citizen_api.problems import Said
from citizen_api.rentals import billing, queries
from citizen_api.rentals.models import NEVER_RIDDEN, Rental, RentalEvent, State
from citizen_api.rentals.rules import STEPS, may_say_wrong, meter, started_at
from citizen_api.tariffs.plans import read
from citizen_api.wallets.models import Owner

HINTS: Final[Mapping[State, Said]] = {
    State.RESERVED: Said(
        "Hãy xem số trên khung xe: đúng xe này không? Nếu đúng, mở khóa.",
        "Look at the number on the frame: is it this bike? Then unlock it.",
    ),
    State.UNLOCKING: Said(
        "Khóa đang mở. Chưa tính tiền cho đến khi khóa mở.",
        "The lock is opening. Nothing is charged before it is open.",
    ),
    State.ACTIVE: Said(
        "Chúc bạn đi vui. Muốn kết thúc: đóng khóa ở trạm rồi xác nhận.",
        "Ride well. To end, close the lock at a station and confirm.",
    ),
    State.PAUSED: Said(
        "Đang tạm dừng, giờ vẫn chạy. Bấm đi tiếp để mở khóa.",
        "Paused: the time runs on. Resume opens the lock.",
    ),
    State.ENDING: Said(
        "Cần cả hai: khóa đã đóng và bạn xác nhận kết thúc.",
        "Both are needed: a closed lock, and your confirmation.",
    ),
    State.REVIEW: Said(
        "Nhân viên đang xem chuyến này; tiền không tăng thêm quá mức trần.",
        "Staff are looking at this ride; it costs no more than the cap.",
    ),
    State.ENDED: Said("Chuyến đi đã kết thúc.", "The ride has ended."),
    State.SETTLED: Said(
        "Chuyến đi đã kết thúc và đã trả tiền.", "The ride is over and paid for."
    ),
    State.OWING: Said(
        "Ví đang âm: nạp tiền để trả, rồi bạn thuê tiếp được.",
        "The wallet is below zero: top it up to pay, then you can rent again.",
    ),
    State.FAILED: Said(
        "Khóa không mở. Không tính tiền; hãy chọn xe khác.",
        "The lock did not open. Nothing is charged; take another bike.",
    ),
    State.EXPIRED: Said(
        "Xe không còn được giữ cho bạn. Hãy quét lại, hoặc quét xe khác.",
        "The bike is no longer kept for you. Scan it again, or another one.",
    ),
    State.CANCELLED: Said("Bạn đã thôi thuê xe này.", "You let this bike go."),
    State.WRITTEN_OFF: Said(
        "Nhân viên đã đóng chuyến này; không tính tiền.",
        "Staff closed this ride; nothing is charged.",
    ),
}
FINAL: Final = frozenset({State.ENDED, State.SETTLED, State.OWING, State.WRITTEN_OFF})
LAST: Final = select(func.coalesce(func.max(RentalEvent.id), 0)).join(
    Rental, Rental.id == RentalEvent.rental_id
)
PLAN: Final = ("id", "name", "description", "price", "minutes", "step", "cap")


def cards(
    session: Session, rentals: Sequence[Rental], at: datetime, language: str
) -> list[dict[str, Any]]:
    """Rentals on the wire."""
    wanted = select(Bike).where(Bike.id.in_([each.bike_id for each in rentals]))
    bikes = {bike.id: bike for bike in session.scalars(wanted)}
    ends = {e.start_station_id for e in rentals} | {e.end_station_id for e in rentals}
    named = select(Station.id, Station.slug).where(Station.id.in_(ends - {None}))
    slugs = {row.id: row.slug for row in session.execute(named)}
    return [
        _card(session, each, bikes[each.bike_id], slugs, at, language)
        for each in rentals
    ]


def plan(document: Mapping[str, Any]) -> dict[str, Any]:
    """A tariff on the wire."""
    return {name: document[name] for name in PLAN}


def last_event(session: Session, owner: Owner) -> int:
    """The newest event of an owner's rentals, 0 for none."""
    return session.scalar(LAST.where(queries.theirs(Rental, owner))) or 0


def first_open_event(session: Session, owner: Owner) -> int:
    """What a stream begins after: before all that is open, else at the newest."""
    first = select(func.min(RentalEvent.id)).join(Rental)
    wanted = first.where(
        queries.theirs(Rental, owner), Rental.state.in_(queries.OPEN_STATES)
    )
    found = session.scalar(wanted)
    return found - 1 if found else last_event(session, owner)


def price_of(session: Session, rental: Rental, at: datetime) -> tuple[int, int]:
    """The seconds and the price of a ride, so far or for good."""
    counted = meter(rental, at)
    if rental.price is not None and rental.seconds is not None:
        return rental.seconds, rental.price
    if counted is None or rental.state in NEVER_RIDDEN:
        return 0, 0
    ride = queries.ride(session, rental, at)
    return counted.seconds, billing.so_far(read(rental.plan), ride)


def _card(
    session: Session,
    rental: Rental,
    bike: Bike,
    slugs: Mapping[int | None, str],
    at: datetime,
    language: str,
) -> dict[str, Any]:
    state = State(rental.state)
    seconds, price = price_of(session, rental, at)
    closed = rental.closed_told_at if rental.our_clock else rental.closed_lock_at
    return {
        "id": rental.id,
        "state": state,
        "bike": {"number": bike.number, "type": bike.type_id},
        "plan": plan(rental.plan),
        "pass_id": rental.pass_id,
        "reserved_at": rental.reserved_at,
        "expires_at": rental.expires_at if state is State.RESERVED else None,
        "unlock_by": rental.deadline_at if state is State.UNLOCKING else None,
        "started_at": started_at(rental),
        "closed_at": closed,
        "ended_at": rental.ended_at,
        "seconds": seconds,
        "price": price,
        "currency": "VND",
        "final": state in FINAL,
        "free_for": rental.free_for,
        "free_minutes": rental.free_s // 60,
        "start_station": slugs.get(rental.start_station_id),
        "end_station": slugs.get(rental.end_station_id),
        "overfull": rental.overfull,
        "pause_wanted": rental.pause_wanted,
        "refused_for": rental.refused_for,
        "nearest": [],
        "review_for": rental.review_for,
        "fault": rental.fault,
        "receipt": rental.entry_id and f"/v1/me/wallet/entries/{rental.entry_id}",
        "version": rental.version,
        "next": _steps(rental, state, at),
        "hint": HINTS[state].to(language),
    }


def _steps(rental: Rental, state: State, at: datetime) -> list[str]:
    steps = list(STEPS.get(state, ()))
    if state in {State.ACTIVE, State.PAUSED, State.ENDING} and may_say_wrong(
        rental, at
    ):
        steps.append("wrong_bike")
    return steps
