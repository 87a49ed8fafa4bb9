"""Contacts and descriptions: one form, plain words, seen at once."""

import unicodedata
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from citizen_api.listings import words
from tests.listings.owning import Keeper, keeper
from tests.reviews.phones import pointers, problem


@pytest.fixture(scope="module")
def owner(shared: Flask) -> Keeper:
    """Somebody who keeps a venue."""
    return keeper(shared)


def test_contacts_and_description_are_shown_at_once(owner: Keeper) -> None:
    vi = "Bánh đa cua gạch đầy.\nMở từ năm 1986."

    listing = owner.change(
        contacts={"phone": "0225 3842 345", "facebook": "http://fb.com/quan.cua/"},
        description={"vi": unicodedata.normalize("NFD", vi), "en": "Crab noodles."},
    )

    public = owner.public()
    assert listing["contacts"] == public["contacts"]
    assert public["contacts"] == {
        "phone": "+842253842345",
        "website": None,
        "facebook": "https://www.facebook.com/quan.cua",
    }
    assert public["description"] == {"vi": vi, "en": "Crab noodles."}
    owner.change(contacts={"phone": None}, description={"en": None})
    public = owner.public()
    assert (public["contacts"]["phone"], public["description"]["en"]) == (None, None)
    assert public["contacts"]["facebook"] is not None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0912 345 678", "+84912345678"),
        ("+84 (912) 345-678", "+84912345678"),
        ("0084912345678", "+84912345678"),
        ("1900 1234", "19001234"),
    ],
)
def test_a_phone_number_has_one_form(given: str, kept: str) -> None:
    assert words.phone(given) == kept


@pytest.mark.parametrize(
    "given",
    ["113", "+14155550100", "0123", "hotline", "0912345678900", "٠٩١٢٣٤٥٦٧٨"],
)
def test_other_numbers_are_refused(given: str) -> None:
    with pytest.raises(words.NotTaken):
        words.phone(given)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("http://quancua.vn", "https://quancua.vn"),
        ("https://QuanCua.vn/menu?x=1", "https://quancua.vn/menu?x=1"),
    ],
)
def test_a_website_has_one_form(given: str, kept: str) -> None:
    assert words.website(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "quancua.vn",
        "javascript:alert(1)",
        "https://admin:secret@quancua.vn",
        "https://127.0.0.1/",
        "https://localhost",
        "https://quancua.vn:8080",
        "https://quancua.vn/<script>",
        "https://[::1",
        "https://quán.vn",
        "https://quancua.vn/" + "x" * 200,
    ],
)
def test_other_addresses_are_refused(given: str) -> None:
    with pytest.raises(words.NotTaken):
        words.website(given)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://m.facebook.com/quan.cua?ref=x", "quan.cua"),
        ("https://www.facebook.com/profile.php?id=123", "profile.php?id=123"),
    ],
)
def test_a_page_of_facebook_has_one_form(given: str, kept: str) -> None:
    assert words.facebook(given) == f"https://www.facebook.com/{kept}"


@pytest.mark.parametrize(
    "given",
    [
        "https://facebook.com.evil.vn/quan",
        "https://evil.vn/facebook.com",
        "https://facebook.com/",
        "https://facebook.com/profile.php",
        "https://facebook.com/a/b/c",
    ],
)
def test_what_is_no_page_of_facebook_is_refused(given: str) -> None:
    with pytest.raises(words.NotTaken):
        words.facebook(given)


@given(st.text(max_size=60))
def test_what_is_kept_is_kept_the_same_again(text: str) -> None:
    for check in (words.phone, words.website, words.facebook):
        try:
            kept = check(text)
        except words.NotTaken:
            continue
        assert check(kept) == kept


@pytest.mark.parametrize(
    "body",
    [
        {"contacts": {"phone": "113"}},
        {"contacts": {"phone": 912345678}},
        {"contacts": {"phone": ""}},
        {"contacts": {"website": "ftp://quan.vn"}},
        {"contacts": {"facebook": "https://x.com/quan"}},
        {"contacts": {"zalo": "0912345678"}},
        {"contacts": []},
        {"contacts": None},
        {"description": {"vi": "Gọi 0912 345 678"}},
        {"description": {"vi": "Xem quancua.vn"}},
        {"description": {"en": "<b>best</b>"}},
        {"description": {"en": "hid\u202eden"}},
        {"description": {"vi": "bell\x07"}},
        {"description": {"vi": "x" * 1001}},
        {"description": {"vi": ["x"]}},
        {"description": {"ko": "국수"}},
        {"hours": 5},
        {"hours": None},
        {"version": 3},
        {"owned_at": None},
    ],
)
def test_what_cannot_be_used_is_refused(owner: Keeper, body: dict[str, Any]) -> None:
    before = owner.read()

    answer = owner.send("PATCH", "", body)

    assert problem(answer) == "invalid-request"
    assert all(pointer.startswith("#/") for pointer in pointers(answer))
    assert owner.read() == before


def test_a_thousand_characters_are_taken_composed(owner: Keeper) -> None:
    text = "ế" * 1000

    owner.change(description={"vi": unicodedata.normalize("NFD", text)})

    assert owner.public()["description"]["vi"] == text


@pytest.mark.parametrize(
    "price",
    [
        {"min": 499},
        {"min": 20_000_001},
        {"min": -1},
        {"min": "45000"},
        {"min": 45_000.5},
        {"min": True},
        {"min": None},
        {},
        {"min": 45_000, "max": 40_000},
        {"min": 45_000, "unit": "x" * 31},
        {"min": 45_000, "unit": "b\u202eát"},
        {"min": 45_000, "currency": "USD"},
        [45_000],
        45_000,
    ],
)
def test_a_price_that_cannot_be_used_is_refused(owner: Keeper, price: Any) -> None:
    answer = owner.send("PUT", "/dishes/banh-da-cua", {"price": price})

    assert problem(answer) == "invalid-request"
    assert owner.menu()["banh-da-cua"]["prices"] == []
