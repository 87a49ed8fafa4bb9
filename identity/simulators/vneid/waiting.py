"""A request that waits for a person, and where it goes next."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, request

from identity import IdentityError
from identity.oauth.redirects import form_target
from identity.simulators.vneid import interactions, sessions
from identity.simulators.vneid.authorization import refusal
from identity.simulators.vneid.claims import SignedIn
from identity.simulators.vneid.clients import find_client
from identity.simulators.vneid.context import address, now
from identity.simulators.vneid.models import Interaction
from identity.simulators.vneid.pages import page
from identity.simulators.vneid.requests import PlainRequest
from identity.simulators.vneid.steps import (
    Presence,
    Step,
    asked_of,
    level_for,
    next_step,
)
from identity.simulators.vneid.texts import language_of

__all__ = ["ForeignForm", "NotWaiting", "Waiting", "next_for", "person", "waiting"]

PLACES = {Step.SIGN_IN: "/login", Step.ALLOW: "/consent"}


class NotWaiting(IdentityError):
    """The request was answered already, is too old, or is another browser's."""


class ForeignForm(IdentityError):
    """The form was not made for this browser."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A waiting request; `secret` is the id that its pages carry."""

    secret: str
    row: Interaction

    @property
    def asked(self) -> PlainRequest:
        """The request as the client sent it."""
        return PlainRequest("GET", "/authorize", self.row.parameters)

    def step(self) -> Step:
        """What it needs now."""
        return next_for(self.asked, fresh=self.row.signed_in)

    def person(self) -> SignedIn | None:
        """Who is to allow or deny it; None while something else comes first."""
        return person(self.asked, fresh=self.row.signed_in)

    def go_on(self) -> Response:
        """Send the browser to the page that comes next. Raises `OAuth2Error`."""
        step = self.step()
        if step is Step.FAIL:
            self.finish()
            raise refusal(
                self.asked,
                "unmet_authentication_requirements",
                "The account does not reach the asked level.",
            )
        there = address(f"{PLACES[step]}?{urlencode({'interaction': self.secret})}")
        return redirect(there, 303)  # type: ignore[return-value]

    def finish(self) -> None:
        """Take the request out, for its one answer. Raises `NotWaiting`."""
        if not interactions.finish(self.row):
            raise NotWaiting

    def ensure_own_form(self) -> None:
        """Refuse a form of another site. Raises `ForeignForm`."""
        if not sessions.is_own_form(self.secret):
            raise ForeignForm

    def show(self, template: str, *, status: int = 200, **content: Any) -> Response:
        """A page with a form of this request."""
        self.row.language = language_of(otherwise=self.row.language)
        client = find_client(self.row.parameters["client_id"])
        here = {"interaction": self.secret}
        other = "en" if self.row.language == "vi" else "vi"
        return page(
            template,
            self.row.language,
            status=status,
            form_action=form_target(self.row.parameters["redirect_uri"]),
            client=client.row.name if client else "",
            action=address(request.path),
            switch=address(f"{request.path}?{urlencode({**here, 'lang': other})}"),
            csrf=sessions.form_token(self.secret),
            **here,
            **content,
        )


def waiting() -> Waiting:
    """The request that the page at hand is of. Raises `NotWaiting`."""
    secret = request.values.get("interaction", "")
    row = interactions.find(secret)
    if row is None:
        raise NotWaiting
    return Waiting(secret, row)


def next_for(asked: PlainRequest, *, fresh: bool) -> Step:
    """What a request needs from the person at this browser."""
    persona, session = sessions.who(), sessions.current()
    here = None
    if persona and session.auth_time:
        here = Presence(persona.loa, session.auth_time)
    return next_step(asked_of(asked.values), here, fresh=fresh, now=now())


def person(asked: PlainRequest, *, fresh: bool) -> SignedIn | None:
    """Who is here at the asked level, once only their yes or no is missing."""
    persona, session = sessions.who(), sessions.current()
    acr = level_for(asked_of(asked.values), persona.loa) if persona else None
    ready = next_for(asked, fresh=fresh) is Step.ALLOW
    if not (ready and persona and acr and session.auth_time):
        return None
    return SignedIn(persona, acr, session.auth_time, session.sid)
