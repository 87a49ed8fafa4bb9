"""Which feeds a snapshot makes, in both versions. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from citizen_api.bikes import gbfs2, gbfs3
from citizen_api.bikes.snapshot import Snapshot

Data = dict[str, Any]
BOTH: Final = {gbfs2.VERSION: "2", gbfs3.VERSION: "3"}


class Edition(NamedTuple):
    """Feeds that are made together, named as in 3.0; good for `ttl_s` seconds."""

    name: str
    ttl_s: int
    names: tuple[str, ...]


class Made(NamedTuple):
    """What a feed holds; `path` is its address below /gbfs/, without `.json`."""

    path: str
    version: str
    data: Data


LIVE: Final = Edition("live", 30, ("station_status", "vehicle_status"))
NOTICES: Final = Edition("notices", 60, ("system_alerts",))
FACTS: Final = Edition(
    "facts",
    300,
    (
        "gbfs",
        "gbfs_versions",
        "system_information",
        "vehicle_types",
        "station_information",
        "system_regions",
        "system_pricing_plans",
        "geofencing_zones",
    ),
)
EDITIONS: Final = (FACTS, NOTICES, LIVE)
WITHOUT_WORDS: Final = {
    "station_status": "station_status",
    "vehicle_status": "free_bike_status",
}
ABOUT_FEEDS: Final = {"gbfs", "gbfs_versions"}
PLAIN: Final[Mapping[str, Callable[[Snapshot], Data]]] = {
    "vehicle_types": gbfs3.vehicle_types,
    "station_status": gbfs3.station_status,
    "vehicle_status": gbfs3.vehicle_status,
    "system_regions": gbfs3.system_regions,
    "system_pricing_plans": gbfs3.system_pricing_plans,
    "system_alerts": gbfs3.system_alerts,
    "geofencing_zones": gbfs3.geofencing_zones,
}
WITH_ADDRESSES: Final[Mapping[str, Callable[[Snapshot, str], Data]]] = {
    "system_information": gbfs3.system_information,
    "station_information": gbfs3.station_information,
}
SPECIAL_IN_2: Final[Mapping[str, Callable[[Data, str], Data]]] = {
    "system_information": gbfs2.system_information,
    "geofencing_zones": gbfs2.geofencing_zones,
}


def publish(edition: Edition, seen: Snapshot, public_url: str) -> Iterator[Made]:
    """The feeds of an edition, in 3.0 and in 2.3."""
    for name in edition.names:
        if name in ABOUT_FEEDS:
            continue
        data = _data(name, seen, public_url)
        yield Made(f"3/{name}", gbfs3.VERSION, data)
        yield from _older(name, data)
    if edition is FACTS:
        yield from _about_feeds(f"{public_url}/gbfs")


def _data(name: str, seen: Snapshot, public_url: str) -> Data:
    if name in PLAIN:
        return PLAIN[name](seen)
    return WITH_ADDRESSES[name](seen, public_url)


def _older(name: str, data: Data) -> Iterator[Made]:
    if name == "vehicle_status":
        bikes = gbfs2.vehicle_status(data)
        yield Made(f"2/{WITHOUT_WORDS[name]}", gbfs2.VERSION, bikes)
    elif name in WITHOUT_WORDS:
        counts = gbfs2.older(data, gbfs3.LANGUAGES[0])
        yield Made(f"2/{WITHOUT_WORDS[name]}", gbfs2.VERSION, counts)
    else:
        make: Callable[[Data, str], Data] = SPECIAL_IN_2.get(name, gbfs2.older)
        for language in gbfs3.LANGUAGES:
            path = f"2/{language}/{name}"
            yield Made(path, gbfs2.VERSION, make(data, language))


def _about_feeds(root: str) -> Iterator[Made]:
    names = [each for edition in EDITIONS for each in edition.names]
    told = [name for name in names if name != "gbfs"]
    newest = gbfs3.discovery({name: f"{root}/3/{name}.json" for name in told})
    yield Made("3/gbfs", gbfs3.VERSION, newest)
    versions = [
        {"version": version, "url": f"{root}/{major}/gbfs.json"}
        for version, major in BOTH.items()
    ]
    yield Made("3/gbfs_versions", gbfs3.VERSION, {"versions": versions})
    # Old clients would follow gbfs_versions to 3.0, which they cannot read.
    old = [name for name in told if name not in ABOUT_FEEDS]
    addresses = {
        language: {
            WITHOUT_WORDS.get(name, name): f"{root}/2/{_path(name, language)}.json"
            for name in old
        }
        for language in gbfs3.LANGUAGES
    }
    yield Made("2/gbfs", gbfs2.VERSION, gbfs2.discovery(addresses))


def _path(name: str, language: str) -> str:
    return WITHOUT_WORDS.get(name) or f"{language}/{name}"
