"""What the tests of ratings share."""

from flask import Flask

from tests.reviews.addresses import VENUE
from tests.reviews.phones import all_reviews

RATE = f"/venues/{VENUE}/rate"
DISH = "dish-banh-da-cua"


def reviews(app: Flask, venue: str = VENUE) -> list[dict[str, object]]:
    items: list[dict[str, object]] = all_reviews(app, venue)["items"]
    return items
