"""Keys, metadata, tokens and claims of a provider, without a network."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc.jwk import ECKey, RSAKey

from identity.providers.discovery import read_metadata
from identity.providers.key_cache import KeyCache, read_key_set
from identity.providers.openid_calls import read_tokens, told
from identity.providers.sign_in import (
    NotTrusted,
    ProviderDown,
    SignInRefused,
)
from identity.providers.vneid_claims import meets, person_from
from identity.providers.wire import Reply

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
ISSUER = "https://id.example.vn"
KEY = ECKey.generate_key("P-256", {"kid": "one", "use": "sig"}, private=True)
OTHER = ECKey.generate_key("P-256", {"kid": "two"}, private=True)


class Keys:
    """A key set that a test changes, counting who fetches it."""

    def __init__(self) -> None:
        self.keys: list[dict[str, Any]] = [dict(KEY.as_dict(private=False))]
        self.fetched = 0
        self.down = False
        self.now = NOW

    def fetch(self) -> dict[str, Any]:
        self.fetched += 1
        if self.down:
            raise ProviderDown
        return {"keys": self.keys}


def test_keys_are_fetched_once_and_again_for_an_unknown_one() -> None:
    source = Keys()
    cache = KeyCache(source.fetch, lambda: source.now)
    assert cache.key_of("one") is not None
    assert cache.key_of("two") is None
    assert source.fetched == 1

    source.keys.append(dict(OTHER.as_dict(private=False)))
    source.now += timedelta(seconds=30)
    assert cache.key_of("two") is not None
    assert (cache.key_of("three"), source.fetched) == (None, 2)


def test_a_known_key_serves_on_while_the_provider_is_down() -> None:
    source = Keys()
    cache = KeyCache(source.fetch, lambda: source.now)
    cache.key_of("one")
    source.down = True
    source.now += timedelta(minutes=10)

    assert cache.key_of("one") is not None
    with pytest.raises(ProviderDown):
        cache.key_of("two")


def test_only_public_signing_keys_with_an_id_are_taken() -> None:
    rsa = RSAKey.generate_key(2048, {"kid": "rsa"}, private=True)
    good = dict(rsa.as_dict(private=False))
    rows = [
        *(good, {**good, "kid": 5}, {**good, "use": "enc", "kid": "enc"}),
        *({"kty": "oct", "k": "AAAA", "kid": "oct"}, "key", {"kty": "RSA", "kid": "x"}),
        dict(OTHER.as_dict(private=True)),
    ]

    assert list(read_key_set({"keys": rows})) == ["rsa"]
    assert read_key_set({}) == {}


METADATA = {
    "issuer": ISSUER,
    "code_challenge_methods_supported": ["S256"],
    **{
        name: f"{ISSUER}/{name}"
        for name in (
            *("authorization_endpoint", "token_endpoint", "userinfo_endpoint"),
            *("revocation_endpoint", "jwks_uri"),
        )
    },
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://evil.example"},
        {"code_challenge_methods_supported": ["plain"]},
        {"code_challenge_methods_supported": None},
        {"token_endpoint": "http://id.example.vn/token"},
        {"jwks_uri": None},
    ],
)
def test_metadata_of_another_or_without_pkce_are_refused(wrong: dict[str, Any]) -> None:
    assert not read_metadata(METADATA, ISSUER).tells_issuer
    with pytest.raises(NotTrusted):
        read_metadata({**METADATA, **wrong}, ISSUER)


@pytest.mark.parametrize(
    "wrong",
    [
        {"access_token": None},
        {"access_token": ""},
        {"access_token": "é"},
        {"token_type": "DPoP"},
        {"token_type": None},
        {"refresh_token": 5},
    ],
)
def test_tokens_of_another_form_are_refused(wrong: dict[str, Any]) -> None:
    good = {"access_token": "a", "token_type": "bearer", "expires_in": "soon"}
    assert read_tokens(good, "spent", NOW).refresh_token == "spent"
    assert read_tokens(good, None, NOW).expires_at is None

    with pytest.raises(NotTrusted):
        read_tokens({**good, **wrong}, None, NOW)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, b'{"error": "invalid_grant"}', SignInRefused),
        (400, b"oops", SignInRefused),
        (200, b"{}", ProviderDown),
        (200, b"oops", ProviderDown),
        (302, b"{}", ProviderDown),
    ],
)
def test_replies_that_are_no_answer_have_a_name(
    status: int, body: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        told(Reply(status, "application/json", body))


def test_the_real_claims_are_understood_as_well() -> None:
    claims = {
        "SoDinhDanh": "099090178382",
        "HoVaTen": "Nguye\u0302\u0303n Văn An",
        "NgayThangNamSinh": "19900514",
        "address": "no object",
    }

    person = person_from(claims, "somebody")

    assert (person.number, person.birth) == ("099090178382", "1990-05-14")
    assert (person.name, person.address) == ("Nguyễn Văn An", None)
    assert person_from({"birthdate": "1958"}, "x").birth == "1958"


@pytest.mark.parametrize(
    "wrong",
    [
        {"vn_cccd": "09909017838"},
        {"vn_cccd": "09909017838２"},
        {"vn_cccd": 99090178382},
        {"name": "A\u202en"},
        {"name": "A" * 301},
        {"birthdate": "14/05/1990"},
        {"birthdate": "1990-02-30"},
        {"address": {"formatted": ["x"]}},
    ],
)
def test_claims_of_another_form_are_not_believed(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotTrusted):
        person_from(wrong, "somebody")


@pytest.mark.parametrize(
    ("acr", "least", "enough"),
    [
        ("LoA2", "LoA1", True),
        ("LoA2", "LoA2", True),
        ("LoA1", "LoA2", False),
        ("loa2", "LoA1", False),
        (None, "LoA1", False),
        ({}, "LoA1", False),
    ],
)
def test_s23_levels_are_compared(acr: Any, least: str, enough: bool) -> None:
    assert meets(acr, least) is enough
