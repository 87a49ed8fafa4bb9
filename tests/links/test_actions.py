"""Giving codes: each thing one, none twice, none ever moved."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.links.actions import ensure_links
from qr.codes import Code, nth_code

ADD_VENUES = text(
    """
    INSERT INTO venues (slug, name, address, kind, folded, ward_certain, aliases,
                        honours, source_ids)
    SELECT 'venue-' || n, 'Quán ' || n, 'Hải Phòng', 'shop', '', false, '{}', '[]', '{}'
    FROM generate_series(1, 5) n
    """
)
CODES = text("SELECT v.slug, l.code FROM links l JOIN venues v ON v.id = l.venue_id")


def one_code(thing: str, attempt: int) -> Code:
    """The same for everything, until it is tried again."""
    return nth_code(attempt)


def codes(session: Session) -> dict[str, str]:
    return {slug: code for slug, code in session.execute(CODES)}


def test_a_code_that_is_taken_is_not_given_again(session: Session) -> None:
    session.execute(ADD_VENUES)

    assert ensure_links(session, one_code) == 5

    assert sorted(codes(session).values()) == [str(nth_code(n)) for n in range(5)]


def test_a_code_once_given_stays(session: Session) -> None:
    session.execute(ADD_VENUES)
    ensure_links(session, one_code)
    before = codes(session)

    assert ensure_links(session, one_code) == 0

    assert codes(session) == before
