"""Two venues that are one: all that is said of the first goes over to the second.

The first keeps its id, which points at the second from then on. What is done can be
undone exactly; see docs/decisions/0018-merged-and-listed.md.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.alone import Work, alone
from citizen_api.cases.models import Case
from citizen_api.jobs.actions import enqueue
from citizen_api.listings import folding, moving
from citizen_api.listings.correction_facts import MAP_JOB
from citizen_api.listings.merge_problems import (
    AlreadyMerged,
    MergedOnward,
    SameVenue,
)
from citizen_api.listings.records import VenueChange
from citizen_api.listings.standing import standing
from citizen_api.schedules.evaluating import HO_CHI_MINH
from citizen_api.venues.actions import publish
from citizen_api.venues.bests import show_hours, show_price
from citizen_api.venues.models import MenuItem, MenuPrice, Venue
from citizen_api.versions import CATALOGUE, bump

MERGE: Final = "merge"
DECISIONS: Final = (MERGE, "refuse")
SWEEP_JOB: Final = "merge-sweep"
SUBJECT: Final = "venue"
# A writer who began before the merge has long ended by then.
SWEPT_AFTER: Final = timedelta(minutes=1)
# How the surge watch counted is not changed by reviews that only change their place.
WATCHED: Final = text(
    "SELECT venue_id, new_count, new_on FROM venue_scores"
    " WHERE venue_id IN (:from, :into)"
)
WATCH: Final = text(
    "UPDATE venue_scores SET new_count = :new_count, new_on = :new_on"
    " WHERE venue_id = :venue_id"
)
# All of them before any score: whoever rates holds a review before its score.
REVIEWS: Final = text(
    "SELECT FROM reviews WHERE venue_id = ANY(:ids) ORDER BY id FOR UPDATE"
)
LISTING_CHANGED: Final = text(
    "UPDATE venue_listings SET version = version + 1 WHERE venue_id IN (:from, :into)"
)


def apply(session: Session, case: Case, decision: str, by: str, at: datetime) -> None:
    """Merge, when that is what was decided.

    Raises AlreadyMerged, SameVenue when another merge was quicker.
    """
    change = _change(session, case.id)
    if decision != MERGE:
        return
    source, target = _locked(session, change)
    if source.merged_into_id is not None:
        raise AlreadyMerged
    if target.id == source.id:
        raise SameVenue
    watched = _watched(session, source.id, target.id)
    folded = [
        folding.fold(session, pair, target.id)
        for pair in folding.pairs(session, source.id, target.id)
    ]
    staying = {"reviews": [each["there"] for each in folded]}
    moved = moving.move(session, source.id, target.id, staying)
    change.steps = {
        "folded": folded,
        "moved": moved,
        "pointers": _point(session, source, target),
    }
    change.other_id, change.made_at = target.id, at
    _settle(session, source, target, moved, watched, at)
    enqueue(session, SWEEP_JOB, str(case.id), at + SWEPT_AFTER)


def undo(session: Session, case: Case, by: str, at: datetime) -> None:
    """Let both venues be as they were. Raises MergedOnward."""
    change = _change(session, case.id)
    if change.made_at is None:
        return
    source, target = _locked(session, change)
    if target.id != change.other_id or source.merged_into_id != target.id:
        raise MergedOnward
    steps = change.steps
    watched = _watched(session, source.id, target.id)
    source.merged_into_id = None
    session.execute(
        update(Venue)
        .where(Venue.id.in_(steps["pointers"]), Venue.merged_into_id == target.id)
        .values(merged_into_id=source.id)
    )
    moving.move_back(session, source.id, target.id, steps["moved"])
    for each in steps["folded"]:
        folding.unfold(session, each, source.id)
    change.undone_at = at
    _settle(session, source, target, steps["moved"], watched, at)


def hand_over(session: Session, case: UUID, anew: UUID) -> None:
    """Let the case in which a merge is judged anew be about the same venues."""
    change = _change(session, case)
    row = {"case_id": anew, "venue_id": change.venue_id, "other_id": change.other_id}
    made = insert(VenueChange).values(**row)
    session.execute(made.on_conflict_do_nothing(index_elements=["case_id"]))


def sweep(session: Session, case_id: UUID, at: datetime) -> None:
    """Let what was written to the first venue while it was merged go over too."""
    change = _change(session, case_id)
    if change.made_at is None or change.undone_at is not None:
        return
    source, target = _locked(session, change)
    if target.id != change.other_id:
        return
    steps = dict(change.steps)
    watched = _watched(session, source.id, target.id)
    known = {each["there"] for each in steps["folded"]}
    late = [
        folding.fold(session, pair, target.id)
        for pair in folding.pairs(session, source.id, target.id)
        if pair.there not in known
    ]
    steps["folded"] = [*steps["folded"], *late]
    staying = {"reviews": [each["there"] for each in steps["folded"]]}
    more = moving.move(session, source.id, target.id, staying)
    if more or late:
        moved = {
            table: [*steps["moved"].get(table, []), *more.get(table, [])]
            for table in {**steps["moved"], **more}
        }
        change.steps = steps | {"moved": moved}
        _settle(session, source, target, more, watched, at)


def _change(session: Session, case_id: UUID) -> VenueChange:
    asked = select(VenueChange).where(VenueChange.case_id == case_id)
    return session.scalars(asked.with_for_update()).one()


def _locked(session: Session, change: VenueChange) -> tuple[Venue, Venue]:
    """Both venues, so that nobody writes of them; the second one as it stands now."""
    alone(session, Work.MANY_REVIEWS)
    ids = [change.venue_id, change.other_id]
    asked = select(Venue).where(Venue.id.in_(ids)).order_by(Venue.id)
    options = {"populate_existing": True}
    session.scalars(asked.with_for_update().execution_options(**options)).all()
    session.execute(REVIEWS, {"ids": ids})
    source = session.get_one(Venue, change.venue_id)
    target = session.get_one(Venue, change.other_id)
    return source, standing(session, target)


def _point(session: Session, source: Venue, target: Venue) -> list[int]:
    """Point at the second venue; the ids of those that pointed at the first."""
    pointed = (
        update(Venue)
        .where(Venue.merged_into_id == source.id)
        .values(merged_into_id=target.id)
        .returning(Venue.id)
    )
    before = list(session.scalars(pointed))
    source.merged_into_id = target.id
    session.flush()
    return before


def _watched(session: Session, source: int, into: int) -> list[dict[str, Any]]:
    rows = session.execute(WATCHED, {"from": source, "into": into})
    return [dict(row) for row in rows.mappings()]


def _settle(
    session: Session,
    source: Venue,
    target: Venue,
    moved: moving.Moved,
    watched: list[dict[str, Any]],
    at: datetime,
) -> None:
    """Show what is best now at both, and let readers see it."""
    session.flush()
    session.expire_all()
    both = {"from": source.id, "into": target.id}
    for venue in (source, target):
        _show(session, venue, moved, at)
    for row in watched:
        session.execute(WATCH, row)
    session.execute(LISTING_CHANGED, both)
    publish(session, [source.id, target.id])
    bump(session, CATALOGUE)
    enqueue(session, MAP_JOB, "", at)


def _show(session: Session, venue: Venue, moved: moving.Moved, at: datetime) -> None:
    prices = MenuPrice.id.in_(moved.get("menu_prices", []))
    dishes = select(MenuPrice.dish_id).where(prices)
    items = select(MenuItem).where(
        MenuItem.venue_id == venue.id, MenuItem.dish_id.in_(dishes)
    )
    for item in session.scalars(items):
        show_price(session, item)
    if moved.keys() & {"opening_hours", "venue_days"}:
        show_hours(session, venue, at.astimezone(HO_CHI_MINH).date())
