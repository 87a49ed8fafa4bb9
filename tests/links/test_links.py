"""What a code on a poster stands for."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import database_of
from tests.links.codes import mistyped, never_given, printed
from tests.reviews.phones import problem

STREETS = """
SELECT count(*) FROM (
    SELECT street_id FROM venues WHERE street_id IS NOT NULL
    GROUP BY street_id HAVING count(*) > 1
) s
"""


def link(code: str) -> str:
    return f"/v1/links/{code}"


def test_every_venue_has_a_code(app: Flask, client: FlaskClient) -> None:
    coded = [each.venue for each in printed(app) if each.venue]
    known = [
        item["id"] for item in client.get("/v1/venues?limit=100").get_json()["items"]
    ]

    assert sorted(coded) == sorted(known)


def test_every_food_street_has_a_code(app: Flask) -> None:
    streets = [each for each in printed(app) if each.street]
    expected = database_of(app).find(STREETS, {})[0][0]

    assert len(streets) == expected > 0


def test_a_code_says_what_it_stands_for(app: Flask, client: FlaskClient) -> None:
    for each in printed(app):
        found = client.get(link(each.code)).get_json()
        assert found["code"] == each.code
        assert found["kind"] == ("venue" if each.venue else "street")
        assert found["id"] == (each.venue or each.street)
        assert found["name"] == each.name
        assert found["url"] == f"http://127.0.0.1:8000/q/{each.code}?s=1"


def test_where_the_api_tells_more_it_does(app: Flask, client: FlaskClient) -> None:
    for each in printed(app):
        answer = client.get(client.get(link(each.code)).get_json()["api"])
        assert answer.status_code == 200
        if each.venue:
            assert answer.get_json()["id"] == each.venue
        else:
            assert len(answer.get_json()["items"]) > 1, each


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: f"{code[:4]}-{code[4:]}",
        lambda code: f"{code[:4].lower()} {code[4:].lower()}",
        lambda code: f" {code} ",
        lambda code: "".join(chr(ord(letter) + 0xFEE0) for letter in code),
        lambda code: f"{code[:4]}\u2013{code[4:]}",
    ],
)
def test_a_code_is_read_as_people_type_it(
    app: Flask, client: FlaskClient, typed: object
) -> None:
    code = printed(app)[0].code

    answer = client.get(link(typed(code)))  # type: ignore[operator]

    assert answer.get_json()["code"] == code


def test_a_mistyped_code_is_told_apart_from_an_unknown_one(
    app: Flask, client: FlaskClient
) -> None:
    wrong = client.get(link(mistyped(printed(app)[0].code)))
    unknown = client.get(link(never_given(app)))

    assert (wrong.status_code, problem(wrong)) == (404, "mistyped-code")
    assert (unknown.status_code, problem(unknown)) == (404, "not-found")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("F4K4FVP", "A code has 8 letters and digits."),
        ("F4K4FVP4F4K4FVP4", "A code has 8 letters and digits."),
        ("F4K0FVPO", "No code has these letters: 0, O."),
        ("<b>&%22", "No code has these letters: B."),
        ("ÁÉÍÓÚÝÀÈÌÒÙ", "No code has these letters: Á, É, Í, Ó, Ú, Ý, À, È."),
        ("....", "The code is mistyped or half read. Check the letters."),
        ("F4K4FVP5", "The code is mistyped or half read. Check the letters."),
    ],
)
def test_a_mistyped_code_is_told_what_is_wrong_with_it(
    client: FlaskClient, typed: str, said: str
) -> None:
    assert client.get(link(typed)).get_json()["detail"] == said


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "ABCDEFGH",
        "<script>alert(1)",
        "%E2%80%AEF4K4FVP4",
        "F4K4FVP%00",
        "F4K4FVP%0A",
        "%27%20OR%201=1--",
        "F4K4FVP4F4K4FVP4",
        "%F0%9F%8D%9C",
        "%FF%FE",
        "a" * 3000,
    ],
)
def test_what_is_no_code_is_mistyped(client: FlaskClient, text: str) -> None:
    for path in (link(text), f"{link(text)}/qr.png", f"{link(text)}/qr.svg"):
        refused = client.get(path)
        assert (refused.status_code, problem(refused)) == (404, "mistyped-code")
        assert "<script>" not in refused.get_data(as_text=True)


@pytest.mark.parametrize("text", ["", "a/b", "..", "%2e%2e", "F4K4FVP4/", "/F4K4FVP4"])
def test_other_paths_lead_nowhere(client: FlaskClient, text: str) -> None:
    assert client.get(link(text)).status_code == 404


def test_an_endless_code_is_refused(client: FlaskClient) -> None:
    refused = client.get(link("2" * 10_000_000))

    assert (refused.status_code, problem(refused)) == (414, "address-too-long")


def test_a_repeat_costs_a_304(app: Flask, client: FlaskClient) -> None:
    first = client.get(link(printed(app)[0].code))

    again = client.get(
        link(printed(app)[0].code), headers={"If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.data) == (304, b"")
    assert "public" in first.headers["Cache-Control"]
