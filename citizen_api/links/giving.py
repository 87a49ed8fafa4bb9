"""Give codes to many at once: to who has none, or to every venue of a street."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.links import rules
from citizen_api.links.actions import New, RandomBytes, create
from citizen_api.links.models import Kind
from qr.codes import Code

CodeOf = Callable[[str, int], Code]
"""A code for "venue <slug>" or "street <code>"; the number says which attempt it is."""

Thing = tuple[str, int | None, int | None]
"""What it is called for `CodeOf`, and the id of the venue or of the street."""

FOOD_STREET_VENUES: Final = 2

WITHOUT_CODE: Final = text(
    """
    SELECT 'venue ' || v.slug AS thing, v.id AS venue_id, NULL::int AS street_id
    FROM venues v
    WHERE v.merged_into_id IS NULL
      AND NOT EXISTS (SELECT FROM links l WHERE l.venue_id = v.id)
    UNION ALL
    SELECT 'street ' || a.code, NULL, a.id
    FROM areas a
    JOIN venues v ON v.street_id = a.id
    WHERE NOT EXISTS (SELECT FROM links l WHERE l.street_id = a.id)
    GROUP BY a.id
    HAVING count(*) >= :least
    ORDER BY thing
    """
)
ADD: Final = text(
    """
    INSERT INTO links (kind, code, venue_id, street_id)
    SELECT CASE WHEN venue IS NULL THEN 'street' ELSE 'venue' END, code, venue, street
    FROM unnest(:codes ::text[], :venues ::int[], :streets ::int[])
        AS given (code, venue, street)
    ON CONFLICT DO NOTHING
    """
)

VENUES_OF: Final = text(
    """
    SELECT slug, lon_e6, lat_e6, accuracy_m, house_number, street FROM venues
    WHERE street_id = :street AND merged_into_id IS NULL AND closed_on IS NULL
    ORDER BY name, id
    """
)


def ensure_links(session: Session, code_of: CodeOf) -> int:
    """Give a code to each venue and food street that has none; how many got one.

    A street with two venues is a food street. A code that is taken, whatever it
    stands for, is never given again: the next attempt is.
    """
    given, attempt = 0, 0
    least = {"least": FOOD_STREET_VENUES}
    while lacking := session.execute(WITHOUT_CODE, least).all():
        given += give_codes(session, lacking, code_of, attempt)
        attempt += 1
    return given


def give_codes(
    session: Session, things: Sequence[Thing], code_of: CodeOf, attempt: int = 0
) -> int:
    """Give each thing its code of this attempt, where it is free; how many got one."""
    columns = {
        "codes": [str(code_of(name, attempt)) for name, _, _ in things],
        "venues": [venue_id for _, venue_id, _ in things],
        "streets": [street_id for _, _, street_id in things],
    }
    return session.connection().execute(ADD, columns).rowcount


def create_for_street(
    session: Session, street: int, *, by: str, random: RandomBytes, **about: Any
) -> list[tuple[str, str]]:
    """One more code for each venue of a street: (code, venue) in the order of names.

    Each hangs at its venue, as precisely as that is placed. `about`: more of `New`.
    """
    made = []
    rows = session.execute(VENUES_OF, {"street": street}).all()
    for slug, lon, lat, accuracy, house, name in rows:
        place = rules.place_of_venue(lon, lat, accuracy)
        label = f"{name} {house}" if name and house else None
        new = New(kind=Kind.VENUE, id=slug, place=place, label=label, **about)
        made.append((create(session, new, by=by, random=random), slug))
    return made
