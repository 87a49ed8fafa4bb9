"""What every identity provider must do, over HTTP, against the VNeID simulator."""

import logging
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from identity.providers.openid import OpenIdProvider
from identity.providers.openid_calls import Client
from identity.providers.sign_in import (
    Distrust,
    NotTrusted,
    ProviderDown,
    SignedIn,
    SignInRefused,
    Started,
)
from identity.providers.wire import BadAddress, Wire
from tests.identity.gateway.conftest import someone
from tests.identity.vneid.conftest import http, issuer, person, served_issuer, vneid_url
from tests.identity.vneid.driving import CALLBACK, Person, told

__all__ = ["http", "issuer", "person", "served_issuer", "vneid_url"]

ALL = ("openid", "profile", "address", "vn_cccd", "offline_access")


class Now:
    """The real time, moved by a test."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def now() -> Now:
    """The time of the relying party."""
    return Now()


@pytest.fixture
def wire() -> Iterator[Wire]:
    """Connections, hung up afterwards."""
    made = Wire(seconds=2)
    yield made
    made.close()


@pytest.fixture(params=["public", "confidential"])
def provider(
    request: pytest.FixtureRequest, issuer: str, now: Now, wire: Wire
) -> OpenIdProvider:
    """Every kind of client, one after the other."""
    public, confidential = Client("demo-app"), Client("demo-rs", "demo-rs-secret")
    client = public if request.param == "public" else confidential
    return OpenIdProvider(issuer, client, now, wire)


@pytest.fixture
def public(issuer: str, now: Now, wire: Wire) -> OpenIdProvider:
    """A public client, where the kind does not matter."""
    return OpenIdProvider(issuer, Client("demo-app"), now, wire)


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


def test_a_sign_in_asks_with_pkce_state_and_nonce(public: OpenIdProvider) -> None:
    one = public.start(CALLBACK, acr="LoA2", max_age=60, language="en")
    two = public.start(CALLBACK, acr="LoA2")

    asked = dict(parse_qsl(urlsplit(one.url).query))
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert (asked["acr_values"], asked["max_age"]) == ("LoA2", "60")
    assert asked["ui_locales"] == "en"
    assert one.verifier not in one.url
    assert not {one.state, one.nonce, one.verifier} & {two.state, two.nonce}


def test_somebody_signs_in_and_is_known(
    provider: OpenIdProvider, person: Person
) -> None:
    found = signed_in(provider, person)
    known, who = provider.person(found), someone("P001")

    assert (found.acr, "mfa" in found.amr) == ("LoA2", True)
    assert abs(found.auth_time - datetime.now(UTC)) < timedelta(minutes=1)
    assert (known.number, known.name, known.birth) == (who.number, who.name, who.birth)
    assert known.subject == found.subject
    assert known.address == who.residence


def test_scopes_that_were_not_asked_for_tell_nothing(
    public: OpenIdProvider, person: Person
) -> None:
    started = public.start(CALLBACK, acr="LoA1")
    found = public.finish(started, walked(started, person))

    known = public.person(found)

    assert (known.number, known.name, known.address) == (None, None, None)


def test_a_refresh_keeps_the_person_and_spends_the_token(
    provider: OpenIdProvider, person: Person
) -> None:
    first = signed_in(provider, person)

    second = provider.refresh(first)

    assert (second.subject, second.auth_time) == (first.subject, first.auth_time)
    assert second.tokens.refresh_token != first.tokens.refresh_token
    assert provider.person(second).name == someone("P001").name
    with pytest.raises(SignInRefused, match="invalid_grant"):
        provider.refresh(first)


def test_without_a_refresh_token_nothing_is_refreshed(
    public: OpenIdProvider, person: Person
) -> None:
    found = signed_in(public, person)
    without = replace(found, tokens=replace(found.tokens, refresh_token=None))

    with pytest.raises(SignInRefused, match="invalid_grant"):
        public.refresh(without)


def test_a_revoked_token_opens_nothing(
    provider: OpenIdProvider, person: Person
) -> None:
    found = signed_in(provider, person)
    assert found.tokens.refresh_token is not None

    provider.revoke(found.tokens.refresh_token)
    provider.revoke("a token that nobody knows")

    with pytest.raises(SignInRefused):
        provider.refresh(found)
    with pytest.raises(SignInRefused):
        provider.person(found)


def test_a_code_is_good_once(public: OpenIdProvider, person: Person) -> None:
    started = public.start(CALLBACK, acr="LoA2")
    answered = walked(started, person)
    public.finish(started, answered)

    with pytest.raises(SignInRefused, match="invalid_grant"):
        public.finish(started, answered)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"state": "other"}, Distrust.STATE),
        ({"state": "\ud800"}, Distrust.STATE),
        ({"iss": "https://evil.example"}, Distrust.ISSUER),
        ({"iss": ""}, Distrust.ISSUER),
    ],
)
def test_a_callback_of_another_sign_in_is_not_believed(
    public: OpenIdProvider, changes: dict[str, str], expected: Distrust
) -> None:
    started = public.start(CALLBACK, acr="LoA2")
    good = {"state": started.state, "iss": public.issuer, "code": "a code"}

    with pytest.raises(NotTrusted) as refused:
        public.finish(started, {**good, **changes})

    assert refused.value.distrust is expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [("access_denied", "access_denied"), ("<script>", "other"), ("", "other")],
)
def test_errors_of_a_callback_are_named_and_never_repeated(
    public: OpenIdProvider, told: str, expected: str
) -> None:
    started = public.start(CALLBACK, acr="LoA2")
    answered = {"state": started.state, "iss": public.issuer, "error": told}

    with pytest.raises(SignInRefused) as refused:
        public.finish(started, answered)

    assert refused.value.error == expected
    assert "script" not in str(refused.value)


def test_s23_a_level_one_account_cannot_sign_in_at_level_two(
    public: OpenIdProvider, person: Person
) -> None:
    with pytest.raises(SignInRefused) as refused:
        signed_in(public, person, who="P003")

    assert refused.value.error == "unmet_authentication_requirements"


REFUSALS = ["access_denied", "login_required", "unmet_authentication_requirements"]


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_of_the_provider_has_its_name(
    public: OpenIdProvider, person: Person, issuer: str, name: str
) -> None:
    started = public.start(CALLBACK, acr="LoA2")
    switch(issuer, name)
    page = person.browser.get(started.url, allow_redirects=False)

    with pytest.raises(SignInRefused) as refused:
        public.finish(started, told(page))

    assert refused.value.error == name


def test_a_provider_that_says_it_is_busy_is_down(
    public: OpenIdProvider, person: Person, issuer: str
) -> None:
    started = public.start(CALLBACK, acr="LoA2")
    switch(issuer, "temporarily_unavailable")
    page = person.browser.get(started.url, allow_redirects=False)

    with pytest.raises(ProviderDown):
        public.finish(started, told(page))


FAULTS = {
    "invalid_iss": Distrust.ISSUER,
    "invalid_aud": Distrust.AUDIENCE,
    "invalid_alg_header": Distrust.ALGORITHM,
    "invalid_signature": Distrust.SIGNATURE,
    "expired": Distrust.EXPIRED,
    "not_yet_valid": Distrust.NOT_YET_VALID,
    "nonce_mismatch": Distrust.NONCE,
    "acr_downgrade": Distrust.LEVEL,
}


@pytest.mark.parametrize("name", FAULTS)
def test_an_id_token_with_a_fault_signs_nobody_in(
    public: OpenIdProvider, person: Person, issuer: str, name: str
) -> None:
    started = public.start(CALLBACK, acr="LoA2")
    answered = walked(started, person)
    switch(issuer, name)

    with pytest.raises(NotTrusted) as refused:
        public.finish(started, answered)

    assert refused.value.distrust is FAULTS[name]


def test_userinfo_of_somebody_else_is_not_believed(
    public: OpenIdProvider, person: Person, issuer: str
) -> None:
    found = signed_in(public, person)
    switch(issuer, "sub_mismatch")

    with pytest.raises(NotTrusted, match="subject"):
        public.person(found)


def test_a_provider_that_fails_is_down(
    public: OpenIdProvider, person: Person, issuer: str
) -> None:
    found = signed_in(public, person)
    switch(issuer, "server_error")

    for ask in (public.person, public.refresh):
        with pytest.raises(ProviderDown):
            ask(found)
    with pytest.raises(ProviderDown):
        public.revoke("a token")


def test_s11_a_client_with_cached_keys_survives_a_rotation(
    public: OpenIdProvider, person: Person, issuer: str, now: Now
) -> None:
    signed_in(public, person)
    now.ahead = timedelta(seconds=35)
    for step in ("publish", "use", "retire"):
        requests.post(f"{issuer}/keys", json={"step": step}, timeout=5)

    assert signed_in(public, person).acr == "LoA2"


def test_a_client_that_gives_a_wrong_secret_is_refused(
    issuer: str, now: Now, wire: Wire, person: Person
) -> None:
    right = OpenIdProvider(issuer, Client("demo-rs", "demo-rs-secret"), now, wire)
    wrong = OpenIdProvider(issuer, Client("demo-rs", "a:wrong one"), now, wire)
    started = right.start(CALLBACK, acr="LoA2")

    with pytest.raises(SignInRefused, match="invalid_client"):
        wrong.finish(started, walked(started, person))


def test_nobody_listening_is_down_and_asked_again_later(now: Now) -> None:
    provider = OpenIdProvider("http://127.0.0.1:9", Client("demo-app"), now)

    for _ in range(2):
        with pytest.raises(ProviderDown):
            provider.start(CALLBACK, acr="LoA2")


def test_an_issuer_without_https_is_refused(now: Now) -> None:
    with pytest.raises(BadAddress):
        OpenIdProvider("http://sso.example.vn", Client("x"), now)


def test_s12_no_token_or_person_is_in_logs_errors_or_reprs(
    public: OpenIdProvider, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="identity")
    found = signed_in(public, person)
    known = public.person(found)
    broken = replace(found, tokens=replace(found.tokens, access_token="nobody's"))
    with pytest.raises(SignInRefused) as refused:
        public.person(broken)

    shown = f"{found!r} {known!r} {public.client!r} {caplog.text}"
    shown += "".join(traceback.format_exception(refused.value))

    assert found.tokens.refresh_token is not None
    who = someone("P001")
    secrets = (found.tokens.access_token, found.tokens.refresh_token, found.subject)
    for secret in (*secrets, who.number, who.name, who.birth):
        assert secret not in shown
