"""The doors of exports and of being erased."""

from typing import Any
from uuid import UUID

from flask import Response

from citizen_api.callers import Citizen, citizen
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER
from citizen_api.http.personal import not_kept
from citizen_api.http.session import database, key_ring, transaction
from citizen_api.http.telling import Example
from citizen_api.problems import AuditUnavailable, NotFound
from citizen_api.rights import actions, queries
from citizen_api.rights.erasing import erase
from citizen_api.rights.exporting import streamed
from citizen_api.rights.models import Kind, State
from citizen_api.rights.problems import FileGone, NotReady, RequestEnded
from citizen_api.rights.requests import ASKED, SENT, answered, asked_for
from citizen_api.rights.resources import REFUSED, SCOPE, SURE
from citizen_api.rights.rules import OPEN, may_download
from citizen_api.rights.schemas import ExportFileSchema, RequestSchema
from citizen_api.throttles.doors import actor, limited

FRESH_S = 900

blueprint = Blueprint("exports", __name__, description="Take my data, be erased")


@blueprint.route("/v1/me/exports", methods=["POST"])
@citizen(SURE, FRESH_S, SCOPE)
@limited("requests", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(202, RequestSchema, example=Example("ask_export"))
@blueprint.problems(*ASKED)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="ask_export")
def ask_export(me: Citizen, asked: dict[str, Any]) -> Response:
    """Ask for all that is kept of me, as a file

    It is made in the background: `percent` of the request tells how far it is. The
    file is kept for seven days, encrypted.
    """
    return asked_for(me, Kind.EXPORT, 202)


@blueprint.route("/v1/me/exports/<uuid:request_id>")
@citizen(scope=SCOPE)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RequestSchema, example=Example("get_export"))
@blueprint.problems(*REFUSED, NotFound)
@blueprint.doc(operationId="get_export")
def get_export(me: Citizen, asked: dict[str, Any], request_id: UUID) -> Response:
    """Read how far an export is

    `percent` grows part by part; when it is done, the file can be downloaded.
    """
    negotiate(JSON)
    with transaction() as session:
        found = queries.mine(session, me.id, request_id, Kind.EXPORT)
    return answered(found)


@blueprint.route("/v1/me/exports/<uuid:request_id>/file")
@citizen(SURE, FRESH_S, SCOPE)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, ExportFileSchema, example=Example("get_export_file"))
@blueprint.problems(*REFUSED, NotFound, NotReady, FileGone, AuditUnavailable)
@blueprint.doc(operationId="get_export_file")
def get_export_file(me: Citizen, asked: dict[str, Any], request_id: UUID) -> Response:
    """Download an export

    One JSON object, with a list for each kind of thing that is kept.
    """
    negotiate(JSON)
    return file_of(me, request_id)


def file_of(me: Citizen, request_id: UUID) -> Response:
    """The file of an export, to be saved; raises NotFound, NotReady, FileGone."""
    with transaction() as session:
        found = queries.mine(session, me.id, request_id, Kind.EXPORT)
        if found.state in OPEN:
            raise NotReady
        parts = queries.parts(database(), request_id)
        here = may_download(State(found.state), found.expires_at, now=now())
        if not (parts and here):
            raise FileGone
        actions.note(session, found, "download", f"person:{me.id}")
    saved = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return not_kept(streamed(key_ring(), parts), JSON, headers=saved)


@blueprint.route("/v1/me/erasure", methods=["POST"])
@citizen(SURE, FRESH_S, SCOPE)
@limited("requests", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(202, RequestSchema, example=Example("get_erasure"))
@blueprint.problems(*ASKED)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="ask_erasure")
def ask_erasure(me: Citizen, asked: dict[str, Any]) -> Response:
    """Ask to be erased

    It happens after seven days (`acts_at`), or at once when confirmed; until then it
    can be cancelled. Number, name, birth date, sessions and own insurance are erased;
    the audit log and the facilities' records stay as long as the law says.
    """
    return asked_for(me, Kind.ERASURE, 202)


@blueprint.route("/v1/me/erasure")
@citizen(scope=SCOPE)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RequestSchema, example=Example("get_erasure"))
@blueprint.problems(*REFUSED, NotFound)
@blueprint.doc(operationId="get_erasure")
def get_erasure(me: Citizen, asked: dict[str, Any]) -> Response:
    """Read the latest request to be erased

    `acts_at` tells when it happens by itself.
    """
    negotiate(JSON)
    with transaction() as session:
        found = queries.newest(session, me.id, Kind.ERASURE)
    return answered(found)


@blueprint.route("/v1/me/erasure", methods=["DELETE"])
@citizen(scope=SCOPE)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RequestSchema, example=Example("cancel_erasure"))
@blueprint.problems(*REFUSED, NotFound, RequestEnded, AuditUnavailable)
@blueprint.doc(operationId="cancel_erasure")
def cancel_erasure(me: Citizen, asked: dict[str, Any]) -> Response:
    """Take back the request to be erased, while it waits

    Afterwards one may ask again.
    """
    negotiate(JSON)
    with transaction() as session:
        found = queries.newest(session, me.id, Kind.ERASURE, lock=True)
        actions.cancel(session, found, now=now())
    return answered(found)


@blueprint.route("/v1/me/erasure/confirmation", methods=["POST"])
@citizen(SURE, FRESH_S, SCOPE)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RequestSchema, example=Example("confirm_erasure"))
@blueprint.problems(*REFUSED, *SENT, NotFound, RequestEnded)
@blueprint.doc(operationId="confirm_erasure")
def confirm_erasure(me: Citizen, asked: dict[str, Any]) -> Response:
    """Be erased at once

    This answer is the last one: every token of the person ends with it.
    """
    negotiate(JSON)
    no_body()
    with transaction() as session:
        found = queries.newest(session, me.id, Kind.ERASURE, lock=True)
        erase(session, found, actor=f"person:{me.id}", now=now())
        session.refresh(found)
    return answered(found)
