"""The doors of the look-ups, for staff of health facilities."""

from typing import Any

from flask import Response

from citizen_api.callers import STAFF_REFUSED, Staff
from citizen_api.callers import staff as on_staff
from citizen_api.emergencies.problems import BreakGlassRefused
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import today
from citizen_api.http.cursors import cut, position
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import REQUIRED, key_needed, sent_once
from citizen_api.http.pages import personal_page
from citizen_api.http.session import database, key_ring
from citizen_api.http.telling import Example
from citizen_api.insurance import asking, showing
from citizen_api.insurance.actions import New, indexes_of
from citizen_api.insurance.desks import (
    HEALTH_STAFF,
    answer,
    desk,
    ensure_not_too_often,
    ensure_real,
    facility_of,
    note_listed,
    refusals_noted,
)
from citizen_api.insurance.models import Lookup, Presented, Purpose
from citizen_api.insurance.problems import NumberNotShared
from citizen_api.insurance.queries import of_facility
from citizen_api.insurance.rules import patient
from citizen_api.insurance.schemas import (
    LookupBodySchema,
    LookupPageSchema,
    LookupSchema,
    LookupsQuery,
)
from citizen_api.problems import (
    BODY_PROBLEMS,
    BadCursor,
    BadRequest,
    InProgress,
    KeyReused,
    NotAcceptable,
)
from citizen_api.providers import NoProvider
from citizen_api.repeated import Once

blueprint = Blueprint("insurance", __name__, description="Who is insured how")


@blueprint.route("/v1/insurance/lookups", methods=["POST"])
@on_staff(HEALTH_STAFF)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    LookupBodySchema,
    example={
        "number": "099090178382",
        "name": "Nguyễn Văn An",
        "birth": "1990-05-14",
        "purpose": "reception",
        "presented": "citizen_card",
    },
)
@blueprint.response(201, LookupSchema, example=Example("look_up_insurance"))
@blueprint.alt_response(
    202,
    schema=LookupSchema,
    description="Not verified yet",
    example=Example("look_up_insurance"),
    success=True,
)
@blueprint.alt_response(
    200,
    schema=LookupSchema,
    description="It was made before",
    example=Example("look_up_insurance"),
    success=True,
)
@blueprint.problems(
    *STAFF_REFUSED,
    *BODY_PROBLEMS,
    BadRequest,
    BreakGlassRefused,
    InProgress,
    KeyReused,
    NoProvider,
    NotAcceptable,
    NumberNotShared,
)
@blueprint.header(REQUIRED)
@blueprint.doc(operationId="look_up_insurance")
def look_up_insurance(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any]
) -> Response:
    """Look up a patient's health insurance

    For a number as typed or a QR code as scanned, always with name and birth date.
    `instruction` says what to do. When the gateway cannot be asked the answer is 202
    and `not_verified_yet`: receive the patient, the look-up is repeated by itself;
    read it again after `next_try_at`. Every look-up is recorded, and the patient can
    see it. Five wrong guesses at a number lock it for whoever guesses.
    """
    negotiate(JSON)
    new = understood(staff, body, sent_once())
    lookup, is_new, headers = looked_up(new)
    return answer(lookup, 201 if is_new else 200, headers=headers)


def understood(staff: Staff, body: dict[str, Any], once: Once | None) -> New:
    """What is asked for; raises InvalidRequest, BadRequest, RoleMissing."""
    facility = facility_of(staff, body.get("facility"))
    if once is None:
        raise key_needed()
    about = patient(body, today=today())
    ensure_real(about.number, about.channel)
    return New(
        facility=facility,
        person=staff.person,
        patient=about,
        purpose=Purpose(body["purpose"]),
        presented=Presented(body["presented"]),
        once=once,
        break_glass=body.get("break_glass"),
    )


def looked_up(new: New) -> tuple[Lookup, bool, dict[str, str]]:
    """As `asking.look_up`, with the RateLimit headers.

    Raises TooManyRequests and NoProvider, too; refusals are in the audit log.
    """
    number = indexes_of(key_ring(), new.patient)["number_index"]
    headers = ensure_not_too_often(new.person, facility=new.facility, number=number)
    with refusals_noted(new.person, new.facility, number):
        return *asking.look_up(desk(), new), headers


@blueprint.route("/v1/insurance/lookups")
@on_staff(HEALTH_STAFF)
@blueprint.arguments(LookupsQuery, location="query")
@blueprint.response(200, LookupPageSchema, example=Example("list_lookups"))
@blueprint.problems(*STAFF_REFUSED, NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_lookups")
def list_lookups(staff: Staff, asked: dict[str, Any]) -> Response:
    """List the look-ups of a facility, the newest first

    Numbers are masked, and what was answered is left out. Reading it is recorded.
    """
    negotiate(JSON)
    facility, limit = facility_of(staff, asked.get("facility")), asked["limit"]
    question = ["lookups", facility]
    before = position(question, asked.get("cursor"))
    with database().sessions() as session:
        found = of_facility(session, facility, before=before, limit=limit + 1)
    shown, cursor = cut(question, found, limit, lambda each: (each.asked_at, each.id))
    note_listed(staff, facility, shown)
    items = [showing.item(key_ring(), each) for each in shown]
    return personal_page({"items": items}, cursor)
