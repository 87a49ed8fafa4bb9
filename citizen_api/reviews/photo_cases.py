"""Photos that somebody must look at: a case is opened, decided, undone.

A photo stays in sight until somebody has decided, unless it is held: one word of a
stranger shall not take it away.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from citizen_api.cases.actions import open_case
from citizen_api.cases.models import Case, Kind
from citizen_api.cases.rules import Opened
from citizen_api.media import actions
from citizen_api.media.models import Photo, State
from citizen_api.problems import NotFound
from citizen_api.reviews.finding import readable

SUBJECT: Final = "photo"
KEEP: Final = "keep"
REMOVE: Final = "remove"
DECISIONS: Final = (KEEP, REMOVE)


def report(session: Session, photo: int, reason: str, *, by: str, at: datetime) -> UUID:
    """The case of a photo that everybody may see; the one that is there, while open.

    `reason`: one of PhotoFault. Last in the transaction. Raises NotFound.
    """
    found = session.get(Photo, photo)
    if found is None or found.state != State.SHOWN:
        raise NotFound
    if found.review_id is not None:
        readable(session, found.review_id)
    opened = Opened(Kind.PHOTO, SUBJECT, str(photo), found.venue_id, reason, by, at)
    return open_case(session, opened)


def apply(session: Session, case: Case, decision: str, by: str, at: datetime) -> None:
    """Do what was decided; a photo that is gone meanwhile stays gone."""
    change = actions.remove if decision == REMOVE else actions.show
    change(session, int(case.subject_id), at)


def undo(session: Session, case: Case, by: str, at: datetime) -> None:
    """Let the photo be seen until the case is decided anew."""
    actions.show(session, int(case.subject_id), at)


def about(session: Session, case: Case) -> dict[str, Any]:
    """What a moderator sees; the picture itself is at `file_url`."""
    found = session.get(Photo, int(case.subject_id))
    if found is None:
        return {"photo": None}
    return {
        "photo": {
            "id": found.id,
            "review_id": found.review_id,
            "state": found.state,
            "width": found.width,
            "height": found.height,
            "file_url": f"/v1/photos/{found.id}/file",
        }
    }
