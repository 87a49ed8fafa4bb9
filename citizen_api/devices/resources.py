"""The door through which a phone gets its token."""

from typing import Any

from flask import Response, current_app

from citizen_api.callers import public as anyone
from citizen_api.callers import sandbox_phone
from citizen_api.devices.actions import register
from citizen_api.devices.schemas import DeviceSchema
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER, idempotency_key
from citizen_api.http.personal import personal
from citizen_api.http.session import transaction
from citizen_api.problems import (
    BODY_PROBLEMS,
    BadRequest,
    NotAcceptable,
    TooManyRequests,
)
from citizen_api.throttles.doors import address, limited

blueprint = Blueprint("devices", __name__, description="Phones that rate")


@blueprint.route("/v1/devices", methods=["POST"])
@anyone
@limited("devices", address)
@blueprint.arguments(Query, location="query")
@blueprint.response(
    201,
    DeviceSchema,
    headers=LIMITS,
    example={
        "token": "dGhpcyBpcyBhbiBleGFtcGxlLCBub3QgYSB0b2tlbi4",
        "token_type": "Bearer",
    },
)
@blueprint.problems(
    BadRequest,
    *BODY_PROBLEMS,
    NotAcceptable,
    TooManyRequests,
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="register_device")
def register_device(asked: dict[str, Any]) -> Response:
    """Give a phone the token that it needs to rate

    Nothing about the phone or its owner is asked for or kept. In the sandbox a test key
    is one phone: it gets its own key again.
    """
    negotiate(JSON)
    no_body()
    key, tester = idempotency_key(), sandbox_phone()
    if tester is not None:
        return _given(tester)
    with transaction() as session:
        token = register(session, key=key, secret=current_app.config["SIGNING_KEY"])
    return _given(token)


def _given(token: str) -> Response:
    return personal({"token": token, "token_type": "Bearer"}, 201)
