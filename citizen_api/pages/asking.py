"""What a reader asks of a page: its parameters, read as strictly as those of the API.

Only an empty field of a form, and what others hang onto links, are passed over.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from flask import request
from marshmallow import EXCLUDE, ValidationError

from citizen_api.fields import Choice, Number, Whole, Words, between
from citizen_api.http.api import Schema
from citizen_api.http.bodies import field_errors, parameters
from citizen_api.problems import InvalidRequest
from citizen_api.venues.questions import Sort
from citizen_api.venues.schemas.asked import DEAREST


class PlaceQuery(Schema):
    """Where the reader stands."""

    lat = Number(validate=between(-90, 90))
    lon = Number(validate=between(-180, 180))


class SearchQuery(PlaceQuery):
    """The parameters of the page of results."""

    q = Words(longest=100)
    open = Choice("now")
    max_price = Whole(validate=between(0, DEAREST))
    ward = Words(longest=100)
    sort = Choice(*Sort, load_default=Sort.RELEVANCE)
    cursor = Words(longest=400)


def read(schema: Schema) -> dict[str, Any]:
    """The parameters of the request at hand. Raises InvalidRequest."""
    filled = {name: value for name, value in parameters().items() if value.strip()}
    try:
        loaded: dict[str, Any] = schema.load(filled, unknown=EXCLUDE)
    except ValidationError as error:
        found = field_errors({"query": error.messages})
        raise InvalidRequest(errors=list(found)) from None
    return loaded


def same_list(kept: Iterable[str], **changes: object) -> str:
    """The address of the list at hand with some of what is asked for changed.

    `kept`: the parameters that stay; None in `changes` takes one out.
    """
    same = {name: request.args[name] for name in kept if request.args.get(name)}
    wanted = {name: value for name, value in (same | changes).items() if value}
    return f"{request.path}?{urlencode(wanted)}" if wanted else request.path
