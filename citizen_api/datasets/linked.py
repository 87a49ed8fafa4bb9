"""Each thing of a dataset in the words of schema.org. Pure."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

from citizen_api.datasets.catalogue import Dataset
from citizen_api.datasets.reading import Body, Known
from citizen_api.schedules.describing import week_lines
from citizen_api.schedules.evaluating import Schedule
from citizen_api.schema_org import CITY, place_to_eat, source
from citizen_api.sources.rules import PRICE_FRESH

Thing = dict[str, Any]
CONTEXT: Final = "https://schema.org"


def about(dataset: Dataset, known: Known) -> Thing:
    """The dataset itself."""
    address = f"{known.public_url}/v1/datasets/{dataset.id}.jsonld"
    return {
        "@id": address,
        "@type": "Dataset",
        "name": [
            {"@value": dataset.title.vi, "@language": "vi"},
            {"@value": str(dataset.title), "@language": "en"},
        ],
        "description": str(dataset.description),
        "url": address,
        "license": dataset.licence.address,
        "creditText": str(dataset.attribution),
        "dateModified": known.state.made_at.isoformat(timespec="seconds"),
        "isAccessibleForFree": True,
    }


def venues(body: Body, known: Known) -> Iterator[Thing]:
    """A place to eat."""
    url = f"{known.public_url}/venues/{body['id']}"
    said = place_to_eat(_card(body, known), url)
    del said["@context"]
    yield {"@id": url, **said}


def dishes(body: Body, known: Known) -> Iterator[Thing]:
    """A dish."""
    said: Thing = {
        "@id": _dish(body["id"], known),
        "@type": "MenuItem",
        "name": [
            {"@value": body["name"]["vi"], "@language": "vi"},
            {"@value": body["name"]["en"], "@language": "en"},
        ],
    }
    names = set(body["name"].values())
    if other := [form["text"] for form in body["forms"] if form["text"] not in names]:
        said["alternateName"] = other
    if body["description"]["en"]:
        said["description"] = body["description"]["en"]
    yield said


def prices(body: Body, known: Known) -> Iterator[Thing]:
    """What every source says of the prices of a venue."""
    for served in body["menu"]:
        for price in served["prices"]:
            yield _offer(body["id"], served["dish"], price, known)


def stations(body: Body, known: Known) -> Iterator[Thing]:
    """A place where bikes stand."""
    said = {
        "@id": f"{known.public_url}/bikes/stations/{body['id']}",
        "@type": "CivicStructure",
        "name": body["name"].get("vi") or next(iter(body["name"].values())),
        **_place(body, (body["address"] or {}).get("vi")),
    }
    if body["capacity"] is not None:
        said["additionalProperty"] = {
            "@type": "PropertyValue",
            "name": "capacity",
            "value": body["capacity"],
        }
    yield said


def facilities(body: Body, known: Known) -> Iterator[Thing]:
    """A place where people are treated."""
    is_hospital = body["kind"] == "hospital"
    said = {
        "@id": f"{known.public_url}/v1/facilities/{body['id']}",
        "@type": "Hospital" if is_hospital else "MedicalClinic",
        "name": body["name"],
        "identifier": body["id"],
        **_place(body, body["address"]),
    }
    if body["invented"]:
        invented = ", ".join(body["invented"])
        said["disambiguatingDescription"] = f"Made up: {invented}"
    yield said


THINGS: Final[Mapping[str, Callable[[Body, Known], Iterator[Thing]]]] = {
    "venues": venues,
    "dishes": dishes,
    "prices": prices,
    "stations": stations,
    "facilities": facilities,
}


def _dish(name: str, known: Known) -> str:
    return f"{known.public_url}/v1/dishes/{name}"


def _place(body: Body, address: str | None) -> Thing:
    said: Thing = {
        "address": {**CITY, **({"streetAddress": address} if address else {})}
    }
    if body["location"]:
        lon, lat = body["location"]["coordinates"]
        said["geo"] = {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}
    return said


def _offer(venue: str, dish: str, price: Body, known: Known) -> Thing:
    amount: Thing = {"@type": "PriceSpecification", "priceCurrency": "VND"}
    if price["min"] == price["max"]:
        amount["price"] = price["min"]
    else:
        amount["minPrice"] = price["min"]
        amount |= {"maxPrice": price["max"]} if price["max"] else {}
    said: Thing = {
        "@type": "Offer",
        "offeredBy": {"@id": f"{known.public_url}/venues/{venue}"},
        "itemOffered": {"@id": _dish(dish, known)},
        "priceSpecification": amount,
    }
    if price["checked_at"]:
        said["validFrom"] = price["checked_at"]
    if found := known.sources.get(price["source"] or ""):
        said["subjectOf"] = source(found)
    return said


def _card(body: Body, known: Known) -> Thing:
    """A venue as far as `place_to_eat` reads it."""
    hours = None if body["closed_on"] else known.hours.get(body["hours"] or "")
    menu = [_served(each, known) for each in body["menu"]]
    told = [_told(each, known) for each in body["hours_told"]]
    facts = chain(told, *(each["prices"] for each in menu))
    return {
        **body,
        "menu": menu,
        "hours": {"week": hours and _week(hours), "sources": told},
        "sources": [each["source"] for each in facts if each["source"]],
        "ratings_count": 0,
    }


def _told(fact: Body, known: Known) -> Thing:
    """A fact with its source."""
    return {**fact, "source": known.sources.get(fact["source"] or "")}


def _served(served: Body, known: Known) -> Thing:
    dish = known.dishes.get(served["dish"])
    oldest = (known.state.made_at.date() - PRICE_FRESH).isoformat()
    return {
        "name": dish["name"] if dish else {"vi": served["dish"]},
        "prices": [
            _told(price, known)
            | {"price": price, "stale": (price["checked_at"] or "") < oldest}
            for price in served["prices"]
        ],
    }


def _week(hours: Body) -> list[Thing]:
    week, maybe = (
        tuple(chain.from_iterable(hours[part])) for part in ("week", "maybe")
    )
    lines = week_lines(Schedule(0, hours["opening_hours"], week, maybe, {}))
    return [
        {
            "day": line.day,
            "periods": [
                {"opens": each.opens, "closes": each.closes, "known": each.known}
                for each in line.periods
            ],
        }
        for line in lines
    ]
