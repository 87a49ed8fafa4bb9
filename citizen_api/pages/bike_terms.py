"""The terms of the public bikes, and what is kept of their riders."""

from flask import Blueprint, Response

from citizen_api.callers import public as anyone
from citizen_api.http.clock import today
from citizen_api.pages.html import page
from citizen_api.tariffs.plans import plans_on

HOUR = 3600

blueprint = Blueprint("bike_terms", __name__, template_folder="templates")


@blueprint.get("/bikes/terms")
@anyone
def terms() -> Response:
    """What a ride costs and asks for; `#privacy` is what is kept."""
    return page("bike_terms.html", max_age=HOUR, plans=plans_on(today()))
