"""People who walk through a sign-in of the VNeID simulator."""

from datetime import UTC, datetime, timedelta

import requests

from identity.providers.openid import OpenIdProvider
from identity.providers.sign_in import SignedIn, Started
from tests.identity.vneid.driving import CALLBACK, Person, told

ALL = ("openid", "profile", "address", "vn_cccd", "offline_access")


class Now:
    """The real time, moved by a test."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def walked(started: Started, person: Person, who: str = "P001") -> dict[str, str]:
    """What the callback brings when somebody signs in and allows."""
    page = person.browser.get(started.url)
    if "/login" in page.url:
        answer = person.log_in(page, who)
        if not answer.headers["Location"].startswith(person.issuer):
            return told(answer)
        page = person.follow(answer)
    return told(person.choose(page, "allow"))


def signed_in(
    provider: OpenIdProvider, person: Person, who: str = "P001", acr: str = "LoA2"
) -> SignedIn:
    """Somebody who signed in."""
    started = provider.start(CALLBACK, acr=acr, scopes=ALL)
    return provider.finish(started, walked(started, person, who))


def switch(issuer: str, name: str) -> None:
    """Switch a scenario of the simulator on."""
    requests.put(
        f"{issuer}/scenario", json={"name": name}, timeout=5
    ).raise_for_status()
