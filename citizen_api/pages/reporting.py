"""Something is wrong here: a plain form about a venue."""

from collections.abc import Mapping

from flask import Blueprint, redirect
from werkzeug import Response

from citizen_api.callers import public as anyone
from citizen_api.http.clock import now
from citizen_api.http.session import kept, transaction
from citizen_api.listings.actions import Wrong, report
from citizen_api.listings.models import LONGEST, Kind
from citizen_api.listings.rules import ABOUT_A_DISH
from citizen_api.listings.schemas import VenueReportBodySchema
from citizen_api.pages import forms
from citizen_api.pages.forms import Sent
from citizen_api.pages.html import page
from citizen_api.pages.languages import _, marked
from citizen_api.pages.phones import as_writer, phone_or_new
from citizen_api.pages.venue import found
from citizen_api.problems import AlreadyReported
from citizen_api.throttles.doors import count
from citizen_api.venues.queries.details import Details
from citizen_api.venues.queries.known import known
from citizen_api.venues.rows import name_of
from citizen_api.writers import who

KINDS = {
    Kind.CLOSED: marked("It has closed for good"),
    Kind.MOVED: marked("It has moved, or is not at this address"),
    Kind.HOURS: marked("The opening hours are wrong"),
    Kind.PRICE: marked("A price is wrong"),
    Kind.NOT_SERVED: marked("A dish is not served here"),
    Kind.DUPLICATE: marked("The same place is listed twice"),
    Kind.OTHER: marked("Something else"),
}
BODY = VenueReportBodySchema()

blueprint = Blueprint("reporting", __name__, template_folder="templates")


@blueprint.get("/venues/<slug:slug>/report")
@anyone
def form(slug: str) -> Response:
    """The form."""
    return filled(found(slug), {}, {})


@blueprint.post("/venues/<slug:slug>/report")
@anyone
def send(slug: str) -> Response:
    """Keep what is reported; then back to the venue."""
    venue, sent = found(slug), forms.read_form()
    if not sent.fresh:
        return filled(venue, sent.values, {"form": forms.too_old()}, status=403)
    said, mistakes = read(sent)
    if said is None:
        return filled(venue, sent.values, mistakes, status=422)
    device = phone_or_new()
    count("reports", device.actor)
    try:
        with transaction() as session:
            whoever = who(session, as_writer(device))
            report(session, whoever, slug, said, key=None, at=now())
    except AlreadyReported:
        told = _("You have told us this already, and we are looking at it.")
        return filled(venue, sent.values, {"kind": told}, status=409)
    return redirect(f"/venues/{slug}?done=reported", 303)


def read(sent: Sent) -> tuple[Wrong | None, dict[str, str]]:
    """What the form says by the rules of the API, or what is wrong by field.

    A dish that was chosen before the reader turned to another kind is left out.
    """
    about_dish = sent["kind"] in ABOUT_A_DISH and sent["dish"]
    body = {
        "kind": sent["kind"],
        "dish_id": sent["dish"] if about_dish else None,
        "text": sent["text"] if sent["text"].strip() else None,
    }
    wrong = {name: sentence(name, sent) for name in BODY.validate(body)}
    if about_dish and sent["dish"] not in kept(known).dishes.by_slug:
        wrong["dish_id"] = sentence("dish_id", sent)
    if body["kind"] == Kind.OTHER and body["text"] is None:
        wrong["text"] = _("Please say in words what is wrong.")
    if wrong:
        return None, wrong
    said = BODY.load(body)
    return Wrong(Kind(said["kind"]), said["dish_id"], said["text"]), {}


def sentence(name: str, sent: Sent) -> str:
    """What is wrong with a field."""
    if name == "kind":
        return _("Please choose what is wrong.")
    if name == "dish_id":
        return _("Please choose a dish of the menu.")
    return forms.wrong_text(sent["text"], LONGEST)


def filled(
    venue: Details,
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    """The form with what was typed, and what is wrong with it by field."""
    by_id = kept(known).dishes.by_id
    menu = (by_id.get(served.dish_id) for served in venue.menu)
    return page(
        "report.html",
        max_age=None,
        status=status,
        slug=venue.row.slug,
        name=name_of(venue.row),
        kinds={kind.value: _(said) for kind, said in KINDS.items()},
        dishes=[dish for dish in menu if dish],
        typed=typed,
        wrong=wrong,
        longest=LONGEST,
        form_token=forms.form_token(),
    )
