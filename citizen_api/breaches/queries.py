"""Questions about breaches, and what the rules see of look-ups and their readers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select, text, tuple_
from sqlalchemy.orm import Session

from citizen_api.audits.models import SEEN
from citizen_api.breaches.models import Breach, State
from citizen_api.breaches.rules import Look, Rule
from citizen_api.problems import NotFound

# What was asked within ninety days still has its question: the index is of those.
# A citizen number and the insurance number that was found under it are one person's.
LOOKS: Final = text(
    f"""
    SELECT id, asked_at, person_id, facility, coalesce(social_index, number_index),
           purpose, break_glass_id IS NOT NULL AS under_glass
    FROM lookups
    WHERE asked_at >= :since AND (question IS NOT NULL OR answer IS NOT NULL)
    UNION ALL
    SELECT k.id, a.at, substring(a.fields ->> 'actor' FROM 8)::uuid, k.facility,
           coalesce(k.social_index, k.number_index), k.purpose,
           k.break_glass_id IS NOT NULL
    FROM audit_events a
    JOIN lookups k ON k.id = (a.fields -> 'detail' ->> 'lookup')::uuid
    WHERE {SEEN} AND a.at >= :since
    ORDER BY asked_at, id
    """  # noqa: S608 - our own words
)
JUDGED: Final = text(
    """
    SELECT b.rule, l.lookup_id FROM breach_lookups l JOIN breaches b
    ON b.id = l.breach_id WHERE b.state = 'closed' AND b.last_at >= :since
    """
)
UNJUSTIFIED: Final = text(
    """
    SELECT g.id AS glass, l.id, l.asked_at, l.person_id, l.facility,
           coalesce(l.social_index, l.number_index), l.purpose, TRUE
    FROM break_glasses g JOIN lookups l ON l.break_glass_id = g.id
    WHERE g.verdict = 'not_justified' AND g.reviewed_at >= :since
      AND NOT EXISTS (
          SELECT FROM breach_lookups j JOIN breaches b ON b.id = j.breach_id
          WHERE j.lookup_id = l.id AND b.rule = 'unjustified_emergency'
            AND b.state = 'closed'
      )
    ORDER BY l.asked_at, l.id
    """
)
REPORT: Final = text(
    """
    SELECT (array_agg(k.number_index ORDER BY k.asked_at))[1] AS number_index,
           b.person_id, count(*) AS lookups,
           min(k.asked_at) AS first_at, max(k.asked_at) AS last_at,
           array_agg(DISTINCT k.facility) AS facilities
    FROM breach_lookups b JOIN lookups k ON k.id = b.lookup_id
    WHERE b.breach_id = :breach
    GROUP BY coalesce(k.social_index, k.number_index), b.person_id
    ORDER BY first_at, number_index
    """
)
STAFF: Final = text(
    f"""
    SELECT k.person_id, k.facility FROM breach_lookups b
    JOIN lookups k ON k.id = b.lookup_id WHERE b.breach_id = :breach
    UNION
    SELECT substring(a.fields ->> 'actor' FROM 8)::uuid, k.facility
    FROM breach_lookups b JOIN lookups k ON k.id = b.lookup_id
    JOIN audit_events a ON a.fields ->> 'subject' = encode(k.number_index, 'hex')
    WHERE b.breach_id = :breach AND {SEEN}
      AND a.fields -> 'detail' ->> 'lookup' = k.id::text
    ORDER BY facility, person_id
    """  # noqa: S608 - our own words
)
COUNTS: Final = text(
    """
    SELECT b.breach_id, count(*),
           count(DISTINCT coalesce(k.social_index, k.number_index))
    FROM breach_lookups b JOIN lookups k ON k.id = b.lookup_id
    WHERE b.breach_id = ANY(:breaches) GROUP BY b.breach_id
    """
)
Position = tuple[datetime, UUID]


def looks_since(session: Session, since: datetime) -> list[Look]:
    """The look-ups from a moment on, and who saw one again, in order of time."""
    return [Look(*row) for row in session.execute(LOOKS, {"since": since})]


def judged_since(session: Session, since: datetime) -> Mapping[Rule, frozenset[UUID]]:
    """By rule, the look-ups that a closed breach is about: they are not new."""
    found: dict[Rule, set[UUID]] = defaultdict(set)
    for rule, lookup in session.execute(JUDGED, {"since": since}):
        found[Rule(rule)].add(lookup)
    return {rule: frozenset(lookups) for rule, lookups in found.items()}


def unjustified_since(
    session: Session, since: datetime
) -> Mapping[UUID, tuple[Look, ...]]:
    """By emergency, the look-ups under those that a reviewer found unjustified."""
    found: dict[UUID, list[Look]] = defaultdict(list)
    for glass, *look in session.execute(UNJUSTIFIED, {"since": since}):
        found[glass].append(Look(*look))
    return {glass: tuple(looks) for glass, looks in found.items()}


def breach(session: Session, breach_id: UUID, *, lock: bool = False) -> Breach:
    """A breach; raises NotFound."""
    asked = select(Breach).where(Breach.id == breach_id)
    found = session.scalar(asked.with_for_update() if lock else asked)
    if found is None:
        raise NotFound
    return found


def breaches(
    session: Session, state: State | None, *, before: Position | None, limit: int
) -> Sequence[Breach]:
    """The breaches, the newest first."""
    asked = select(Breach)
    if state is not None:
        asked = asked.where(Breach.state == state)
    if before is not None:
        asked = asked.where(tuple_(Breach.detected_at, Breach.id) < before)
    ordered = asked.order_by(Breach.detected_at.desc(), Breach.id.desc())
    return session.scalars(ordered.limit(limit)).all()


def counts(session: Session, found: Sequence[Breach]) -> Mapping[UUID, tuple[int, int]]:
    """How many look-ups each breach is about, and of how many people."""
    rows = session.execute(COUNTS, {"breaches": [each.id for each in found]})
    return {row[0]: (row[1], row[2]) for row in rows}


def affected(session: Session, breach_id: UUID) -> Sequence[Row[Any]]:
    """Whom a breach is about: by number, with the account of who has one."""
    return session.execute(REPORT, {"breach": breach_id}).all()


def staff(session: Session, breach_id: UUID) -> Sequence[Row[Any]]:
    """Who asked, or saw an answer again, and at which facility."""
    return session.execute(STAFF, {"breach": breach_id}).all()
