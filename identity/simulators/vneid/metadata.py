"""What the provider says of itself."""

from typing import Any

from identity.simulators.vneid.claims import ACR_VALUES, CLAIMS, SCOPES
from identity.simulators.vneid.context import address
from identity.simulators.vneid.keys import ALGORITHM
from identity.simulators.vneid.parameters import PROMPTS
from identity.simulators.vneid.texts import LANGUAGES

__all__ = ["metadata"]

SECRETS = ["client_secret_basic", "client_secret_post"]


def metadata() -> dict[str, Any]:
    """OpenID Connect Discovery 3, RFC 8414 2, RFC 9126 5, RFC 9207 3."""
    return {
        "issuer": address(),
        "authorization_endpoint": address("/authorize"),
        "token_endpoint": address("/token"),
        "userinfo_endpoint": address("/userinfo"),
        "jwks_uri": address("/jwks"),
        "introspection_endpoint": address("/introspect"),
        "revocation_endpoint": address("/revoke"),
        "end_session_endpoint": address("/logout"),
        "pushed_authorization_request_endpoint": address("/par"),
        "require_pushed_authorization_requests": False,
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": list(ACR_VALUES),
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": ["none", *SECRETS],
        "revocation_endpoint_auth_methods_supported": ["none", *SECRETS],
        "introspection_endpoint_auth_methods_supported": SECRETS,
        "claims_supported": list(CLAIMS),
        "claim_types_supported": ["normal"],
        "prompt_values_supported": list(PROMPTS),
        "ui_locales_supported": list(LANGUAGES),
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
    }
