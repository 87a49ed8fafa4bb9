"""The apps that may ask people to sign in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.accounts import models
from citizen_api.accounts.models import PAGES, Client
from citizen_api.accounts.problems import BadClient
from citizen_api.accounts.requesting import KnownClient
from citizen_api.accounts.rules import SCOPES, is_id
from identity.oauth.redirects import BadRedirect, ensure_registrable

DEMO_CLIENTS = (
    KnownClient(
        "citizen-app",
        "Ứng dụng Hải Phòng (thử nghiệm)",
        [
            "http://127.0.0.1/callback",
            "http://[::1]/callback",
            "vn.haiphong.citizen:/callback",
        ],
        list(SCOPES),
    ),
)


def register_client(session: Session, client: KnownClient) -> None:
    """Write an app down; one that is there becomes as it is given, and is in use.

    Raises BadClient.
    """
    ensure_registrable_client(client.id, client.redirect_uris, client.scopes)
    values = {
        "name": client.name,
        "redirect_uris": client.redirect_uris,
        "scopes": [each for each in SCOPES if each in client.scopes],
        "closed_at": None,
    }
    statement = insert(Client).values(id=client.id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def ensure_registrable_client(
    client_id: str, redirect_uris: Sequence[str], scopes: Sequence[str]
) -> None:
    """Raise BadClient for an app that cannot be registered so."""
    if not is_id(client_id) or client_id == PAGES:
        raise BadClient("the id is of small letters, digits and hyphens")
    if not redirect_uris:
        raise BadClient("an app needs a redirect URI")
    try:
        for uri in redirect_uris:
            ensure_registrable(uri)
    except BadRedirect as error:
        raise BadClient(str(error)) from None
    if not scopes or not set(scopes) <= set(SCOPES):
        raise BadClient(f"scopes are of {', '.join(SCOPES)}")


def close_client(session: Session, client_id: str, *, now: datetime) -> bool:
    """Take an app out of use, and end every session at it; False for none in use."""
    closing = update(Client).where(Client.id == client_id, Client.closed_at.is_(None))
    closed = session.scalar(closing.values(closed_at=now).returning(Client.id))
    ending = update(models.Session).where(
        models.Session.client == client_id, models.Session.ended_at.is_(None)
    )
    session.execute(ending.values(ended_at=now))
    return closed is not None
