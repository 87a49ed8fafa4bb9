"""The doors of moderators."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from citizen_api.callers import STAFF_REFUSED, Staff
from citizen_api.callers import staff as the_staff
from citizen_api.cases import queries
from citizen_api.cases.models import Case, Kind, State
from citizen_api.cases.problems import (
    AlreadyDecided,
    AnotherPersonNeeded,
    NoSuchDecision,
    NothingToSecond,
    NothingToUndo,
)
from citizen_api.cases.rules import Verdict
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, position
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import personal_page
from citizen_api.http.personal import personal
from citizen_api.http.session import transaction
from citizen_api.http.telling import Example
from citizen_api.listings.correction_rules import CorrectionNeeded
from citizen_api.listings.merge_problems import (
    AlreadyMerged,
    MergedOnward,
    MergeProposed,
    SameVenue,
)
from citizen_api.listings.undoing import ChangedSince, NothingToTakeBack
from citizen_api.moderation import actions
from citizen_api.moderation.deciding import deciding
from citizen_api.moderation.schemas import (
    CasePageSchema,
    CaseQuery,
    DecisionBodySchema,
    SecondBodySchema,
    WholeCaseSchema,
)
from citizen_api.problems import BODY_PROBLEMS, BadCursor, NotAcceptable, NotFound
from citizen_api.reviews.problems import OwnerStill
from citizen_api.roles.models import Role

CASES: Final = "/v1/moderation/cases"
ONE: Final = f"{CASES}/<uuid:case_id>"
MODERATOR: Final = the_staff(Role.MODERATOR)
REFUSED: Final = (*STAFF_REFUSED, NotAcceptable)
WHOLE: Final = (200, WholeCaseSchema)

blueprint = Blueprint("moderation", __name__, description="Moderators at work")


@blueprint.route(CASES)
@MODERATOR
@blueprint.arguments(CaseQuery, location="query")
@blueprint.response(200, CasePageSchema, example=Example("list_cases"))
@blueprint.problems(*REFUSED, BadCursor)
@blueprint.doc(operationId="list_cases")
def list_cases(staff: Staff, asked: dict[str, Any]) -> Response:
    """List cases, the oldest first

    `state=open` is the queue; `proposed` waits for a second person.
    """
    negotiate(JSON)
    state, kind, limit = asked.get("state"), asked.get("kind"), asked["limit"]
    wanted = queries.Asked(
        state and State(state), kind and Kind(kind), asked.get("venue")
    )
    question = ["cases", *map(str, wanted)]
    after = position(question, asked.get("cursor"))
    with transaction() as session:
        found = queries.cases(session, wanted, after=after, limit=limit + 1)
        listed, cursor = cut(
            question, found, limit, lambda each: (each.opened_at, each.id)
        )
        items = shown_each(session, listed, staff)
    return personal_page({"items": items}, cursor)


@blueprint.route(ONE)
@MODERATOR
@blueprint.arguments(Query, location="query")
@blueprint.response(*WHOLE, example=Example("get_case"))
@blueprint.problems(*REFUSED, NotFound)
@blueprint.doc(operationId="get_case")
def get_case(staff: Staff, asked: dict[str, Any], case_id: UUID) -> Response:
    """Read a case, what it is about, and how it may be decided

    `about` is as its kind needs it: the words of a review, the venues of a surge.
    """
    negotiate(JSON)
    with transaction() as session:
        return answered(session, queries.case(session, case_id), staff)


@blueprint.route(f"{ONE}/decision", methods=["POST"])
@MODERATOR
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    DecisionBodySchema,
    example={
        "decision": "count",
        "note": "Số trong bài là giá, không phải điện thoại.",
    },
)
@blueprint.response(*WHOLE, example=Example("decide_case"))
@blueprint.problems(
    *REFUSED,
    *BODY_PROBLEMS,
    NotFound,
    AlreadyDecided,
    AnotherPersonNeeded,
    NoSuchDecision,
    CorrectionNeeded,
    AlreadyMerged,
    MergeProposed,
    SameVenue,
    OwnerStill,
)
@blueprint.doc(operationId="decide_case")
def decide_case(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], case_id: UUID
) -> Response:
    """Decide a case; what follows happens at once

    Some decisions are only `proposed` until a second person says the same. Who opened
    a case, or made the decision that is appealed against, cannot decide it.
    """
    negotiate(JSON)
    verdict = Verdict(body["decision"], staff.actor, now(), body["note"])
    with transaction() as session:
        case = actions.decide(session, case_id, verdict)
        return answered(session, case, staff)


@blueprint.route(f"{ONE}/second", methods=["POST"])
@MODERATOR
@blueprint.arguments(Query, location="query")
@blueprint.arguments(SecondBodySchema, example={"agrees": True})
@blueprint.response(*WHOLE, example=Example("decide_case"))
@blueprint.problems(
    *REFUSED,
    *BODY_PROBLEMS,
    NotFound,
    NothingToSecond,
    AnotherPersonNeeded,
    AlreadyMerged,
    SameVenue,
)
@blueprint.doc(operationId="second_case")
def second_case(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], case_id: UUID
) -> Response:
    """Say as a second person whether what was proposed is right

    Agreed to, it happens at once; otherwise the case is open again.
    """
    negotiate(JSON)
    verdict = Verdict("", staff.actor, now(), body["note"])
    with transaction() as session:
        case = actions.second(session, case_id, verdict, body["agrees"])
        return answered(session, case, staff)


@blueprint.route(f"{ONE}/undo", methods=["POST"])
@MODERATOR
@blueprint.arguments(Query, location="query")
@blueprint.response(*WHOLE, example=Example("get_case"))
@blueprint.problems(
    *REFUSED,
    *BODY_PROBLEMS,
    NotFound,
    NothingToUndo,
    MergedOnward,
    ChangedSince,
    NothingToTakeBack,
)
@blueprint.doc(operationId="undo_case")
def undo_case(staff: Staff, asked: dict[str, Any], case_id: UUID) -> Response:
    """Undo a decision; the answer is the new case in which it is judged anew

    Everything is as it was before the decision. What was decided stays in the log.
    """
    negotiate(JSON)
    no_body()
    with transaction() as session:
        anew = actions.undo(session, case_id, Verdict("", staff.actor, now()))
        return answered(session, queries.case(session, anew), staff)


def answered(session: Session, case: Case, staff: Staff, status: int = 200) -> Response:
    """A case with what it is about."""
    (shown,) = shown_each(session, [case], staff)
    return personal({**shown, "about": deciding(case).about(session, case)}, status)


def shown_each(
    session: Session, found: Sequence[Case], staff: Staff
) -> list[dict[str, Any]]:
    """Cases on the wire."""
    slugs = queries.slugs(session, found)
    return [
        {
            "id": each.id,
            "kind": each.kind,
            "state": each.state,
            "subject": f"{each.subject_kind}:{each.subject_id}",
            "venue_id": slugs.get(each.venue_id) if each.venue_id else None,
            "reason": each.reason,
            "opened_at": each.opened_at,
            "decisions": list(deciding(each).decisions),
            "decision": each.decision,
            "decided_at": each.decided_at,
            "by_me": staff.actor in (each.decided_by, each.second_by),
            "note": each.note,
        }
        for each in found
    ]
