"""Signing keys of ID tokens, and the drill: publish, use, retire."""

from typing import Final

from joserfc.jwk import KeySet, RSAKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from identity import IdentityError
from identity.simulators.vneid.models import SigningKey

__all__ = [
    "ALGORITHM",
    "STEPS",
    "BadDrill",
    "key_in_use",
    "key_set",
    "listed",
    "publish",
    "retire",
    "use",
]

# Every OpenID provider must speak it, and clients expect it (OpenID Connect Core 15.1).
ALGORITHM: Final = "RS256"
BITS: Final = 2048
PUBLISHED: Final = "published"
IN_USE: Final = "in use"
REPLACED: Final = "replaced"
RETIRED: Final = "retired"


class BadDrill(IdentityError):
    """The step of the drill cannot be taken now."""


def publish(session: Session) -> None:
    """A new key that clients may fetch; nothing is signed with it yet."""
    made = RSAKey.generate_key(
        BITS, {"use": "sig", "alg": ALGORITHM}, private=True, auto_kid=True
    )
    jwk = dict(made.as_dict(private=True))
    session.add(SigningKey(kid=made.kid, jwk=jwk, state=PUBLISHED))
    session.flush()


def use(session: Session) -> None:
    """Sign with the newest published key from now on. Raises `BadDrill`."""
    waiting = _those(session, PUBLISHED)
    if not waiting:
        raise BadDrill("no published key waits to be used")
    for row in _those(session, IN_USE):
        row.state = REPLACED
    waiting[-1].state = IN_USE
    session.flush()


def retire(session: Session) -> None:
    """Publish the replaced keys no longer. Raises `BadDrill`."""
    replaced = _those(session, REPLACED)
    if not replaced:
        raise BadDrill("no key has been replaced by another")
    for row in replaced:
        row.state = RETIRED
    session.flush()


STEPS: Final = {"publish": publish, "use": use, "retire": retire}


def key_in_use(session: Session) -> RSAKey:
    """The key that signs now."""
    return RSAKey.import_key(_those(session, IN_USE)[-1].jwk)


def key_set(session: Session) -> KeySet:
    """Every key that a signature may still be of."""
    rows = _those(session, PUBLISHED, IN_USE, REPLACED)
    return KeySet([RSAKey.import_key(row.jwk) for row in rows])


def listed(session: Session) -> list[dict[str, str]]:
    """The keys that are published, oldest first, each with where it stands."""
    rows = _those(session, PUBLISHED, IN_USE, REPLACED)
    return [{"kid": row.kid, "state": row.state} for row in rows]


def _those(session: Session, *states: str) -> list[SigningKey]:
    query = select(SigningKey).where(SigningKey.state.in_(states))
    return list(session.scalars(query.order_by(SigningKey.number)))
