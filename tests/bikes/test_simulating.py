"""A day of made-up riders."""

from datetime import timedelta

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from citizen_api.bikes import queries
from citizen_api.bikes.models import Bike, BikeEvent, State
from citizen_api.bikes.records import StationSample
from citizen_api.bikes.simulating import Day, Plain
from citizen_api.commands import main
from seeds.synthetic.bikes import sample_stations
from tests.bikes.operators import operating
from tests.bikes.riding import feed, ride_off
from tests.conftest import ENVIRON, NOON
from tests.factories import changing, database_of
from tests.rentals.people import Street


def ride_for(app: Flask, hours: float, riders: int = 2000) -> Day:
    database = database_of(app)
    day = Day(Plain(), riders, seed=7)
    end = NOON + timedelta(hours=hours)
    for _ in day.ride(database.sessions, NOON, end, lambda moment: None):
        fleet = queries.fleet(database)
        assert sum(fleet[:5]) == fleet.total == 230
    return day


def test_riders_move_bikes_and_bring_all_of_them_back(fresh: Flask) -> None:
    day = ride_for(fresh, 1)

    fleet = queries.fleet(database_of(fresh))
    assert day.taken > 20
    assert fleet.on_trip == 0
    with changing(fresh) as session:
        wanted = select(func.count()).where(BikeEvent.became == State.ON_TRIP)
        assert session.scalar(wanted) == day.taken
        assert (
            session.scalar(select(func.count()).select_from(StationSample)) == 12 * 24
        )


def test_the_same_seed_rides_as_often(fresh: Flask) -> None:
    assert ride_for(fresh, 0.5).taken > 0


def test_bikes_that_are_not_made_up_are_left_alone(fresh: Flask) -> None:
    with changing(fresh) as session:
        for bike in session.scalars(select(Bike)):
            bike.simulated = False

    day = ride_for(fresh, 0.5)

    assert (day.taken, day.missed > 0) == (0, True)


def test_at_night_bikes_are_mended_charged_and_spread(fresh: Flask) -> None:
    with changing(fresh) as session:
        for bike in session.scalars(select(Bike).where(Bike.battery.is_not(None))):
            bike.battery = 20
    lost = ride_off(fresh)
    database = database_of(fresh)
    night = NOON.replace(hour=3)
    ridden = Day(Plain(), 1, seed=1)
    end = night + timedelta(minutes=5)
    list(ridden.ride(database.sessions, night, end, lambda moment: None))

    with changing(fresh) as session:
        motors = session.scalars(select(Bike).where(Bike.battery.is_not(None)))
        assert {each.battery for each in motors if each.id != lost} == {100}


def test_the_command_lets_a_day_pass(fresh_url: str) -> None:
    said = CliRunner().invoke(
        main,
        ["bikes", "simulate", "--riders", "40"],
        env={"DATABASE_URL": fresh_url, **ENVIRON},
    )

    assert said.exit_code == 0, said.output
    assert "rides; " in said.output


def test_the_command_reads_a_feed_and_says_how_it_goes(fresh_url: str) -> None:
    def citizen(*words: str) -> str:
        env = {"DATABASE_URL": fresh_url, **ENVIRON}
        return CliRunner().invoke(main, ["bikes", *words], env=env).output

    with operating() as operator:
        refused = citizen("import", operator.url)
        assert "the address must begin with https://" in refused
        taken = citizen("import", operator.url, "--local")
        assert taken == "tngo-hai-phong: GBFS 3.0, 2 stations\n"
        assert citizen("poll", "--once") == ""
        assert f"tngo-hai-phong  {operator.url}  read " in citizen("list")


def test_what_is_made_up_ends_when_an_operator_tells_of_the_real_ones(
    fresh: Flask, fresh_url: str
) -> None:
    street = Street(fresh)
    rider = street.visitor()
    rental = rider.offered(street.bike())

    def imported() -> str:
        words = ["bikes", "import", operator.url, "--local", "--replaces-simulated"]
        env = {"DATABASE_URL": fresh_url, **ENVIRON}
        return CliRunner().invoke(main, words, env=env).output

    with operating() as operator:
        assert "end those rentals first" in imported()
        assert "tngo-hai-phong" not in systems(fresh)
        rider.does("cancel", rental)
        assert "230 made-up bikes removed, and their stations" in imported()

    assert systems(fresh) == {"tngo-hai-phong"}
    assert queries.fleet(street.database).elsewhere == 230
    assert feed(street.later(seconds=301).app.test_client(), "station_status") == {
        "stations": []
    }


def systems(app: Flask) -> set[str]:
    """Whose stations are listed."""
    listed = app.test_client().get("/v1/stations?limit=50").get_json()["items"]
    return {each["system"]["id"] for each in listed}


def test_made_up_stations_of_any_number_are_made_once(fresh: Flask) -> None:
    with changing(fresh) as session:
        assert sample_stations(session, 50) == 50
        assert sample_stations(session, 60) == 10

    fleet = queries.fleet(database_of(fresh))
    assert fleet.available == 230 + 600
