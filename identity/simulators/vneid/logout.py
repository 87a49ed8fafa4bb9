"""Signing out at the client's wish (OpenID Connect RP-Initiated Logout 1.0)."""

from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.rfc6749 import InvalidRequestError
from flask import Blueprint, Response, redirect, request
from joserfc import jwt
from joserfc.errors import JoseError

from identity.oauth.redirects import is_registered
from identity.simulators.vneid import sessions, tokens
from identity.simulators.vneid.clients import Client, find_client
from identity.simulators.vneid.context import address, db, now
from identity.simulators.vneid.keys import ALGORITHM, key_set
from identity.simulators.vneid.pages import message, page
from identity.simulators.vneid.parameters import single_values
from identity.simulators.vneid.texts import language_of
from identity.simulators.vneid.waiting import ForeignForm

__all__ = ["blueprint"]

blueprint = Blueprint("logout", __name__)
PURPOSE = "sign out"


@blueprint.route("/logout", methods=["GET", "POST"])
def logout() -> Response:
    """End the session that the ID token is of; ask first when there is none."""
    asked = single_values(request.values)
    hint = asked.get("id_token_hint")
    if hint is None:
        return sign_out_here() if "csrf" in asked else ask(asked)
    claims = read_hint(hint)
    client = client_of(claims, asked.get("client_id"))
    goal = asked.get("post_logout_redirect_uri")
    if goal is not None and not is_registered(goal, client.row.logout_uris):
        raise InvalidRequestError("The post_logout_redirect_uri is not registered.")
    leave(str(claims["sid"]))
    if goal is None:
        return message("sign_out", "signed_out", status=200)
    state = {"state": asked["state"]} if "state" in asked else {}
    query = f"?{urlencode(state)}" if state else ""
    return redirect(f"{goal}{query}", 303)  # type: ignore[return-value]


def ask(asked: dict[str, str]) -> Response:
    """The question whether to sign out, when no ID token shows who asks."""
    return page(
        "logout.html",
        language_of(asked.get("ui_locales", "")),
        action=address("/logout"),
        csrf=sessions.form_token(PURPOSE),
    )


def sign_out_here() -> Response:
    """Sign this browser out, as its own form asked. Raises `ForeignForm`."""
    if not sessions.is_own_form(PURPOSE):
        raise ForeignForm
    leave(sessions.current().sid)
    return message("sign_out", "signed_out", status=200)


def leave(sid: str) -> None:
    """End a session, with all that was issued in it."""
    sessions.end(sid)
    tokens.kill_session(db(), sid, now())


def read_hint(hint: str) -> dict[str, Any]:
    """The claims of an ID token of ours, also of an old one."""
    try:
        claims = jwt.decode(hint, key_set(db()), [ALGORITHM]).claims
    except (JoseError, ValueError) as error:
        raise InvalidRequestError("The id_token_hint is not one of ours.") from error
    if claims.get("iss") != address() or "sid" not in claims:
        raise InvalidRequestError("The id_token_hint is not one of ours.")
    return claims


def client_of(claims: dict[str, Any], client_id: str | None) -> Client:
    """The client that the token was made for, which the request may name again."""
    client = find_client(str(claims.get("aud")))
    if client is None or client_id not in (None, client.id):
        raise InvalidRequestError("The id_token_hint is of another client.")
    return client
