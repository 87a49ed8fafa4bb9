"""What a review may hold, and what is refused by name."""

import json
import unicodedata
from typing import Any

import pytest

from tests.reviews.phones import Phone, pointers, problem

SENTENCE = "Bánh đa cua bể ngọt nước, chả lá lốt thơm nức, đậm đà hương vị Hải Phòng. "
TWO_THOUSAND = (SENTENCE * 40)[:1999] + "ế"
DISHES = ("banh-da-cua", "banh-mi-cay", "nem-cua-be")


def test_two_thousand_vietnamese_characters_are_taken_and_kept(phone: Phone) -> None:
    assert len(TWO_THOUSAND) == 2000
    assert len(TWO_THOUSAND.encode()) > 2500

    assert phone.rate(stars=5, text=TWO_THOUSAND).status_code == 201

    assert phone.newest()["text"] == TWO_THOUSAND


def test_decomposed_text_is_counted_and_kept_composed(phone: Phone) -> None:
    decomposed = unicodedata.normalize("NFD", TWO_THOUSAND)
    assert len(decomposed) > 2000

    assert phone.rate(stars=5, text=decomposed).status_code == 201

    assert phone.newest()["text"] == TWO_THOUSAND


def test_the_densest_decomposed_text_is_taken(phone: Phone) -> None:
    densest = unicodedata.normalize("NFD", "ế" * 2000)

    assert phone.rate(stars=5, text=densest).status_code == 201


def test_one_character_more_is_refused(phone: Phone) -> None:
    refused = phone.rate(stars=5, text=TWO_THOUSAND + "ế")

    assert (refused.status_code, problem(refused)) == (422, "invalid-request")
    assert pointers(refused) == ["#/text"]
    assert "2000" in refused.get_json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    "letter",
    ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\u200f", "\ufeff"],
)
def test_control_and_direction_characters_are_refused(
    phone: Phone, letter: str
) -> None:
    refused = phone.rate(stars=5, text=f"ngon{letter}lắm")

    assert problem(refused) == "invalid-request"
    assert pointers(refused) == ["#/text"]


def test_half_a_surrogate_pair_is_refused(phone: Phone) -> None:
    refused = phone.send(b'{"stars": 5, "text": "ngon \\ud83d"}')

    assert problem(refused) == "invalid-request"


@pytest.mark.parametrize("text", ["Dòng một\nDòng hai", "a\r\nb", "a\n\n\nb", "a\tb"])
def test_line_breaks_are_kept(phone: Phone, text: str) -> None:
    assert phone.rate(stars=5, text=text).get_json()["text"] == text


@pytest.mark.parametrize(
    "text",
    [
        "🍜 ngon 👨‍👩‍👧",
        "❤️",
        "\U0001fa77",
        "bún cá 魚 생선",
        "<script>alert(1)</script>",
    ],
)
def test_what_people_write_is_answered_as_written(phone: Phone, text: str) -> None:
    assert phone.rate(stars=5, text=text).get_json()["text"] == text


@pytest.mark.parametrize("text", ["", "  ", "\n\n", "\u00a0"])
def test_an_empty_text_is_refused(phone: Phone, text: str) -> None:
    assert pointers(phone.rate(stars=5, text=text)) == ["#/text"]


def test_no_text_at_all_is_fine(phone: Phone) -> None:
    assert phone.rate(stars=5, text=None).get_json()["text"] is None


@pytest.mark.parametrize(
    "stars", [0, 6, -1, "5", 4.5, True, None, [5], {}, 10**30, "năm"]
)
def test_stars_are_a_whole_number_from_one_to_five(phone: Phone, stars: Any) -> None:
    refused = phone.rate(stars=stars)

    assert (refused.status_code, problem(refused)) == (422, "invalid-request")
    assert pointers(refused) == ["#/stars"]


@pytest.mark.parametrize("stars", [1, 2, 3, 4, 5, 5.0])
def test_each_number_of_stars_is_taken(phone: Phone, stars: int) -> None:
    assert phone.rate(stars=stars).get_json()["stars"] == stars


def test_stars_are_required(phone: Phone) -> None:
    assert pointers(phone.rate(text="Ngon")) == ["#/stars"]


def test_dishes_are_rated_beside_the_venue(phone: Phone) -> None:
    dishes = [{"dish_id": dish, "stars": 3} for dish in DISHES]

    phone.rate(stars=5, dishes=dishes)

    shown = phone.newest()["dishes"]
    assert sorted(shown, key=str) == sorted(dishes, key=str)


@pytest.mark.parametrize(
    ("dishes", "pointer"),
    [
        ([{"dish_id": "no-such-dish", "stars": 5}], "#/dishes/0/dish_id"),
        ([{"dish_id": "banh-da-cua", "stars": 6}], "#/dishes/0/stars"),
        ([{"dish_id": "banh-da-cua", "stars": "5"}], "#/dishes/0/stars"),
        ([{"dish_id": "banh-da-cua"}], "#/dishes/0/stars"),
        ([{"stars": 5}], "#/dishes/0/dish_id"),
        ([{"dish_id": 7, "stars": 5}], "#/dishes/0/dish_id"),
        ([{"dish_id": "banh-da-cua", "stars": 5}] * 2, "#/dishes"),
        ([{"dish_id": f"dish-{n}", "stars": 5} for n in range(21)], "#/dishes"),
        (["banh-da-cua"], "#/dishes/0"),
        ("banh-da-cua", "#/dishes"),
        ({"dish_id": "banh-da-cua", "stars": 5}, "#/dishes"),
        (None, "#/dishes"),
        ([None], "#/dishes/0"),
    ],
)
def test_dishes_that_cannot_be_rated_are_named(
    phone: Phone, dishes: Any, pointer: str
) -> None:
    refused = phone.rate(stars=5, dishes=dishes)

    assert (refused.status_code, problem(refused)) == (422, "invalid-request")
    assert pointer in pointers(refused)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"", "malformed-body"),
        (b"stars=5", "malformed-body"),
        (b'{"stars": 5', "malformed-body"),
        (b'{"stars": NaN}', "malformed-body"),
        (b'{"stars": 5, "stars": 1}', "malformed-body"),
        (b'{"stars": 5, "text": "\xff"}', "malformed-body"),
        (b'\xef\xbb\xbf{"stars": 5}', "malformed-body"),
        (b"[" * 5000 + b"]" * 5000, "malformed-body"),
        (b'{"stars": ' + b"[" * 100_000, "too-large"),
        (b'{"text": "' + b"a" * 10_000_000 + b'"}', "too-large"),
        (b"[5]", "invalid-request"),
        (b"5", "invalid-request"),
        (b"null", "invalid-request"),
        (b'{"stars": 5, "device": 1}', "invalid-request"),
    ],
)
def test_a_body_of_another_kind_is_refused_by_name(
    phone: Phone, body: bytes, name: str
) -> None:
    refused = phone.send(body)

    assert problem(refused) == name
    assert refused.status_code in {400, 413, 422}
    assert problem(phone.read()) == "not-found"


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json; charset=utf-16",
        "application/json; charset=iso-8859-1",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "",
    ],
)
def test_only_json_in_utf8_is_taken(phone: Phone, media_type: str) -> None:
    refused = phone.send(b'{"stars": 5}', media_type)

    assert (refused.status_code, problem(refused)) == (415, "unsupported-media-type")


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", '"utf-8"'])
def test_utf8_may_be_said(phone: Phone, charset: str) -> None:
    answer = phone.send(b'{"stars": 5}', f"application/json; charset={charset}")

    assert answer.status_code == 201


def test_an_unknown_field_is_named(phone: Phone) -> None:
    assert pointers(phone.rate(stars=5, star=5)) == ["#/star"]


def test_every_wrong_value_is_named_at_once(phone: Phone) -> None:
    refused = phone.rate(stars=9, text="", dishes=[{"dish_id": "x", "stars": 0}])

    assert set(pointers(refused)) == {"#/stars", "#/text", "#/dishes/0/stars"}


def test_a_vietnamese_reader_is_told_in_vietnamese(phone: Phone) -> None:
    answer = phone.client.put(
        "/v1/venues/banh-da-cua-be-ba-cu/reviews/mine?lang=vi",
        data=json.dumps({"stars": 9}),
        headers=phone.headers() | {"Content-Type": "application/json"},
    )

    assert answer.headers["Content-Language"] == "vi"
    assert answer.get_json()["errors"][0]["detail"] == "Phải từ 1 đến 5."
