"""The sources of the seeds: pages, posts, and the map."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from citizen_api.sources.models import Source, SourceKind
from seeds.dates import first_day
from seeds.files import Record
from seeds.keeping import Row, keep

Days = Mapping[str, tuple[date | None, int | None]]

CITY: Final = "haiphong.gov.vn"
DATA: Final = "in a public GitHub repository"
OPENSTREETMAP: Final = "osm"

MAP: Final[Row] = {
    "id": OPENSTREETMAP,
    "title": "© OpenStreetMap contributors",
    "address": "https://www.openstreetmap.org/copyright",
    # The ways are those of the day that SOURCES.md names.
    "published": date(2026, 4, 10),
    "precision": 10,
    "licence": "ODbL-1.0",
    "kind": SourceKind.IMPORTED,
}

# "VietNamNet 2477792 (2026-01-03)"
DATED: Final = re.compile(r"(.*?) *\((\d{4}(?:-\d\d){0,2})\)")


def sources(venues: Record, dishes: Record) -> dict[str, Row]:
    """Every source that a venue or a dish names, and the map, by id."""
    lines = {id_: _line(id_, line) for id_, line in dishes["_sources"].items()}
    pages = {id_: _page(id_, page) for id_, page in venues["_sources"].items()}
    return lines | pages | {OPENSTREETMAP: MAP}


def load_sources(session: Session, rows: dict[str, Row]) -> int:
    """Keep the sources; how many changed."""
    return keep(session, Source, list(rows.values()), key=["id"])


def days(rows: dict[str, Row]) -> Days:
    """When each source was published."""
    return {id_: (row["published"], row["precision"]) for id_, row in rows.items()}


def _page(id_: str, page: dict[str, Any]) -> Row:
    published, precision = first_day(page["date"])
    address = page["address"] or ""
    return {
        "id": id_,
        "title": page["title"],
        "address": address if address.startswith(("http://", "https://")) else None,
        "published": published,
        "precision": precision,
        "licence": None,
        "kind": _kind(page["title"], address),
    }


def _kind(title: str, address: str) -> SourceKind:
    if CITY in address:
        return SourceKind.CITY
    return SourceKind.IMPORTED if DATA in title else SourceKind.PRESS


def _line(id_: str, line: str) -> Row:
    dated = DATED.fullmatch(line)
    title, day = dated.groups() if dated else (line, None)
    return _page(id_, {"title": title, "address": None, "date": day})
