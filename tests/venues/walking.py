"""Walk a list page by page, as an app does."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask.testing import FlaskClient


def pages(
    client: FlaskClient, asked: Mapping[str, Any], *, limit: int
) -> Iterator[dict[str, Any]]:
    """The pages of `GET /v1/venues`, following `next` until it is null."""
    answer = client.get("/v1/venues", query_string={**asked, "limit": limit})
    while True:
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()
        yield found
        if found["next"] is None:
            return
        assert len(found["items"]) == limit
        answer = client.get(found["next"])


def walked(client: FlaskClient, limit: int = 7, **asked: Any) -> list[dict[str, Any]]:
    """Every item of the list, in order."""
    return [
        item for page in pages(client, asked, limit=limit) for item in page["items"]
    ]


def ids(items: list[dict[str, Any]]) -> list[str]:
    """The ids of items, in order."""
    return [item["id"] for item in items]
