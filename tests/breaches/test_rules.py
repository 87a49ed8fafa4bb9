"""What the rules see in look-ups, and what they let pass."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from citizen_api.breaches.rules import (
    LIMITS,
    Limits,
    Look,
    Rule,
    crowded,
    is_night,
    suspicions,
)
from citizen_api.http.clock import HO_CHI_MINH

MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=HO_CHI_MINH)
NIGHT = datetime(2026, 11, 20, 23, 0, tzinfo=HO_CHI_MINH)
STAFF = uuid4()


def look(
    at: datetime,
    number: int = 1,
    *,
    staff: UUID = STAFF,
    facility: str = "31001",
    purpose: str = "reception",
    under_glass: bool = False,
) -> Look:
    index = bytes([number % 256, number >> 8])
    return Look(uuid4(), at, staff, facility, index, purpose, under_glass)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def queue(start: datetime, people: int, every: timedelta) -> list[Look]:
    return [look(start + each * every, each) for each in range(people)]


def test_a_busy_reception_is_no_breach() -> None:
    day = queue(MORNING, 480, minutes(1))

    assert suspicions(day) == []


def test_a_hundred_and_twenty_numbers_in_an_hour_are_a_mass_look_up() -> None:
    attack = queue(MORNING, LIMITS.mass_numbers, minutes(0.2))

    (found,) = suspicions(attack)

    assert (found.rule, found.key) == (Rule.MASS, str(STAFF))
    assert len(found.numbers) == LIMITS.mass_numbers


def test_one_fewer_is_none() -> None:
    assert suspicions(queue(MORNING, LIMITS.mass_numbers - 1, minutes(0.2))) == []


def test_the_same_patient_again_and_again_is_no_mass_look_up() -> None:
    again = [look(MORNING + minutes(each / 10)) for each in range(300)]

    assert suspicions(again) == []


def test_one_number_from_four_facilities_in_a_day_is_a_breach() -> None:
    asked = [
        look(MORNING + minutes(60 * each), 7, staff=uuid4(), facility=f"3100{each}")
        for each in range(LIMITS.spread_facilities)
    ]

    (found,) = suspicions(asked)

    assert found.rule is Rule.SPREAD
    assert found.numbers == {look(MORNING, 7).number}


def test_one_number_from_four_facilities_in_a_month_is_none() -> None:
    asked = [
        look(MORNING + timedelta(days=7 * each), 7, facility=f"3100{each}")
        for each in range(4)
    ]

    assert suspicions(asked) == []


def test_ten_people_at_night_are_off_hours() -> None:
    (found,) = suspicions(queue(NIGHT, LIMITS.night_numbers, minutes(20)))

    assert found.rule is Rule.NIGHT


def test_declared_emergencies_at_night_are_not_off_hours() -> None:
    asked = [
        look(NIGHT + minutes(each), each, purpose="emergency", under_glass=True)
        for each in range(30)
    ]

    assert suspicions(asked) == []


def test_the_word_emergency_alone_is_no_reason_at_night() -> None:
    asked = [
        look(NIGHT + minutes(each), each, purpose="emergency") for each in range(30)
    ]

    (found,) = suspicions(asked)

    assert found.rule is Rule.NIGHT


def test_night_ends_at_five() -> None:
    assert is_night(MORNING.replace(hour=4, minute=59))
    assert not is_night(MORNING.replace(hour=5))
    assert not is_night(MORNING.replace(hour=21, minute=59))
    assert is_night(MORNING.replace(hour=22))


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 9)), max_size=60))
def test_who_is_caught_is_in_a_full_window(asked: list[tuple[int, int]]) -> None:
    looks = sorted(
        (look(MORNING + minutes(at), number) for at, number in asked),
        key=lambda each: each.at,
    )
    within, limit = minutes(60), 4
    full = [
        (each.at - within, each.at)
        for each in looks
        if len({o.number for o in looks if each.at - within < o.at <= each.at}) >= limit
    ]

    caught = crowded(looks, within, limit, lambda each: each.number)

    assert Counter(caught) == Counter(
        each for each in looks if any(a < each.at <= b for a, b in full)
    )


def test_thresholds_are_data() -> None:
    strict = Limits(mass_numbers=2)

    assert suspicions(queue(MORNING, 2, minutes(1)), strict)
