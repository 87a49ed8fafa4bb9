"""The rows of each dataset, flat: what a column, or a property, says. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from citizen_api.datasets.reading import Body, Known

CONTACTS: Final = ("phone", "website", "facebook")
Cell = Any
"""A text, a number, a truth, None, or a list of texts."""


class Row(NamedTuple):
    """A thing and where it is, as GeoJSON has places; None: nobody knows."""

    id: str
    place: Mapping[str, Any] | None
    cells: Mapping[str, Cell]


def venues(body: Body, known: Known) -> Iterator[Row]:
    """The one row of a venue."""
    address, hours = body["address"], known.hours.get(body["hours"] or "")
    said = next((each for each in body["hours_told"] if each["used"]), None)
    former = address["former_ward"]
    cells = {
        "id": body["id"],
        "name": body["name"],
        "aliases": body["aliases"],
        "kind": body["kind"],
        **_address(address["text"], address["ward"]),
        "former_ward_code": former and former["code"],
        "former_ward": former and former["name"],
        "accuracy_m": body["accuracy_m"],
        "basis": body["basis"],
        "opening_hours": hours and hours["opening_hours"],
        "hours_source": said and said["source"],
        "hours_checked_at": said and said["checked_at"],
        "dishes": [served["dish"] for served in body["menu"]],
        "honours": [honour["name"] for honour in body["honours"]],
        "licences": [_licence(each) for each in body["licences"]],
        **{name: body["contacts"][name] for name in CONTACTS},
        "description_vi": body["description"]["vi"],
        "description_en": body["description"]["en"],
        "closed_on": body["closed_on"],
        "note": body["note"],
        "sources": body["sources"],
    }
    yield Row(body["id"], body["location"], cells)


def dishes(body: Body, known: Known) -> Iterator[Row]:
    """The one row of a dish."""
    names = set(body["name"].values())
    cells = {
        "id": body["id"],
        "name_vi": body["name"]["vi"],
        "name_en": body["name"]["en"],
        "other_names": [
            form["text"] for form in body["forms"] if form["text"] not in names
        ],
        "category": body["category"],
        "signature": body["signature"],
        "description_vi": body["description"]["vi"],
        "description_en": body["description"]["en"],
        "sources": body["sources"],
    }
    yield Row(body["id"], None, cells)


def prices(body: Body, known: Known) -> Iterator[Row]:
    """What every source says of the prices of a venue."""
    for served in body["menu"]:
        dish = known.dishes.get(served["dish"])
        for number, price in enumerate(served["prices"], start=1):
            source = known.sources.get(price["source"] or "")
            cells = {
                "venue_id": body["id"],
                "venue": body["name"],
                "dish_id": served["dish"],
                "dish": dish and dish["name"]["vi"],
                "min_vnd": price["min"],
                "max_vnd": price["max"],
                "unit": price["unit"],
                "checked_at": price["checked_at"],
                "source": price["source"],
                "source_title": source and source["title"],
                "source_address": source and source["address"],
                "note": price["note"],
            }
            name = f"{body['id']}/{served['dish']}/{number}"
            yield Row(name, body["location"], cells)


def stations(body: Body, known: Known) -> Iterator[Row]:
    """The one row of a station."""
    hours, address = known.hours.get(body["hours"] or ""), body["address"] or {}
    cells = {
        "id": body["id"],
        "name_vi": body["name"].get("vi"),
        "name_en": body["name"].get("en"),
        "system": body["system"],
        **_address(address.get("vi"), body["ward"]),
        "accuracy_m": body["accuracy_m"],
        "basis": body["basis"],
        "opening_hours": hours and hours["opening_hours"],
        "capacity": body["capacity"],
        "parking": body["parking"],
        "simulated": body["simulated"],
    }
    yield Row(body["id"], body["location"], cells)


def facilities(body: Body, known: Known) -> Iterator[Row]:
    """The one row of a facility."""
    cells = {
        "id": body["id"],
        "name": body["name"],
        "kind": body["kind"],
        **_address(body["address"], body["ward"]),
        "accuracy_m": body["accuracy_m"],
        "takes": body["takes"],
        "invented": body["invented"],
    }
    yield Row(body["id"], body["location"], cells)


def _licence(paper: Body) -> str:
    """A paper in one text, such as "business 2025-03-01/2028-03-01"; it may not end."""
    until = paper["valid_until"]
    return f"{paper['kind']} {paper['issued_on']}/{until or '..'}"


def _address(text: str | None, ward: Body | None) -> dict[str, Cell]:
    return {
        "address": text,
        "ward_code": ward and ward["code"],
        "ward": ward and ward["name"],
    }


ROWS: Final[Mapping[str, Callable[[Body, Known], Iterator[Row]]]] = {
    "venues": venues,
    "dishes": dishes,
    "prices": prices,
    "stations": stations,
    "facilities": facilities,
}


def _words(text: str) -> Sequence[str]:
    return text.split()


# A table has its head before its first row, and also without any.
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "venues": _words(
        "id name aliases kind address ward_code ward former_ward_code former_ward"
        " accuracy_m basis opening_hours hours_source hours_checked_at dishes honours"
        " licences phone website facebook description_vi description_en closed_on note"
        " sources"
    ),
    "dishes": _words(
        "id name_vi name_en other_names category signature description_vi"
        " description_en sources"
    ),
    "prices": _words(
        "venue_id venue dish_id dish min_vnd max_vnd unit checked_at source"
        " source_title source_address note"
    ),
    "stations": _words(
        "id name_vi name_en system address ward_code ward accuracy_m basis"
        " opening_hours capacity parking simulated"
    ),
    "facilities": _words(
        "id name kind address ward_code ward accuracy_m takes invented"
    ),
}
