"""A phone that rated, and sends photos through HTTP as an app would."""

from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.media.pictures import photo
from tests.reviews.addresses import VENUE
from tests.reviews.phones import Phone


class Sender(Phone):
    """A phone with one review."""

    def __init__(self, app: Flask, venue: str = VENUE) -> None:
        super().__init__(app)
        self.review: int = self.rate(venue, stars=4).get_json()["id"]

    def send_photo(
        self,
        content: bytes | None = None,
        kind: str = "image/jpeg",
        *,
        review: int | None = None,
        **headers: str,
    ) -> TestResponse:
        """Add a photo to the review."""
        body = photo() if content is None else content
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(
            photos(review or self.review),
            data=body,
            headers=self.headers() | {"Content-Type": kind} | named,
        )

    def delete_photo(self, number: int) -> TestResponse:
        """Delete one of them."""
        where = f"{photos(self.review)}/{number}"
        return self.client.delete(where, headers=self.headers())

    def seen(self, address: str) -> int:
        """The status of a file."""
        with self.client.get(address) as answer:
            return int(answer.status_code)


def photos(review: int) -> str:
    """Where the photos of a review are sent to."""
    return f"/v1/reviews/{review}/photos"


def at_venue(app: Flask, venue: str = VENUE) -> list[dict[str, Any]]:
    """The photos of a venue as everybody reads them."""
    page = app.test_client().get(f"/v1/venues/{venue}/photos?limit=100").get_json()
    items: list[dict[str, Any]] = page["items"]
    return items


def path_of(folder: Path, address: str) -> Path:
    """Where the file of an address is."""
    name = address.rpartition("/")[2]
    return folder / name[:2] / name
