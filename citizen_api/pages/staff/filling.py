"""Forms of people at work, read by the rules of the API; what is wrong stands beside.

A date in a form is one of the city's clock.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError

from citizen_api.http.api import Schema
from citizen_api.http.bodies import field_errors
from citizen_api.http.language import language
from citizen_api.http.service import Slug
from citizen_api.pages.forms import Sent, too_old
from citizen_api.problems import InvalidRequest, Problem

GENERAL: Final = "form"
NOTHING: Final[Mapping[str, str]] = {}
"""Nothing is typed yet, or nothing is wrong."""
VENUE: Final = re.compile(rf"(?:[^?#]*/)?({Slug.regex})/?(?:[?#].*)?", re.DOTALL)


def loaded(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says, without its empty fields. Raises InvalidRequest."""
    filled = {name: value for name, value in values.items() if value not in ("", None)}
    try:
        said: dict[str, Any] = schema.load(filled)
    except ValidationError as error:
        found = field_errors({"form": error.messages})
        raise InvalidRequest(errors=list(found)) from None
    return said


def wrong_with(problem: Problem) -> dict[str, str]:
    """What a problem says of each field of a form, by the field's own name."""
    if not problem.errors:
        return {GENERAL: problem.detail.to(language())}
    return {
        (error.pointer or "").rpartition("/")[2].lstrip("#") or GENERAL: error.said.to(
            language()
        )
        for error in problem.errors
    }


def stale(sent: Sent) -> dict[str, str]:
    """What is wrong with a form that was open too long; nothing with another."""
    return {} if sent.fresh else {GENERAL: too_old()}


def moment(typed: str) -> str:
    """`2027-01-01T08:00` or `2027-01-01` as the API takes it; other texts stay."""
    if len(typed) == len("2027-01-01"):
        typed = f"{typed}T00:00"
    return f"{typed}:00+07:00" if len(typed) == len("2027-01-01T08:00") else typed


def venue_in(typed: str) -> str:
    """The id of a venue, typed as it is or pasted as the address of its page.

    Empty when there is none.
    """
    found = VENUE.fullmatch(typed.strip())
    return found[1] if found else ""
