"""The venue of an id, and the one that it is: a duplicate was merged into another."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.problems import NotFound, Problem, Said
from citizen_api.venues.models import Venue

INTO = Said(
    "Quán này đã được gộp vào {slug}. Hãy dùng id đó.",
    "This venue was merged into {slug}. Use that id.",
)


class VenueMoved(Problem):
    """The venue was a duplicate: what is said of it stands at another id."""

    name = "venue-merged"
    status = 409
    title = "The venue was merged into another"
    said = Said(
        "Quán này đã được gộp vào một quán khác.",
        "This venue was merged into another one.",
    )


def standing_venue(session: Session, slug: str, *, lock: bool = False) -> Venue:
    """The venue with this id; raises NotFound, VenueMoved."""
    asked = select(Venue).where(Venue.slug == slug)
    if lock:
        asked = asked.with_for_update(key_share=True)
    found = session.scalar(asked.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    if found.merged_into_id is not None:
        raise VenueMoved(INTO.format(slug=standing(session, found).slug))
    return found


def venue_called(session: Session, slug: str) -> Venue:
    """A venue, merged or not; raises NotFound."""
    found = session.scalar(select(Venue).where(Venue.slug == slug))
    if found is None:
        raise NotFound
    return found


def standing(session: Session, venue: Venue) -> Venue:
    """The venue that a venue is."""
    if venue.merged_into_id is None:
        return venue
    return session.get_one(Venue, venue.merged_into_id)
