"""Will there be a bike, or room, on arrival?"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import func, select

from citizen_api.bikes import history, queries
from citizen_api.bikes.prediction import Now, Past, chances
from citizen_api.bikes.records import StationSample
from tests.bikes.riding import OPERA, ride_off
from tests.conftest import NOON
from tests.factories import changing

COUNTS = some.one_of(some.none(), some.integers(0, 30))
HISTORY = some.lists(
    some.builds(
        Past,
        some.dates(date(2026, 9, 1), date(2026, 11, 1)),
        COUNTS,
        COUNTS,
        some.integers(0, 30),
        COUNTS,
    )
)


def remember(app: Flask, counts: Iterable[tuple[datetime, int, int]]) -> None:
    with changing(app) as session:
        place = queries.station(session, OPERA)
        for at, bikes, docks in counts:
            session.add(
                StationSample(station_id=place.id, at=at, bikes=bikes, docks=docks)
            )


def asked(client: FlaskClient, query: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/v1/stations/{OPERA}?{query}").json
    prediction: dict[str, Any] = found["prediction"]
    return prediction


def weeks_ago(weeks: int, **later: float) -> datetime:
    return NOON - timedelta(weeks=weeks) + timedelta(**later)


def test_without_history_it_says_so(client: FlaskClient) -> None:
    said = asked(client, "in_minutes=10")

    unknown = {"probability": None, "days": 0, "observations": 0}
    assert said["bike"] == unknown | {"enough_history": False}
    assert not said["enough_history"]
    assert said["note"]["en"] == "Not enough history of this station to tell."


def test_room_that_nobody_counted_is_said_to_be_unknown(fresh: Flask) -> None:
    with changing(fresh) as session:
        place = queries.station(session, OPERA).id
        for nth in (1, 2, 3):
            at = weeks_ago(nth, hours=5)
            session.add(StationSample(station_id=place, at=at, bikes=3, docks=None))

    said = asked(fresh.test_client(), "in_minutes=300")

    assert said["bike"]["enough_history"]
    assert not said["room"]["enough_history"]


def test_who_does_not_ask_is_told_nothing(client: FlaskClient) -> None:
    assert client.get(f"/v1/stations/{OPERA}").json["prediction"] is None


def test_two_days_are_not_enough_and_three_are(fresh: Flask) -> None:
    client = fresh.test_client()
    remember(fresh, [(weeks_ago(nth, hours=5), 0, 4) for nth in (1, 2)])
    assert not asked(client, "in_minutes=300")["enough_history"]

    remember(fresh, [(weeks_ago(3, hours=5), 6, 4)])
    said = asked(client, "in_minutes=300")

    assert said["basis"]["method"] == "counts-of-then"
    known = {"probability": 0.4, "days": 3, "observations": 3}
    assert said["bike"] == known | {"enough_history": True}
    assert said["room"]["probability"] == 0.8


def test_near_by_the_count_of_now_moves_as_it_did_then(fresh: Flask) -> None:
    """Seven bikes stand there; on each earlier day ten were taken meanwhile."""
    for nth in range(1, 5):
        then = [(weeks_ago(nth), 12, 0), (weeks_ago(nth, minutes=30), 2, 10)]
        remember(fresh, then)

    said = asked(fresh.test_client(), "in_minutes=30")

    assert said["basis"]["method"] == "count-now-moved-as-then"
    assert said["bike"]["probability"] == round(1 / 6, 2)
    assert said["room"]["probability"] == round(5 / 6, 2)


def test_the_time_of_arrival_may_be_given_in_any_zone(fresh: Flask) -> None:
    client = fresh.test_client()
    one = asked(client, "arrive_at=2026-11-21T06:00:00Z")
    other = asked(client, "arrive_at=2026-11-21T13:00:00%2B07:00")

    assert one == other
    assert one["arrive_at"] == "2026-11-21T13:00:00+07:00"


def test_only_the_same_weekday_and_hour_count(fresh: Flask) -> None:
    noise = [(NOON - timedelta(days=nth), 9, 9) for nth in (1, 2, 3, 4, 5, 6, 8)]
    noise += [(weeks_ago(nth, hours=2), 9, 9) for nth in range(1, 9)]
    remember(fresh, noise)

    assert asked(fresh.test_client(), "in_minutes=0")["bike"]["days"] == 0


def test_what_stations_count_is_kept_once_in_five_minutes(fresh: Flask) -> None:
    ride_off(fresh)
    with changing(fresh) as session:
        connection = session.connection()
        assert history.sample(connection, b"", NOON + timedelta(seconds=70)) == 24
        assert history.sample(connection, b"", NOON + timedelta(seconds=290)) == 0
        wanted = select(StationSample).where(
            StationSample.station_id == queries.station(session, OPERA).id
        )
        kept = session.scalars(wanted).one()
    assert (kept.at, kept.bikes, kept.docks) == (NOON, 6, 6)


def test_the_last_day_has_gaps_where_nobody_counted(fresh: Flask) -> None:
    remember(fresh, [(NOON - timedelta(hours=1), 5, 7), (NOON, 6, 6)])

    day = fresh.test_client().get(f"/v1/stations/{OPERA}").json["last_day"]

    assert day["start"] == "2026-11-20T12:15:00+07:00"
    assert (len(day["bikes"]), day["step_min"]) == (96, 15)
    assert (day["bikes"][95], day["bikes"][91], day["bikes"][90]) == (6, 5, None)
    assert day["docks"][91] == 7


def test_samples_that_nobody_looks_at_are_forgotten(fresh: Flask) -> None:
    remember(fresh, [(weeks_ago(8), 1, 1), (weeks_ago(9), 1, 1)])
    with changing(fresh) as session:
        history.forget(session, NOON)
        assert session.scalar(select(func.count()).select_from(StationSample)) == 1


def test_after_two_days_a_sample_each_quarter_of_an_hour_is_left(fresh: Flask) -> None:
    old, new = NOON - timedelta(days=2, hours=1), NOON - timedelta(days=2)
    for start in (old, new):
        remember(fresh, [(start + nth * history.EVERY, 1, 1) for nth in range(6)])

    with changing(fresh) as session:
        history.forget(session, NOON)
        kept = session.scalars(select(StationSample.at).order_by(StationSample.at))
        left = list(kept)

    assert left == [
        *(old + nth * history.STEP for nth in range(2)),
        *(new + nth * history.EVERY for nth in range(6)),
    ]


def test_what_is_left_is_enough_for_any_minute(fresh: Flask) -> None:
    for nth in range(1, 5):
        then = [(weeks_ago(nth), 12, 0), (weeks_ago(nth, minutes=30), 2, 10)]
        remember(fresh, then)

    said = asked(fresh.test_client(), "in_minutes=37")

    assert said["basis"]["method"] == "count-now-moved-as-then"
    assert said["bike"]["probability"] == round(1 / 6, 2)


@given(HISTORY, some.integers(0, 20), COUNTS, some.booleans())
def test_a_chance_is_never_certain(
    past: list[Past], bikes: int, docks: int | None, near: bool
) -> None:
    for chance in chances(past, Now(bikes, docks, 20), near=near):
        assert (chance.probability is None) == (chance.days < 3)
        assert chance.probability is None or 0 < chance.probability < 1
        assert chance.observations >= chance.days
