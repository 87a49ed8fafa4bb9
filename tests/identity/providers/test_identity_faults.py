"""An identity provider that lies, fails or is not who it says."""

import logging
import traceback
from dataclasses import replace
from datetime import timedelta

import pytest
import requests

from identity.providers.openid import OpenIdProvider
from identity.providers.openid_calls import Client
from identity.providers.sign_in import (
    Distrust,
    NotTrusted,
    ProviderDown,
    SignInRefused,
)
from identity.providers.wire import BadAddress, Wire
from tests.identity.gateway.asking import someone
from tests.identity.providers.parties import Now, signed_in, switch, walked
from tests.identity.vneid.driving import CALLBACK, Person, told


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
