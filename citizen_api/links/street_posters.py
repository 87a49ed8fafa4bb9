"""The door through which the posters of a whole street come, as one ZIP."""

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app
from sqlalchemy.orm import Session

from citizen_api.callers import Staff, staff
from citizen_api.http.api import BYTES, Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.headers import negotiate
from citizen_api.http.personal import not_kept
from citizen_api.http.session import transaction
from citizen_api.links import code_examples as examples
from citizen_api.links import queries
from citizen_api.links.bundles import bundle
from citizen_api.links.code_schemas import PostersBodySchema
from citizen_api.links.codes import REFUSED, SENT
from citizen_api.links.keeping import printed
from citizen_api.links.prints import design
from citizen_api.links.queries import Target
from citizen_api.problems import FieldError, InvalidRequest, NotFound, Said
from citizen_api.roles.models import Role

ZIP = "application/zip"
NO_STREET = Said("Không có đường nào mang mã này.", "No street has this code.")
NO_CODES = Said(
    "Đường này không có mã nào đang dùng.", "This street has no code in use."
)

blueprint = Blueprint("street_posters", __name__, description="Posters of a street")


@blueprint.route("/v1/street-posters", methods=["POST"])
@staff(Role.CODE_KEEPER)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(PostersBodySchema, example=examples.POSTERS)
@blueprint.response(200, BYTES, content_type=ZIP, example="(ZIP)")
@blueprint.problems(*REFUSED, *SENT)
@blueprint.doc(operationId="draw_posters")
def draw_posters(
    caller: Staff, asked: dict[str, Any], body: dict[str, Any]
) -> Response:
    """Draw the posters of a street and of its venues

    A ZIP with one PDF for each code in use, sent as they are drawn: it takes a while.
    Nothing is kept, so that it can be asked for again.
    """
    negotiate(ZIP)
    return zipped(body["street"], body["size"], caller.actor)


def zipped(street: str, size: str, actor: str) -> Response:
    """The posters of a street, drawn while they are sent.

    Raises InvalidRequest, AuditUnavailable.
    """
    with transaction() as session:
        found = codes_of(session, street)
        printed(session, street, size, len(found), by=actor)
    public_url = current_app.config["PUBLIC_URL"]
    response = not_kept(bundle(found, size, public_url, design()), ZIP)
    name = f"posters-{street}-{size}.zip"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def codes_of(session: Session, street: str) -> Sequence[Target]:
    """The codes in use of a street and its venues. Raises InvalidRequest for none."""
    try:
        number = queries.street_id(session, street)
    except NotFound:
        raise refused(NO_STREET) from None
    found = list(queries.on_street(session, number, now()))
    if not found:
        raise refused(NO_CODES)
    return found


def refused(said: Said) -> InvalidRequest:
    """What is wrong with the street."""
    return InvalidRequest(errors=[FieldError(said, pointer="#/street")])
