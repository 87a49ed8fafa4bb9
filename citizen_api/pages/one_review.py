"""One review: say that it was helpful, report it, or appeal when it is one's own."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, redirect, request
from sqlalchemy.orm import Session
from werkzeug import Response

from citizen_api.callers import public as anyone
from citizen_api.http.clock import now
from citizen_api.http.session import database, transaction
from citizen_api.pages import forms
from citizen_api.pages.forms import Sent
from citizen_api.pages.html import page
from citizen_api.pages.languages import _, marked
from citizen_api.pages.opinions import shown, shown_listed
from citizen_api.pages.phones import as_writer, phone, phone_or_new
from citizen_api.problems import NotFound, Problem
from citizen_api.reviews import queries
from citizen_api.reviews.appealing import Appeal, appeal_review
from citizen_api.reviews.door_schemas import (
    AppealBodySchema,
    ReviewReportBodySchema,
)
from citizen_api.reviews.finding import review_with
from citizen_api.reviews.problems import AlreadyAppealed, NothingToAppeal, OwnReview
from citizen_api.reviews.queries import OfVenue, is_readable
from citizen_api.reviews.records import LONGEST_APPEAL, LONGEST_REPORT, Fault
from citizen_api.reviews.reporting import report
from citizen_api.reviews.voting import unvote, vote
from citizen_api.throttles.doors import count
from citizen_api.writers import Writer, who

HERE: Final = "/reviews/<digits:number>"
REPORT: Final = "report"
BODIES: Final = {REPORT: ReviewReportBodySchema(), "appeal": AppealBodySchema()}
FAULTS: Final = {
    Fault.SPAM: marked("It is advertising or rubbish"),
    Fault.INSULT: marked("It insults somebody"),
    Fault.PERSONAL_DATA: marked("It tells of somebody's privacy"),
    Fault.NOT_A_VISIT: marked("It is not about a visit"),
    Fault.PAID: marked("It was paid for"),
    Fault.WRONG_VENUE: marked("It is about another place"),
    Fault.OTHER: marked("Something else"),
}
REFUSED: Final[Mapping[type[Problem], str]] = {
    OwnReview: marked("You wrote this review yourself."),
    AlreadyAppealed: marked("You have appealed against this already."),
    NothingToAppeal: marked(
        "Somebody will look at it; there is nothing to appeal yet."
    ),
}

blueprint = Blueprint("one_review", __name__, template_folder="templates")


@blueprint.get(HERE)
@anyone
def form(number: int) -> Response:
    """The review, and what may be done about it."""
    return filled(found(number), {}, {}, done=request.args.get("done"))


@blueprint.post(HERE)
@anyone
def send(number: int) -> Response:
    """Do what the button says; then back to the review."""
    about, sent = found(number), forms.read_form()
    if not sent.fresh:
        return filled(about, sent.values, {"form": forms.too_old()}, status=403)
    body, wrong = read(sent)
    if wrong:
        return filled(about, sent.values, wrong, status=422)
    try:
        done = act(number, sent["action"], body)
    except tuple(REFUSED) as refused:
        said = {"form": _(REFUSED[type(refused)])}
        return filled(about, sent.values, said, status=refused.status)
    return redirect(f"/reviews/{number}?done={done}", 303)


def read(sent: Sent) -> tuple[dict[str, Any], dict[str, str]]:
    """What the form says by the rules of the API, and what is wrong by field."""
    schema = BODIES.get(sent["action"])
    if schema is None:
        return {}, {}
    words = sent["text"] if sent["text"].strip() else None
    body: dict[str, Any] = {"text": words}
    if sent["action"] == REPORT:
        body["reason"] = sent["fault"]
    wrong = {name: sentence(name, sent) for name in schema.validate(body)}
    if sent["fault"] == Fault.OTHER and words is None:
        wrong["text"] = sentence("text", sent)
    return ({}, wrong) if wrong else (schema.load(body), {})


def sentence(name: str, sent: Sent) -> str:
    """What is wrong with a field."""
    if name == "reason":
        return _("Please choose what is wrong.")
    if not sent["text"].strip():
        return _("Please say in words what is wrong.")
    longest = LONGEST_REPORT if sent["action"] == REPORT else LONGEST_APPEAL
    return forms.wrong_text(sent["text"], longest)


def act(number: int, action: str, body: Mapping[str, Any]) -> str:
    """Vote, report or appeal; what was done, in a word."""
    device = phone_or_new()
    writer = as_writer(device)
    count("reports" if body else "reviews", device.actor)
    if not body:
        (unvote if action == "unhelpful" else vote)(database(), writer, number)
        return "unhelpful" if action == "unhelpful" else "helpful"
    with transaction() as session:
        (tell if action == REPORT else appeal)(session, writer, number, body)
    return "reported" if action == REPORT else "appealed"


def tell(
    session: Session, writer: Writer, number: int, body: Mapping[str, Any]
) -> None:
    """Report the review."""
    whoever, fault, words = who(session, writer), Fault(body["reason"]), body["text"]
    report(session, whoever, number, fault, words, by=writer.actor, now=now())


def appeal(
    session: Session, writer: Writer, number: int, body: Mapping[str, Any]
) -> None:
    """Appeal against what was decided of one's own review."""
    whoever = who(session, writer)
    asked = Appeal(whoever, (), body["text"], writer.actor, now())
    appeal_review(session, asked, review_with(session, number), own=False)


def found(number: int) -> OfVenue:
    """A review that everybody may read, or one's own; raises NotFound."""
    about = queries.of_venue(database(), number)
    if about is None:
        raise NotFound
    if not is_readable(about.listed.review) and not is_own(about):
        raise NotFound
    return about


def is_own(about: OfVenue) -> bool:
    """Whether this phone wrote the review."""
    device = phone()
    if device is None:
        return False
    own = queries.mine(database(), about.venue, as_writer(device))
    return own is not None and own.id == about.listed.review.id


def filled(
    about: OfVenue,
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
    *,
    done: str | None = None,
    status: int = 200,
) -> Response:
    """The review with its forms."""
    own = is_own(about)
    review: dict[str, Any] = shown_listed(about.listed) | {"others": False}
    return page(
        "review.html",
        max_age=None,
        status=status,
        slug=about.venue,
        name=about.venue_name,
        review=shown(about.listed.review) if own else review,
        own=own,
        counts=about.listed.review.state == "counted",
        faults={fault.value: _(said) for fault, said in FAULTS.items()},
        longest=LONGEST_APPEAL if own else LONGEST_REPORT,
        typed=typed,
        wrong=wrong,
        done=done,
        form_token=forms.form_token(),
    )
