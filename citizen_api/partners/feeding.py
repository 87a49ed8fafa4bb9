"""From the offline pack to events: what changed since it was looked at last."""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.partners.rules import Kind, thin
from citizen_api.partners.subscribing import tell

AT_ONCE: Final = 200
# One at a time. The first look finds the city as it is, which is no news.
BEGIN: Final = text(
    """
    INSERT INTO webhook_feed (one, version, kind, item)
    SELECT TRUE, coalesce(max(number), 0), '~', '' FROM sync_versions
    ON CONFLICT DO NOTHING RETURNING version
    """
)
POSITION: Final = text("SELECT version, kind, item FROM webhook_feed FOR UPDATE")
MOVE: Final = text(
    "UPDATE webhook_feed SET version = :version, kind = :kind, item = :id"
)
NEWS: Final = text(
    """
    SELECT version, kind, id, body FROM sync_items
    WHERE (version, kind, id) > (:version, :kind, :item)
    ORDER BY version, kind, id LIMIT :limit
    """
)
VENUES: Final = text(
    "SELECT id, body FROM sync_items WHERE kind = 'venues' AND body IS NOT NULL"
)
MERGED: Final = text(
    """
    SELECT into_.slug FROM venues v JOIN venues into_ ON into_.id = v.merged_into_id
    WHERE v.slug = :venue
    """
)
MARK: Final = text(
    """
    INSERT INTO webhook_marks AS m (venue, menu, rest) VALUES (:venue, :menu, :rest)
    ON CONFLICT (venue) DO UPDATE SET menu = excluded.menu, rest = excluded.rest
    """
)
MARKED: Final = text("SELECT menu, rest FROM webhook_marks WHERE venue = :venue")
UNMARK: Final = text("DELETE FROM webhook_marks WHERE venue = :venue")
LISTENERS: Final = text(
    """
    SELECT w.id FROM webhooks w JOIN api_keys k ON k.id = w.key_id
    WHERE w.off IS NULL AND :type = ANY (w.events) AND k.kind = 'live'
      AND k.revoked_at IS NULL AND coalesce(k.expires_at > :now, TRUE)
    """
)
PLACES: Final = {
    "venues": "/v1/venues/",
    "dishes": "/v1/dishes/",
    "stations": "/v1/stations/",
}
WHOLE: Final = {"dishes": Kind.DISH_CHANGED, "stations": Kind.STATION_CHANGED}


class News(NamedTuple):
    """An item of the offline pack that is another now; without a body it is gone."""

    version: int
    kind: str
    id: str
    body: dict[str, Any] | None


def feed(session: Session, base: str, at: datetime) -> bool:
    """Tell webhooks of some of what changed; whether there is more.

    `base`: our address. An item that changed twice since the last look is told of once.
    """
    if session.scalar(BEGIN) is not None:
        for venue, body in session.execute(VENUES):
            _mark(session, venue, body)
        return False
    version, kind, item = session.execute(POSITION).one()
    asked = {"version": version, "kind": kind, "item": item, "limit": AT_ONCE}
    found = [News._make(row) for row in session.execute(NEWS, asked)]
    for news in found:
        for type_, data in _events(session, news):
            _tell_each(session, type_, _told(base, news, data), at)
    if found:
        last = found[-1]
        session.execute(MOVE, last._asdict() | {"body": None})
    return len(found) == AT_ONCE


def _events(session: Session, news: News) -> Iterator[tuple[Kind, dict[str, Any]]]:
    """What to say of an item: the kind of the event, and what else belongs to it."""
    if news.kind in WHOLE:
        yield WHOLE[news.kind], {}
    elif news.kind == "venues" and news.body is None:
        session.execute(UNMARK, {"venue": news.id})
        into = session.scalar(MERGED, {"venue": news.id})
        yield Kind.VENUE_CLOSED, {"merged_into": into}
    elif news.kind == "venues" and news.body is not None:
        yield from ((kind, {}) for kind in _differences(session, news.id, news.body))


def _differences(session: Session, venue: str, body: dict[str, Any]) -> list[Kind]:
    before = session.execute(MARKED, {"venue": venue}).one_or_none()
    menu, rest = _mark(session, venue, body)
    if before is None:
        return [Kind.VENUE_CHANGED]
    changed = {Kind.PRICE_CHANGED: before.menu, Kind.VENUE_CHANGED: before.rest}
    now = {Kind.PRICE_CHANGED: menu, Kind.VENUE_CHANGED: rest}
    return [kind for kind, was in changed.items() if bytes(was) != now[kind]]


def _mark(session: Session, venue: str, body: dict[str, Any]) -> tuple[bytes, bytes]:
    menu = _digest(body.get("menu"))
    rest = _digest({name: each for name, each in body.items() if name != "menu"})
    session.execute(MARK, {"venue": venue, "menu": menu, "rest": rest})
    return menu, rest


def _digest(content: object) -> bytes:
    return sha256(json.dumps(content, sort_keys=True).encode()).digest()


def _told(base: str, news: News, data: dict[str, Any]) -> dict[str, Any]:
    """What happened, so thin that who wants to know more must ask."""
    return {
        "kind": news.kind,
        "id": news.id,
        "version": news.version,
        "url": f"{base}{PLACES[news.kind]}{news.id}",
        **data,
    }


def _tell_each(
    session: Session, type_: Kind, data: dict[str, Any], at: datetime
) -> None:
    listeners = session.scalars(LISTENERS, {"type": type_, "now": at}).all()
    of_it = sha256(f"{type_} {data['kind']} {data['id']}".encode()).hexdigest()[:24]
    for webhook in listeners:
        tell(
            session,
            UUID(str(webhook)),
            f"evt_{data['version']}_{of_it}",
            thin(type_, at, data),
            at,
        )
