"""What changes keys, and takes back what a test key wrote."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.partners.models import ApiKey, Delivery, KeyKind
from citizen_api.partners.queries import key as key_of
from citizen_api.partners.rules import (
    DELIVERIES_KEPT,
    OLD_KEYS_LIVE,
    TEST_KEYS_LIVE,
    key_text,
)
from citizen_api.sandboxing import SANDBOX_NAMES
from citizen_api.tokens import derived_token, new_token, token_hash

SHOWN_LETTERS: Final = 4
# Everything that hangs on a phone of the sandbox goes with it; its id stays.
RESET: Final = text(
    """
    WITH gone AS (
        DELETE FROM sandbox.devices WHERE token_hash = ANY (:hashes) RETURNING id
    )
    SELECT id FROM gone
    """
)
BACK: Final = text(
    """
    INSERT INTO sandbox.devices (id, token_hash) OVERRIDING SYSTEM VALUE
    VALUES (:id, :hash)
    """
)
NOBODYS: Final = text(
    """
    DELETE FROM sandbox.devices d WHERE NOT EXISTS (
        SELECT FROM api_keys k WHERE d.token_hash IN (k.hash, k.old_hash))
    """
)
SET_OFF: Final = text(
    "TRUNCATE sandbox.jobs, sandbox.score_changes, sandbox.throttle_counts,"
    " sandbox.throttle_locks"
)


class Wanted(NamedTuple):
    """A live key: whose it is, what it may do, and until when."""

    name: str
    scopes: Sequence[str]
    expires_at: datetime | None = None


class Given(NamedTuple):
    """A key and what its owner keeps, shown this once."""

    key: ApiKey
    token: str


def give_test_key(
    session: Session, *, once: str | None, secret: str, at: datetime
) -> Given:
    """A new test key; the same Idempotency-Key `once` gives the same again."""
    drawn = new_token() if once is None else derived_token(secret, "test key", once)
    made = _new(KeyKind.TEST, drawn, at, "anyone")
    made["expires_at"] = at + TEST_KEYS_LIVE
    row = insert(ApiKey).values(made).on_conflict_do_nothing(index_elements=["hash"])
    session.execute(row)
    found = session.scalars(select(ApiKey).where(ApiKey.hash == made["hash"])).one()
    return Given(found, key_text(KeyKind.TEST, drawn))


def give_live_key(
    session: Session,
    wanted: Wanted,
    *,
    by: str,
    at: datetime,
    once: bytes | None = None,
    secret: str = "",
) -> Given:
    """A new live key; `once` as the hash of an Idempotency-Key.

    Raises AuditUnavailable.
    """
    drawn = derived_token(secret, "live key", once.hex()) if once else new_token()
    made = _new(KeyKind.LIVE, drawn, at, by)
    made |= wanted._asdict() | {"scopes": list(wanted.scopes)}
    row = insert(ApiKey).values(made).on_conflict_do_nothing(index_elements=["hash"])
    number = session.scalar(row.returning(ApiKey.id))
    found = session.scalars(select(ApiKey).where(ApiKey.hash == made["hash"])).one()
    if number is not None:
        record(session, _event("key.given", by, found))
    return Given(found, key_text(KeyKind.LIVE, drawn))


def rotate(
    session: Session, number: UUID, *, once: str | None, secret: str, at: datetime
) -> Given:
    """Another key in place of one, which stays good for a day.

    The same Idempotency-Key `once` gives the same again. Raises NotFound,
    AuditUnavailable.
    """
    found = key_of(session, number, lock=True)
    kind = KeyKind(found.kind)
    purpose = f"another key\0{number}"
    drawn = new_token() if once is None else derived_token(secret, purpose, once)
    token = key_text(kind, drawn)
    now_known_by = token_hash(token)
    if not hmac.compare_digest(found.hash, now_known_by):
        found.old_hash, found.old_until = found.hash, at + OLD_KEYS_LIVE
        found.hash, found.ending = now_known_by, token[-SHOWN_LETTERS:]
        session.flush()
        if kind is KeyKind.LIVE:
            record(session, _event("key.rotated", f"key:{number}", found))
    return Given(found, token)


def revoke(session: Session, number: UUID, *, by: str, at: datetime) -> ApiKey:
    """Take a key out of use at once; again changes nothing.

    Raises NotFound, AuditUnavailable.
    """
    found = key_of(session, number, lock=True)
    if found.revoked_at is None:
        found.revoked_at, found.revoked_by = at, by
        session.flush()
        if found.kind == KeyKind.LIVE:
            record(session, _event("key.revoked", by, found))
    return found


def reset_sandbox(session: Session, token: str) -> None:
    """Take back everything that the phone of a test key did."""
    known_by = token_hash(token)
    # Or its triggers would move the scores of the real city.
    session.execute(SANDBOX_NAMES)
    for number in session.scalars(RESET, {"hashes": [known_by]}).all():
        session.execute(BACK, {"id": number, "hash": known_by})


def forget(session: Session, now: datetime) -> None:
    """Delete test keys that are over, old deliveries, and what was set off for them."""
    over = (ApiKey.kind == KeyKind.TEST) & (ApiKey.expires_at <= now)
    session.execute(delete(ApiKey).where(over))
    old = Delivery.ended_at < now - DELIVERIES_KEPT
    session.execute(delete(Delivery).where(old))
    session.execute(SANDBOX_NAMES)
    session.execute(NOBODYS)
    session.execute(SET_OFF)


def _new(kind: KeyKind, drawn: str, at: datetime, by: str) -> dict[str, object]:
    token = key_text(kind, drawn)
    return {
        "id": uuid4(),
        "kind": kind,
        "name": "",
        "scopes": [],
        "hash": token_hash(token),
        "ending": token[-SHOWN_LETTERS:],
        "created_at": at,
        "created_by": by,
    }


def _event(action: str, by: str, key: ApiKey) -> Event:
    detail = {"key": str(key.id), "scopes": list(key.scopes)}
    return Event(action=action, actor=by, outcome="done", detail=detail)
