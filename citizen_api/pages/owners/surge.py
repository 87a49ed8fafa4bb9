"""An owner appeals against a burst of ratings that moderators have not decided."""

from typing import Any, Final

from flask import redirect
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.http.clock import now
from citizen_api.http.session import transaction
from citizen_api.pages import forms
from citizen_api.pages.frames import personal
from citizen_api.pages.owners.keeping import ALL, ONE, Page, Typed, kept, shown
from citizen_api.pages.scoring import notice
from citizen_api.pages.staff.filling import NOTHING, loaded, stale, wrong_with
from citizen_api.pages.venue import found
from citizen_api.problems import InvalidRequest, NotFound
from citizen_api.reviews.appealing import Appeal, appeal_surge
from citizen_api.reviews.door_schemas import AppealBodySchema
from citizen_api.reviews.finding import owned_venues
from citizen_api.reviews.problems import AlreadyAppealed
from citizen_api.scores.explaining import undecided
from citizen_api.throttles.doors import count
from citizen_api.writers import Writer, who

HERE: Final = f"{ONE}/surge"
WORDS: Final = AppealBodySchema()
APPEAL: Final = Page("surge.html", "/reviews")

blueprint = personal("owner_surge")


@blueprint.get(HERE)
@kept
def ask(staff: Staff, slug: str) -> Response:
    """Ask why the ratings of a burst should never count."""
    return form(slug)


@blueprint.post(HERE)
@kept
def appeal(staff: Staff, slug: str) -> Response:
    """Let two moderators look at the burst as a whole."""
    sent, number = forms.read_form(), surge_of(slug)["id"]
    if wrong := stale(sent):
        return form(slug, sent.values, wrong, status=403)
    count("reports", staff.actor)
    try:
        words = loaded(WORDS, {"text": sent["text"].strip()})["text"]
        at = now()
        with transaction() as session:
            whoever = who(session, Writer(None, staff.person))
            scopes = owned_venues(session, whoever, at)
            asked = Appeal(whoever, scopes, words, staff.actor, at)
            appeal_surge(session, asked, number)
    except (InvalidRequest, AlreadyAppealed) as problem:
        wrong = wrong_with(problem)
        return form(slug, sent.values, wrong, status=problem.status)
    return redirect(f"{ALL}/{slug}/reviews?done=appealed", 303)


def surge_of(slug: str) -> dict[str, Any]:
    """The burst of a venue that nobody has decided; raises NotFound."""
    surge = undecided(found(slug).counted)
    if surge is None:
        raise NotFound
    return surge


def form(
    slug: str, typed: Typed | None = None, wrong: Typed = NOTHING, *, status: int = 200
) -> Response:
    """What is held and why, and the words of the appeal. Raises NotFound."""
    surge = notice(surge_of(slug))
    return shown(APPEAL, slug, typed, wrong, status=status, surge=surge)
