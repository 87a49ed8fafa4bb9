"""How callers show who they are, for the OpenAPI file."""

from typing import Any, Final

SCOPES: Final = {
    "profile": "Read the name and the masked citizen number",
    "account": "Read consents, sessions and who looked the person up",
    "insurance": "Read the person's own health insurance",
    "rentals": "Rent, return and pay for bikes",
    "reviews": "Rate venues and say what one thinks, in the person's name",
    "staff": "Do what the roles of the person allow",
}
"""What a person may allow an app."""


def schemes(public_url: str) -> dict[str, dict[str, Any]]:
    """The security schemes by name, of the service at this address."""
    return {
        "device": {
            "type": "http",
            "scheme": "bearer",
            "description": "The token that POST /v1/devices gives",
        },
        "key": {
            "type": "http",
            "scheme": "bearer",
            "description": "A key of a partner, hp_live_…, or a test key, hp_test_…,"
            " that POST /v1/sandbox/keys gives; a test key is also a device",
        },
        "webhook": {
            "type": "apiKey",
            "in": "header",
            "name": "webhook-signature",
            "description": "HMAC of id, time and body, see www.standardwebhooks.com;"
            " with webhook-id and webhook-timestamp",
        },
        "citizen": {
            "type": "oauth2",
            "description": "Sign in with VNeID: code and PKCE (S256), public clients."
            " An access token lives for ten minutes.",
            "flows": {
                "authorizationCode": {
                    "authorizationUrl": f"{public_url}/oauth/authorize",
                    "tokenUrl": f"{public_url}/oauth/token",
                    "refreshUrl": f"{public_url}/oauth/token",
                    "scopes": SCOPES,
                }
            },
        },
    }
