"""The door to one's own insurance."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import Response, current_app

from citizen_api.callers import Citizen, NotSignedIn, ScopeMissing, SignInAgain, citizen
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import today
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import personal
from citizen_api.http.session import database
from citizen_api.http.telling import Example
from citizen_api.insurance import showing
from citizen_api.insurance.covering import Told, own_insurance
from citizen_api.insurance.desks import desk, ensure_not_too_often
from citizen_api.insurance.problems import NumberNotShared
from citizen_api.insurance.queries import facility_names
from citizen_api.insurance.schemas import OwnInsuranceSchema
from citizen_api.insurance.showing import Names, both, insurance
from citizen_api.problems import (
    AuditUnavailable,
    NotAcceptable,
    Said,
    TooManyRequests,
)
from citizen_api.providers import NoProvider
from identity.providers.results import Verdict

FRESH_S = 900
NOT_MATCHED: Final = Said(
    "Không tìm thấy thẻ BHYT khớp với thông tin của bạn trên VNeID. Hãy liên hệ cơ quan"
    " bảo hiểm xã hội.",
    "No insurance was found that fits what VNeID says of you. Ask the social insurance"
    " office.",
)
ASK_LATER: Final = Said(
    "Chưa hỏi được cổng bảo hiểm. Hãy thử lại sau; cơ sở y tế vẫn phải tiếp nhận bạn.",
    "The insurance gateway could not be asked. Try again later; health facilities must"
    " receive you all the same.",
)
OWN: Final[Mapping[Verdict | None, tuple[str, Said | None]]] = {
    Verdict.USABLE: ("covered", None),
    Verdict.NOT_USABLE: ("not_covered", None),
    Verdict.NOT_MATCHED: ("not_matched", NOT_MATCHED),
    Verdict.UNVERIFIED: ("not_known", ASK_LATER),
    None: ("not_known", ASK_LATER),
}
SHOWN: Final = frozenset({Verdict.USABLE, Verdict.NOT_USABLE})

blueprint = Blueprint("own_insurance", __name__, description="One's own insurance")


@blueprint.route("/v1/me/insurance")
@citizen(acr="LoA2", fresh_s=FRESH_S, scope="insurance")
@blueprint.arguments(Query, location="query")
@blueprint.response(200, OwnInsuranceSchema, example=Example("get_my_insurance"))
@blueprint.problems(
    NotSignedIn,
    SignInAgain,
    ScopeMissing,
    AuditUnavailable,
    NoProvider,
    NotAcceptable,
    NumberNotShared,
    TooManyRequests,
)
@blueprint.doc(operationId="get_my_insurance")
def get_my_insurance(me: Citizen, asked: dict[str, Any]) -> Response:
    """Tell until when I am insured, and how much the fund pays

    Needs a VNeID sign-in of level 2 within the last 15 minutes; else 401 with the
    challenge of RFC 9470. The gateway is asked each time; while it cannot be asked,
    `current` is false and `checked_at` tells when the answer was given.
    """
    negotiate(JSON)
    content, headers = checked(me)
    return personal(content, headers=headers)


def checked(me: Citizen) -> tuple[dict[str, Any], dict[str, str]]:
    """What is told of one's own insurance, and the RateLimit headers.

    Raises NumberNotShared, TooManyRequests, NoProvider, AuditUnavailable.
    """
    headers = ensure_not_too_often(me.id)
    told = own_insurance(desk(), me.id, current_app.config["CITY_FACILITY"])
    names = showing.facilities_of(told.answer)
    return shown(told, facility_names(database(), names), today=today()), headers


def shown(cover: Told, names: Names, *, today: date) -> dict[str, Any]:
    """What citizens read of their own insurance.

    Where nothing fits it never says what does not: number, name or birth date.
    """
    verdict = cover.result.verdict if cover.result else None
    state, said = OWN[verdict]
    answer = cover.answer if verdict in SHOWN else None
    return {
        "state": state,
        "words": both(said or (cover.result.means if cover.result else ASK_LATER)),
        "checked_at": cover.checked_at,
        "current": cover.current,
        **insurance(answer, names, today=today),
    }
