"""The hours of a venue as people read them, its ordinary week, and its special days."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.fields import Day
from citizen_api.http.api import Schema
from citizen_api.http.clock import today
from citizen_api.listings import days
from citizen_api.listings.editing import Change
from citizen_api.pages import forms
from citizen_api.pages.formats import whole_day
from citizen_api.pages.forms import Sent
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import _
from citizen_api.pages.owners import weeks
from citizen_api.pages.owners.keeping import (
    ONE,
    Line,
    Listing,
    Page,
    Typed,
    kept,
    send,
    shown,
)
from citizen_api.pages.owners.words import hours_in_words
from citizen_api.pages.staff.filling import NOTHING, loaded, stale, wrong_with
from citizen_api.pages.venue import week as week_in_words
from citizen_api.problems import FieldError, InvalidRequest
from citizen_api.schedules.parsing import BadOpeningHours, ends_early
from citizen_api.venues.cards import periods

HERE: Final = f"{ONE}/hours"
WEEK: Final = f"{HERE}/week"
DAYS: Final = f"{HERE}/days"
COPY, LOOK, CLEAR, CLOSED = "copy", "look", "clear", "closed"

blueprint = personal("owner_hours")


class DaySchema(Schema):
    """A date of a form."""

    day = Day(required=True)


@blueprint.get(HERE)
@kept
def hours(staff: Staff, slug: str) -> Response:
    """What people read of the hours."""
    return shown(HOURS, slug)


@blueprint.get(WEEK)
@kept
def ask_week(staff: Staff, slug: str) -> Response:
    """Ask for the times of each day of the week."""
    return shown(OF_WEEK, slug)


@blueprint.post(WEEK)
@kept
def change_week(staff: Staff, slug: str) -> Response:
    """Say the ordinary hours; or only copy Monday, or look how it will be read."""
    sent = forms.read_form()
    if sent["action"] == COPY:
        return shown(OF_WEEK, slug, copied(sent.values), stale(sent))
    if sent["action"] == LOOK:
        return looked_at(slug, sent)

    def read(again: Sent) -> Change:
        text = weeks.text_of(again.values)
        return lambda edit: days.set_hours(edit, text)

    return send(OF_WEEK, staff, slug, read)


@blueprint.get(DAYS)
@kept
def ask_day(staff: Staff, slug: str) -> Response:
    """Ask for a date that differs, and list those that do."""
    return shown(OF_DAYS, slug)


@blueprint.post(DAYS)
@kept
def change_day(staff: Staff, slug: str) -> Response:
    """Say the hours of a date, or let it be an ordinary one again."""

    def read(sent: Sent) -> Change:
        day = loaded(DaySchema(), {"day": sent["day"]})["day"]
        if sent["action"] == CLEAR:
            return lambda edit: days.clear_day(edit, day)
        text = day_text(sent.values)
        return lambda edit: days.set_day(edit, day, text)

    return send(OF_DAYS, staff, slug, read)


def looked_at(slug: str, sent: Sent) -> Response:
    """The form, and how the week in it would be read."""
    try:
        text = weeks.text_of(sent.values)
    except InvalidRequest as problem:
        wrong, status = wrong_with(problem), problem.status
        return shown(OF_WEEK, slug, sent.values, wrong, status=status)
    return shown(OF_WEEK, slug, sent.values, stale(sent), look=week_of(text))


def copied(typed: Typed) -> dict[str, str]:
    """What was typed, with the times of Monday on every day."""
    monday = {name[3:]: value for name, value in typed.items() if name[:3] == "mo-"}
    every = {f"{day}-{name}": monday[name] for day in weeks.DAYS for name in monday}
    return {**typed, **every}


def day_text(typed: Typed) -> str | None:
    """The hours of a date as typed; None for closed. Raises InvalidRequest."""
    if typed.get(CLOSED):
        return None
    try:
        times = weeks.times_of(typed)
    except weeks.BadShifts as bad:
        raise InvalidRequest(errors=[FieldError(bad.said, pointer="#/hours")]) from None
    if not times:
        raise InvalidRequest(errors=[FieldError(weeks.HALF, pointer="#/hours")])
    return times


def text_of(listing: Listing) -> str | None:
    """The ordinary hours that are shown; None when nobody told them."""
    told = listing["hours"]
    return None if told is None else str(told["opening_hours"])


def week_of(text: str | None) -> list[dict[str, Any]]:
    """A week as people read it; nothing when it is not known."""
    if text is None:
        return []
    found = [{"periods": periods(line.periods)} for line in weeks.lines(text)]
    return week_in_words(found, today())


def as_read(listing: Listing) -> Mapping[str, Any]:
    """What people read of the hours."""
    text = text_of(listing)
    return {
        "week": week_of(text),
        "until_sold_out": text is not None and ends_early(text),
        "special": special(listing),
    }


def special(listing: Listing) -> list[dict[str, Any]]:
    """The dates that differ, in words."""
    return [
        {
            "day": each["day"].isoformat(),
            "name": whole_day(each["day"]),
            "hours": hours_in_words(each["closed"], each["hours"]),
        }
        for each in listing["days"]
    ]


def of_week(listing: Listing) -> Mapping[str, Any]:
    """What the form of the week needs besides its fields."""
    text = text_of(listing)
    names = [line["name"] for line in week_of("24/7")]
    return {
        "days": dict(zip(weeks.DAYS, names, strict=True)),
        "shifts": weeks.SHIFTS,
        "lost": None if weeks.is_whole(text) else text,
    }


def both_weeks(typed: Typed, listing: Listing) -> Sequence[Line]:
    """Day by day what was typed and what is there, where that differs."""
    theirs = week_of(text_of(listing))
    try:
        yours = week_of(weeks.text_of(typed))
    except (InvalidRequest, BadOpeningHours):
        return []
    unknown = [{"hours": _("not known")}] * len(yours)
    return [
        Line(mine["name"], mine["hours"], other["hours"])
        for mine, other in zip(yours, theirs or unknown, strict=True)
        if mine["hours"] != other["hours"]
    ]


def both_days(typed: Typed, listing: Listing) -> Sequence[Line]:
    """The hours of a date as typed, and as they are."""
    try:
        day = date.fromisoformat(typed.get("day", ""))
        cleared = typed.get("action") == CLEAR
        yours = None if cleared else day_text(typed)
    except (ValueError, InvalidRequest):
        return []
    found = [each for each in listing["days"] if each["day"] == day]
    theirs: Listing = found[0] if found else {"closed": False, "hours": None}
    closed = yours is None and not cleared
    return [
        Line(
            whole_day(day),
            hours_in_words(closed, yours),
            hours_in_words(theirs["closed"], theirs["hours"]),
        )
    ]


def of_days(listing: Listing) -> Mapping[str, Any]:
    """The dates that differ, and which ones a form takes."""
    first = today()
    return {
        "special": special(listing),
        "first": first.isoformat(),
        "last": (first + days.FARTHEST).isoformat(),
        "shifts": weeks.SHIFTS,
    }


HOURS: Final = Page("hours.html", "/hours", more=as_read)
OF_WEEK: Final = Page(
    "week.html",
    "/hours",
    lambda listing: weeks.typed_of(text_of(listing)),
    both_weeks,
    of_week,
)
OF_DAYS: Final = Page("days.html", "/hours", lambda _: NOTHING, both_days, of_days)
