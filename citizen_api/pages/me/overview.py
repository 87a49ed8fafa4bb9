"""Who I am here, and the ways to everything that is kept of me."""

from typing import Any

from flask import Response, request

from citizen_api.accounts.queries import me
from citizen_api.callers import Citizen
from citizen_api.callers import public as anyone
from citizen_api.http.clock import now
from citizen_api.http.session import database, key_ring
from citizen_api.pages import visitors
from citizen_api.pages.formats import age
from citizen_api.pages.frames import own_page, personal
from identity.citizen_number import masked

HERE = "/me"

blueprint = personal("me")


@blueprint.get(HERE)
@anyone
def overview() -> Response:
    """Myself; the way to sign in for who has not."""
    reader = visitors.visitor()
    if reader is None:
        way = visitors.sign_in_address(HERE, "LoA1")
        erased = request.args.get("done") == "erased"
        return own_page("me/welcome.html", sign_in=way, erased=erased)
    return own_page("me/index.html", **about(reader))


def about(reader: Citizen) -> dict[str, Any]:
    """Who signed in; the citizen number is never shown whole."""
    found = me(database(), key_ring(), reader.id, reader.session, now())
    return {
        "name": found.name,
        "number": found.number and masked(found.number),
        "invented": found.synthetic,
        "sure": reader.acr == "LoA2",
        "since": age(reader.auth_time.date().isoformat()),
        "more_sure": visitors.sign_in_address(HERE, "LoA2"),
    }
