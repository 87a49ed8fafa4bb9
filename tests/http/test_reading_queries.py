"""Parameters are read quickly, and just as marshmallow would."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import RAISE, Schema, ValidationError

from citizen_api.around.schemas import AroundQuery
from citizen_api.http.bodies import loaded
from citizen_api.venues.schemas.asked import VenueQuery

NAMES = [*VenueQuery().load_fields, "nonsense"]
VALUES = st.sampled_from(
    [
        "",
        " ",
        "now",
        "20.85",
        "106.68",
        "2000",
        "-1",
        "1e308",
        "distance",
        "vi",
        "x" * 99,
    ]
)
PARAMETERS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)


def outcome(load: Any) -> Any:
    """What comes out, or what is said to be wrong."""
    try:
        return load()
    except ValidationError as error:
        return error.messages


@pytest.mark.parametrize("schema", [VenueQuery(), AroundQuery()])
@given(asked=PARAMETERS)
def test_the_quick_way_finds_what_marshmallow_finds(
    schema: Schema, asked: dict[str, str]
) -> None:
    quick = outcome(lambda: loaded(schema, asked))

    assert quick == outcome(lambda: schema.load(asked, unknown=RAISE))
