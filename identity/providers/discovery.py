"""Where an OpenID provider's doors are (OpenID Connect Discovery 1.0, RFC 8414)."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from identity.providers.sign_in import Distrust, NotTrusted, ProviderDown
from identity.providers.wire import (
    BadAddress,
    NoReply,
    Wire,
    ensure_address,
)

__all__ = ["Discovery", "Metadata", "read_metadata"]

PATH: Final = "/.well-known/openid-configuration"
LIFE: Final = timedelta(hours=1)
PAUSE: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The endpoints; `tells_issuer`: answers carry `iss` (RFC 9207)."""

    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    revocation_endpoint: str
    jwks_uri: str
    tells_issuer: bool


def read_metadata(row: Mapping[str, Any], issuer: str) -> Metadata:
    """The provider's own word; raises `NotTrusted`.

    Another issuer, no PKCE with S256, or an endpoint that is not https is refused.
    """
    if row.get("issuer") != issuer:
        raise NotTrusted(Distrust.ISSUER)
    methods = row.get("code_challenge_methods_supported")
    if not isinstance(methods, list) or "S256" not in methods:
        raise NotTrusted(Distrust.SHAPE)
    return Metadata(
        authorization_endpoint=endpoint(row, "authorization_endpoint"),
        token_endpoint=endpoint(row, "token_endpoint"),
        userinfo_endpoint=endpoint(row, "userinfo_endpoint"),
        revocation_endpoint=endpoint(row, "revocation_endpoint"),
        jwks_uri=endpoint(row, "jwks_uri"),
        tells_issuer=row.get("authorization_response_iss_parameter_supported") is True,
    )


def endpoint(row: Mapping[str, Any], name: str) -> str:
    """One endpoint's address."""
    value = row.get(name)
    try:
        ensure_address(value if isinstance(value, str) else "")
    except BadAddress:
        raise NotTrusted(Distrust.SHAPE) from None
    return str(value)


class Discovery:
    """The metadata, fetched once an hour; old ones serve while the provider is down.

    While there are none, only one caller in five seconds waits for the provider.
    """

    def __init__(self, issuer: str, wire: Wire, clock: Callable[[], datetime]) -> None:
        ensure_address(issuer)
        self.issuer = issuer
        self.wire = wire
        self.clock = clock
        self.known: Metadata | None = None
        self.renew_at: datetime | None = None
        self.lock = threading.Lock()

    def metadata(self) -> Metadata:
        """The endpoints; raises `ProviderDown` and `NotTrusted`."""
        with self.lock:
            now = self.clock()
            if self.renew_at is None or now >= self.renew_at:
                found = self.fetched()
                self.known = found or self.known
                self.renew_at = now + (LIFE if found else PAUSE)
            if self.known is None:
                raise ProviderDown("the provider's metadata cannot be fetched")
            return self.known

    def fetched(self) -> Metadata | None:
        """The metadata of now; None while the provider is down."""
        try:
            reply = self.wire.send("GET", self.issuer.rstrip("/") + PATH)
            row = reply.json_object() if reply.status == 200 else None
        except NoReply:
            row = None
        return None if row is None else read_metadata(row, self.issuer)
