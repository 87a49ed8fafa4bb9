"""What this phone wrote: its reviews, its reports, and how to be forgotten."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Blueprint, redirect, request
from sqlalchemy import Row
from werkzeug import Response

from citizen_api.callers import Device, Rider
from citizen_api.callers import public as anyone
from citizen_api.http.cursors import cut, unseal
from citizen_api.http.language import language
from citizen_api.http.service import Slug
from citizen_api.http.session import database, transaction
from citizen_api.listings.models import Kind, Status
from citizen_api.listings.queries import Report, reports_of
from citizen_api.pages import forms
from citizen_api.pages.formats import age
from citizen_api.pages.html import page
from citizen_api.pages.languages import _, marked
from citizen_api.pages.one_review import FAULTS
from citizen_api.pages.opinions import shown
from citizen_api.pages.phones import as_writer, forget, phone
from citizen_api.pages.photo_report import FAULTS as PHOTO_FAULTS
from citizen_api.pages.rating import expected, version
from citizen_api.pages.reporting import KINDS
from citizen_api.problems import NotFound, StaleVersion, VersionRequired
from citizen_api.rentals import doing
from citizen_api.reviews import photo_reporting, reporting
from citizen_api.reviews.actions import withdraw
from citizen_api.reviews.queries import Mine, all_mine
from citizen_api.reviews.records import Fault, Outcome, PhotoFault
from citizen_api.wallets.models import Owner
from citizen_api.wallets.queries import balance_of, has_wallet
from citizen_api.writers import who

HERE = "/me/reviews"
SLUG = re.compile(Slug.regex)
REVIEWS = 20
REPORTS = 20
BECAME: Mapping[str, str] = {
    Status.NEW: marked("We are looking at it"),
    Status.ACCEPTED: marked("You were right, thank you"),
    Status.REJECTED: marked("We left it as it was"),
    Outcome.GONE: marked("Its writer took the review back"),
}


class Stake(NamedTuple):
    """What a visitor's wallet has, in đồng, and whether the phone has a bike."""

    money: int
    rides: bool


NOTHING = Stake(0, rides=False)

blueprint = Blueprint("mine", __name__, template_folder="templates")


@blueprint.get(HERE)
@anyone
def reviews() -> Response:
    """What this phone wrote; nothing is made for a phone that wrote nothing."""
    return listed(request.args.get("done"), request.args.get("after"))


@blueprint.post(HERE)
@anyone
def change() -> Response:
    """Take a review back, or forget the phone."""
    sent, device = forms.read_form(), phone()
    if not sent.fresh:
        return listed("too-old", None, status=403)
    if sent["action"] == "forget":
        return forgotten(sent, device)
    try:
        if device is not None and SLUG.fullmatch(sent["venue"]):
            withdraw(database(), as_writer(device), sent["venue"], expected(sent))
    except NotFound:
        pass
    except (StaleVersion, VersionRequired):
        return listed("changed", None, status=409)
    return redirect(f"{HERE}?done=withdrawn", 303)


def forgotten(sent: forms.Sent, device: Device | None) -> Response:
    """Forget the phone, unless it has a bike, or money that nobody said to lose."""
    stake = staked(device) if device else NOTHING
    if stake.rides:
        return listed("rides", None, status=409)
    if stake.money > 0 and sent["lose"] != "yes":
        return listed("money", None, status=409)
    response = redirect(f"{HERE}?done=forgotten", 303)
    forget(response)
    return response


def staked(device: Device) -> Stake:
    """What is lost with a visitor's phone: its wallet, and the ride that goes on."""
    owner = Owner(device=device.id)
    if not has_wallet(database(), owner):
        return NOTHING
    rides = doing.mine(Rider(None, device.id), language()).open
    return Stake(balance_of(database(), owner).amount, bool(rides))


def listed(done: str | None, after: str | None, *, status: int = 200) -> Response:
    """The list; `done`: what happened just now, `after`: where it goes on."""
    device = phone()
    return page(
        "mine.html",
        max_age=None,
        status=status,
        done=done,
        later=after is not None,
        **(written(device, after) if device else {}),
    )


def written(device: Device, after: str | None) -> dict[str, Any]:
    """What a device wrote. Raises BadCursor."""
    identity = ["my reviews", device.id]
    before = None if after is None else unseal(identity, after)
    rows = all_mine(database(), as_writer(device), before=before, limit=REVIEWS + 1)
    some, more = cut(identity, rows, REVIEWS, lambda each: each.review.id)
    with transaction() as session:
        whoever = who(session, as_writer(device))
        venues = reports_of(session, whoever, before=None, limit=REPORTS)
        others = reporting.reports_of(session, whoever, before=None, limit=REPORTS)
        photos = photo_reporting.reports_of(
            session, whoever, before=None, limit=REPORTS
        )
    reports = [*map(of_venue, venues), *map(of_review, others), *map(of_photo, photos)]
    reports.sort(key=lambda each: each["at"], reverse=True)
    return {
        "reviews": [review(each) for each in some],
        "more": more,
        "reports": reports[:REPORTS],
        "stake": staked(device),
        "form_token": forms.form_token(),
    }


def review(own: Mine) -> dict[str, Any]:
    """A review with its venue, and the version that taking it back needs."""
    return {
        "venue": own.venue,
        "name": own.venue_name,
        "version": version(own.review),
        **shown(own.review),
    }


def of_venue(made: Report) -> dict[str, Any]:
    """A report of a venue, and what became of it."""
    return {
        "venue": made.venue,
        "name": made.venue_name,
        "kind": _(KINDS[Kind(made.kind)]),
        "dish": made.dish_name,
        **outcome(made),
    }


def of_review(made: Row[Any]) -> dict[str, Any]:
    """A report of a review, and what became of it."""
    return {
        "venue": made.slug,
        "name": made.name,
        "kind": _("A review: %(wrong)s", wrong=_(FAULTS[Fault(made.fault)])),
        "dish": None,
        **outcome(made),
    }


def of_photo(made: Row[Any]) -> dict[str, Any]:
    """A report of a photo, and what became of it."""
    told = {
        "venue": made.slug,
        "name": made.name,
        "kind": _("A photo: %(wrong)s", wrong=_(PHOTO_FAULTS[PhotoFault(made.fault)])),
        "dish": None,
        **outcome(made),
    }
    if made.status == Outcome.GONE:
        told["became"] = _("The photo is no longer there")
    return told


def outcome(made: Report | Row[Any]) -> dict[str, Any]:
    """What was said, when, and what became of it."""
    return {
        "text": made.text,
        "at": made.created_at,
        "when": age(made.created_at.date().isoformat()),
        "status": made.status,
        "became": _(BECAME[made.status]),
        "note": made.note,
    }
