"""The answers about the city's bikes; where they stand is made up."""

from datetime import timedelta
from typing import Any, Final

from citizen_api.bikes.history import sample
from citizen_api.bikes.prediction import FEWEST_DAYS
from citizen_api.examples.asking import City
from geo.geojson import MEDIA_TYPE as GEOJSON

NEAR: Final = "/v1/stations?lat=20.8561&lon=106.6822&limit=2"
ONE: Final = "/v1/stations/hp-005?in_minutes=30"


def bike_answers(city: City) -> dict[str, Any]:
    """The answer to each question about stations, by name."""
    count_before(city)
    return {
        "list_stations": city.get(NEAR),
        "list_stations_geojson": city.get(NEAR, media_type=GEOJSON),
        "get_station": city.get(ONE),
    }


def count_before(city: City) -> None:
    """Count the bikes as an hour ago, and as on earlier days at the hours asked for."""
    half = timedelta(minutes=30)
    hours = [city.now - half, city.now]
    weeks = [timedelta(weeks=week) for week in range(1, FEWEST_DAYS + 1)]
    hours += [city.now - week + later for week in weeks for later in (0 * half, half)]
    with city.database.sessions.begin() as session:
        for hour in hours:
            sample(session.connection(), b"", hour)
