"""Answers of an OpenID provider that the simulator never gives."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, Response, jsonify, request

from identity.providers.openid import OpenIdProvider
from identity.providers.openid_calls import Client
from identity.providers.sign_in import (
    Distrust,
    NotTrusted,
    ProviderDown,
    SignedIn,
    Tokens,
)
from identity.providers.wire import Wire
from tests.identity.serving import served

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
SIGNED_IN = SignedIn("somebody", "LoA2", (), NOW, Tokens("old", "refresh", None))
DOORS = ("authorization", "token", "userinfo", "revocation")
Answers = dict[str, tuple[int, dict[str, Any]]]


def odd_provider(answers: Answers) -> Flask:
    """A provider whose doors answer as they are told."""
    app = Flask("odd-provider")

    @app.get("/.well-known/openid-configuration")
    def metadata() -> dict[str, Any]:
        base = request.host_url.rstrip("/")
        doors = {f"{door}_endpoint": f"{base}/{door}" for door in DOORS}
        methods = {"code_challenge_methods_supported": ["S256"]}
        return {"issuer": base, "jwks_uri": f"{base}/jwks", **doors, **methods}

    @app.route("/<door>", methods=["GET", "POST"])
    def answer(door: str) -> Response:
        status, told = answers[door]
        made = jsonify(told)
        made.status_code = status
        return made

    return app


@pytest.fixture
def answers() -> Answers:
    """What the doors answer, told by each test."""
    return {}


@pytest.fixture
def provider(answers: Answers) -> Iterator[OpenIdProvider]:
    """A relying party of that provider."""
    wire = Wire(seconds=10)
    with served(odd_provider(answers)) as issuer:
        yield OpenIdProvider(issuer, Client("us"), lambda: NOW, wire)
        wire.close()


def test_a_refresh_without_an_id_token_keeps_who_it_was(
    provider: OpenIdProvider, answers: Answers
) -> None:
    answers["token"] = (200, {"access_token": "new", "token_type": "Bearer"})

    found = provider.refresh(SIGNED_IN)

    assert (found.subject, found.tokens.access_token) == ("somebody", "new")
    assert found.tokens.refresh_token == "refresh"


def test_a_sign_in_without_an_id_token_is_not_believed(
    provider: OpenIdProvider, answers: Answers
) -> None:
    answers["token"] = (200, {"access_token": "new", "token_type": "Bearer"})
    started = provider.start("http://127.0.0.1/callback", acr="LoA1")

    with pytest.raises(NotTrusted) as refused:
        provider.finish(started, {"state": started.state, "code": "c"})

    assert refused.value.distrust is Distrust.SHAPE


def test_a_provider_that_hides_its_keys_is_down(
    provider: OpenIdProvider, answers: Answers
) -> None:
    answers["jwks"] = (404, {"error": "not_found"})

    with pytest.raises(ProviderDown):
        provider.keys.key_of("one")


@pytest.mark.parametrize("status", [400, 429, 503])
def test_a_revocation_that_fails_is_told(
    provider: OpenIdProvider, answers: Answers, status: int
) -> None:
    answers["revocation"] = (status, {"error": "unsupported_token_type"})

    with pytest.raises(ProviderDown):
        provider.revoke("a token")


def test_a_provider_that_went_away_is_down(
    provider: OpenIdProvider, answers: Answers
) -> None:
    provider.metadata()
    provider.calls.wire.seconds = 0

    with pytest.raises(ProviderDown):
        provider.person(SIGNED_IN)
