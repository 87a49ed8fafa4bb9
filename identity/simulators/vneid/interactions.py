"""Authorization requests between their arrival and their answer."""

from datetime import timedelta
from hmac import compare_digest
from typing import Final

from sqlalchemy import delete, update

from identity.simulators.vneid.context import db, now
from identity.simulators.vneid.models import Interaction, PushedRequest
from identity.simulators.vneid.secrecy import fingerprint, new_secret
from identity.simulators.vneid.sessions import current
from identity.simulators.vneid.sweeping import sweep

__all__ = ["PUSHED_SECONDS", "URN", "find", "finish", "push", "start", "take_pushed"]

LIFE: Final = timedelta(minutes=10)
PUSHED_SECONDS: Final = 60
URN: Final = "urn:ietf:params:oauth:request_uri:"


def start(parameters: dict[str, str], language: str) -> tuple[str, Interaction]:
    """Keep a checked request for this browser; the id that its pages carry, and it."""
    sweep(db(), now())
    secret = new_secret()
    row = Interaction(
        hash=fingerprint(secret),
        session_hash=current().hash,
        parameters=parameters,
        language=language,
        expires_at=now() + LIFE,
    )
    db().add(row)
    db().flush()
    return secret, row


def find(secret: str) -> Interaction | None:
    """The request with this id, if it lives and is of this browser."""
    row = db().get(Interaction, fingerprint(secret))
    if row is None or row.expires_at <= now():
        return None
    return row if compare_digest(row.session_hash, current().hash) else None


def finish(row: Interaction) -> bool:
    """Take the request out; false when another form was quicker."""
    gone = (
        delete(Interaction)
        .where(Interaction.hash == row.hash)
        .returning(Interaction.hash)
        .execution_options(synchronize_session=False)
    )
    return db().scalar(gone) is not None


def push(client_id: str, parameters: dict[str, str]) -> str:
    """Keep a request that its client sent ahead; its `request_uri`."""
    secret = new_secret()
    db().add(
        PushedRequest(
            hash=fingerprint(secret),
            client_id=client_id,
            parameters=parameters,
            expires_at=now() + timedelta(seconds=PUSHED_SECONDS),
        )
    )
    db().flush()
    return URN + secret


def take_pushed(client_id: str, request_uri: str) -> dict[str, str] | None:
    """The request sent ahead under this address, once, and to its client only."""
    row = PushedRequest
    taken = (
        update(row)
        .where(
            row.hash == fingerprint(request_uri.removeprefix(URN)),
            row.client_id == client_id,
            row.used_at.is_(None),
            row.expires_at > now(),
        )
        .values(used_at=now())
        .returning(row.parameters)
        .execution_options(synchronize_session=False)
    )
    return db().scalar(taken) if request_uri.startswith(URN) else None
