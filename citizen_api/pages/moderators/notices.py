"""The calendar: what each day of a year is, a notice, and how it is taken back."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from flask import redirect, request
from werkzeug import Response

from citizen_api.calendars import actions
from citizen_api.calendars.queries import notices
from citizen_api.calendars.resources import read_day, shown
from citizen_api.calendars.rules import Notice
from citizen_api.calendars.schemas import NoticeBodySchema
from citizen_api.callers import Staff
from citizen_api.fields import DAY
from citizen_api.http.clock import now, today
from citizen_api.http.language import language
from citizen_api.http.session import transaction
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.moderators.words import NOTICES, STATUSES
from citizen_api.pages.staff.filling import NOTHING, loaded, stale, wrong_with
from citizen_api.pages.visitors import at_work
from citizen_api.problems import FieldError, InvalidRequest, NotFound
from citizen_api.roles.models import Role
from citizen_api.schedules.models import HolidayStatus, NoticeKind
from citizen_api.schedules.queries import holidays

PLACE: Final = "/staff/calendar"
NEW: Final = f"{PLACE}/new"
BODY: Final = NoticeBodySchema()
YEAR: Final = re.compile("20[0-9]{2}")
MAY: Final = (Role.MODERATOR, Role.ADMINISTRATOR)

blueprint = personal("moderators_notices")


@blueprint.get(PLACE)
@at_work(*MAY)
def listed(staff: Staff) -> Response:
    """The days of a year that are not ordinary ones."""
    typed = request.args.get("year", "")
    return year_page(int(typed) if YEAR.fullmatch(typed) else today().year)


@blueprint.get(NEW)
@at_work(*MAY)
def ask(staff: Staff) -> Response:
    """Ask what a day is."""
    return form({"day": request.args.get("day", "")[:10]}, NOTHING)


@blueprint.post(NEW)
@at_work(*MAY)
def keep(staff: Staff) -> Response:
    """Say what a day is; the hours of every venue follow within a minute."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return form(sent.values, wrong, status=403)
    try:
        notice = read(sent)
        with transaction() as session:
            actions.keep(session, [notice], by=staff.actor, at=now())
    except InvalidRequest as problem:
        return form(sent.values, wrong_with(problem), status=problem.status)
    return redirect(f"{PLACE}?year={notice.day.year}&done=kept", 303)


@blueprint.post(f"{PLACE}/<day>/withdrawal")
@at_work(*MAY)
def withdraw(staff: Staff, day: str) -> Response:
    """Take the notice of a day back: what the service knew without it holds again."""
    sent, known = forms.read_form(), read_day(day)
    if wrong := stale(sent):
        return year_page(known.year, status=403, wrong=wrong)
    try:
        with transaction() as session:
            actions.withdraw(session, known, by=staff.actor, at=now())
    except NotFound:
        return redirect(f"{PLACE}?year={known.year}&done=none", 303)
    return redirect(f"{PLACE}?year={known.year}&done=withdrawn", 303)


@blueprint.get(f"{PLACE}/<day>/withdrawal")
@at_work(*MAY)
def back_from_sign_in(staff: Staff, day: str) -> Response:
    """After a sign-in that a button asked for: to the list with the buttons."""
    return redirect(f"{PLACE}?year={read_day(day).year}", 303)


def read(sent: forms.Sent) -> Notice:
    """The notice of a form. Raises InvalidRequest."""
    name = {each: sent[each] for each in ("vi", "en") if sent[each].strip()}
    asked = {each: sent[each] for each in ("kind", "status", "source")}
    try:
        day = date.fromisoformat(sent["day"])
    except ValueError:
        raise InvalidRequest(errors=[FieldError(DAY, pointer="#/day")]) from None
    said = loaded(BODY, asked | {"name": name})
    return Notice(
        day=day,
        kind=NoticeKind(said["kind"]),
        name_vi=said["name"]["vi"],
        name_en=said["name"]["en"],
        status=HolidayStatus(said["status"]),
        source=said["source"],
    )


def year_page(
    year: int, *, status: int = 200, wrong: Mapping[str, str] = NOTHING
) -> Response:
    """The days of a year."""
    with transaction() as session:
        calendar = shown(holidays(session), year)
        kept = list(notices(session, year))
    return own_page(
        "moderators/calendar.html",
        status=status,
        calendar=calendar,
        notices=kept,
        kinds=NOTICES,
        spoken=language(),
        wrong=wrong,
        done=request.args.get("done"),
    )


def form(
    typed: Mapping[str, str], wrong: Mapping[str, str], *, status: int = 200
) -> Response:
    """The form, with what was typed and what is wrong with it."""
    return own_page(
        "moderators/notice.html",
        status=status,
        typed=typed,
        wrong=wrong,
        kinds=NOTICES,
        statuses=STATUSES,
    )
