"""The doors for those who watch over the service."""

from typing import Any

from flask import Response

from citizen_api.callers import public as anyone
from citizen_api.health.queries import ensure_ready
from citizen_api.health.rules import DatabaseUnreachable, NotMigrated, NotSeeded
from citizen_api.health.schemas import AliveSchema, ReadySchema
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import personal
from citizen_api.http.session import database
from citizen_api.problems import NotAcceptable

ALIVE = {"status": "alive"}
READY = {"status": "ready"}

blueprint = Blueprint("health", __name__, description="Whether the service works")
blueprint.revalidates = False


@blueprint.route("/healthz")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, AliveSchema, example=ALIVE)
@blueprint.problems(NotAcceptable)
@blueprint.doc(operationId="get_alive")
def get_alive(asked: dict[str, Any]) -> Response:
    """Tell that the process is alive

    The database is not asked: restart the process when this does not answer.
    """
    negotiate(JSON)
    return personal(ALIVE)


@blueprint.route("/readyz")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, ReadySchema, example=READY)
@blueprint.problems(NotAcceptable, DatabaseUnreachable, NotMigrated, NotSeeded)
@blueprint.doc(operationId="get_ready")
def get_ready(asked: dict[str, Any]) -> Response:
    """Tell whether the process can do its work

    The database answers, has every migration that this version needs, and holds the
    city. Send no callers here while it is not so.
    """
    negotiate(JSON)
    ensure_ready(database())
    return personal(READY)
