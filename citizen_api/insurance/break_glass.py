"""The doors of the emergencies: one patient for an hour, and the review of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.callers import STAFF_REFUSED, Staff
from citizen_api.callers import staff as the_staff
from citizen_api.emergencies import actions, queries
from citizen_api.emergencies.actions import Emergency, opened
from citizen_api.emergencies.models import BreakGlass
from citizen_api.emergencies.problems import AlreadyReviewed, OwnEmergency
from citizen_api.emergencies.rules import Standing, Verdict, standing
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now, today
from citizen_api.http.cursors import cut, position
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER, sent_once
from citizen_api.http.pages import personal_page
from citizen_api.http.personal import personal
from citizen_api.http.session import key_ring, transaction
from citizen_api.http.telling import Example
from citizen_api.insurance.actions import indexes_of
from citizen_api.insurance.break_glass_schemas import (
    EmergencyBodySchema,
    EmergencyPageSchema,
    EmergencyQuery,
    EmergencySchema,
    EmergencyToReviewSchema,
    OpinionBodySchema,
)
from citizen_api.insurance.desks import ensure_real, facility_of, refusals_noted
from citizen_api.insurance.rules import full_number, hidden, number_from, patient
from citizen_api.problems import (
    BODY_PROBLEMS,
    BadCursor,
    BadRequest,
    KeyReused,
    NotAcceptable,
    NotFound,
)
from citizen_api.repeated import Once
from citizen_api.roles.models import Role
from citizen_api.roles.queries import names
from citizen_api.throttles.doors import count

GLASSES = "/v1/insurance/break-glass"
REFUSED = (*STAFF_REFUSED, NotAcceptable)

blueprint = Blueprint("emergencies", __name__, description="Break-glass and its review")


@blueprint.route(GLASSES, methods=["POST"])
@the_staff(Role.HEALTH_STAFF)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    EmergencyBodySchema,
    example={
        "number": "099090123456",
        "name": "Nguyễn Văn Ân",
        "birth": "1990-01-01",
        "reason": "Bất tỉnh sau tai nạn, cần biết mức hưởng trước khi mổ.",
    },
)
@blueprint.response(201, EmergencySchema, example=Example("break_glass"))
@blueprint.problems(*REFUSED, *BODY_PROBLEMS, BadRequest, KeyReused)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="break_glass")
def break_glass(staff: Staff, asked: dict[str, Any], body: dict[str, Any]) -> Response:
    """Open an emergency access to one patient's insurance

    For 60 minutes a look-up of this one patient that names the `id` is answered though
    the number is locked. Somebody else reviews it within 72 hours, and the patient sees
    it in the access log.
    """
    negotiate(JSON)
    return personal(shown(opened_for(staff, body, sent_once())), 201)


@blueprint.route(GLASSES)
@the_staff(Role.BREAK_GLASS_REVIEWER)
@blueprint.arguments(EmergencyQuery, location="query")
@blueprint.response(200, EmergencyPageSchema, example=Example("list_break_glass"))
@blueprint.problems(*REFUSED, BadCursor)
@blueprint.doc(operationId="list_break_glass")
def list_break_glass(staff: Staff, asked: dict[str, Any]) -> Response:
    """List the emergency accesses of one's facilities, the oldest first

    `review=unreviewed` waits, `overdue` waits for more than 72 hours.
    """
    negotiate(JSON)
    chosen, limit = asked.get("review"), asked["limit"]
    question = ["break glass", str(staff.person), chosen]
    with transaction() as session:
        found = queries.to_review(
            session,
            scopes(staff),
            chosen and Standing(chosen),
            now=now(),
            after=position(question, asked.get("cursor")),
            limit=limit + 1,
        )
        shown, cursor = cut(
            question, found, limit, lambda glass: (glass.opened_at, glass.id)
        )
        items = shown_to_reviewer(session, shown)
        record(session, actions.read_by(staff.actor, shown))
    return personal_page({"items": items}, cursor)


@blueprint.route(f"{GLASSES}/<uuid:glass_id>")
@the_staff(Role.BREAK_GLASS_REVIEWER)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, EmergencyToReviewSchema, example=Example("get_break_glass"))
@blueprint.problems(*REFUSED, NotFound)
@blueprint.doc(operationId="get_break_glass")
def get_break_glass(staff: Staff, asked: dict[str, Any], glass_id: UUID) -> Response:
    """Read one emergency access, with what was looked up under it

    Only of the facilities that one reviews for.
    """
    negotiate(JSON)
    with transaction() as session:
        glass = queries.one(session, glass_id, scopes(staff))
        (said,) = shown_to_reviewer(session, [glass])
        record(session, actions.read_by(staff.actor, [glass]))
    return personal(said)


@blueprint.route(f"{GLASSES}/<uuid:glass_id>/review", methods=["POST"])
@the_staff(Role.BREAK_GLASS_REVIEWER)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    OpinionBodySchema,
    example={"verdict": "justified", "opinion": "Đúng ca cấp cứu lúc 10 giờ."},
)
@blueprint.response(200, EmergencyToReviewSchema, example=Example("get_break_glass"))
@blueprint.problems(*REFUSED, *BODY_PROBLEMS, NotFound, OwnEmergency, AlreadyReviewed)
@blueprint.doc(operationId="review_break_glass")
def review_break_glass(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], glass_id: UUID
) -> Response:
    """Say whether an emergency access was justified

    Once, by somebody else than who opened it. One that was not opens a breach.
    """
    negotiate(JSON)
    with transaction() as session:
        glass = queries.one(session, glass_id, scopes(staff), lock=True)
        verdict = Verdict(body["verdict"])
        actions.review(
            session,
            key_ring(),
            glass,
            staff.person,
            verdict,
            body["opinion"],
            now=now(),
        )
        (said,) = shown_to_reviewer(session, [glass])
    return personal(said)


def scopes(staff: Staff) -> list[str]:
    """The facilities whose emergencies this person reviews; "" is the city."""
    return sorted(staff.scopes_of(Role.BREAK_GLASS_REVIEWER))


def opened_for(staff: Staff, body: dict[str, Any], once: Once | None) -> BreakGlass:
    """The access that was opened; who may not have it is in the audit log.

    Raises InvalidRequest, RoleMissing, TooManyRequests, KeyReused.
    """
    emergency = emergency_of(staff, body, once)
    subject = staff.person, emergency.facility, emergency.number_index
    with refusals_noted(*subject, "break_glass.open"):
        count("glasses", staff.actor)
        with transaction() as session:
            return actions.break_glass(session, key_ring(), emergency, now=now())


def emergency_of(staff: Staff, body: dict[str, Any], once: Once | None) -> Emergency:
    """What is asked for; raises InvalidRequest, RoleMissing."""
    facility = facility_of(staff, body.get("facility"))
    whom = patient(body, today=today())
    ensure_real(whom.number, whom.channel)
    return Emergency(
        staff=staff.person,
        facility=facility,
        number=full_number(whom.number),
        **indexes_of(key_ring(), whom),
        reason=body["reason"],
        once=once,
    )


def shown(glass: BreakGlass) -> dict[str, Any]:
    """An emergency access on the wire."""
    number = opened(key_ring(), glass, "number") or ""
    state = standing(glass.review_due_at, glass.reviewed_at, now=now())
    return {
        "id": glass.id,
        "facility": glass.facility,
        "patient": hidden(number_from(number)),
        "opened_at": glass.opened_at,
        "expires_at": glass.expires_at,
        "review_due_at": glass.review_due_at,
        "review": state,
    }


def shown_to_reviewer(
    session: Session, glasses: Sequence[BreakGlass]
) -> list[dict[str, Any]]:
    """The same with the reason, who opened it, and what it was used for."""
    called = names(session, key_ring(), [glass.staff_id for glass in glasses])
    lookups = queries.lookups_of(session, glasses)
    return [
        {
            **shown(glass),
            "reason": opened(key_ring(), glass, "reason"),
            "staff": {"id": glass.staff_id, "name": called.get(glass.staff_id)},
            "lookups": [used._asdict() for used in lookups[glass.id]],
            "reviewed_at": glass.reviewed_at,
            "verdict": glass.verdict,
            "opinion": opened(key_ring(), glass, "opinion"),
        }
        for glass in glasses
    ]
