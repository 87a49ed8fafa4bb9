"""Reading the list of dishes page by page."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from citizen_api.http.session import COPIES
from citizen_api.versions import CATALOGUE, bump
from tests.factories import changing

FORGOTTEN = text(
    "UPDATE dishes SET venue_count = 0, signature = FALSE WHERE slug = :slug"
)


def listed(client: FlaskClient, limit: int, **asked: Any) -> list[dict[str, Any]]:
    """The whole list, page by page."""
    page = client.get("/v1/dishes", query_string={"limit": limit, **asked}).json
    items = list(page["items"])
    while page["next"]:
        assert len(page["items"]) == limit
        page = client.get(page["next"]).json
        items += page["items"]
    return items


def test_without_words_every_dish_is_listed_the_known_ones_first(
    client: FlaskClient,
) -> None:
    found = listed(client, 100)

    assert len(found) == len({item["id"] for item in found}) == 58
    assert {item["matched"] for item in found} == {None}
    ranks = [(not item["signature"], -item["venue_count"]) for item in found]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("limit", [1, 7, 58])
@pytest.mark.parametrize("asked", [{}, {"q": "banh"}])
def test_a_walk_has_every_dish_once_in_order(
    client: FlaskClient, limit: int, asked: dict[str, str]
) -> None:
    assert listed(client, limit, **asked) == listed(client, 100, **asked)


def test_a_walk_goes_on_where_it_stood_when_its_last_dish_moves(fresh: Flask) -> None:
    client = fresh.test_client()
    every = {each["id"] for each in listed(client, 100)}
    first = client.get("/v1/dishes?limit=10").json
    last = first["items"][-1]["id"]
    with changing(fresh) as session:
        session.execute(FORGOTTEN, {"slug": last})
        bump(session, CATALOGUE)
    fresh.extensions[COPIES].clear()

    rest = listed(client, 10, cursor=first["next"].partition("cursor=")[2])

    assert {each["id"] for each in first["items"] + rest} == every
    assert len(rest) == len(every) - 10 + 1  # the one that moved comes again


@pytest.mark.parametrize("q", ["banh", "banh>", "b%C3%A1nh", "bánh"])
def test_the_link_header_leads_to_the_next_page(client: FlaskClient, q: str) -> None:
    answer = client.get(f"/v1/dishes?q={q}&limit=2")

    link = answer.headers["Link"]
    assert link == f'<{answer.json["next"]}>; rel="next"'
    assert link.count(">") == 1
    assert client.get(answer.json["next"]).status_code == 200
