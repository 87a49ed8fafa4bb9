"""The owner's one reply to a review."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from citizen_api.expected import Expected
from citizen_api.problems import (
    FieldError,
    InvalidRequest,
    NotFound,
    Said,
    StaleVersion,
)
from citizen_api.reviews.content import finding
from citizen_api.reviews.models import Review
from citizen_api.reviews.records import ReviewReply

NOT_PLAIN = Said(
    "Trả lời không được có địa chỉ mạng, thư điện tử, số điện thoại hay số giấy tờ.",
    "A reply has no web or e-mail address, phone number or personal number in it.",
)


def reply(
    session: Session,
    review: Review,
    person: UUID,
    text: str,
    expected: Expected,
    *,
    now: datetime,
) -> tuple[ReviewReply, bool]:
    """Write or rewrite the reply to a review that is locked; whether it is new.

    Saying the same again changes nothing. Raises InvalidRequest for a text that nobody
    would look at first, VersionRequired, StaleVersion.
    """
    if finding(text) is not None:
        raise InvalidRequest(errors=[FieldError(NOT_PLAIN, pointer="#/text")])
    found = session.get(ReviewReply, review.id)
    if found is None:
        if expected.given:
            raise StaleVersion
        made = ReviewReply(review_id=review.id, text=text, written_by=person)
        made.created_at = made.updated_at = now
        session.add(made)
        session.flush()
        return made, True
    if found.text == text:
        return found, False
    expected.ensure(found.version, found.review_id)
    found.text, found.written_by, found.updated_at = text, person, now
    found.version += 1
    session.flush()
    return found, False


def take_back(session: Session, review: Review, expected: Expected) -> None:
    """Delete the reply to a review that is locked.

    Raises NotFound, VersionRequired, StaleVersion.
    """
    found = reply_to(session, review)
    expected.ensure(found.version, found.review_id)
    session.delete(found)
    session.flush()


def reply_to(session: Session, review: Review) -> ReviewReply:
    """The reply to a review; raises NotFound."""
    found = session.get(ReviewReply, review.id)
    if found is None:
        raise NotFound
    return found
