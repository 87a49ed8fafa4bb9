"""What a moderator sees of a claim, an edit, a duplicate, or reports of visitors."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from citizen_api.cases.models import Case
from citizen_api.cases.rules import SYSTEM
from citizen_api.listings.about import current
from citizen_api.listings.claim_models import VenueClaim
from citizen_api.listings.correcting import NO_DISH, Subject, correction_of
from citizen_api.listings.edit_models import ListingChange, Part
from citizen_api.listings.records import VenueChange
from citizen_api.venues.models import Venue
from identity.key_ring import KeyRing
from identity.vault import Where, unseal

OWNERS: Final = text(
    """
    SELECT count(DISTINCT h.person_id)
    FROM roles_held h JOIN venues v ON v.slug = h.scope
    WHERE v.id = :venue AND h.role = 'venue_owner' AND h.revoked_at IS NULL
      AND h.valid_from <= now() AND coalesce(h.valid_to > now(), TRUE)
    """
)
REPORTS: Final = text(
    """
    SELECT r.text, r.status, r.created_at, d.slug AS dish_id, d.name_vi AS dish
    FROM venue_reports r
    JOIN venues v ON v.id = r.venue_id
    LEFT JOIN dishes d ON d.id = r.dish_id
    WHERE coalesce(v.merged_into_id, v.id) = :venue AND r.kind = :kind
      AND coalesce(d.slug, :no_dish) = :dish
    ORDER BY r.status <> 'new', r.id DESC LIMIT 50
    """
)
SAID: Final = text(
    """
    SELECT h.text AS opening_hours, m.price_min, m.price_max, m.unit
    FROM venues v
    LEFT JOIN opening_hours h ON h.venue_id = v.id AND h.used
    LEFT JOIN dishes d ON d.slug = :dish
    LEFT JOIN menu_items m ON m.venue_id = v.id AND m.dish_id = d.id
    WHERE v.id = :venue LIMIT 1
    """
)


def of_claim(session: Session, case: Case) -> dict[str, Any]:
    """A claim, and how many own the venue already; its words are sealed."""
    claim = session.get_one(VenueClaim, UUID(case.subject_id))
    venue = session.get_one(Venue, claim.venue_id)
    return {
        "claim": {
            "id": claim.id,
            "venue": _called(venue),
            "proof": claim.proof,
            "state": claim.state,
            "asked_at": claim.asked_at,
            "proved_at": claim.proved_at,
            "owners": session.scalar(OWNERS, {"venue": venue.id}),
        }
    }


def claim_words(session: Session, ring: KeyRing, case: Case) -> str | None:
    """What the claimant wrote for the moderator."""
    claim = session.get_one(VenueClaim, UUID(case.subject_id))
    where = Where("venue_claims", "words", str(claim.id))
    return unseal(ring, where, claim.words) if claim.words else None


def of_edit(session: Session, case: Case) -> dict[str, Any]:
    """An edit: what stood there when it was made, what stands now, what is asked."""
    change = session.get_one(ListingChange, int(case.subject_id))
    venue = session.get_one(Venue, change.venue_id)
    return {
        "change": {
            "id": change.id,
            "venue": _called(venue),
            "part": change.part,
            "state": change.state,
            "at": change.at,
            "before": change.before,
            "now": current(venue, Part(change.part)),
            "after": change.after,
        }
    }


def of_merge(session: Session, case: Case) -> dict[str, Any]:
    """Both venues: the one that goes, and the one that stays."""
    asked = select(VenueChange).where(VenueChange.case_id == case.id)
    change = session.scalars(asked).one()
    return {
        "venue": _called(session.get_one(Venue, change.venue_id)),
        "into": _called(session.get_one(Venue, change.other_id)),
        "asked_by_owner": case.opened_by != SYSTEM,
    }


def of_reports(session: Session, case: Case) -> dict[str, Any]:
    """What visitors reported, what the listing says, and what is said to be right."""
    subject = Subject.of(case)
    of_dish = {"venue": subject.venue, "dish": subject.dish}
    about = of_dish | {"kind": subject.kind, "no_dish": NO_DISH}
    rows = session.execute(REPORTS, about).mappings()
    said = session.execute(SAID, of_dish).mappings().one()
    correction = correction_of(session, case.id)
    return {
        "wrong": subject.kind,
        "dish_id": None if subject.dish == NO_DISH else subject.dish,
        "said": dict(said),
        "reports": [dict(row) for row in rows],
        "correction": correction._asdict()
        | {"price": correction.price and correction.price._asdict()},
    }


def _called(venue: Venue) -> dict[str, Any]:
    return {"id": venue.slug, "name": venue.name, "address": venue.address}
