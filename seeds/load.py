"""The real city: what the data files say, in the database, and nothing twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from citizen_api.areas.actions import measure
from citizen_api.links.giving import ensure_links
from citizen_api.maps.actions import rebuild
from citizen_api.schedules.actions import recompile, replace_holidays
from citizen_api.schedules.evaluating import HO_CHI_MINH
from citizen_api.schedules.holidays import Calendar, read_calendar
from citizen_api.schedules.queries import holidays, shipped_holidays
from citizen_api.sync.actions import refresh
from citizen_api.venues.actions import publish
from citizen_api.versions import CATALOGUE, bump
from seeds.areas import load_areas
from seeds.bikes import load_bikes
from seeds.codes import code_of
from seeds.dishes import load_dishes
from seeds.facilities import load_facilities
from seeds.files import Record, read
from seeds.sources import days, load_sources, sources
from seeds.tours import load_tours
from seeds.venues import load_venues

Report = Callable[[str], None]

AGAIN: Final = "nothing to do: the city is as the files say"


def load(session: Session, report: Report) -> None:
    """Make the database say what `seeds/data` says, and publish what changed.

    The caller commits, or nothing happened. Numbers once given stay; a second run
    writes nothing. Venues that the files do not name are left alone.
    """
    venues, dishes, readings = map(
        read, ("venues.json", "dishes.json", "addresses.json")
    )
    known = sources(venues, dishes)
    when = days(known)
    calendar, written = _keep_calendar(session)
    written += load_sources(session, known)
    written += _keep_areas(session, readings["streets_not_in_osm"])
    written += load_facilities(session, read("facilities.json"))
    written += load_dishes(session, dishes, read("dish_aliases.json"), when)
    ids, touched = load_venues(session, venues, readings, when, calendar)
    written += touched + publish(session, sorted(ids.values()))
    written += load_tours(session, read("tours.json"), ids)
    written += load_bikes(session, read("bikes.json"))
    if written:
        written += rebuild(session) + measure(session) + ensure_links(session, code_of)
        bump(session, CATALOGUE)
        refresh(session.connection(), datetime.now(HO_CHI_MINH))
    report(f"{written} rows written" if written else AGAIN)


def _keep_areas(session: Session, more_streets: list[Record]) -> int:
    return load_areas(
        session,
        read("wards.json"),
        read("boundaries_wards_2025.geojson"),
        read("streets_osm.json")["streets"] + more_streets,
    )


def _keep_calendar(session: Session) -> tuple[Calendar, int]:
    """The public holidays of the files; a change of them changes every schedule."""
    calendar = read_calendar(read("public_holidays.json")["days"])
    if shipped_holidays(session) == calendar:
        return holidays(session), 0
    replace_holidays(session, calendar)
    told = holidays(session)
    recompile(session, told)
    return told, len(calendar)
