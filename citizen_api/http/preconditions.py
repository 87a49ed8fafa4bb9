"""If-Match: an edit says which version it starts from."""

import re

from flask import request

from citizen_api.expected import Expected
from citizen_api.problems import StaleVersion

TAG = re.compile(r'"(\d{1,12})-(\d{1,9})"')
PARAMETER = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "The ETag that was read; needed to change what is already there",
    "schema": {"type": "string"},
}


def tag(number: int, version: int) -> str:
    """The strong ETag of a version of a thing."""
    return f'"{number}-{version}"'


def if_match() -> Expected:
    """What If-Match expects.

    Raises StaleVersion for a tag that cannot be one of ours.
    """
    given = request.headers.get("If-Match")
    if given is None:
        return Expected()
    if given.strip() == "*":
        return Expected(any=True)
    ours = TAG.fullmatch(given.strip())
    if ours is None:
        raise StaleVersion
    return Expected(int(ours[1]), int(ours[2]))
