"""Claim a venue, prove it by the code of a letter, or have a moderator decide."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.cases.actions import open_case
from citizen_api.cases.models import Kind
from citizen_api.cases.rules import Opened
from citizen_api.listings.claim_models import ClaimCode, Proof, State, VenueClaim
from citizen_api.listings.claim_rules import (
    GOOD_FOR,
    AlreadyOwner,
    ClaimEnded,
    WrongClaimCode,
    code_hash,
    new_code,
    typed,
)
from citizen_api.listings.edit_models import VenueListing
from citizen_api.listings.standing import standing_venue
from citizen_api.problems import NotFound
from citizen_api.roles.actions import Granting, grant
from citizen_api.roles.models import Role
from citizen_api.roles.rules import Grant
from citizen_api.venues.models import Venue
from identity.key_ring import KeyRing
from identity.vault import Where, seal

SUBJECT: Final = "claim"
SYSTEM: Final = "system"
OWNERS: Final = text(
    """
    SELECT person_id FROM roles_held
    WHERE role = 'venue_owner' AND scope = :slug AND revoked_at IS NULL
      AND coalesce(valid_to > :now, TRUE)
    """
)
IS_CURRENT: Final = ClaimCode.ended_at.is_(None)


class Wish(NamedTuple):
    """How the claim is to be proved, and what a moderator should know."""

    proof: Proof
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who claims, and when."""

    person: UUID
    at: datetime

    @property
    def actor(self) -> str:
        """What the audit log calls them."""
        return f"person:{self.person}"


def claim(
    session: Session, ring: KeyRing, slug: str, wish: Wish, who: Claimant
) -> tuple[VenueClaim, bool]:
    """Say that a venue is one's own; the claim, and whether it is new.

    While one of the same person is open it is that one. Raises NotFound, VenueMoved,
    AlreadyOwner, AuditUnavailable.
    """
    venue = standing_venue(session, slug)
    if who.person in owners(session, slug, who.at):
        raise AlreadyOwner
    there = open_claim(session, venue.id, who.person)
    if there is not None:
        return there, False
    number, by_letter = uuid4(), wish.proof is Proof.CODE
    where = Where("venue_claims", "words", str(number))
    row = insert(VenueClaim).values(
        id=number,
        venue_id=venue.id,
        person_id=who.person,
        proof=wish.proof,
        state=State.OPEN if by_letter else State.WAITING,
        words=wish.words and seal(ring, where, wish.words),
        asked_at=who.at,
    )
    session.execute(row.on_conflict_do_nothing())
    made = open_claim(session, venue.id, who.person)
    if made is None or made.id != number:
        raise ClaimEnded  # another one was made and ended at this very moment
    note(session, made, venue, "asked", who.actor)
    if not by_letter:
        ask_moderator(session, made, "no_letter", who)
    return made, True


def prove(
    session: Session, found: VenueClaim, text_: str, who: Claimant, secret: str
) -> VenueClaim:
    """Prove a claim, which is locked, by the code of the letter to its venue.

    It is accepted, or waits for a moderator when the venue has an owner. Who made the
    code cannot use it. Raises WrongClaimCode, ClaimEnded, AuditUnavailable.
    """
    if found.state != State.OPEN:
        raise ClaimEnded
    venue = session.get_one(Venue, found.venue_id)
    code = session.scalar(
        update(ClaimCode)
        .where(
            ClaimCode.hash == code_hash(secret, venue.slug, typed(text_)),
            ClaimCode.venue_id == found.venue_id,
            ClaimCode.made_by != who.actor,
            ClaimCode.expires_at > who.at,
            IS_CURRENT,
        )
        .values(ended_at=who.at)
        .returning(ClaimCode.id)
    )
    if code is None:
        raise WrongClaimCode
    found.proved_at = who.at
    if owners(session, venue.slug, who.at):
        found.state = State.WAITING
        session.flush()
        ask_moderator(session, found, "has_an_owner", who)
    else:
        accept(session, found, venue, SYSTEM, who.at)
    return found


def withdraw(session: Session, found: VenueClaim, who: Claimant) -> None:
    """Take a claim back, which is locked; one that has ended stays as it is."""
    if found.state not in (State.OPEN, State.WAITING):
        return
    found.state, found.decided_at = State.WITHDRAWN, who.at
    session.flush()
    venue = session.get_one(Venue, found.venue_id)
    note(session, found, venue, "withdrawn", who.actor)


def write_letter(
    session: Session, slug: str, by: str, at: datetime, secret: str
) -> tuple[str, datetime]:
    """A new code for a letter to a venue, told this once; until when it is good.

    It ends the one of the letter before. Raises NotFound, VenueMoved,
    AuditUnavailable.
    """
    venue = standing_venue(session, slug, lock=True)
    mine = ClaimCode.venue_id == venue.id
    session.execute(update(ClaimCode).where(mine, IS_CURRENT).values(ended_at=at))
    code, expires_at = new_code(), at + GOOD_FOR
    session.add(
        ClaimCode(
            venue_id=venue.id,
            hash=code_hash(secret, slug, code),
            made_by=by,
            made_at=at,
            expires_at=expires_at,
        )
    )
    session.flush()
    said = {"venue": slug}
    event = Event(action="claim.letter", actor=by, outcome="done", detail=said)
    record(session, event)
    return code, expires_at


def accept(
    session: Session, found: VenueClaim, venue: Venue, by: str, at: datetime
) -> None:
    """Let the claimant keep the venue. Raises OwnRole, AuditUnavailable."""
    now_owned = insert(VenueListing).values(venue_id=venue.id, owned_at=at)
    session.execute(
        now_owned.on_conflict_do_update(
            index_elements=["venue_id"], set_={"owned_at": at}
        )
    )
    found.state, found.decided_at = State.ACCEPTED, at
    session.flush()
    if found.person_id not in owners(session, venue.slug, at):
        asked = Grant(found.person_id, Role.VENUE_OWNER, venue.slug, at, None)
        held, _ = grant(session, asked, Granting(by, at))
        found.role_id = held.id
        session.flush()
    note(session, found, venue, "accepted", by)


def ask_moderator(
    session: Session, found: VenueClaim, reason: str, who: Claimant
) -> None:
    """Let a moderator decide; the last thing in the transaction."""
    opened = Opened(
        Kind.CLAIM, SUBJECT, str(found.id), found.venue_id, reason, who.actor, who.at
    )
    open_case(session, opened)


def owners(session: Session, slug: str, now: datetime) -> set[UUID]:
    """Who keeps a venue now, or will."""
    return set(session.scalars(OWNERS, {"slug": slug, "now": now}))


def open_claim(session: Session, venue_id: int, person: UUID) -> VenueClaim | None:
    """The claim of a person to a venue that has not ended."""
    return session.scalar(
        select(VenueClaim).where(
            VenueClaim.venue_id == venue_id,
            VenueClaim.person_id == person,
            VenueClaim.state.in_((State.OPEN, State.WAITING)),
        )
    )


def own_claim(session: Session, number: UUID, person: UUID) -> VenueClaim:
    """A claim of this person, locked; raises NotFound, also for somebody else's."""
    found = session.get(VenueClaim, number, with_for_update=True)
    if found is None or found.person_id != person:
        raise NotFound
    return found


def note(session: Session, found: VenueClaim, venue: Venue, what: str, by: str) -> None:
    """Write into the audit log what became of a claim."""
    said = {"claim": str(found.id), "venue": venue.slug}
    event = Event(action=f"claim.{what}", actor=by, outcome=found.state, detail=said)
    record(session, event)
