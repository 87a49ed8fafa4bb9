"""The doors of breaches, for privacy officers."""

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.breaches import actions, queries
from citizen_api.breaches.models import Breach, State
from citizen_api.breaches.problems import AlreadyNotified
from citizen_api.breaches.rules import SAID, Rule, is_overdue
from citizen_api.breaches.schemas import (
    AssessmentBodySchema,
    BreachPageSchema,
    BreachQuery,
    BreachReportSchema,
    NotifiedBodySchema,
)
from citizen_api.callers import STAFF_REFUSED, Staff
from citizen_api.callers import staff as the_staff
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, position
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.language import language
from citizen_api.http.pages import personal_page
from citizen_api.http.personal import personal
from citizen_api.http.preconditions import PARAMETER, if_match, tag
from citizen_api.http.session import key_ring, transaction
from citizen_api.http.telling import Example
from citizen_api.problems import (
    BODY_PROBLEMS,
    BadCursor,
    NotAcceptable,
    NotFound,
    StaleVersion,
    VersionRequired,
)
from citizen_api.roles.models import Role

ONE = "/v1/breaches/<uuid:breach_id>"
NUMBER = 1  # the address names the breach; its ETag needs the version only
REFUSED = (*STAFF_REFUSED, NotAcceptable)

blueprint = Blueprint("breaches", __name__, description="Breaches of personal data")


@blueprint.route("/v1/breaches")
@the_staff(Role.PRIVACY_OFFICER)
@blueprint.arguments(BreachQuery, location="query")
@blueprint.response(200, BreachPageSchema, example=Example("list_breaches"))
@blueprint.problems(*REFUSED, BadCursor)
@blueprint.doc(operationId="list_breaches")
def list_breaches(staff: Staff, asked: dict[str, Any]) -> Response:
    """List breaches, the newest first

    `overdue`: the authority should have been told by now.
    """
    negotiate(JSON)
    state, limit = asked.get("state"), asked["limit"]
    question = ["breaches", str(state)]
    before = position(question, asked.get("cursor"))
    with transaction() as session:
        found = queries.breaches(
            session, state and State(state), before=before, limit=limit + 1
        )
        shown, cursor = cut(
            question, found, limit, lambda each: (each.detected_at, each.id)
        )
        items = shown_each(session, shown)
        record(session, actions.listed_by(staff.actor, shown))
    return personal_page({"items": items}, cursor)


@blueprint.route(ONE)
@the_staff(Role.PRIVACY_OFFICER)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, BreachReportSchema, example=Example("get_breach"))
@blueprint.problems(*REFUSED, NotFound)
@blueprint.doc(operationId="get_breach")
def get_breach(staff: Staff, asked: dict[str, Any], breach_id: UUID) -> Response:
    """Read the report of a breach: who asked, and everybody affected

    Its ETag is what If-Match takes when it is assessed.
    """
    negotiate(JSON)
    with transaction() as session:
        breach = queries.breach(session, breach_id)
        response = answered(session, breach)
        rule = Rule(breach.rule)
        actions.note(session, breach.id, rule, "read", staff.actor)
        return response


@blueprint.route(ONE, methods=["PATCH"])
@the_staff(Role.PRIVACY_OFFICER)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    AssessmentBodySchema,
    example={"harm": "possible", "assessment": "Nhân viên tra cứu hàng loạt."},
)
@blueprint.response(200, BreachReportSchema, example=Example("assess_breach"))
@blueprint.problems(*REFUSED, *BODY_PROBLEMS, NotFound, StaleVersion, VersionRequired)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="assess_breach")
def assess_breach(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], breach_id: UUID
) -> Response:
    """Say what harm a breach may do, close it, or open it again

    Needs If-Match.
    """
    negotiate(JSON)
    expected = if_match()
    with transaction() as session:
        breach = queries.breach(session, breach_id, lock=True)
        actions.assess(session, key_ring(), breach, staff.person, body, expected)
        return answered(session, breach)


@blueprint.route(f"{ONE}/notified", methods=["POST"])
@the_staff(Role.PRIVACY_OFFICER)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(NotifiedBodySchema, example={"reference": "A05-2026-000123"})
@blueprint.response(200, BreachReportSchema, example=Example("notify_breach"))
@blueprint.problems(*REFUSED, *BODY_PROBLEMS, NotFound, AlreadyNotified)
@blueprint.doc(operationId="notify_breach")
def notify_breach(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], breach_id: UUID
) -> Response:
    """Note that the authority was told (law 91/2025/QH15, article 23)

    Once, with the reference under which it was filed.
    """
    negotiate(JSON)
    with transaction() as session:
        breach = queries.breach(session, breach_id, lock=True)
        actions.notify(session, breach, staff.person, body["reference"], now=now())
        return answered(session, breach)


def answered(session: Session, breach: Breach) -> Response:
    """The report of a breach; its ETag is what If-Match takes."""
    return personal(
        report(session, breach), headers={"ETag": tag(NUMBER, breach.version)}
    )


def report(session: Session, breach: Breach) -> dict[str, Any]:
    """All that the written record of a breach needs."""
    return {
        **shown_each(session, [breach])[0],
        "assessment": actions.opened(key_ring(), breach),
        "staff": [
            {"account": row.person_id, "facility": row.facility}
            for row in queries.staff(session, breach.id)
        ],
        "affected": [
            {
                "subject": bytes(row.number_index).hex(),
                "account": row.person_id,
                "lookups": row.lookups,
                "first_at": row.first_at,
                "last_at": row.last_at,
                "facilities": row.facilities,
            }
            for row in queries.affected(session, breach.id)
        ],
    }


def shown_each(session: Session, found: Any) -> list[dict[str, Any]]:
    """Breaches on the wire."""
    counts = queries.counts(session, found)
    return [shown(each, *counts.get(each.id, (0, 0))) for each in found]


def shown(breach: Breach, lookups: int, people: int) -> dict[str, Any]:
    """A breach on the wire."""
    return {
        "id": breach.id,
        "rule": {
            "code": breach.rule,
            "words": SAID[Rule(breach.rule)].to(language()),
        },
        "state": breach.state,
        "detected_at": breach.detected_at,
        "due_at": breach.due_at,
        "overdue": is_overdue(State(breach.state), breach.due_at, now=now()),
        "first_at": breach.first_at,
        "last_at": breach.last_at,
        "lookups": lookups,
        "people": people,
        "harm": breach.harm,
        "notified_at": breach.notified_at,
        "reference": breach.reference,
    }
