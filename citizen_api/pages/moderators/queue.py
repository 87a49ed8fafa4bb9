"""The queue of moderators: what waits for them, the oldest first."""

from typing import Any, Final

from flask import request
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.cases import queries
from citizen_api.cases.models import Kind, State
from citizen_api.http.cursors import cut, position
from citizen_api.http.session import transaction
from citizen_api.moderation.resources import shown_each
from citizen_api.pages.case_words import KINDS, reason
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.moderators.words import STATES
from citizen_api.pages.visitors import at_work
from citizen_api.roles.models import Role

HERE: Final = "/staff/moderation"
PER_PAGE: Final = 30
SHOWN: Final = (State.OPEN, State.PROPOSED, State.DECIDED)

blueprint = personal("moderators_queue")


@blueprint.get(HERE)
@at_work(Role.MODERATOR)
def listed(staff: Staff) -> Response:
    """The cases of a state, and of a kind when one is chosen."""
    asked = request.args
    state = State(asked["state"]) if asked.get("state") in SHOWN else State.OPEN
    kind = Kind(asked["kind"]) if asked.get("kind") in set(Kind) else None
    question = ["cases page", str(state), str(kind)]
    after = position(question, asked.get("cursor"))
    with transaction() as session:
        wanted = queries.Asked(state, kind)
        found = queries.cases(session, wanted, after=after, limit=PER_PAGE + 1)
        rows, following = cut(
            question, found, PER_PAGE, lambda each: (each.opened_at, each.id)
        )
        items: list[dict[str, Any]] = shown_each(session, rows, staff)
    return own_page(
        "moderators/queue.html",
        items=items,
        state=state,
        states={each: STATES[each] for each in SHOWN},
        kind=kind,
        kinds=KINDS,
        reason=reason,
        following=following,
    )
