"""Rating a venue, changing what one said of it, taking it back: a plain form."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, redirect, request
from werkzeug import Response

from citizen_api.callers import public as anyone
from citizen_api.expected import Expected
from citizen_api.http.clock import today
from citizen_api.http.preconditions import TAG, tag
from citizen_api.http.session import database, kept
from citizen_api.pages import forms
from citizen_api.pages.forms import Sent
from citizen_api.pages.html import page
from citizen_api.pages.languages import _, ngettext
from citizen_api.pages.opinions import shown as shown_review
from citizen_api.pages.phones import as_writer, phone, phone_or_new
from citizen_api.pages.tiles import gloss
from citizen_api.pages.venue import found
from citizen_api.problems import InvalidRequest, NotFound, StaleVersion, VersionRequired
from citizen_api.reviews.actions import rate, withdraw
from citizen_api.reviews.queries import Review, mine
from citizen_api.reviews.rules import MEMORY, Rating, ensure_remembered
from citizen_api.reviews.schemas import LONGEST, MOST_DISHES, ReviewBodySchema
from citizen_api.throttles.doors import counting
from citizen_api.venues.queries.details import Details
from citizen_api.venues.queries.known import known
from citizen_api.venues.rows import name_of

DISH = "dish-"
BODY = ReviewBodySchema()

blueprint = Blueprint("rating", __name__, template_folder="templates")


@blueprint.get("/venues/<slug:slug>/rate")
@anyone
def form(slug: str) -> Response:
    """The form, with what this phone said before."""
    venue, own = found(slug), own_review(slug)
    return filled(venue, own, before(own), {})


@blueprint.post("/venues/<slug:slug>/rate")
@anyone
def send(slug: str) -> Response:
    """Rate, or take back when `action` says so; then back to the venue."""
    venue, sent = found(slug), forms.read_form()
    wrong = {} if sent.fresh else {"form": forms.too_old()}
    if sent["action"] == "withdraw":
        return withdrawn(venue, sent, wrong)
    rating, mistakes = read(sent)
    if rating is None or wrong:
        status = 422 if sent.fresh else 403
        own = own_review(slug)
        return filled(venue, own, sent.values, wrong | mistakes, status=status)
    device = phone_or_new()
    use = counting("reviews", device.actor)
    try:
        rate(database(), as_writer(device), slug, rating, expected(sent), use)
    except (StaleVersion, VersionRequired):
        return overtaken(venue, sent)
    return redirect(f"/venues/{slug}?done=rated#reviews", 303)


def withdrawn(venue: Details, sent: Sent, wrong: dict[str, str]) -> Response:
    """Take the review back; one that is gone already is fine."""
    slug, device = venue.row.slug, phone()
    if wrong:
        own = own_review(slug)
        return filled(venue, own, before(own), wrong, status=403)
    try:
        if device is not None:
            withdraw(database(), as_writer(device), slug, expected(sent))
    except NotFound:
        pass
    except (StaleVersion, VersionRequired):
        return overtaken(venue, sent)
    return redirect(f"/venues/{slug}?done=withdrawn#reviews", 303)


def own_review(slug: str) -> Review | None:
    """What this phone said of a venue."""
    device = phone()
    return device and mine(database(), slug, as_writer(device))


def overtaken(venue: Details, sent: Sent) -> Response:
    """Show what another page of this phone said meanwhile beside what was typed."""
    own = own_review(venue.row.slug)
    if own is None:
        said = _("Your rating was taken back meanwhile. Send again to rate anew.")
    else:
        said = _("You changed your rating on another page. Send again to replace it.")
    typed = sent.values if sent["stars"] else before(own)
    return filled(venue, own, typed, {"form": said}, status=409)


def filled(
    venue: Details,
    own: Review | None,
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    """The form with what was typed, and what is wrong with it by field."""
    return page(
        "rate.html",
        max_age=None,
        status=status,
        slug=venue.row.slug,
        name=name_of(venue.row),
        dishes=list(dishes(venue, own)),
        own=own and shown_review(own),
        version=version(own),
        visited="visited" in request.args,
        typed=typed,
        wrong=wrong,
        longest=LONGEST,
        today=today().isoformat(),
        earliest=(today() - MEMORY).isoformat(),
        form_token=forms.form_token(),
    )


def dishes(venue: Details, own: Review | None) -> Iterator[dict[str, Any]]:
    """What may be rated: the menu, and what this phone rated when it was on it."""
    catalogue = kept(known).dishes
    on_menu = (catalogue.by_id.get(served.dish_id) for served in venue.menu)
    rated = (catalogue.by_slug.get(slug) for slug in (own.dishes if own else ()))
    for dish in {each.id: each for each in (*on_menu, *rated) if each}.values():
        meaning = gloss(catalogue, dish)
        yield {"field": DISH + dish.slug, "name": dish.name_vi, "gloss": meaning}


def before(own: Review | None) -> dict[str, str]:
    """What this phone said before, as if it had just typed it."""
    if own is None:
        return {}
    stars = {DISH + slug: str(stars) for slug, stars in own.dishes.items()}
    day = own.visited_on.isoformat() if own.visited_on else ""
    words = {"text": own.text or "", "visited_on": day}
    return {"stars": str(own.stars), **words, **stars}


def version(own: Review | None) -> str:
    """The version that a change starts from, empty when there is none."""
    return tag(own.id, own.version).strip('"') if own else ""


def expected(sent: Sent) -> Expected:
    """The version that was there when the form was shown; raises StaleVersion."""
    if not sent["version"]:
        return Expected()
    ours = TAG.fullmatch(f'"{sent["version"]}"')
    if ours is None:
        raise StaleVersion
    return Expected(int(ours[1]), int(ours[2]))


def read(sent: Sent) -> tuple[Rating | None, dict[str, str]]:
    """What the form says by the rules of the API, or what is wrong by field."""
    stars = {
        name.removeprefix(DISH): each
        for name, each in sent.values.items()
        if name.startswith(DISH) and each
    }
    body = {
        "stars": whole(sent["stars"]),
        "dishes": [{"dish_id": d, "stars": whole(s)} for d, s in stars.items()],
        "text": sent["text"] if sent["text"].strip() else None,
        "visited_on": sent["visited_on"] or None,
    }
    wrong = {name: sentence(name, sent) for name in BODY.validate(body)}
    if not wrong and not stars.keys() <= kept(known).dishes.by_slug.keys():
        wrong["dishes"] = sentence("dishes", sent)
    if wrong:
        return None, wrong
    said = BODY.load(body)
    rated = {each["dish_id"]: each["stars"] for each in said["dishes"]}
    visited_on = said["visited_on"]
    try:
        ensure_remembered(visited_on, today=today())
    except InvalidRequest:
        return None, {"visited_on": sentence("visited_on", sent)}
    return Rating(said["stars"], rated, said["text"], visited_on=visited_on), {}


def whole(typed: str) -> int | str:
    """A number as the rules want it; what is none stays as it is, and is refused."""
    return int(typed) if typed in {"1", "2", "3", "4", "5"} else typed


def sentence(name: str, sent: Sent) -> str:
    """What is wrong with a field."""
    if name == "stars":
        return _("Please choose how many stars.")
    if name == "visited_on":
        return _("Please choose a day of the last three years, not one to come.")
    if name == "dishes":
        return ngettext(
            "Please give stars to %(num)d dish at most.",
            "Please give stars to %(num)d dishes at most.",
            MOST_DISHES,
        )
    return forms.wrong_text(sent["text"], LONGEST)
