"""What every identity provider must do, over HTTP, against the VNeID simulator."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from identity.providers.openid import OpenIdProvider
from identity.providers.sign_in import (
    SignInRefused,
)
from tests.identity.gateway.asking import someone
from tests.identity.providers.parties import signed_in, walked
from tests.identity.vneid.driving import CALLBACK, Person


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
