"""The endpoints that programs call: metadata, keys, tokens, user info, PAR."""

from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error
from flask import Blueprint, Response, jsonify, request
from werkzeug.datastructures import MultiDict

from identity.simulators.vneid import catalogue, interactions, scenarios, tokens
from identity.simulators.vneid.authorization import checked, granting, server
from identity.simulators.vneid.claims import about, subject
from identity.simulators.vneid.clients import find_client
from identity.simulators.vneid.context import db, engine, now, salt
from identity.simulators.vneid.grants import METHODS
from identity.simulators.vneid.keys import key_set
from identity.simulators.vneid.metadata import metadata
from identity.simulators.vneid.requests import posted

__all__ = ["blueprint"]

blueprint = Blueprint("protocol", __name__)
GRANTS = ("authorization_code", "refresh_token")


@blueprint.get("/.well-known/openid-configuration")
@blueprint.get("/.well-known/oauth-authorization-server")
def discovery() -> Response:
    """The metadata of the provider (OpenID Connect Discovery, RFC 8414)."""
    return jsonify(metadata())


@blueprint.get("/jwks")
def jwks() -> Response:
    """The public keys, those that will be used included."""
    return jsonify(key_set(db()).as_dict(private=False))


@blueprint.post("/token")
def token() -> Response:
    """Tokens for a code or a refresh token."""
    asked = posted()
    grant = asked.values.get("grant_type")
    if grant is None:
        raise InvalidRequestError("The grant_type is missing.")
    if grant not in GRANTS:
        raise OAuth2Error("There is no such grant.", error="unsupported_grant_type")
    response: Response = server().create_token_response(asked)
    return response


@blueprint.post("/introspect")
def introspect() -> Response:
    """What a token is worth."""
    response: Response = server().create_endpoint_response("introspection", posted())
    return response


@blueprint.post("/revoke")
def revoke() -> Response:
    """Make a token worth nothing."""
    response: Response = server().create_endpoint_response("revocation", posted())
    return response


@blueprint.post("/par")
def par() -> Response:
    """Keep an authorization request for a minute (RFC 9126)."""
    form = posted()
    client = server().authenticate_client(form, METHODS, "par")
    kept = {name: text for name, text in form.values.items() if name != "client_secret"}
    try:
        asked = checked(MultiDict({**kept, "client_id": client.id}), client)
        granting(asked)
    except OAuth2Error as error:
        # The client hears it here, not through a redirect.
        error.redirect_uri = None
        raise
    answer = jsonify(
        request_uri=interactions.push(client.id, asked.values),
        expires_in=interactions.PUSHED_SECONDS,
    )
    answer.status_code = 201
    return answer


@blueprint.route("/userinfo", methods=["GET", "POST"])
def userinfo() -> Response:
    """What the access token may know of the person (OpenID Connect Core 5.3)."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        return unauthorized("Bearer")
    found = tokens.find_token(db(), secret.strip(), now())
    persona = catalogue.find(db(), found.family.persona_id) if found else None
    if found is None or found.row.kind != "access" or not found.is_active():
        return unauthorized('Bearer error="invalid_token"')
    client = find_client(found.family.client_id)
    if client is None or persona is None or persona.account != "active":
        return unauthorized('Bearer error="invalid_token"')
    scenarios.disturb(engine(), client.id, (persona.id,))
    sub = subject(salt(), client.row.sector, persona.id)
    told: dict[str, Any] = {"sub": sub, **about(persona, found.row.scope)}
    anyone = (scenarios.EVERY, persona.id)
    if scenarios.fault(engine(), ("sub_mismatch",), client.id, persona_ids=anyone):
        told["sub"] = "somebody-else"
    return jsonify(told)


def unauthorized(challenge: str) -> Response:
    """The refusal of a request without a good access token (RFC 6750 3)."""
    answer = jsonify(error="invalid_token")
    answer.status_code = 401
    answer.headers["WWW-Authenticate"] = challenge
    return answer
