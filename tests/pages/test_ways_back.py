"""Where a page may send a reader on to: nowhere but to us."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citizen_api.pages.ways_back import HOME, safe_way

HERE = "https://haiphong.example/sign-in"


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/me", "/me/sessions?done=ended", "/venues/banh-da-cua#reviews"),
        *("/oauth/consent?request=1", "/q/ABC", "/search?q=b%C3%A1nh", "/a//b"),
    ],
)
def test_our_pages_are_reached(address: str) -> None:
    assert safe_way(address) == address


@pytest.mark.parametrize(
    "address",
    [
        *("https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil"),
        *("/\t/evil.example", "javascript:alert(1)", "evil.example", ""),
        *("/\r\nSet-Cookie: a=b", "/é", "/ /evil.example", "/\u202eevil"),
        "/" + "x" * 1001,
    ],
)
def test_nothing_else_is(address: str) -> None:
    assert safe_way(address) == HOME


@given(st.text(st.sampled_from("/\\:@.?#%a\t\n ;é&=-"), max_size=20))
def test_a_browser_never_leaves_us(address: str) -> None:
    # Browsers take a backslash for a slash, and drop tabs and line breaks.
    read = safe_way(address).replace("\\", "/")
    read = "".join(letter for letter in read if letter not in "\t\r\n")

    assert urlsplit(urljoin(HERE, read)).netloc == "haiphong.example"
