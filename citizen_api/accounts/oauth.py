"""The doors that apps call: metadata, tokens, revocation (OAuth 2.1, RFC 8414)."""

import orjson
from flask import Blueprint, Response, current_app, request

from citizen_api.accounts.granting import (
    Granted,
    Redemption,
    redeem,
    refresh,
    revoke,
)
from citizen_api.accounts.queries import known_client
from citizen_api.accounts.requesting import Refused
from citizen_api.accounts.rules import ACCESS_LIFE, LEVELS, SCOPES
from citizen_api.callers import public as anyone
from citizen_api.http.bodies import pairs, sent_bytes
from citizen_api.http.caching import public
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON
from citizen_api.http.personal import personal
from citizen_api.http.session import transaction
from citizen_api.throttles.doors import address, limited
from identity.oauth.parameters import BadParameters, single_values
from identity.oauth.pkce import is_verifier

FORM = "application/x-www-form-urlencoded"
MAX_AGE = 3600
NOT_GOOD = Refused("invalid_grant", "It is used, too old, or not of this app.")

blueprint = Blueprint("oauth", __name__)


@blueprint.get("/.well-known/oauth-authorization-server")
@anyone
def metadata() -> Response:
    """What an app must know to let people sign in (RFC 8414)."""
    here: str = current_app.config["PUBLIC_URL"]
    told = {
        "issuer": here,
        "authorization_endpoint": f"{here}/oauth/authorize",
        "token_endpoint": f"{here}/oauth/token",
        "revocation_endpoint": f"{here}/oauth/revoke",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "revocation_endpoint_auth_methods_supported": ["none"],
        "acr_values_supported": list(LEVELS),
        "ui_locales_supported": ["vi", "en", "ko", "zh", "ja"],
        "service_documentation": f"{here}/docs",
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
    }
    return public(orjson.dumps(told), JSON, max_age=MAX_AGE)


@blueprint.post("/oauth/token")
@anyone
@limited("tokens", by=address)
def token() -> Response:
    """Tokens for a code, or for a refresh token."""
    sent = read_form()
    grants = {"authorization_code": by_code, "refresh_token": by_refresh_token}
    grant = needed(sent, "grant_type")
    if grant not in grants:
        raise Refused("unsupported_grant_type", "There is no such grant.")
    granted = grants[grant](sent)
    if granted is None:
        raise NOT_GOOD
    return personal(
        {
            "access_token": granted.access_token,
            "token_type": "Bearer",
            "expires_in": int(ACCESS_LIFE.total_seconds()),
            "refresh_token": granted.refresh_token,
            "scope": " ".join(granted.scopes),
        }
    )


@blueprint.post("/oauth/revoke")
@anyone
def revocation() -> Response:
    """End a token; one that nobody knows is as good as ended (RFC 7009)."""
    sent = read_form()
    ended = needed(sent, "token")
    with transaction() as session:
        revoke(session, sent["client_id"], ended, now=now())
    return personal({})


def by_code(sent: dict[str, str]) -> Granted | None:
    """The tokens for a code, None when it is not good."""
    asked = Redemption(
        sent["client_id"],
        needed(sent, "code"),
        needed(sent, "redirect_uri"),
        needed(sent, "code_verifier"),
    )
    if not is_verifier(asked.verifier):
        raise NOT_GOOD
    with transaction() as session:
        return redeem(session, asked, now=now())


def by_refresh_token(sent: dict[str, str]) -> Granted | None:
    """The next tokens, None when the refresh token is not good."""
    old = needed(sent, "refresh_token")
    wanted = frozenset(sent["scope"].split()) if "scope" in sent else None
    with transaction() as session:
        return refresh(session, sent["client_id"], old, wanted, now=now())


def read_form() -> dict[str, str]:
    """The form of an app that is registered; raises Refused."""
    if request.args or request.mimetype != FORM:
        raise Refused("invalid_request", f"The parameters come as {FORM}.")
    try:
        sent = single_values(pairs(sent_bytes(request)))
    except BadParameters as error:
        raise Refused("invalid_request", str(error)) from None
    if "Authorization" in request.headers or "client_secret" in sent:
        raise Refused("invalid_client", "Apps have no secret here.")
    with transaction() as session:
        if known_client(session, needed(sent, "client_id")) is None:
            raise Refused("invalid_client", "There is no such app.")
    return sent


def needed(sent: dict[str, str], name: str) -> str:
    """The value of a parameter; raises Refused when it is missing."""
    if name not in sent:
        raise Refused("invalid_request", f"The {name} is missing.")
    return sent[name]


@blueprint.errorhandler(Refused)
def refused(error: Refused) -> Response:
    """The error as RFC 6749 5.2 writes it."""
    told = {"error": error.error, "error_description": error.description}
    return personal(told, 401 if error.error == "invalid_client" else 400)
