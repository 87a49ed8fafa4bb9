"""Challenges for what a phone reads from a chip: each good once, for two minutes."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from citizen_api.insurance.models import ChipChallenge
from citizen_api.insurance.problems import ChallengeOver
from citizen_api.tokens import new_token, token_hash

LIFE: Final = timedelta(minutes=2)


def challenge(session: Session, person: UUID, *, now: datetime) -> tuple[str, datetime]:
    """A new challenge for somebody, and until when it is good."""
    made, until = new_token(), now + LIFE
    session.add(
        ChipChallenge(hash=token_hash(made), person_id=person, expires_at=until)
    )
    return made, until


def claim(session: Session, person: UUID, challenge: str, *, now: datetime) -> None:
    """Use a challenge up; raises ChallengeOver unless it is this person's and good."""
    used = delete(ChipChallenge).where(
        ChipChallenge.hash == token_hash(challenge),
        ChipChallenge.person_id == person,
        ChipChallenge.expires_at > now,
    )
    if session.scalar(used.returning(ChipChallenge.person_id)) is None:
        raise ChallengeOver
