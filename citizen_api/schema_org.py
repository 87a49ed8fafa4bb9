"""Places in the words of schema.org, for search engines and open data. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

ROUGH_M = 50
CITY = {
    "@type": "PostalAddress",
    "addressLocality": "Hải Phòng",
    "addressCountry": "VN",
}
DAYS = {
    "mo": "Monday",
    "tu": "Tuesday",
    "we": "Wednesday",
    "th": "Thursday",
    "fr": "Friday",
    "sa": "Saturday",
    "su": "Sunday",
}


def place_to_eat(venue: Mapping[str, Any], url: str) -> dict[str, Any]:
    """JSON-LD of a card; only what is known for sure."""
    said = {
        "@context": "https://schema.org",
        "@type": "FoodEstablishment",
        "name": venue["name"],
        "url": url,
        "servesCuisine": "Vietnamese",
        "address": {"streetAddress": venue["address"]["text"], **CITY},
    }
    if venue["menu"]:
        dishes = [{"@type": "MenuItem", **_dish(venue, each)} for each in venue["menu"]]
        said["hasMenu"] = {"@type": "Menu", "hasMenuItem": dishes}
    if not is_rough(venue):
        lon, lat = venue["location"]["coordinates"]
        said["geo"] = {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}
    if hours := list(_hours(venue["hours"]["week"] or [])):
        said["openingHoursSpecification"] = hours
        said |= _checked(venue)
    if venue["ratings_count"]:
        said["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": venue["stars_mean"],
            "ratingCount": venue["ratings_count"],
        }
    return said


def is_rough(place: Mapping[str, Any]) -> bool:
    """Whether one would look in vain at the point where the place is drawn."""
    return place["accuracy_m"] is None or place["accuracy_m"] > ROUGH_M


def _dish(venue: Mapping[str, Any], served: Mapping[str, Any]) -> dict[str, Any]:
    best = next((fact for fact in served["prices"] if not fact["stale"]), None)
    if best is None:
        return {"name": served["name"]["vi"]}
    price = {"@type": "Offer", "price": best["price"]["min"], "priceCurrency": "VND"}
    if best["checked_at"]:
        price["validFrom"] = best["checked_at"]
    return {"name": served["name"]["vi"], "offers": price | _cited(venue, best)}


def source(told: Mapping[str, Any]) -> dict[str, Any]:
    """Where a fact comes from."""
    said = {"@type": "CreativeWork", "name": told["title"]}
    if (told["address"] or "").startswith("http"):
        said |= {"@type": "WebPage", "url": told["address"]}
    return said


def _checked(venue: Mapping[str, Any]) -> dict[str, Any]:
    """Who says so of the hours, and of when; a `validFrom` would be a season's."""
    used = next((fact for fact in venue["hours"]["sources"] if fact["used"]), None)
    if used is None or used["checked_at"] is None:
        return {}
    said = {
        "@type": "PropertyValue",
        "name": "opening hours checked",
        "value": used["checked_at"],
        **_cited(venue, used),
    }
    return {"additionalProperty": said}


def _cited(venue: Mapping[str, Any], fact: Mapping[str, Any]) -> dict[str, Any]:
    """The source of a fact, as the venue lists it."""
    cited = fact["source"] and fact["source"]["id"]
    found = next((each for each in venue["sources"] if each["id"] == cited), None)
    return {"subjectOf": source(found)} if found else {}


def _hours(week: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    for line in week:
        for period in line["periods"]:
            if period["known"] and period["closes"]:
                yield {
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": f"https://schema.org/{DAYS[line['day']]}",
                    "opens": period["opens"],
                    "closes": period["closes"].replace("24:00", "23:59"),
                }
