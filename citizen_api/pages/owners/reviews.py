"""What guests wrote of a venue: its owner answers each once, or reports it."""

from typing import Final

from flask import redirect, request
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.expected import Expected
from citizen_api.http.clock import now
from citizen_api.http.session import database, transaction
from citizen_api.pages import forms
from citizen_api.pages.forms import Sent
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import _, marked
from citizen_api.pages.one_review import FAULTS as SAID_BY_GUESTS
from citizen_api.pages.opinions import page_of_reviews, shown_listed
from citizen_api.pages.owners.keeping import ALL, ONE, Line, Page, Typed, kept, shown
from citizen_api.pages.staff.filling import GENERAL, NOTHING, loaded, stale, wrong_with
from citizen_api.pages.venue import found
from citizen_api.problems import (
    InvalidRequest,
    NotFound,
    StaleVersion,
    VersionRequired,
)
from citizen_api.reviews import replying, reporting
from citizen_api.reviews.door_schemas import ReplyBodySchema, ReviewReportBodySchema
from citizen_api.reviews.finding import readable
from citizen_api.reviews.problems import OwnReview
from citizen_api.reviews.queries import Listed, one
from citizen_api.reviews.records import LONGEST_REPLY, LONGEST_REPORT, Fault
from citizen_api.reviews.reply_resources import owned
from citizen_api.throttles.doors import count
from citizen_api.writers import Writer, who

HERE: Final = f"{ONE}/reviews"
REPLY: Final = f"{HERE}/<digits:review_id>"
REPORT: Final = f"{REPLY}/report"
WORDS, FAULT = ReplyBodySchema(), ReviewReportBodySchema()
DELETE: Final = "delete"
FAULTS: Final = SAID_BY_GUESTS | {Fault.SPAM: marked("Advertising or rubbish")}
# Votes and reports of guests are no business of this page.
OWNERS_VIEW: Final = {"others": False}
LIST: Final = Page("reviews.html", "/reviews")
ANSWER: Final = Page("reply.html", "/reviews")
FLAG: Final = Page("review_report.html", "/reviews")

blueprint = personal("owner_reviews")


@blueprint.get(HERE)
@kept
def reviews(staff: Staff, slug: str) -> Response:
    """What guests wrote, the newest first, and what was answered."""
    venue = found(slug)
    some, more = page_of_reviews(venue.row, request.args.get("cursor"))
    reviews_ = [each | OWNERS_VIEW for each in some]
    struck = venue.counted.surge is not None
    return shown(LIST, slug, reviews=reviews_, more=more, struck=struck)


@blueprint.get(REPLY)
@kept
def ask_reply(staff: Staff, slug: str, review_id: int) -> Response:
    """Ask for the answer to a review."""
    return reply_form(slug, review_id)


@blueprint.post(REPLY)
@kept
def reply(staff: Staff, slug: str, review_id: int) -> Response:
    """Write, change or delete the answer, unless somebody else did meanwhile."""
    ensure_here(slug, review_id)
    sent = forms.read_form()
    if wrong := stale(sent):
        return reply_form(slug, review_id, sent.values, wrong, status=403)
    try:
        answer(staff, review_id, sent)
    except InvalidRequest as problem:
        wrong = wrong_with(problem)
        return reply_form(slug, review_id, sent.values, wrong, status=422)
    except (StaleVersion, VersionRequired):
        wrong = {GENERAL: _("Somebody changed this meanwhile. Look at both versions.")}
        return reply_form(slug, review_id, sent.values, wrong, status=412)
    return redirect(f"{ALL}/{slug}/reviews?done=1", 303)


@blueprint.get(REPORT)
@kept
def ask_report(staff: Staff, slug: str, review_id: int) -> Response:
    """Ask what is wrong with a review."""
    return report_form(slug, review_id)


@blueprint.post(REPORT)
@kept
def report(staff: Staff, slug: str, review_id: int) -> Response:
    """Let a moderator look at a review; it stays as it is until then."""
    ensure_here(slug, review_id)
    sent = forms.read_form()
    if wrong := stale(sent):
        return report_form(slug, review_id, sent.values, wrong, status=403)
    count("reports", staff.actor)
    try:
        body = loaded(FAULT, {"reason": sent["reason"], "text": sent["text"].strip()})
        fault, moment = Fault(body["reason"]), now()
        with transaction() as session:
            whoever = who(session, Writer(None, staff.person))
            reporting.report(
                session,
                whoever,
                review_id,
                fault,
                body["text"],
                by=staff.actor,
                now=moment,
            )
    except (InvalidRequest, OwnReview) as problem:
        wrong, status = wrong_with(problem), problem.status
        return report_form(slug, review_id, sent.values, wrong, status=status)
    return redirect(f"{ALL}/{slug}/reviews?done=reported", 303)


def answer(staff: Staff, review_id: int, sent: Sent) -> None:
    """Do to the answer what was sent.

    Raises InvalidRequest, StaleVersion, VersionRequired, NotFound.
    """
    expected = Expected(review_id, sent.number("version"))
    with transaction() as session:
        review = owned(session, staff, readable(session, review_id))
        if sent["action"] == DELETE:
            try:
                replying.take_back(session, review, expected)
            except NotFound:
                return  # it is gone already
            return
        said = loaded(WORDS, {"text": sent["text"].strip()})["text"]
        replying.reply(session, review, staff.person, said, expected, now=now())


def ensure_here(slug: str, review_id: int) -> None:
    """Raise NotFound unless everybody may read the review, and it is of this venue."""
    with transaction() as session:
        review = readable(session, review_id)
        if review.venue_id != found(slug).row.venue_id:
            raise NotFound


def listed_here(slug: str, review_id: int) -> Listed:
    """A review of this venue with its answer. Raises NotFound."""
    ensure_here(slug, review_id)
    listed = one(database(), review_id)
    if listed is None:
        raise NotFound
    return listed


def reply_form(
    slug: str,
    review_id: int,
    typed: Typed | None = None,
    wrong: Typed = NOTHING,
    *,
    status: int = 200,
) -> Response:
    """The review, and the answer to it as typed or as it stands."""
    listed = listed_here(slug, review_id)
    there = listed.reply
    lines: list[Line] = []
    if status == 412 and typed is not None:
        theirs = there.text if there else _("no answer")
        gone = typed.get("action") == DELETE
        yours = _("no answer") if gone else typed.get("text", "")
        lines = [Line(_("Your answer"), yours, theirs)]
    fields = {"text": there.text if there else ""} if typed is None else typed
    return shown(
        ANSWER._replace(both=lambda _, __: lines),
        slug,
        fields,
        wrong,
        status=status,
        both=bool(lines),
        review=shown_listed(listed) | OWNERS_VIEW,
        reply_version=there.version if there else "",
        longest=LONGEST_REPLY,
    )


def report_form(
    slug: str,
    review_id: int,
    typed: Typed | None = None,
    wrong: Typed = NOTHING,
    *,
    status: int = 200,
) -> Response:
    """The review, and what is said to be wrong with it."""
    listed = listed_here(slug, review_id)
    return shown(
        FLAG,
        slug,
        typed,
        wrong,
        status=status,
        review=shown_listed(listed) | OWNERS_VIEW,
        faults=FAULTS,
        longest=LONGEST_REPORT,
    )
