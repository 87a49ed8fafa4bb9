"""Questions to the table of sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, select

from citizen_api.sources.models import Source
from citizen_api.sources.rules import checked_at

SOURCES = select(*Source.__table__.columns)


@dataclass(frozen=True)
class Sources:
    """Every source as it looks on the wire: in full, and as it is cited by a fact.

    `written`: as it is cited, in JSON.
    """

    in_full: Mapping[str, dict[str, Any]]
    cited: Mapping[str, dict[str, Any]]
    written: Mapping[str | None, str]

    def listed(self, names: Iterable[str | None]) -> list[dict[str, Any]]:
        """The sources in full, each once, in the order named."""
        return [self.in_full[name] for name in dict.fromkeys(names) if name]


def load(connection: Connection) -> Sources:
    """Read the sources; a process keeps the answer until they change."""
    rows = connection.execute(SOURCES).mappings().all()
    in_full = {
        row["id"]: {
            "id": row["id"],
            "title": row["title"],
            "address": row["address"],
            "published": checked_at(row["published"], row["precision"]),
            "licence": row["licence"],
            "kind": row["kind"],
        }
        for row in rows
    }
    cited = {
        name: {"id": name, "title": source["title"], "kind": source["kind"]}
        for name, source in in_full.items()
    }
    written = {name: orjson.dumps(source).decode() for name, source in cited.items()}
    return Sources(in_full, cited, written)
