"""A person with a browser, and an app that sends them to sign in."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from identity.oauth.pkce import s256

VERIFIER = "a-verifier-of-at-least-forty-three-letters-for-tests"
CALLBACK = "http://127.0.0.1:4567/callback"
HIDDEN = re.compile(r'name="(interaction|csrf)" value="([^"]*)"')
NONCES = iter(range(10**9))


def asking(**changes: str | None) -> dict[str, str]:
    """The parameters of a good request, with changes; None leaves one out."""
    good = {
        "client_id": "demo-app",
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": "openid profile",
        "state": "the state",
        "nonce": f"nonce {next(NONCES)}",
        "code_challenge": s256(VERIFIER),
        "code_challenge_method": "S256",
    }
    return {name: text for name, text in (good | changes).items() if text is not None}


def told(response: requests.Response) -> dict[str, str]:
    """The parameters that a redirect brings to the app."""
    assert response.status_code in (302, 303), response.text
    return dict(parse_qsl(urlsplit(response.headers["Location"]).query))


@dataclass
class Person:
    """Somebody at a browser of their own."""

    issuer: str
    browser: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, **parameters: Any) -> requests.Response:
        """A page, redirects not followed."""
        return self.browser.get(
            self.issuer + path, params=parameters, allow_redirects=False
        )

    def post(self, path: str, form: dict[str, str]) -> requests.Response:
        """A form sent, redirects not followed."""
        return self.browser.post(self.issuer + path, form, allow_redirects=False)

    def open(self, **asked: str) -> requests.Response:
        """The page that an authorization request leads to."""
        return self.browser.get(self.issuer + "/authorize", params=asked)

    def log_in(self, page: requests.Response, persona: str) -> requests.Response:
        """The answer to the login form on a page, redirects not followed."""
        form = {**dict(HIDDEN.findall(page.text)), "persona": persona}
        return self.post("/login", form)

    def choose(self, page: requests.Response, button: str) -> requests.Response:
        """The answer to a button of the consent page on a page."""
        return self.post("/consent", {**dict(HIDDEN.findall(page.text)), button: "1"})

    def follow(self, response: requests.Response) -> requests.Response:
        """The page that a redirect of ours leads to."""
        return self.browser.get(response.headers["Location"])

    def sign_in(self, persona: str = "P001", **changes: str | None) -> dict[str, str]:
        """Log in and allow; what the app is told."""
        page = self.open(**asking(**changes))
        if "/login" in page.url:
            answer = self.log_in(page, persona)
            if not answer.headers.get("Location", "").startswith(self.issuer):
                return told(answer)
            page = self.follow(answer)
        return told(self.choose(page, "allow"))


@dataclass
class App:
    """An app that changes codes into tokens."""

    issuer: str
    http: requests.Session
    client_id: str = "demo-app"

    def post(self, path: str, **form: str | None) -> requests.Response:
        """A form sent by the app; None leaves a field out."""
        given = {"client_id": self.client_id, **form}
        kept = {name: text for name, text in given.items() if text is not None}
        return self.http.post(self.issuer + path, kept)

    def redeem(self, code: str, /, **changes: str | None) -> requests.Response:
        """The answer to a code."""
        good: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
        }
        return self.post("/token", **(good | changes))

    def refresh(self, token: str, **changes: str | None) -> requests.Response:
        """The answer to a refresh token."""
        good = {"grant_type": "refresh_token", "refresh_token": token}
        return self.post("/token", **(good | changes))

    def userinfo(self, token: str) -> requests.Response:
        """What an access token may know."""
        headers = {"Authorization": f"Bearer {token}"}
        return self.http.get(self.issuer + "/userinfo", headers=headers)

    def introspect(self, token: str) -> dict[str, Any]:
        """What a resource server is told of a token."""
        answer = self.http.post(
            self.issuer + "/introspect",
            {"token": token},
            auth=("demo-rs", "demo-rs-secret"),
        )
        body: dict[str, Any] = answer.json()
        return body
