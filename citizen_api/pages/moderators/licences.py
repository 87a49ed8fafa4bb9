"""Stamps of the city: the papers of a venue, a new stamp, and how it is taken back."""

from collections.abc import Callable, Mapping
from typing import Final

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.http.clock import now
from citizen_api.http.session import database, transaction
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import _
from citizen_api.pages.moderators.words import LICENCES
from citizen_api.pages.staff.filling import NOTHING, loaded, stale, venue_in, wrong_with
from citizen_api.pages.visitors import at_work
from citizen_api.problems import InvalidRequest, NotFound
from citizen_api.roles.models import Role
from citizen_api.venues import answering, licensing
from citizen_api.venues.cards import card
from citizen_api.venues.licence_resources import LicenceBodySchema, kind_called
from citizen_api.venues.queries.details import Details, details
from citizen_api.venues.records import LicenceKind

PLACE: Final = "/staff/licences"
ONE: Final = f"{PLACE}/<slug:venue_id>"
BODY: Final = LicenceBodySchema()
FIELDS: Final = ("issued_by", "issued_on", "valid_until")

blueprint = personal("moderators_licences")


@blueprint.get(PLACE)
@at_work(Role.MODERATOR)
def ask_venue(staff: Staff) -> Response:
    """Ask which venue shows its papers."""
    typed = request.args.get("venue", "").strip()
    if not typed:
        return own_page("moderators/licences.html", typed={}, wrong=NOTHING)
    slug = venue_in(typed)
    if details(database(), slug) is not None:
        return redirect(f"{PLACE}/{slug}", 303)
    wrong = {"venue": _("No place has this id. It is the end of its address here.")}
    return own_page(
        "moderators/licences.html",
        status=404,
        typed={"venue": typed[:200]},
        wrong=wrong,
    )


@blueprint.get(ONE)
@at_work(Role.MODERATOR)
def ask(staff: Staff, venue_id: str) -> Response:
    """The papers of a venue, and the form of a stamp."""
    return form(venue_id, NOTHING, NOTHING)


@blueprint.post(ONE)
@at_work(Role.MODERATOR)
def stamp(staff: Staff, venue_id: str) -> Response:
    """Stamp a venue: the city saw this paper today."""
    sent = forms.read_form()

    def act(session: Session) -> None:
        said = loaded(BODY, {name: sent[name].strip() for name in FIELDS})
        paper = licensing.Paper(LicenceKind(sent["kind"]), **said)
        licensing.stamp(session, venue_id, paper, by=staff.actor, at=now())

    chosen = sent["kind"] in set(LicenceKind)
    return done(venue_id, sent, act, {} if chosen else {"kind": _("Choose one.")})


@blueprint.post(f"{ONE}/<kind>/withdrawal")
@at_work(Role.MODERATOR)
def withdraw(staff: Staff, venue_id: str, kind: str) -> Response:
    """Take a stamp back."""
    known = kind_called(kind)

    def act(session: Session) -> None:
        licensing.withdraw(session, venue_id, known, by=staff.actor, at=now())

    return done(venue_id, forms.read_form(), act, {})


@blueprint.post(f"{ONE}/<kind>/undo")
@at_work(Role.MODERATOR)
def undo(staff: Staff, venue_id: str, kind: str) -> Response:
    """Let the paper before the last stamp or withdrawal stand again."""
    known = kind_called(kind)

    def act(session: Session) -> None:
        licensing.restore(session, venue_id, known, by=staff.actor, at=now())

    return done(venue_id, forms.read_form(), act, {})


@blueprint.get(f"{ONE}/<kind>/<any(withdrawal, undo):task>")
@at_work(Role.MODERATOR)
def back_from_sign_in(staff: Staff, venue_id: str, kind: str, task: str) -> Response:
    """After a sign-in that a button asked for: to the page with the buttons."""
    return redirect(f"{PLACE}/{venue_id}", 303)


def done(
    venue_id: str,
    sent: forms.Sent,
    act: Callable[[Session], None],
    wrong: Mapping[str, str],
) -> Response:
    """Do it, then to the papers; or the form again with what is wrong."""
    found, status = stale(sent) or wrong, 422 if sent.fresh else 403
    if not found:
        try:
            with transaction() as session:
                act(session)
            return redirect(f"{PLACE}/{venue_id}?done=1", 303)
        except InvalidRequest as problem:
            found, status = wrong_with(problem), problem.status
        except NotFound:
            known(venue_id)
            found, status = {"form": _("There is nothing to take back.")}, 404
    return form(venue_id, sent.values, found, status=status)


def known(venue_id: str) -> Details:
    """A venue; raises NotFound."""
    found = details(database(), venue_id)
    if found is None:
        raise NotFound
    return found


def form(
    venue_id: str,
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    """The papers, and the form as it was typed. Raises NotFound."""
    venue = card(answering.showing(), known(venue_id))
    return own_page(
        "moderators/licence.html",
        status=status,
        venue=venue,
        papers=venue["licences"],
        kinds=LICENCES,
        typed=typed,
        wrong=wrong,
        done=request.args.get("done"),
    )
