"""The log of what moderators did, for everybody to read."""

from datetime import datetime, timedelta
from typing import Any, Final

import orjson
from flask import Response

from citizen_api.callers import public as anyone
from citizen_api.cases import queries
from citizen_api.cases.queries import Entry
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.caching import public
from citizen_api.http.clock import now
from citizen_api.http.cursors import begins, cut
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import page
from citizen_api.http.session import database
from citizen_api.http.telling import Example
from citizen_api.moderation.schemas import LogCountsSchema, LogPageSchema, LogQuery
from citizen_api.problems import BadCursor, NotAcceptable

LOG: Final = "/v1/moderation/log"
LOG_AGE: Final = 60
COUNTED: Final = timedelta(days=365)

blueprint = Blueprint("moderation_log", __name__, description="What moderators did")


@blueprint.route(LOG)
@anyone
@blueprint.arguments(LogQuery, location="query")
@blueprint.response(200, LogPageSchema, example=Example("list_moderation_log"))
@blueprint.problems(NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_moderation_log")
def list_moderation_log(asked: dict[str, Any]) -> Response:
    """Read what was held, decided and undone, and why, the newest first

    Nothing vanishes without a line here. It names venues and never people.
    """
    negotiate(JSON)
    venue, limit = asked.get("venue"), asked["limit"]
    question = ["moderation log", venue]
    before = begins(question, asked)
    found = queries.log(database(), venue, before=before, limit=limit + 1)
    listed, cursor = cut(question, found, limit, lambda each: each.id)
    items = [shown_entry(each) for each in listed]
    return page({"items": items}, cursor, max_age=0)


@blueprint.route(f"{LOG}/counts")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, LogCountsSchema, example=Example("count_moderation_log"))
@blueprint.problems(NotAcceptable)
@blueprint.doc(operationId="count_moderation_log")
def count_moderation_log(asked: dict[str, Any]) -> Response:
    """Count the lines of the log by month, kind and decision

    Of this month and the twelve before it.
    """
    negotiate(JSON)
    items = [
        {
            "month": each.month,
            "kind": each.kind,
            "act": each.act,
            "decision": each.decision,
            "count": each.lines,
        }
        for each in queries.counts(database(), since(now()))
    ]
    return public(orjson.dumps({"items": items}), JSON, max_age=LOG_AGE)


def since(moment: datetime) -> datetime:
    """The first moment of the month a year ago."""
    return (moment - COUNTED).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def shown_entry(entry: Entry) -> dict[str, Any]:
    """A line of the log on the wire."""
    venue = entry.venue and {"id": entry.venue, "name": entry.venue_name}
    return {
        "id": entry.id,
        "at": entry.at,
        "act": entry.act,
        "kind": entry.kind,
        "venue": venue,
        "reason": entry.reason,
        "decision": entry.decision,
    }
