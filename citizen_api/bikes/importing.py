"""Other operators' feeds, read again and again; the last good data are kept."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session, sessionmaker

from citizen_api.bikes import keeping, reading
from citizen_api.bikes.fetching import Fetch, NotFetched
from citizen_api.bikes.keeping import Read
from citizen_api.bikes.reading import BadFeed
from geo.names import fold

LONGEST_CODE: Final = 40


class Memory:
    """Documents by address, asked for again when their ttl is over, by their ETag."""

    def __init__(self, fetch: Fetch, clock: Callable[[], float]) -> None:
        self._fetch, self._clock = fetch, clock
        self._kept: dict[str, tuple[dict[str, Any], str | None, float]] = {}

    def get(self, url: str) -> dict[str, Any]:
        """The document at an address. Raises NotFetched."""
        kept = self._kept.get(url)
        if kept and self._clock() < kept[2]:
            return kept[0]
        answer = self._fetch(url, kept[1] if kept else None)
        document = answer.document
        if document is None:
            if kept is None:
                raise NotFetched("it answers 304 to a first request")
            document = kept[0]
        good_until = self._clock() + reading.ttl_s(document)
        self._kept[url] = document, answer.tag, good_until
        return document


def read(memory: Memory, url: str) -> Read:
    """Read every feed of a system. Raises NotFetched, BadFeed."""
    found = reading.discovery(memory.get(url))
    feeds = found.feeds
    if "system_information" not in feeds:
        raise BadFeed("it lists no system_information")
    about = memory.get(feeds["system_information"])
    types = memory.get(feeds["vehicle_types"]) if "vehicle_types" in feeds else None
    status = memory.get(feeds["station_status"])
    information = memory.get(feeds["station_information"])
    return Read(
        version=found.version,
        code=_code(about),
        name=reading.system_name(about),
        stations=reading.stations(information, status, reading.kinds(types)),
        ttl_s=reading.ttl_s(status),
    )


def poll(
    sessions: sessionmaker[Session],
    memory_for: Callable[[str, bool], Memory],
    now: datetime,
) -> tuple[str, str | None] | None:
    """Read the import that is due longest; its address, and what went wrong.

    None when none is due. What was kept before stays when reading fails.
    """
    with sessions.begin() as session:
        due = keeping.due(session, now)
    if due is None:
        return None
    try:
        told = read(memory_for(due.url, due.local), due.url)
        with sessions.begin() as session:
            keeping.keep(session, due.system_id, told, now=now)
    except (NotFetched, BadFeed) as error:
        with sessions.begin() as session:
            keeping.fail(session, due.system_id, str(error), now)
        return due.url, str(error)
    return due.url, None


def _code(about: dict[str, Any]) -> str:
    data = about.get("data")
    given = str(data.get("system_id", "")) if isinstance(data, dict) else ""
    code = re.sub(r"[^a-z0-9]+", "-", fold(given))[:LONGEST_CODE].strip("-")
    if not code:
        raise BadFeed("it has no system_id")
    return code
