"""Signing in with the national e-ID: what is asked, what is learnt, how it fails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from identity import IdentityError

__all__ = [
    "Distrust",
    "IdentityProvider",
    "NotTrusted",
    "Person",
    "ProviderDown",
    "SignInRefused",
    "SignedIn",
    "Started",
    "Tokens",
]


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in that began: send the browser to `url`, keep the rest secret."""

    url: str = field(repr=False)
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str
    acr: str
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class Tokens:
    """What opens the provider's own doors; never given to apps."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, how surely (`acr`) and when; `subject` is for us alone."""

    subject: str = field(repr=False)
    acr: str
    amr: tuple[str, ...]
    auth_time: datetime
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Person:
    """What the scopes told, the rest None; `birth` is yyyy-mm-dd or yyyy."""

    subject: str = field(repr=False)
    number: str | None = field(default=None, repr=False)
    masked_number: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    birth: str | None = field(default=None, repr=False)
    sex: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)


class Distrust(StrEnum):
    """Why an answer of the provider is not believed."""

    STATE = "state"
    ISSUER = "issuer"
    SIGNATURE = "signature"
    ALGORITHM = "algorithm"
    UNKNOWN_KEY = "unknown_key"
    AUDIENCE = "audience"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    NONCE = "nonce"
    LEVEL = "level"
    AUTH_TIME = "auth_time"
    ACCESS_TOKEN = "access_token"  # noqa: S105 - the name of a claim
    SUBJECT = "subject"
    SHAPE = "shape"


class NotTrusted(IdentityError):
    """The answer is not the provider's, or not what was asked: nobody signed in."""

    def __init__(self, distrust: Distrust) -> None:
        super().__init__(f"the provider's answer is not trusted: {distrust}")
        self.distrust = distrust


class SignInRefused(IdentityError):
    """The provider said no; `error` is an OAuth error, or "other"."""

    def __init__(self, error: str) -> None:
        super().__init__(f"the provider refused: {error}")
        self.error = error


class ProviderDown(IdentityError):
    """The provider cannot be reached or does not work: try again later."""


class IdentityProvider(Protocol):
    """Whoever knows who people are. All methods raise `ProviderDown`."""

    def start(
        self,
        redirect_uri: str,
        *,
        acr: str,
        scopes: tuple[str, ...] = ("openid",),
        max_age: int | None = None,
        language: str = "vi",
    ) -> Started:
        """Begin: `acr` is the least level, `max_age` the seconds since signing in."""
        ...

    def finish(self, started: Started, answered: Mapping[str, str]) -> SignedIn:
        """End with the parameters of the callback.

        Raises `SignInRefused` and `NotTrusted`.
        """
        ...

    def person(self, signed_in: SignedIn) -> Person:
        """What the scopes tell; raises `SignInRefused` and `NotTrusted`."""
        ...

    def refresh(self, signed_in: SignedIn) -> SignedIn:
        """New tokens; the old refresh token is spent. Raises as `finish` does."""
        ...

    def revoke(self, token: str) -> None:
        """End a token, and with a refresh token all of its family."""
        ...
