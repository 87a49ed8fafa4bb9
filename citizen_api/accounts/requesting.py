"""What an app asks for when it sends somebody to sign in. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from citizen_api.accounts.rules import LEVELS, SCOPES, Seen, is_enough, least_level
from identity.oauth.pkce import is_challenge

LONGEST_STATE: Final = 1000
NEVER_TAKEN: Final = {
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "registration": "registration_not_supported",
}


class Refused(Exception):
    """An error of OAuth that the app is told (RFC 6749 4.1.2.1 and 5.2)."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error)
        self.error, self.description = error, description


class KnownClient(NamedTuple):
    """An app that is registered."""

    id: str
    name: str
    redirect_uris: list[str]
    scopes: list[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked request; `max_age` in seconds, `login`: whoever is here signs in anew.

    `state` is the app's own and goes back to it untouched.
    """

    client: str
    redirect_uri: str
    scopes: tuple[str, ...]
    challenge: str
    state: str | None
    acr: str
    max_age: int | None
    login: bool

    def kept(self) -> dict[str, Any]:
        """As it is kept until the person has decided."""
        return asdict(self)

    def needs(
        self, seen: Seen, *, began_at: datetime, asked_at: datetime, now: datetime
    ) -> bool:
        """Whether somebody seen so must sign in (again) before they may decide.

        `began_at`: when their session began. VNeID tells whole seconds only.
        """
        seen_since = seen.auth_time >= asked_at.replace(microsecond=0)
        if seen_since and began_at >= asked_at:
            return not is_enough(seen, self.acr, now=now)
        age = None if self.max_age is None else timedelta(seconds=self.max_age)
        return self.login or not is_enough(seen, self.acr, max_age=age, now=now)

    def answer(self, issuer: str, **told: str) -> str:
        """The address that takes the browser back to the app (RFC 6749, RFC 9207)."""
        state = {} if self.state is None else {"state": self.state}
        return with_query(self.redirect_uri, {**told, **state, "iss": issuer})


def read_kept(kept: Mapping[str, Any]) -> Asked:
    """The request that was kept."""
    return Asked(**{**kept, "scopes": tuple(kept["scopes"])})


def refusal_address(
    redirect_uri: str, refused: Refused, states: Iterable[str], issuer: str
) -> str:
    """Where the browser goes when the app's request cannot be used."""
    told = {"error": refused.error, "error_description": refused.description}
    given = list(states)
    if len(given) == 1 and given[0].isprintable() and len(given[0]) <= LONGEST_STATE:
        told["state"] = given[0]
    return with_query(redirect_uri, {**told, "iss": issuer})


def with_query(address: str, told: Mapping[str, str]) -> str:
    """An address with more parameters."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(told)}"


def checked(values: Mapping[str, str], client: KnownClient) -> Asked:
    """A request of an app whose address is known to be right; raises Refused."""
    ensure_code_flow(values)
    if not is_challenge(values.get("code_challenge", "")):
        raise Refused("invalid_request", "A code_challenge of 43 letters is needed.")
    if values.get("code_challenge_method") != "S256":
        raise Refused("invalid_request", "The only code_challenge_method is S256.")
    prompts = values.get("prompt", "").split()
    if "none" in prompts:
        raise Refused("interaction_required", "The person must see a page.")
    state = values.get("state")
    if state is not None and len(state) > LONGEST_STATE:
        raise Refused("invalid_request", "The state is too long.")
    return Asked(
        client=client.id,
        redirect_uri=values["redirect_uri"],
        scopes=scopes_of(values.get("scope", ""), client),
        challenge=values["code_challenge"],
        state=state,
        acr=level_of(values.get("acr_values")),
        max_age=max_age_of(values.get("max_age")),
        login="login" in prompts,
    )


def ensure_code_flow(values: Mapping[str, str]) -> None:
    """Raise Refused for what other flows would send."""
    for name, error in NEVER_TAKEN.items():
        if name in values:
            raise Refused(error, f"{name} is not taken here.")
    if values.get("response_mode", "query") != "query":
        raise Refused("invalid_request", "The only response_mode is query.")
    if "response_type" not in values:
        raise Refused("invalid_request", "The response_type is missing.")
    if values["response_type"] != "code":
        raise Refused("unsupported_response_type", "The only response_type is code.")


def scopes_of(text: str, client: KnownClient) -> tuple[str, ...]:
    """The scopes asked for, in our order; raises Refused."""
    named = set(text.split())
    if not named or not named <= set(client.scopes):
        may = " ".join(each for each in SCOPES if each in client.scopes)
        raise Refused("invalid_scope", f"This app may ask for: {may}")
    return tuple(each for each in SCOPES if each in named)


def level_of(acr_values: str | None) -> str:
    """The least level that is enough; raises Refused when none of them is known."""
    if acr_values is None:
        return LEVELS[0]
    least = least_level(acr_values.split())
    if least is None:
        said = f"acr_values are of {' '.join(LEVELS)}"
        raise Refused("unmet_authentication_requirements", said)
    return least


def max_age_of(text: str | None) -> int | None:
    """Seconds; raises Refused."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused("invalid_request", "max_age is a number of seconds.")
    return int(text)
