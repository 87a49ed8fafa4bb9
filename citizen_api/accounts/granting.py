"""Codes and tokens of apps: each is claimed by one statement, so only one wins."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from citizen_api.accounts import models
from citizen_api.accounts.actions import (
    begin_session,
    give_access_token,
    give_refresh_token,
)
from citizen_api.accounts.models import AccessToken, AuthorizationCode, RefreshToken
from citizen_api.accounts.requesting import Asked, Refused
from citizen_api.accounts.rules import CODE_LIFE, Seen
from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.tokens import new_token, token_hash
from identity.oauth.pkce import s256


class Redemption(NamedTuple):
    """What an app sends to change a code into tokens."""

    client: str
    code: str
    redirect_uri: str
    verifier: str


class Granted(NamedTuple):
    """The tokens of an app; shown this once."""

    access_token: str
    refresh_token: str
    scopes: Sequence[str]


def give_code(
    session: Session,
    asked: Asked,
    decided_in: UUID,
    scopes: Sequence[str],
    *,
    device_name: str | None,
    now: datetime,
) -> str:
    """The code for what a person allowed an app, in a session of our own pages."""
    code, seen = new_token(), session.get_one(models.Session, decided_in)
    session.add(
        AuthorizationCode(
            hash=token_hash(code),
            client_id=asked.client,
            redirect_uri=asked.redirect_uri,
            challenge=asked.challenge,
            scopes=list(scopes),
            person_id=seen.person_id,
            acr=seen.acr,
            amr=seen.amr,
            auth_time=seen.auth_time,
            device_name=device_name,
            expires_at=now + CODE_LIFE,
        )
    )
    session.flush()
    return code


def redeem(session: Session, sent: Redemption, *, now: datetime) -> Granted | None:
    """The first tokens of a session, None for a code that is not good.

    A code that comes again ends the session that it began: commit that, too.
    """
    code, mine = AuthorizationCode, token_hash(sent.code)
    claimed = (
        update(code)
        .where(
            code.hash == mine,
            code.client_id == sent.client,
            code.redirect_uri == sent.redirect_uri,
            code.challenge == s256(sent.verifier),
            code.used_at.is_(None),
            code.expires_at > now,
        )
        .values(used_at=now)
        .returning(code)
    )
    row = session.scalars(claimed).one_or_none()
    if row is None:
        again = select(code.session_id).where(
            code.hash == mine, code.client_id == sent.client, code.used_at.is_not(None)
        )
        end_for_reuse(session, session.scalar(again), "code", now=now)
        return None
    seen = Seen(row.acr, tuple(row.amr), row.auth_time)
    row.session_id = begin_session(
        session, row.person_id, sent.client, seen, device_name=row.device_name, now=now
    )
    granted = Granted(
        give_access_token(session, row.session_id, row.scopes, now=now),
        give_refresh_token(session, row.session_id, row.scopes, now=now),
        row.scopes,
    )
    event = Event(
        action="app.let_in",
        actor=f"person:{row.person_id}",
        outcome="done",
        detail={"client": sent.client, "acr": row.acr, "scopes": list(row.scopes)},
    )
    record(session, event)
    return granted


def refresh(
    session: Session,
    client: str,
    token: str,
    scopes: frozenset[str] | None,
    *,
    now: datetime,
) -> Granted | None:
    """The next tokens, None for a token that is not good.

    A token that comes again ends its session: commit that, too. `scopes`: what the
    new access token is for, when less than all. Raises Refused when that is more.
    """
    mine, ours = token_hash(token), models.Session
    is_open = (
        select(ours.id)
        .where(
            ours.id == RefreshToken.session_id,
            ours.client == client,
            ours.ended_at.is_(None),
            ours.expires_at > now,
        )
        .exists()
    )
    hold_session(session, mine)
    good = (RefreshToken.hash == mine, RefreshToken.used_at.is_(None))
    claimed = (
        update(RefreshToken)
        .where(*good, RefreshToken.expires_at > now, is_open)
        .values(used_at=now)
        .returning(RefreshToken.session_id, RefreshToken.scopes)
    )
    row = session.execute(claimed).one_or_none()
    if row is None:
        again = (
            select(RefreshToken.session_id)
            .join(ours, ours.id == RefreshToken.session_id)
            .where(RefreshToken.hash == mine, ours.client == client)
            .where(RefreshToken.used_at.is_not(None))
        )
        end_for_reuse(session, session.scalar(again), "refresh_token", now=now)
        return None
    if scopes is not None and not scopes <= set(row.scopes):
        raise Refused("invalid_scope", "The person did not allow that.")
    session.execute(
        update(ours).where(ours.id == row.session_id).values(last_used_at=now)
    )
    wanted = [each for each in row.scopes if scopes is None or each in scopes]
    return Granted(
        give_access_token(session, row.session_id, wanted, now=now),
        give_refresh_token(session, row.session_id, row.scopes, now=now),
        wanted,
    )


def hold_session(session: Session, refresh_token: bytes) -> None:
    """Hold the session of a token, before the token.

    Who takes a claim back at this moment waits for the next tokens, or is waited for.
    """
    mine = models.Session
    named = select(RefreshToken.session_id).where(RefreshToken.hash == refresh_token)
    held = select(mine.id).where(mine.id.in_(named))
    session.execute(held.with_for_update(key_share=True))


def revoke(session: Session, client: str, token: str, *, now: datetime) -> None:
    """End an access token, or with a refresh token its session (RFC 7009)."""
    mine, ours = token_hash(token), models.Session
    of_client = select(ours.id).where(ours.client == client)
    session.execute(
        delete(AccessToken).where(
            AccessToken.hash == mine, AccessToken.session_id.in_(of_client)
        )
    )
    refreshing = select(RefreshToken.session_id).where(RefreshToken.hash == mine)
    session.execute(
        update(ours)
        .where(ours.id.in_(refreshing), ours.client == client, ours.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_for_reuse(
    session: Session, session_id: UUID | None, what: str, *, now: datetime
) -> None:
    """End the session of which something came a second time: it may be stolen."""
    if session_id is None:
        return
    ours = models.Session
    ending = update(ours).where(ours.id == session_id, ours.ended_at.is_(None))
    ended = session.execute(ending.values(ended_at=now).returning(ours.person_id))
    person_id = ended.scalar()
    if person_id is not None:
        detail = {"session": str(session_id), "reused": what}
        event = Event(
            action="app.locked_out",
            actor=f"person:{person_id}",
            outcome="refused",
            detail=detail,
        )
        record(session, event)
