"""The curated tours of the seeds."""

from collections.abc import Mapping
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.dishes.models import Dish
from citizen_api.tours.models import Tour, TourStop
from seeds.files import Record
from seeds.keeping import Row, keep


def load_tours(session: Session, record: Record, venues: Mapping[str, int]) -> int:
    """Keep the tours and their stops; how many rows changed.

    `venues`: ids by slug. Tours that the file does not name are left alone.
    """
    told = record["tours"]
    slugs = Tour.slug.in_([tour["id"] for tour in told])
    rows = [_tour(record, tour) for tour in told]
    changed = keep(session, Tour, rows, key=["slug"], within=slugs)
    ids = dict(session.execute(select(Tour.slug, Tour.id).where(slugs)).all())
    dishes = dict(session.execute(select(Dish.slug, Dish.id)).all())
    stops = [
        _stop(ids[tour["id"]], position, stop, venues, dishes)
        for tour in told
        for position, stop in enumerate(tour["stops"], start=1)
    ]
    ours = TourStop.tour_id.in_(ids.values())
    key = ["tour_id", "position"]
    return changed + keep(session, TourStop, stops, key=key, within=ours, whole=True)


def _tour(record: Record, tour: Record) -> Row:
    return {
        "slug": tour["id"],
        "name": tour["name"],
        "summary": tour["summary"],
        "part_of_day": tour["part_of_day"],
        "set_off": time.fromisoformat(tour["set_off"]),
        "curated_by": record["curated_by"],
        "curated_on": date.fromisoformat(record["curated_on"]),
    }


def _stop(
    tour_id: int,
    position: int,
    stop: Record,
    venues: Mapping[str, int],
    dishes: Mapping[str, int],
) -> Row:
    return {
        "tour_id": tour_id,
        "position": position,
        "venue_id": venues[stop["venue"]],
        "dish_ids": [dishes[dish] for dish in stop["dishes"]],
        "note": stop["note"],
        "stay_min": stop["stay_min"],
    }
