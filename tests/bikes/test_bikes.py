"""What may become of a bike, and who may have it."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from citizen_api.bikes import actions, codes, queries
from citizen_api.bikes.models import Bike, BikeEvent, State
from citizen_api.bikes.problems import BikeNotFree
from citizen_api.bikes.rules import MAY_BECOME, TAKEN, WrongStep, ensure_may_become
from citizen_api.problems import NotFound
from tests.bikes.riding import OPERA, bikes_at, ride_in, ride_off
from tests.conftest import NOON
from tests.factories import changing, database_of

HOST = "https://xe.example"
DIGITS = some.text("0123456789", min_size=7, max_size=7)


def state_of(app: Flask, bike: int) -> str:
    with changing(app) as session:
        return queries.bike(session, bike).state


def test_of_twenty_riders_who_want_one_bike_one_has_it(fresh: Flask) -> None:
    with changing(fresh) as session:
        token = bikes_at(session, OPERA)[0].token
    database = database_of(fresh)

    def want(_: int) -> str:
        try:
            with database.sessions.begin() as session:
                scanned = codes.Scanned(codes.Kind.QR, token)
                bike = queries.bike_scanned(session, scanned)
                actions.claim(session, bike, at=NOON)
        except BikeNotFree as refused:
            return str(refused.detail)
        return "had"

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(want, range(20)))

    assert answers.count("had") == 1
    assert set(answers) == {"had", str(TAKEN)}


def test_a_bike_that_was_reported_broken_is_not_free_after_its_ride(
    fresh: Flask,
) -> None:
    bike = ride_off(fresh)
    with changing(fresh) as session:
        actions.report_fault(session, queries.bike(session, bike), "brake", at=NOON)

    ride_in(fresh, bike)

    assert state_of(fresh, bike) == State.NON_OPERATIONAL
    with changing(fresh) as session, pytest.raises(BikeNotFree):
        actions.claim(session, queries.bike(session, bike), at=NOON)


def test_an_empty_battery_ends_the_service_until_it_is_mended(fresh: Flask) -> None:
    bike = ride_off(fresh)
    with changing(fresh) as session:
        queries.bike(session, bike).battery = 10
    ride_in(fresh, bike)
    assert state_of(fresh, bike) == State.NON_OPERATIONAL

    with changing(fresh) as session:
        found = queries.bike(session, bike)
        where = actions.Where(found.station_id)
        actions.mend(session, found, where, at=NOON)
    assert state_of(fresh, bike) == State.AVAILABLE


def test_a_lock_that_did_not_open_gives_the_bike_back(fresh: Flask) -> None:
    with changing(fresh) as session:
        bike = bikes_at(session, OPERA)[0]
        actions.claim(session, bike, at=NOON)
        actions.release(session, bike, at=NOON)
        assert bike.state == State.AVAILABLE
        actions.claim(session, bike, at=NOON)
        actions.release(session, bike, at=NOON, fault="lock failed twice")
        assert bike.state == State.NON_OPERATIONAL


def test_a_reserved_bike_is_for_who_reserved_it(fresh: Flask) -> None:
    with changing(fresh) as session:
        bike = bikes_at(session, OPERA)[0]
        actions.reserve(session, bike, at=NOON)
        with pytest.raises(BikeNotFree):
            actions.claim(session, bike, at=NOON)
        actions.claim(session, bike, at=NOON, held=True)
        assert bike.state == State.CLAIMED


def test_every_change_is_recorded_and_says_nothing_of_a_rider(fresh: Flask) -> None:
    bike = ride_off(fresh)
    ride_in(fresh, bike)

    with changing(fresh) as session:
        wanted = select(BikeEvent).where(BikeEvent.bike_id == bike)
        events = session.scalars(wanted.order_by(BikeEvent.id)).all()
    assert [(each.was, each.became) for each in events] == [
        ("available", "claimed"),
        ("claimed", "on_trip"),
        ("on_trip", "available"),
    ]
    columns = set(BikeEvent.__table__.columns.keys())
    assert columns == {
        *("id", "bike_id", "at", "recorded_at", "was", "became"),
        *("station_id", "reason"),
    }


def test_only_some_steps_are_possible() -> None:
    for was, becomes in itertools.product(State, State):
        if becomes in MAY_BECOME[was] and was is not becomes:
            ensure_may_become(was, becomes)
        else:
            with pytest.raises(WrongStep):
                ensure_may_become(was, becomes)
    assert State.ON_TRIP not in MAY_BECOME[State.AVAILABLE]


def test_a_bike_on_a_trip_cannot_be_carried_away(fresh: Flask) -> None:
    bike = ride_off(fresh)
    with changing(fresh) as session, pytest.raises(WrongStep):
        actions.move(session, queries.bike(session, bike), actions.Where(1), at=NOON)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "on_trip"},
        {"fault": "bell"},
        {"station_id": None},
        {"state": "elsewhere"},
        {"token": "short"},
        {"code": "1234567"},
        {"battery": 101},
        {"lon_e6": 1},
    ],
)
def test_the_database_refuses_a_bike_that_cannot_be(
    fresh: Flask, values: dict[str, object]
) -> None:
    with changing(fresh) as session:
        bike = bikes_at(session, OPERA)[0].id
    columns = ", ".join(f"{name} = :{name}" for name in values)
    wrong = sql(f"UPDATE bikes SET {columns} WHERE id = {bike}")

    with changing(fresh) as session, pytest.raises(IntegrityError):
        session.execute(wrong, values)


def test_an_old_code_and_one_that_never_was_are_told_alike(fresh: Flask) -> None:
    with changing(fresh) as session:
        bike = bikes_at(session, OPERA)[0]
        old = (
            codes.Scanned(codes.Kind.QR, bike.token),
            codes.Scanned(codes.Kind.CODE, bike.code),
        )
        actions.relabel(session, bike)
        new = codes.Scanned(codes.Kind.CODE, bike.code)
        assert queries.bike_scanned(session, new).id == bike.id
        station = codes.Scanned(codes.Kind.STATION, OPERA)
        never = codes.Scanned(codes.Kind.QR, codes.new_token())
        for scanned in (*old, never, station):
            with pytest.raises(NotFound):
                queries.bike_scanned(session, scanned)


def test_every_bike_has_codes_of_its_own(fresh: Flask) -> None:
    with changing(fresh) as session:
        bikes = session.scalars(select(Bike)).all()
    assert len({each.token for each in bikes}) == len(bikes) == 230
    for bike in bikes:
        assert codes.check_digit(bike.code[:-1]) == bike.code[-1]
        assert bike.number not in bike.token


@given(DIGITS, some.integers(0, 6), some.integers(1, 9))
def test_a_wrong_digit_is_always_seen(digits: str, at: int, more: int) -> None:
    wrong = f"{digits[:at]}{(int(digits[at]) + more) % 10}{digits[at + 1 :]}"

    assert codes.check_digit(digits) != codes.check_digit(wrong)


def test_what_a_phone_reads() -> None:
    token, code = codes.new_token(), codes.new_code()
    address = codes.bike_url(HOST, token)

    assert codes.read(address, HOST) == (codes.Kind.QR, token)
    assert codes.read(f" {token}\n", HOST) == (codes.Kind.QR, token)
    assert codes.read(f"{code[:4]} {code[4:]}", HOST) == (codes.Kind.CODE, code)
    sign = codes.station_url(HOST, OPERA)
    assert codes.read(sign, HOST) == (codes.Kind.STATION, OPERA)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("https://pay.example/b/AAAAAAAAAAAAAAAAAAAAAA", "foreign"),
        ("http://xe.example/b/AAAAAAAAAAAAAAAAAAAAAA", "foreign"),
        ("https://[::1/b/x", "unreadable"),
        ("https://xe.example/b/short", "unreadable"),
        ("https://xe.example@evil.example/b/AAAAAAAAAAAAAAAAAAAAAA", "foreign"),
        ("HP00501", "unreadable"),
        ("", "unreadable"),
        ("１２３４５６７８", "unreadable"),
    ],
)
def test_what_is_no_code_of_ours_says_why(text: str, fault: str) -> None:
    with pytest.raises(codes.BadCode) as refused:
        codes.read(text, HOST)
    assert refused.value.fault == fault


def test_a_mistyped_number_says_so() -> None:
    code = codes.new_code()
    wrong = f"{code[:-1]}{(int(code[-1]) + 1) % 10}"

    with pytest.raises(codes.BadCode) as refused:
        codes.read(wrong, HOST)
    assert refused.value.fault == codes.Fault.MISTYPED
