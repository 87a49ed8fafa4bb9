"""The doors of the calendar."""

from datetime import date
from typing import Any, Final

import orjson
from flask import Response

from citizen_api.calendars import actions
from citizen_api.calendars.rules import Notice
from citizen_api.calendars.schemas import (
    CalendarQuery,
    CalendarSchema,
    NoticeBodySchema,
)
from citizen_api.callers import STAFF_REFUSED, Staff, staff
from citizen_api.callers import public as anyone
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.caching import public
from citizen_api.http.clock import now, today
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import nothing, personal
from citizen_api.http.session import kept, transaction
from citizen_api.http.telling import Example
from citizen_api.problems import (
    BODY_PROBLEMS,
    NotAcceptable,
    NotFound,
)
from citizen_api.roles.models import Role
from citizen_api.schedules.holidays import Calendar, Holiday
from citizen_api.schedules.models import HolidayStatus, NoticeKind
from citizen_api.schedules.queries import holidays

MAX_AGE: Final = 300
NOTICE: Final[dict[str, Any]] = {
    "kind": "day_off_in_lieu",
    "name": {
        "vi": "Nghỉ hoán đổi cho ngày làm bù 28-11-2026",
        "en": "Day off swapped for 28 November 2026",
    },
    "status": "official",
    "source": "Thông báo của Bộ Nội vụ (ví dụ)",
}

blueprint = Blueprint("calendars", __name__, description="Public holidays")


@blueprint.route("/v1/calendar")
@anyone
@blueprint.arguments(CalendarQuery, location="query")
@blueprint.response(200, CalendarSchema, example=Example("get_calendar"))
@blueprint.problems(NotAcceptable)
@blueprint.doc(operationId="get_calendar")
def get_calendar(asked: dict[str, Any]) -> Response:
    """List the public holidays of a year, and the days swapped for them

    Days off are what `PH` means in opening hours. `expected` days follow from the law
    and wait for the yearly notice.
    """
    negotiate(JSON)
    content = shown(kept(holidays), asked.get("year", today().year))
    return public(orjson.dumps(content), JSON, max_age=MAX_AGE)


@blueprint.route("/v1/calendar/<day>", methods=["PUT"])
@staff(Role.ADMINISTRATOR, Role.MODERATOR)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(NoticeBodySchema, example=NOTICE)
@blueprint.response(200, CalendarSchema, example=Example("get_calendar"))
@blueprint.problems(
    *STAFF_REFUSED,
    NotAcceptable,
    NotFound,
    *BODY_PROBLEMS,
)
@blueprint.doc(operationId="put_calendar_day")
def put_calendar_day(
    caller: Staff, asked: dict[str, Any], body: dict[str, Any], day: str
) -> Response:
    """Say what a day is, as the yearly notice has it

    `ordinary_day` takes a day out that was expected. Opening hours follow within a
    minute. The whole year is answered; the same again changes nothing.
    """
    negotiate(JSON)
    name = body["name"]
    notice = Notice(
        day=read_day(day),
        kind=NoticeKind(body["kind"]),
        name_vi=name["vi"],
        name_en=name["en"],
        status=HolidayStatus(body["status"]),
        source=body["source"],
    )
    with transaction() as session:
        actions.keep(session, [notice], by=caller.actor, at=now())
    with transaction() as session:
        return personal(shown(holidays(session), notice.day.year))


@blueprint.route("/v1/calendar/<day>", methods=["DELETE"])
@staff(Role.ADMINISTRATOR, Role.MODERATOR)
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(*STAFF_REFUSED, NotAcceptable, NotFound)
@blueprint.doc(operationId="withdraw_calendar_day")
def withdraw_calendar_day(caller: Staff, asked: dict[str, Any], day: str) -> Response:
    """Take the notice of a day back

    What the service knew without it holds again; 404 when there is no notice.
    """
    negotiate(JSON)
    with transaction() as session:
        actions.withdraw(session, read_day(day), by=caller.actor, at=now())
    return nothing()


def read_day(text: str) -> date:
    """A date of the address; raises NotFound for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound from None


def shown(calendar: Calendar, year: int) -> dict[str, Any]:
    """A year on the wire."""
    days = [shown_day(each) for each in calendar.values() if each.day.year == year]
    return {
        "year": year,
        "days": days,
        "years": sorted({day.year for day in calendar}),
    }


def shown_day(holiday: Holiday) -> dict[str, Any]:
    """A day on the wire."""
    return {
        "day": holiday.day,
        "name": {"vi": holiday.name_vi, "en": holiday.name_en},
        "kind": holiday.kind,
        "day_off": holiday.is_day_off,
        "status": holiday.status,
        "source": holiday.source,
    }
