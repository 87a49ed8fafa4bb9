"""A person with a browser, and an app on their phone, before the whole service."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from citizen_api.accounts.rules import SCOPES
from identity.oauth.pkce import s256
from tests.identity.vneid.driving import Person, told

VERIFIER = "a-verifier-of-at-least-forty-three-letters-for-tests"
CALLBACK = "http://127.0.0.1:4567/callback"
HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')


def asking(**changes: str | None) -> dict[str, str]:
    """The parameters of a good request, with changes; None leaves one out."""
    good = {
        "client_id": "citizen-app",
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": "profile account",
        "state": "the state",
        "code_challenge": s256(VERIFIER),
        "code_challenge_method": "S256",
    }
    return {name: text for name, text in (good | changes).items() if text is not None}


def hidden(page: requests.Response) -> dict[str, str]:
    """What the first form of a page would send by itself."""
    return dict(HIDDEN.findall(page.text.partition("</form>")[0]))


@dataclass
class Reader:
    """Somebody at a browser of their own; `base` is the address of the service."""

    base: str
    browser: requests.Session = field(default_factory=requests.Session)

    @property
    def at_vneid(self) -> Person:
        """The same browser before VNeID."""
        return Person(f"{self.base}/sim/vneid", self.browser)

    def get(self, path: str, **parameters: Any) -> requests.Response:
        """A page, redirects not followed."""
        return self.browser.get(
            self.base + path, params=parameters, allow_redirects=False
        )

    def post(self, path: str, form: dict[str, str]) -> requests.Response:
        """A form sent, redirects not followed."""
        return self.browser.post(self.base + path, form, allow_redirects=False)

    def open(self, path: str, **parameters: Any) -> requests.Response:
        """The page that an address leads to."""
        return self.browser.get(self.base + path, params=parameters)

    def back_from_vneid(
        self, page: requests.Response, persona: str, button: str = "allow"
    ) -> str:
        """The address that VNeID sends the browser to after its two pages."""
        vneid = self.at_vneid
        if "/login" in page.url:
            answer = vneid.log_in(page, persona)
            if not answer.headers["Location"].startswith(vneid.issuer):
                return answer.headers["Location"]
            page = vneid.follow(answer)
        if "/consent" not in page.url:
            return page.url
        return vneid.choose(page, button).headers["Location"]

    def sign_in(self, persona: str = "P001", **asked: str) -> requests.Response:
        """The page after a sign-in."""
        page = self.open("/sign-in", **({"return_to": "/me/sessions"} | asked))
        if not page.url.startswith(self.at_vneid.issuer):
            return page
        return self.browser.get(self.back_from_vneid(page, persona))

    def let_in(
        self, persona: str = "P001", ticked: tuple[str, ...] = SCOPES, **changes: Any
    ) -> dict[str, str]:
        """What an app is told by somebody who signs in and ticks these boxes."""
        page = self.open("/oauth/authorize", **asking(**changes))
        if page.url.startswith(self.at_vneid.issuer):
            page = self.browser.get(self.back_from_vneid(page, persona))
        return told(self.decide(page, "allow", ticked))

    def decide(
        self, page: requests.Response, action: str, ticked: tuple[str, ...] = SCOPES
    ) -> requests.Response:
        """The answer to a button of the consent page, redirects not followed."""
        assert "/oauth/consent" in page.url, page.text
        boxes = {f"allow-{each}": "yes" for each in ticked}
        return self.post("/oauth/consent", {**hidden(page), **boxes, "action": action})


@dataclass
class App:
    """An app that changes codes into tokens."""

    base: str
    http: requests.Session

    def post(self, path: str, **form: str | None) -> requests.Response:
        """A form sent by the app; None leaves a field out."""
        given = {"client_id": "citizen-app", **form}
        kept = {name: text for name, text in given.items() if text is not None}
        return self.http.post(self.base + path, kept)

    def redeem(self, code: str, **changes: str | None) -> requests.Response:
        """The answer to a code."""
        good = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
        }
        return self.post("/oauth/token", **(good | changes))

    def refresh(self, token: str, **changes: str | None) -> requests.Response:
        """The answer to a refresh token."""
        good = {"grant_type": "refresh_token", "refresh_token": token}
        return self.post("/oauth/token", **(good | changes))

    def get(self, path: str, token: str) -> requests.Response:
        """What a token opens."""
        headers = {"Authorization": f"Bearer {token}"}
        return self.http.get(self.base + path, headers=headers)


def query(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return dict(parse_qsl(urlsplit(address).query))
