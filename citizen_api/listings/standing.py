"""The venue that somebody claims or keeps: one that stands for itself."""

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
        other = session.get_one(Venue, found.merged_into_id)
        raise VenueMoved(INTO.format(slug=other.slug))
    return found
