"""GBFS feeds of others, 2.x and 3.x, read and checked. Pure.

What is not as the standard has it is not taken: a station that cannot be used is left
out, a feed of which too little is left is refused.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from geo.points import BadPoint, Point

VERSIONS: Final = re.compile(r"[23]\.[0-9]{1,2}(-RC[0-9.]{0,4})?")
LANGUAGES: Final = ("vi", "en")
LONGEST: Final = 120
MOST_STATIONS: Final = 20_000
MOST_BIKES: Final = 10_000
MOST_LEFT_OUT: Final = 0.5
TTL_S: Final = (10, 3600)
REFUSED: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
BICYCLES: Final = {"bicycle", "cargo_bicycle"}
UNKNOWN: Final = "other"

Json = Mapping[str, Any]


class BadFeed(Exception):
    """The feed cannot be used; the text says why, for an operator."""


class Discovery(NamedTuple):
    """Where the feeds of a system are, by the names of 3.0."""

    version: str
    feeds: dict[str, str]


class Told(NamedTuple):
    """A station with its counts, as a feed tells of it."""

    told_id: str
    name: dict[str, str]
    point: Point
    address: str | None
    capacity: int | None
    is_virtual: bool
    installed: bool
    renting: bool
    returning: bool
    available: int
    by_type: dict[str, int]
    disabled: int
    docks_available: int | None
    reported_at: datetime


def discovery(document: Json) -> Discovery:
    """Where the feeds are. Raises BadFeed."""
    version = document.get("version")
    if not (isinstance(version, str) and VERSIONS.fullmatch(version)):
        raise BadFeed("it is not GBFS 2.x or 3.x")
    data = _object(document, "data")
    if not version.startswith("3"):
        by_language = [data[name] for name in (*LANGUAGES, *data) if name in data]
        data = by_language[0] if by_language else {}
    listed = data.get("feeds") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        raise BadFeed("it lists no feeds")
    feeds = {
        each["name"]: each["url"]
        for each in listed
        if isinstance(each, dict)
        and isinstance(each.get("name"), str)
        and isinstance(each.get("url"), str)
    }
    missing = {"station_information", "station_status"} - feeds.keys()
    if missing:
        raise BadFeed(f"it lists no {min(missing)}")
    return Discovery(version, feeds)


def ttl_s(document: Json) -> int:
    """For how many seconds a feed is good, within reason."""
    given = document.get("ttl")
    least, most = TTL_S
    return min(max(given, least), most) if type(given) is int else least


def system_name(document: Json) -> dict[str, str]:
    """What a system calls itself. Raises BadFeed."""
    name = _texts(_object(document, "data").get("name"))
    if name is None:
        raise BadFeed("the system has no name")
    return name


def kinds(document: Json | None) -> dict[str, str]:
    """Our kind of bike for each of its vehicle types."""
    listed = _object(document, "data").get("vehicle_types") if document else None
    found: dict[str, str] = {}
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict) and isinstance(each.get("vehicle_type_id"), str):
            human = each.get("propulsion_type") == "human"
            kind = "bicycle" if human else "electric"
            rides = each.get("form_factor") in BICYCLES
            found[each["vehicle_type_id"]] = kind if rides else UNKNOWN
    return found


def stations(information: Json, status: Json, kind_of: Mapping[str, str]) -> list[Told]:
    """The stations that both feeds tell of. Raises BadFeed."""
    about, counts = _listed(information), _listed(status)
    told: list[Told] = []
    for told_id, facts in about.items():
        try:
            told.append(_station(told_id, facts, counts[told_id], kind_of))
        except (KeyError, TypeError, ValueError, OverflowError, BadPoint):
            continue
    if len(told) < max(1, len(about) * MOST_LEFT_OUT):
        raise BadFeed(f"only {len(told)} of {len(about)} stations can be used")
    return told


def _listed(document: Json) -> dict[str, Json]:
    listed = _object(document, "data").get("stations")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_STATIONS:
        raise BadFeed("it has no stations, or too many")
    return {
        each["station_id"]: each
        for each in listed
        if isinstance(each, dict) and _is_name(each.get("station_id"))
    }


def _station(
    told_id: str, facts: Json, counts: Json, kind_of: Mapping[str, str]
) -> Told:
    name = _texts(facts["name"])
    if name is None:
        raise ValueError("no name")
    available = counts.get("num_vehicles_available", counts.get("num_bikes_available"))
    disabled = counts.get("num_vehicles_disabled", counts.get("num_bikes_disabled", 0))
    return Told(
        told_id=told_id,
        name=name,
        point=Point(_degrees(facts["lon"]), _degrees(facts["lat"])),
        address=_clean(facts.get("address")),
        capacity=_maybe_count(facts.get("capacity")),
        is_virtual=facts.get("is_virtual_station") is True,
        installed=_truth(counts["is_installed"]),
        renting=_truth(counts["is_renting"]),
        returning=_truth(counts["is_returning"]),
        available=_count(available),
        by_type=dict(_by_kind(counts, _count(available), kind_of)),
        disabled=_count(disabled),
        docks_available=_maybe_count(counts.get("num_docks_available")),
        reported_at=_moment(counts["last_reported"]),
    )


def _by_kind(counts: Json, available: int, kind_of: Mapping[str, str]) -> Counter[str]:
    listed = counts.get("vehicle_types_available")
    if not isinstance(listed, list):
        return Counter({"bicycle" if not kind_of else UNKNOWN: available})
    found: Counter[str] = Counter()
    for each in listed:
        kind = kind_of.get(each["vehicle_type_id"], UNKNOWN)
        found[kind] += _count(each["count"])
    return found


def _texts(given: Any) -> dict[str, str] | None:
    """A text of 2.x, or the translations of 3.x; `vi` is always there."""
    said: dict[str, str] = {}
    for language, text in _translations(given):
        clean = _clean(text)
        if clean:
            said.setdefault(language if language in LANGUAGES else "", clean)
    if not said:
        return None
    vietnamese = said.get("vi") or next(iter(said.values()))
    known = {name: said[name] for name in LANGUAGES if name in said}
    return {"vi": vietnamese} | known


def _translations(given: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(given, str):
        yield "", given
    for each in given if isinstance(given, list) else []:
        if isinstance(each, dict):
            yield str(each.get("language", ""))[:2], each.get("text")


def _clean(given: Any) -> str | None:
    """A text in NFC on one line, without what could mislead a reader."""
    if not isinstance(given, str):
        return None
    text = unicodedata.normalize("NFC", given[: 4 * LONGEST])
    kept = [" " if mark in "\n\r\t" else mark for mark in text]
    kept = [mark for mark in kept if unicodedata.category(mark) not in REFUSED]
    return " ".join("".join(kept).split())[:LONGEST] or None


def _object(document: Json, name: str) -> dict[str, Any]:
    found = document.get(name)
    if not isinstance(found, dict):
        raise BadFeed(f"it has no {name}")
    return found


def _is_name(given: Any) -> bool:
    return isinstance(given, str) and 0 < len(given) <= LONGEST and given.isprintable()


def _count(given: Any) -> int:
    if type(given) is not int or not 0 <= given <= MOST_BIKES:
        raise ValueError("not a count")
    return given


def _maybe_count(given: Any) -> int | None:
    return None if given is None else _count(given)


def _truth(given: Any) -> bool:
    if given not in (True, False):  # 0 and 1 stood in 1.x, and still do in some 2.x
        raise ValueError("not true or false")
    return bool(given)


def _degrees(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise ValueError("not a number")
    return float(given)


def _moment(given: Any) -> datetime:
    """RFC 3339 of 3.x, or POSIX time of 2.x."""
    if isinstance(given, str):
        moment = datetime.fromisoformat(given)
        if moment.tzinfo is None:
            raise ValueError("a time without its offset")
        return moment
    return datetime.fromtimestamp(_degrees(given), UTC)
