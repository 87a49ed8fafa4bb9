"""The doors of one look-up: read it again, ask again, see its numbers."""

from typing import Any
from uuid import UUID

from flask import Response

from citizen_api.callers import STAFF_REFUSED, Staff
from citizen_api.callers import staff as on_staff
from citizen_api.emergencies.problems import BreakGlassRefused
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import personal
from citizen_api.http.session import key_ring, transaction
from citizen_api.http.telling import Example
from citizen_api.insurance import asking, showing
from citizen_api.insurance.actions import note
from citizen_api.insurance.desks import (
    HEALTH_STAFF,
    REVEALS,
    answer,
    desk,
    ensure_not_too_often,
    ensure_seldom,
    own,
    refusals_noted,
)
from citizen_api.insurance.models import Lookup
from citizen_api.insurance.problems import Forgotten, NumberNotShared
from citizen_api.insurance.rules import full_number
from citizen_api.insurance.schemas import LookupSchema, RevealedSchema
from citizen_api.problems import (
    NotAcceptable,
    NotFound,
)
from citizen_api.providers import NoProvider

blueprint = Blueprint("lookups", __name__, description="A look-up that was made")


@blueprint.route("/v1/insurance/lookups/<uuid:lookup_id>")
@on_staff(HEALTH_STAFF)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, LookupSchema, example=Example("get_lookup"))
@blueprint.problems(*STAFF_REFUSED, NotAcceptable, NotFound)
@blueprint.doc(operationId="get_lookup")
def get_lookup(staff: Staff, asked: dict[str, Any], lookup_id: UUID) -> Response:
    """Read a look-up again, and what became of it

    Only look-ups of your own facility are there. Reading an answer is recorded.
    """
    negotiate(JSON)
    return answer(read_again(staff, lookup_id), 200, waiting=200)


def read_again(staff: Staff, lookup_id: UUID) -> Lookup:
    """A look-up of this facility; reading its answer is recorded. Raises NotFound."""
    lookup = own(staff, lookup_id)
    if lookup.result_code is not None:
        with transaction() as session:
            note(session, lookup, "read", actor=staff.actor)
    return lookup


@blueprint.route("/v1/insurance/lookups/<uuid:lookup_id>/recheck", methods=["POST"])
@on_staff(HEALTH_STAFF)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, LookupSchema, example=Example("recheck_lookup"))
@blueprint.alt_response(
    202,
    schema=LookupSchema,
    description="Not verified yet",
    example=Example("recheck_lookup"),
    success=True,
)
@blueprint.problems(
    *STAFF_REFUSED,
    BreakGlassRefused,
    Forgotten,
    NoProvider,
    NotAcceptable,
    NotFound,
    NumberNotShared,
)
@blueprint.doc(operationId="recheck_lookup")
def recheck_lookup(staff: Staff, asked: dict[str, Any], lookup_id: UUID) -> Response:
    """Ask the gateway once more about the same patient

    As the law wants it during care and before discharge. What it says now takes the
    place of what it said before; that both were asked is recorded. A look-up under an
    emergency access is asked again by who opened that, and within its 60 minutes.
    """
    negotiate(JSON)
    lookup, headers = asked_again(staff, lookup_id)
    return answer(lookup, 200, headers=headers)


def asked_again(staff: Staff, lookup_id: UUID) -> tuple[Lookup, dict[str, str]]:
    """A look-up as it stands after the gateway was asked again; RateLimit headers.

    Raises NotFound, Forgotten, NumberNotShared, TooManyRequests, BreakGlassRefused,
    NoProvider; refusals are in the audit log.
    """
    lookup = own(staff, lookup_id)
    number, facility = lookup.number_index, lookup.facility
    headers = ensure_not_too_often(staff.person, facility=facility, number=number)
    with refusals_noted(staff.person, facility, number):
        return asking.recheck(desk(), lookup, staff.person), headers


@blueprint.route("/v1/insurance/lookups/<uuid:lookup_id>/numbers", methods=["POST"])
@on_staff(HEALTH_STAFF)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RevealedSchema, example=Example("reveal_lookup"))
@blueprint.problems(*STAFF_REFUSED, Forgotten, NotAcceptable, NotFound)
@blueprint.doc(operationId="reveal_lookup")
def reveal_lookup(staff: Staff, asked: dict[str, Any], lookup_id: UUID) -> Response:
    """Reveal the numbers of a look-up in full

    Everywhere else they are masked. Each time is recorded, and the patient sees it.
    """
    negotiate(JSON)
    return personal(revealed(staff, lookup_id))


def revealed(staff: Staff, lookup_id: UUID) -> dict[str, Any]:
    """The numbers in full, which is recorded.

    Raises NotFound, Forgotten, TooManyRequests.
    """
    lookup = own(staff, lookup_id)
    ensure_seldom(REVEALS, staff.person)
    with refusals_noted(staff.person, lookup.facility, lookup.number_index):
        patient = showing.patient_of(key_ring(), lookup)
        if patient is None:
            raise Forgotten
    told = showing.answer_of(key_ring(), lookup)
    with transaction() as session:
        note(session, lookup, "revealed", actor=staff.actor)
    return {
        "number": full_number(patient.number),
        "card_number": told and told.card and told.card.number,
        "new_card_number": told and told.new_card and told.new_card.number,
    }
