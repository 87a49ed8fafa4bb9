"""The door through which operators print the label of a bike."""

from typing import Any

from flask import Response, current_app

from citizen_api.bikes.labelling import labelled
from citizen_api.bikes.labels import drawn
from citizen_api.bikes.schemas import LabelBodySchema
from citizen_api.callers import (
    NotSignedIn,
    RoleMissing,
    ScopeMissing,
    SignInAgain,
    Staff,
    staff,
)
from citizen_api.http.api import BYTES, Blueprint, Query
from citizen_api.http.headers import negotiate
from citizen_api.http.personal import not_kept
from citizen_api.http.session import transaction
from citizen_api.problems import (
    BODY_PROBLEMS,
    AuditUnavailable,
    NotAcceptable,
    NotFound,
    TooManyRequests,
)
from citizen_api.roles.models import Role

PDF = "application/pdf"

blueprint = Blueprint("bike_labels", __name__, description="The labels of bikes")


@blueprint.route("/v1/bikes/<number>/label", methods=["POST"])
@staff(Role.BIKE_OPERATOR)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(LabelBodySchema, example={"renew": True})
@blueprint.response(200, BYTES, content_type=PDF, example="(PDF)")
@blueprint.problems(
    *(NotSignedIn, SignInAgain, RoleMissing, ScopeMissing, NotAcceptable, NotFound),
    *(*BODY_PROBLEMS, AuditUnavailable, TooManyRequests),
)
@blueprint.doc(operationId="print_bike_label")
def print_bike_label(
    caller: Staff, asked: dict[str, Any], body: dict[str, Any], number: str
) -> Response:
    """Print the label of a bike, with a new QR code and new digits to type

    From then on the old label opens nothing. With `renew` false it is the label that
    is good now: so it is printed once more, or when the answer was lost.
    """
    negotiate(PDF)
    caller.scope_for(Role.BIKE_OPERATOR)
    return printed(number, renew=body["renew"], actor=caller.actor)


def printed(number: str, *, renew: bool, actor: str) -> Response:
    """The label as a file. Raises NotFound, AuditUnavailable."""
    with transaction() as session:
        bike = labelled(session, number, renew=renew, actor=actor)
        sheet = drawn(
            [bike], current_app.config["PUBLIC_URL"], current_app.config["QR_DESIGN"]
        )
    response = not_kept(sheet, PDF)
    name = f"label-{bike.number}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
