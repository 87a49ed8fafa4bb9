"""The words for sorts of dishes and venues, and what the document says of them."""

import re

from flask.testing import FlaskClient

from citizen_api.dishes.schemas import CATEGORY
from citizen_api.venues.schemas.items import VENUE_KIND


def test_every_category_and_kind_is_named_in_the_document(client: FlaskClient) -> None:
    """Others may come: who adds one names it there."""
    dishes = client.get("/v1/dishes?limit=100").json["items"]
    venues = client.get("/v1/venues?limit=100").json["items"]

    told = {dish["category"] for dish in dishes} | {each["kind"] for each in venues}

    named = set(re.findall(r"[a-z]+(?:-[a-z]+)?", f"{CATEGORY} {VENUE_KIND}"))
    assert told <= named
    assert {"noodle", "eatery"} <= told
