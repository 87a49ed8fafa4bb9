"""Codes and tokens: made, claimed once, found again, and killed with their family."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from identity.simulators.vneid.claims import SignedIn
from identity.simulators.vneid.models import Code, Family, Token
from identity.simulators.vneid.secrecy import fingerprint

__all__ = [
    "ACCESS_SECONDS",
    "FoundToken",
    "NewToken",
    "claim_code",
    "claim_refresh",
    "find_code",
    "find_token",
    "kill",
    "kill_session",
    "nonce_was_seen",
    "save_token",
    "start_family",
]

CODE_LIFE: Final = timedelta(seconds=60)
ACCESS_SECONDS: Final = 600
REFRESH_LIFE: Final = timedelta(days=30)
REFRESH_IDLE: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FoundToken:
    """A token with its family; Authlib asks it the questions below."""

    row: Token
    family: Family
    now: datetime

    def check_client(self, client: object) -> bool:
        """Whether the token was issued to this client."""
        return self.family.client_id == getattr(client, "id", None)

    def get_scope(self) -> str:
        """The scopes; of a refresh token all that were granted."""
        return self.row.scope

    def is_expired(self) -> bool:
        """Whether its time is over; that of its family is never shorter."""
        return self.row.expires_at <= self.now

    def is_revoked(self) -> bool:
        """Whether it, or all of its family, was revoked; or it has been exchanged."""
        dead = self.row.revoked_at or self.family.revoked_at or self.row.used_at
        return dead is not None

    def is_active(self) -> bool:
        """Whether it may be used now."""
        return not (self.is_expired() or self.is_revoked())


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token to be written down; `kind` is access or refresh."""

    kind: str
    secret: str
    scope: str


def start_family(
    session: Session, client_id: str, who: SignedIn, scope: str, now: datetime
) -> Family:
    """The family of a new sign-in."""
    family = Family(
        id=uuid4(),
        client_id=client_id,
        persona_id=who.persona.id,
        scope=scope,
        sid=who.sid,
        acr=who.acr,
        auth_time=who.auth_time,
        expires_at=now + REFRESH_LIFE,
    )
    session.add(family)
    session.flush()
    return family


def find_code(session: Session, secret: str) -> tuple[Code, Family] | None:
    """A code with its family, used and expired ones too."""
    query = select(Code, Family).join(Family).where(Code.hash == fingerprint(secret))
    row = session.execute(query).first()
    return (row[0], row[1]) if row else None


def claim_code(session: Session, code_hash: str, now: datetime) -> bool:
    """Take the code for oneself; false when somebody has, or its minute is over."""
    claimed = (
        update(Code)
        .where(Code.hash == code_hash, Code.used_at.is_(None), Code.expires_at > now)
        .values(used_at=now)
        .returning(Code.hash)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(claimed) is not None


def claim_refresh(session: Session, token_hash: str, now: datetime) -> bool:
    """Take the refresh token for oneself; false when somebody has."""
    claimed = (
        update(Token)
        .where(
            Token.hash == token_hash,
            Token.used_at.is_(None),
            Token.revoked_at.is_(None),
            Token.expires_at > now,
        )
        .values(used_at=now)
        .returning(Token.hash)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(claimed) is not None


def save_token(
    session: Session, family: Family, token: NewToken, now: datetime
) -> None:
    """Write a token down. A refresh token lives 7 idle days, 30 with its heirs."""
    until = now + timedelta(seconds=ACCESS_SECONDS)
    if token.kind == "refresh":
        until = min(now + REFRESH_IDLE, family.expires_at)
    row = Token(
        hash=fingerprint(token.secret),
        family_id=family.id,
        kind=token.kind,
        scope=token.scope,
        issued_at=now,
        expires_at=until,
    )
    session.add(row)
    session.flush()


def find_token(session: Session, secret: str, now: datetime) -> FoundToken | None:
    """A token with its family, dead ones too."""
    query = select(Token, Family).join(Family).where(Token.hash == fingerprint(secret))
    row = session.execute(query).first()
    return FoundToken(row[0], row[1], now) if row else None


def kill(session: Session, family_id: UUID, now: datetime) -> None:
    """Revoke all that was issued, or ever will be, for one sign-in."""
    session.execute(
        update(Family)
        .where(Family.id == family_id, Family.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def kill_session(session: Session, sid: str, now: datetime) -> None:
    """Revoke every family of one browser session."""
    session.execute(
        update(Family)
        .where(Family.sid == sid, Family.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def nonce_was_seen(session: Session, client_id: str, nonce: str) -> bool:
    """Whether a code of this client carries the nonce already."""
    query = select(Code.hash).where(Code.client_id == client_id, Code.nonce == nonce)
    return session.scalar(query.limit(1)) is not None
