"""My own health insurance."""

from flask import Response

from citizen_api.callers import Citizen
from citizen_api.callers.staffing import LEVEL
from citizen_api.insurance.own import FRESH_S, checked
from citizen_api.insurance.problems import NumberNotShared
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import spoken
from citizen_api.pages.visitors import sign_in_address, signed_in
from citizen_api.providers import NoProvider

HERE = "/me/insurance"

blueprint = personal("my_insurance")


@blueprint.get(HERE)
@signed_in(LEVEL, FRESH_S)
def insured(reader: Citizen) -> Response:
    """Until when the reader is insured; the gateway is asked each time."""
    try:
        told, limits = checked(reader)
    except (NumberNotShared, NoProvider) as problem:
        return own_page(
            "me/insurance.html",
            status=problem.status,
            said_why=problem.detail.to(spoken()),
            again=sign_in_address(HERE, LEVEL, fresh_s=0),
        )
    response = own_page("me/insurance.html", told=told)
    response.headers.update(limits)
    return response
