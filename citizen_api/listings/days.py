"""The hours of a venue, the dates on which it keeps others, and closing for today."""

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import update

from citizen_api.listings.edit_models import ListingChange, Part
from citizen_api.listings.edits import DAY_PRECISION, Edit
from citizen_api.problems import FieldError, InvalidRequest, Said
from citizen_api.schedules.dated import business_day, hours_of_day
from citizen_api.schedules.parsing import BadOpeningHours, Reason, normalised
from citizen_api.schedules.queries import one
from citizen_api.venues.bests import live_hours, show_hours
from citizen_api.venues.models import OpeningHours, VenueDay

FARTHEST: Final = timedelta(days=400)
NOT_THEN: Final = Said(
    "Chỉ từ hôm nay đến 400 ngày tới.", "Only from today to 400 days from now."
)
NOT_HOURS: Final = Said(
    "Không đọc được giờ mở cửa. Viết như 07:00-11:00,16:00-21:00 hoặc Mo-Sa"
    " 07:00-21:00; Su off.",
    "These are no opening hours. Write 07:00-11:00,16:00-21:00 or Mo-Sa 07:00-21:00;"
    " Su off.",
)
TOO_MUCH: Final = Said(
    "Giờ mở cửa và các ngày đặc biệt dài quá 255 ký tự hoặc quá 16 quy tắc. Bỏ bớt ngày"
    " đã xa.",
    "Hours and special days are more than 255 characters or 16 rules. Take some of the"
    " far days out.",
)
ONE_DAY: Final = Said(
    "Giờ của một ngày viết như 10:00-14:00,17:00-02:00.",
    "The hours of one day are written 10:00-14:00,17:00-02:00.",
)
NOT_COMPILED: Final = Said(
    "Không dùng chú thích, mặt trời, kỳ nghỉ học hay || trong giờ mở cửa.",
    "No comments, sun times, school holidays or || in opening hours.",
)
SAYINGS: Final = {
    Reason.TOO_LONG: TOO_MUCH,
    Reason.TOO_MANY_RULES: TOO_MUCH,
    Reason.NOT_OPENING_HOURS: NOT_HOURS,
    Reason.EMPTY: NOT_HOURS,
}


def set_hours(edit: Edit, text: str) -> list[ListingChange]:
    """Say the ordinary hours, as OSM `opening_hours`; what others said stays.

    The same again on the same day changes nothing. Raises InvalidRequest.
    """
    try:
        normal = normalised(text)
    except BadOpeningHours as bad:
        raise wrong(SAYINGS.get(bad.reason, NOT_COMPILED), "/hours") from None
    today = edit.editor.today
    told = live_hours(edit.session, edit.venue.id)
    mine = next((each for each in told if each.source_id == edit.editor.source), None)
    if mine and mine.text == normal and mine.checked_on == today and mine.used:
        return []
    shown = next((each.text for each in told if each.used), None)
    change = edit.note(Part.HOURS, {"opening_hours": shown}, {"opening_hours": normal})
    edit.session.execute(
        update(OpeningHours)
        .where(
            OpeningHours.venue_id == edit.venue.id,
            OpeningHours.source_id == edit.editor.source,
            OpeningHours.ended_by.is_(None),
        )
        .values(ended_by=change.id, used=False)
    )
    edit.session.add(
        OpeningHours(
            venue_id=edit.venue.id,
            text=normal,
            source_id=edit.editor.source,
            checked_on=today,
            precision=DAY_PRECISION,
            made_by=change.id,
        )
    )
    show(edit, "/hours")
    return [change]


def set_day(edit: Edit, day: date, hours: str | None) -> list[ListingChange]:
    """Say the hours of one date, None for closed. Raises InvalidRequest."""
    if not edit.editor.today <= day <= edit.editor.today + FARTHEST:
        raise wrong(NOT_THEN, "/day")
    try:
        normal = None if hours is None else hours_of_day(hours)
    except BadOpeningHours:
        raise wrong(ONE_DAY, "/hours") from None
    return keep_day(edit, day, closed=hours is None, hours=normal)


def clear_day(edit: Edit, day: date) -> list[ListingChange]:
    """Let a date have its ordinary hours again."""
    return keep_day(edit, day, closed=False, hours=None)


def close_today(edit: Edit) -> list[ListingChange]:
    """Close for the rest of the day, until its hours would be over."""
    day = day_of(edit)
    return keep_day(edit, day, closed=True, hours=own_hours(edit, day))


def open_today(edit: Edit) -> list[ListingChange]:
    """Be open after all, in the hours that this day had before."""
    day = day_of(edit)
    return keep_day(edit, day, closed=False, hours=own_hours(edit, day))


def own_hours(edit: Edit, day: date) -> str | None:
    """The hours of a date that differ from the ordinary ones."""
    there = edit.session.get(VenueDay, (edit.venue.id, day))
    return None if there is None else there.hours


def day_of(edit: Edit) -> date:
    """The day whose hours go on now; after midnight it may be yesterday's."""
    schedule = one(edit.session, edit.venue.schedule_id)
    return business_day(schedule, edit.editor.at)


def keep_day(
    edit: Edit, day: date, *, closed: bool, hours: str | None
) -> list[ListingChange]:
    """Keep what holds of a date; neither closed nor hours: nothing special."""
    there = edit.session.get(VenueDay, (edit.venue.id, day))
    before, after = said(there), {"closed": closed, "hours": hours}
    if before == after:
        return []
    named = {"day": day.isoformat()}
    change = edit.note(Part.DAY, named | before, named | after)
    put_day(edit, day, after)
    show(edit, "/day")
    return [change]


def put_day(edit: Edit, day: date, value: dict[str, Any]) -> None:
    """Let the table say this of a date."""
    there = edit.session.get(VenueDay, (edit.venue.id, day))
    if not value["closed"] and value["hours"] is None:
        if there is not None:
            edit.session.delete(there)
    elif there is None:
        said_now = {name: value[name] for name in ("closed", "hours")}
        edit.session.add(VenueDay(venue_id=edit.venue.id, day=day, **said_now))
    else:
        there.closed, there.hours = value["closed"], value["hours"]
    edit.session.flush()


def said(day: VenueDay | None) -> dict[str, Any]:
    """What holds of a date."""
    if day is None:
        return {"closed": False, "hours": None}
    return {"closed": day.closed, "hours": day.hours}


def show(edit: Edit, pointer: str) -> None:
    """Let readers see the hours and dates. Raises InvalidRequest for too many."""
    edit.session.flush()
    try:
        show_hours(edit.session, edit.venue, edit.editor.today)
    except BadOpeningHours:
        raise wrong(TOO_MUCH, pointer) from None


def wrong(said_: Said, pointer: str) -> InvalidRequest:
    """What is wrong with a value of the body."""
    return InvalidRequest(errors=[FieldError(said_, pointer=f"#{pointer}")])
