"""Open or not, until when, and as bits."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citizen_api.schedules.evaluating import (
    HO_CHI_MINH,
    OpenStatus,
    Schedule,
    open_bits,
    status,
    unsure_bits,
)
from citizen_api.schedules.holidays import Calendar

MakeSchedule = Callable[[str], Schedule]

MOMENTS = st.datetimes(
    datetime(2025, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2030, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, HO_CHI_MINH, timezone(timedelta(hours=-8))]),
)


def at(text: str) -> datetime:
    """ "2026-11-21 10:00", in Hải Phòng."""
    return datetime.fromisoformat(text).replace(tzinfo=HO_CHI_MINH)


def test_an_open_place_says_until_when(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    found = status(schedule("07:00-21:00"), at("2026-11-21 20:59"), calendar)

    assert found == OpenStatus(True, True, at("2026-11-21 21:00"), None, None)
    assert found.until is not None
    assert found.until.isoformat() == "2026-11-21T21:00:00+07:00"


def test_a_closed_place_says_when_it_opens(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    place = schedule("Mo-Fr 06:00-11:00,16:00-21:00")

    between = status(place, at("2026-11-20 12:00"), calendar)
    weekend = status(place, at("2026-11-20 21:00"), calendar)

    assert (between.now, between.opens_at) == (False, at("2026-11-20 16:00"))
    assert (weekend.now, weekend.opens_at) == (False, at("2026-11-23 06:00"))


def test_a_night_lasts_past_midnight_and_past_sunday(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    place = schedule("19:00-03:00")

    for moment in ("2026-11-22 23:30", "2026-11-23 00:00", "2026-11-23 02:59"):
        assert status(place, at(moment), calendar).until == at("2026-11-23 03:00")
    assert status(place, at("2026-11-23 03:00"), calendar).now is False


def test_always_open_never_ends(schedule: MakeSchedule, calendar: Calendar) -> None:
    found = status(schedule("24/7"), at("2026-11-21 03:00"), calendar)

    assert found == OpenStatus(True, True, None, None, None)


def test_never_open_has_no_next_opening(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    found = status(schedule("off"), at("2026-11-21 03:00"), calendar)

    assert found == OpenStatus(False, True, None, None, None)


def test_an_open_end_has_no_until(schedule: MakeSchedule, calendar: Calendar) -> None:
    found = status(schedule("15:00+"), at("2026-11-21 16:00"), calendar)

    assert found == OpenStatus(True, True, None, None, None)


def test_after_a_soft_end_nobody_knows(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    place = schedule("20:00-22:00+")

    during = status(place, at("2026-11-21 21:00"), calendar)
    after = status(place, at("2026-11-21 22:00"), calendar)

    assert (during.now, during.until) == (True, None)
    assert (after.now, after.known) == (None, False)
    assert after.opens_at == at("2026-11-22 20:00")


def test_tet_closes_a_place_that_says_so(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    place = schedule("06:00-20:00; PH off")

    found = status(place, at("2026-02-17 10:00"), calendar)

    assert (found.now, found.known) == (False, True)
    assert found.opens_at == at("2026-02-21 06:00")
    assert found.holiday is calendar[date(2026, 2, 17)]


def test_a_text_silent_about_tet_gives_the_usual_hours_as_not_known(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    place = schedule("06:00-20:00")

    tet = status(place, at("2026-02-17 10:00"), calendar)
    before = status(place, at("2026-02-15 10:00"), calendar)

    assert (tet.now, tet.known) == (True, False)
    assert (before.now, before.known) == (True, True)


@pytest.mark.parametrize("text", ["24/7", "06:00-20:00; 2026 Feb 17 08:00-12:00"])
def test_a_text_that_names_the_day_is_known_on_it(
    schedule: MakeSchedule, calendar: Calendar, text: str
) -> None:
    assert status(schedule(text), at("2026-02-17 10:00"), calendar).known


def test_a_saturday_worked_in_lieu_is_an_ordinary_day(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    found = status(schedule("06:00-20:00"), at("2026-08-22 10:00"), calendar)

    assert found == OpenStatus(True, True, at("2026-08-22 20:00"), None, None)


def test_the_zone_of_the_question_does_not_matter(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    place = schedule("Mo 06:00-08:00")  # Sunday evening in Greenwich

    moment = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)

    assert status(place, moment, calendar).until == at("2026-11-23 08:00")


def test_a_moment_without_a_zone_is_refused(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    naive = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001 - that is the point

    with pytest.raises(ValueError, match="time zone"):
        status(schedule("24/7"), naive, calendar)


@given(moment=MOMENTS)
def test_now_holds_until_the_next_change(
    schedule: MakeSchedule, calendar: Calendar, moment: datetime
) -> None:
    place = schedule("Mo-Sa 17:00-02:00; PH 09:00-12:00")
    found = status(place, moment, calendar)
    change = found.until or found.opens_at

    assert change is not None
    assert status(place, change, calendar).now is not found.now
    assert status(place, change - timedelta(minutes=1), calendar).now is found.now


TEXTS = [
    "07:00-21:00",
    "17:00-02:00; PH off",
    "15:00+",
    "24/7",
    "off",
    "PH 08:00-12:00",
    "24/7 unknown; Sa 10:00-12:00",
    "20:00-23:00+",
]


@given(moment=MOMENTS)
def test_a_bit_is_set_when_the_status_is_open(
    schedule: MakeSchedule, calendar: Calendar, moment: datetime
) -> None:
    places = {number * 7 + 1: schedule(text) for number, text in enumerate(TEXTS)}

    bits = open_bits(places, moment)

    assert len(bits) * 8 > max(places)
    for number in range(len(bits) * 8):
        place = places.get(number)
        is_open = place is not None and status(place, moment, calendar).now
        assert _bit(bits, number) == bool(is_open)


@given(moment=MOMENTS)
def test_a_bit_is_set_when_nobody_knows_the_status(
    schedule: MakeSchedule, calendar: Calendar, moment: datetime
) -> None:
    places = {number * 7 + 1: schedule(text) for number, text in enumerate(TEXTS)}

    for number, place in places.items():
        unknown = status(place, moment, calendar).now is None
        assert _bit(unsure_bits(places, moment), number) == unknown


def _bit(bits: bytes, number: int) -> int:
    return bits[number // 8] >> (number % 8) & 1


def test_no_schedules_make_one_byte_of_closed() -> None:
    assert open_bits({}, at("2026-11-21 10:00")) == b"\x00"
