"""The authorization endpoint: what comes in, and what goes back to the client."""

from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError, OAuth2Error
from authlib.oidc.core.errors import InvalidRequestURIError
from flask import Response, current_app, request
from werkzeug.datastructures import MultiDict

from identity.simulators.vneid import interactions, scenarios
from identity.simulators.vneid.claims import SignedIn
from identity.simulators.vneid.clients import Client, find_client
from identity.simulators.vneid.context import engine
from identity.simulators.vneid.parameters import (
    ensure_supported,
    plain_text,
    single_values,
)
from identity.simulators.vneid.requests import PlainRequest
from identity.simulators.vneid.server import Server

__all__ = [
    "checked",
    "ensure_no_scenario",
    "granting",
    "received",
    "refusal",
    "respond",
    "server",
]

BEFORE_TRUST = ("client_id", "redirect_uri", "request_uri")


def server() -> Server:
    """Authlib's server of the application at hand."""
    found: Server = current_app.extensions["vneid-server"]
    return found


def received() -> PlainRequest:
    """The authorization request at hand, checked, or the one that was pushed before.

    Raises `OAuth2Error`; with a `redirect_uri` when the client may be told, without
    when only the person may.
    """
    values = request.form if request.method == "POST" else request.args
    for name in BEFORE_TRUST:
        given = values.getlist(name)
        plain_text(given)
        if len(given) > 1:
            raise InvalidRequestError("A parameter is repeated.")
    client = find_client(values.get("client_id", ""))
    if client is None:
        raise InvalidClientError(description="There is no such client.")
    request_uri = values.get("request_uri", "")
    if not request_uri.startswith(interactions.URN):
        return checked(values, client)
    pushed = interactions.take_pushed(client.id, request_uri)
    if pushed is None:
        raise InvalidRequestURIError("The request_uri is not known, or used, or old.")
    return PlainRequest("GET", "/authorize", pushed)


def checked(values: MultiDict[str, str], client: Client) -> PlainRequest:
    """The parameters of a known client's request. Raises `OAuth2Error`."""
    redirect_uri = values.get("redirect_uri", "")
    if not client.check_redirect_uri(redirect_uri):
        raise InvalidRequestError("The redirect_uri is not one of this client.")
    try:
        single = single_values(values)
        ensure_supported(single)
    except OAuth2Error as error:
        states = values.getlist("state")
        error.state = states[0] if len(states) == 1 else None
        error.redirect_uri = redirect_uri
        raise
    return PlainRequest("GET", "/authorize", single)


def granting(asked: PlainRequest) -> Any:
    """Authlib's grant for the request, validated. Raises `OAuth2Error`."""
    try:
        grant = server().get_authorization_grant(asked)
        grant.validate_authorization_request()
    except OAuth2Error as error:
        error.state = asked.values.get("state")
        raise
    return grant


def respond(asked: PlainRequest, who: SignedIn | None) -> Response:
    """Send the client a code for who signed in, or the refusal of who did not."""
    response: Response = server().create_authorization_response(
        asked, grant_user=who, grant=granting(asked)
    )
    return response


def refusal(asked: PlainRequest, error: str, description: str) -> OAuth2Error:
    """An error that the client is told by a redirect."""
    return OAuth2Error(
        description,
        error=error,
        redirect_uri=asked.values["redirect_uri"],
        state=asked.values.get("state"),
    )


def ensure_no_scenario(asked: PlainRequest, persona_id: str = "") -> None:
    """Refuse as a scenario asks, for the client or for the persona."""
    found = scenarios.fault(
        engine(),
        scenarios.AUTHORIZATION_ERRORS,
        asked.values["client_id"],
        persona_ids=(persona_id,),
    )
    if found:
        raise refusal(asked, found.name, "A scenario of the simulator.")
