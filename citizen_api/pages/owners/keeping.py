"""The frame of what owners do: whose venue it is, one edit, and both versions of it.

A form holds the version of the listing that was seen. When somebody else was quicker
the page shows what was sent beside what is there now, and takes the next attempt.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial, wraps
from typing import Any, Final, NamedTuple, TypeVar

from flask import redirect, request
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.expected import Expected
from citizen_api.http.service import Slug
from citizen_api.listings import editing
from citizen_api.listings.about import EditWaiting
from citizen_api.listings.edit_cards import NUMBER
from citizen_api.listings.edit_models import ListingChange
from citizen_api.listings.editing import Change
from citizen_api.listings.edits import Edit
from citizen_api.listings.merge_problems import ASKED
from citizen_api.pages import forms
from citizen_api.pages.forms import Sent
from citizen_api.pages.frames import own_page
from citizen_api.pages.languages import _
from citizen_api.pages.owners.words import PARTS, kinds
from citizen_api.pages.staff.filling import GENERAL, NOTHING, stale, wrong_with
from citizen_api.pages.visitors import at_work
from citizen_api.problems import (
    FieldError,
    InvalidRequest,
    NotFound,
    Said,
    StaleVersion,
    VersionRequired,
)
from citizen_api.roles.models import Role

View = TypeVar("View", bound=Callable[..., Any])
Listing = dict[str, Any]
Typed = Mapping[str, str]

ALL: Final = "/me/venues"
ONE: Final = f"{ALL}/<slug:slug>"
REFUSED: Final = (InvalidRequest, EditWaiting, VersionRequired, *ASKED)
SLUG: Final = re.compile(Slug.regex)
GONE: Final = Said(
    "Món này không còn trong thực đơn.", "This dish is no longer on the menu."
)


class Line(NamedTuple):
    """A part that two people changed: what was sent, and what is there now."""

    name: str
    yours: str
    theirs: str


class Page(NamedTuple):
    """A page with a form about a venue.

    `typed`: what its fields hold of a listing; `both`: what was sent and what is
    there, in words; `more`: what else its template shows of a listing.
    """

    template: str
    back: str
    typed: Callable[[Listing], Typed] = lambda _: NOTHING
    both: Callable[[Typed, Listing], Sequence[Line]] = lambda _, __: ()
    more: Callable[[Listing], Mapping[str, Any]] = lambda _: {}


def kept(view: View) -> View:
    """A page for who keeps the venue of its address; the view gets a Staff first.

    Raises RoleMissing, which is in the audit log.
    """

    @at_work(Role.VENUE_OWNER)
    @wraps(view)
    def called(staff: Staff, slug: str, **names: Any) -> Any:
        staff.scope_for(Role.VENUE_OWNER, slug)
        return view(staff, slug, **names)

    return called  # type: ignore[return-value]


def listing_of(slug: str) -> Listing:
    """The listing as it is at this moment. Raises NotFound, VenueMoved."""
    return editing.shown(editing.looked_up(slug))


def shown(
    page: Page,
    slug: str,
    typed: Typed | None = None,
    wrong: Typed = NOTHING,
    *,
    status: int = 200,
    both: bool = False,
    **content: Any,
) -> Response:
    """A page, with what was typed and what is wrong with it; `both`: both versions."""
    listing = listing_of(slug)
    return own_page(
        f"owners/{page.template}",
        status=status,
        listing=listing,
        slug=slug,
        typed=page.typed(listing) if typed is None else typed,
        wrong=wrong,
        both=page.both(typed or NOTHING, listing) if both else (),
        done=request.args.get("done"),
        parts=PARTS,
        kinds=kinds(),
        **page.more(listing),
        **content,
    )


def send(
    page: Page,
    staff: Staff,
    slug: str,
    read: Callable[[Sent], Change],
    **content: Any,
) -> Response:
    """Make the edit that a form asks for; or the page again, and what is wrong.

    `read`: the edit that was asked for; raises InvalidRequest.
    """
    sent = forms.read_form()
    again = partial(shown, page, slug, sent.values, **content)
    if wrong := stale(sent):
        return again(wrong=wrong, status=403)
    try:
        change = read(sent)
        editor = editing.owner_of(staff, slug)
        seen = Expected(NUMBER, sent.number("version"))
        editing.make(editor, slug, seen, None, change)
    except StaleVersion as problem:
        wrong = {GENERAL: _("Somebody changed this meanwhile. Look at both versions.")}
        return again(wrong=wrong, status=problem.status, both=True)
    except REFUSED as problem:
        return again(wrong=wrong_with(problem), status=problem.status)
    return redirect(f"{ALL}/{slug}{page.back}?done=1", 303)


def on_menu(change: Change) -> Change:
    """The same edit; it says so when its dish has left the menu meanwhile."""

    def made(edit: Edit) -> list[ListingChange]:
        try:
            return change(edit)
        except NotFound:
            raise InvalidRequest(errors=[FieldError(GONE, pointer="#/form")]) from None

    return made


def by_field(
    names: Mapping[str, str], typed_of: Callable[[Listing], Typed]
) -> Callable[[Typed, Listing], Sequence[Line]]:
    """Both versions of fields that are words themselves; `names`: what each is called.

    Fields that both say alike are left out.
    """

    def both(typed: Typed, listing: Listing) -> Sequence[Line]:
        theirs = typed_of(listing)
        return [
            Line(_(name), typed.get(field, "").strip(), theirs.get(field, ""))
            for field, name in names.items()
            if typed.get(field, "").strip() != theirs.get(field, "")
        ]

    return both
