"""S2: the redirect URIs of native apps (RFC 8252 7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.oauth.redirects import form_target, is_registered
from identity.simulators.vneid import BadRedirect, Registration

REGISTERED = (
    "http://127.0.0.1/callback",
    "http://[::1]/callback",
    "vn.haiphong.citizen:/callback",
    "https://app.haiphong.example/callback",
    "http://localhost:3000/callback",
)


@pytest.mark.parametrize(
    ("uri", "fits"),
    [
        ("http://127.0.0.1/callback", True),
        ("http://127.0.0.1:1/callback", True),
        ("http://127.0.0.1:65535/callback", True),
        ("http://[::1]:8080/callback", True),
        ("vn.haiphong.citizen:/callback", True),
        ("https://app.haiphong.example/callback", True),
        ("http://localhost:3000/callback", True),
        ("http://localhost:3001/callback", False),
        ("http://localhost/callback", False),
        ("http://127.0.0.1:0/callback", False),
        ("http://127.0.0.1:65536/callback", False),
        ("http://127.0.0.1:/callback", False),
        ("http://127.0.0.2/callback", False),
        ("https://127.0.0.1/callback", False),
        ("http://127.0.0.1.evil.example/callback", False),
        ("http://127.0.0.1:80@evil.example/callback", False),
        ("http://[::2]/callback", False),
        ("https://app.haiphong.example:443/callback", False),
        ("https://app.haiphong.example/callback/", False),
        ("https://APP.haiphong.example/callback", False),
        ("https://app.haiphong.example/%63allback", False),
        ("https://app.haiphong.example/x/../callback", False),
        ("vn.haiphong.citizen:/Callback", False),
        ("vn.haiphong.citizen:/callback\n", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_s2_only_the_port_of_a_loopback_literal_is_free(uri: str, fits: bool) -> None:
    assert is_registered(uri, REGISTERED) is fits


@given(st.text(max_size=60))
def test_s2_no_other_text_fits(text: str) -> None:
    assert is_registered(text, REGISTERED) == (text in REGISTERED)


@pytest.mark.parametrize(
    "uri",
    [
        "http://app.example/callback",
        "citizen:/callback",
        "vn.haiphong.citizen://callback",
        "https://user@app.example/callback",
        "https://app.example/callback#part",
        "javascript:alert(1)",
        "https://app.example\\callback",
        "https:///callback",
    ],
)
def test_s2_such_uris_cannot_be_registered(uri: str) -> None:
    with pytest.raises(BadRedirect):
        Registration("app", "App", (uri,))


def test_s2_https_loopback_localhost_and_private_use_can_be_registered() -> None:
    assert Registration("app", "App", REGISTERED).redirect_uris == REGISTERED


def test_a_form_may_lead_to_where_the_answer_goes() -> None:
    targets = [form_target(uri) for uri in REGISTERED]
    assert targets == [
        "http://127.0.0.1",
        "http:",
        "vn.haiphong.citizen:",
        "https://app.haiphong.example",
        "http://localhost:3000",
    ]
