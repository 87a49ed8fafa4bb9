"""Browsers: who has signed in there, and whether a form was made for them."""

from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from flask import Response, g, request
from sqlalchemy import delete, update

from identity.simulators.personas import Persona
from identity.simulators.vneid import catalogue
from identity.simulators.vneid.context import address, db, now
from identity.simulators.vneid.models import BrowserSession, Interaction
from identity.simulators.vneid.secrecy import fingerprint, is_same, new_secret, signed

__all__ = [
    "current",
    "end",
    "form_token",
    "is_own_form",
    "send_cookie",
    "sign_in",
    "who",
]

COOKIE: Final = "sim_vneid_session"
LIFE: Final = timedelta(hours=8)


def current() -> BrowserSession:
    """The session of this browser; a new one when it has none that lives."""
    if "browser" not in g:
        secret = request.cookies.get(COOKIE, "")
        row = db().get(BrowserSession, fingerprint(secret)) if secret else None
        if row is None or row.expires_at <= now():
            secret, row = _new()
        g.cookie, g.browser = secret, row
    session: BrowserSession = g.browser
    return session


def who() -> Persona | None:
    """Who has signed in here, while their account is open."""
    persona_id = current().persona_id
    persona = catalogue.find(db(), persona_id) if persona_id else None
    return persona if persona and persona.account == "active" else None


def sign_in(persona: Persona) -> None:
    """Start a new session for the person; what waits in this browser moves there.

    The new id keeps out who planted the old one (session fixation).
    """
    before = current().hash
    g.cookie, g.browser = _new(persona)
    db().execute(
        update(Interaction)
        .where(Interaction.session_hash == before)
        .values(session_hash=g.browser.hash)
    )
    db().execute(delete(BrowserSession).where(BrowserSession.hash == before))


def end(sid: str) -> None:
    """Sign out of a session, wherever its browser is."""
    db().execute(delete(BrowserSession).where(BrowserSession.sid == sid))
    g.pop("browser", None)


def form_token(purpose: str) -> str:
    """What a form of this browser carries, so that no other site can send it."""
    current()
    return signed(g.cookie, purpose)


def is_own_form(purpose: str) -> bool:
    """Whether the posted form is one that this browser was given."""
    return is_same(request.form.get("csrf", ""), form_token(purpose))


def send_cookie(response: Response) -> None:
    """Give the browser the id of its session, when the request made or used one."""
    if "browser" in g:
        here = urlsplit(address())
        response.set_cookie(
            COOKIE,
            g.cookie,
            path=here.path or "/",
            secure=here.scheme == "https",
            httponly=True,
            samesite="Lax",
        )


def _new(persona: Persona | None = None) -> tuple[str, BrowserSession]:
    secret = new_secret()
    row = BrowserSession(
        hash=fingerprint(secret),
        sid=new_secret(),
        persona_id=persona.id if persona else None,
        auth_time=now() if persona else None,
        expires_at=now() + LIFE,
    )
    db().add(row)
    db().flush()
    return secret, row
