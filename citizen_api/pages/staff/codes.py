"""Codes on the street: what is wrong with them, and one of them with its history."""

from datetime import date
from typing import Any, Final

from flask import redirect, request
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, unseal
from citizen_api.http.session import transaction
from citizen_api.links.code_cards import card, whole_card
from citizen_api.links.inventory import Position, Wanted, codes
from citizen_api.links.resources import read_code
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.staff.words import FLAGS, KINDS, STATES, VERBS
from citizen_api.pages.visitors import at_work
from citizen_api.problems import MistypedCode, NotFound
from citizen_api.roles.models import Role

PER_PAGE: Final = 30
READERS: Final = (Role.CODE_KEEPER, Role.MODERATOR)
QUESTION: Final = ["staff codes"]
WORDS: Final[dict[str, Any]] = {
    "kinds": KINDS,
    "flag_words": FLAGS,
    "states": STATES,
    "verbs": VERBS,
}

blueprint = personal("staff_codes")


@blueprint.get("/staff/codes")
@at_work(*READERS)
def listed(staff: Staff) -> Response:
    """The codes that somebody should look at, or with `?all=1` every one."""
    asked = request.args
    every, typed = asked.get("all") == "1", asked.get("code", "").strip()
    if typed and (found := known_code(typed)):
        return redirect(f"/staff/codes/{found}", 303)
    after = position(asked["cursor"]) if "cursor" in asked else None
    with transaction() as session:
        wanted = Wanted(flagged=not every)
        rows = codes(session, wanted, after=after, limit=PER_PAGE + 1)
        some, following = cut(QUESTION, rows, PER_PAGE, lambda each: each.position)
        items = [card(each, now()) for each in some]
    return own_page(
        "staff/codes.html",
        status=404 if typed else 200,
        items=items,
        every=every,
        typed=typed[:40],
        keeps=keeps(staff),
        following=following,
        **WORDS,
    )


@blueprint.get("/staff/codes/<code>")
@at_work(*READERS)
def one(staff: Staff, code: str) -> Response:
    """What a code is, where it hangs, what is wrong with it, and who changed it."""
    return own_page(
        "staff/code.html",
        code=known_card(code),
        done=request.args.get("done"),
        keeps=keeps(staff),
        **WORDS,
    )


def keeps(staff: Staff) -> bool:
    """Whether they may change codes; moderators only read them."""
    return bool(staff.scopes_of(Role.CODE_KEEPER))


def known_code(typed: str) -> str | None:
    """A code that was given out, as typed; None for any other text."""
    try:
        return str(known_card(typed)["code"])
    except (MistypedCode, NotFound):
        return None


def known_card(code: str) -> dict[str, Any]:
    """A code with all that was done to it. Raises MistypedCode, NotFound."""
    with transaction() as session:
        return whole_card(session, read_code(code), now())


def position(cursor: str) -> Position:
    """Where a page of the list begins. Raises BadCursor."""
    day, code = unseal(QUESTION, cursor)
    return date.fromisoformat(day), code
