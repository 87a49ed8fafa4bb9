"""Venues made for a test and published like the real ones; people who signed in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.accounts.actions import (
    begin_session,
    give_access_token,
    give_page_token,
    keep_person,
)
from citizen_api.accounts.models import PAGES
from citizen_api.accounts.registering import DEMO_CLIENTS, register_client
from citizen_api.accounts.rules import SCOPES, Seen
from citizen_api.areas.actions import measure
from citizen_api.db import Database
from citizen_api.dishes.models import Dish
from citizen_api.http.clock import now
from citizen_api.http.session import key_ring
from citizen_api.reviews.tallies import VenueScore
from citizen_api.roles.models import Role, RoleHeld
from citizen_api.schedules.actions import ensure_schedules
from citizen_api.schedules.queries import holidays
from citizen_api.sources.models import Source
from citizen_api.venues.actions import publish
from citizen_api.venues.models import MenuItem, MenuPrice, OpeningHours, Venue
from citizen_api.venues.rules import best_price
from geo.names import fold
from identity.providers import sign_in
from identity.simulators import personas

NUMBERS = count(1)
CENTRE = (106.6822, 20.8561)
YESTERDAY = date(2026, 11, 20)
STARS = ("one", "two", "three", "four", "five")


@dataclass(frozen=True)
class Told:
    """What one source says of a price."""

    low: int
    high: int | None = None
    on: date | None = YESTERDAY
    source: str = "test"


@dataclass(frozen=True, kw_only=True)
class Stall:
    """A venue to be made; `place` is lon, lat; `stars` counts 1 … 5."""

    name: str = "Quán thử"
    place: tuple[float, float] | None = CENTRE
    serves: Mapping[str, list[Told]] = field(
        default_factory=lambda: {"banh-da-cua": []}
    )
    hours: str | None = None
    stars: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)


def database_of(app: Flask) -> Database:
    """The database of an application."""
    found: Database = app.extensions["citizen-database"]
    return found


@contextmanager
def changing(app: Flask) -> Iterator[Session]:
    """A session on the database of an application, committed at the end."""
    with database_of(app).sessions.begin() as session:
        yield session


def last_entry(app: Flask) -> dict[str, Any]:
    """What the audit log says last."""
    asked = "SELECT fields FROM audit_events ORDER BY seq DESC LIMIT 1"
    return dict(database_of(app).find(asked, {})[0][0])


def build(app: Flask, *stalls: Stall) -> list[str]:
    """Make venues, and publish them; their ids on the wire, in the order given."""
    with changing(app) as session:
        if session.get(Source, "test") is None:
            session.add(Source(id="test", title="A source of the tests"))
        venues = [_venue(session, stall) for stall in stalls]
        publish(session, [venue.id for venue in venues])
        measure(session)
        return [venue.slug for venue in venues]


def _venue(session: Session, stall: Stall) -> Venue:
    lon, lat = stall.place or (None, None)
    venue = Venue(
        slug=f"test-{next(NUMBERS)}",
        name=stall.name,
        aliases=[],
        kind="eatery",
        folded=fold(stall.name),
        address="somewhere",
        ward_certain=False,
        lon_e6=lon and round(lon * 1e6),
        lat_e6=lat and round(lat * 1e6),
        schedule_id=_schedule(session, stall.hours),
        honours=[],
        source_ids=["test"],
    )
    session.add(venue)
    session.flush()
    count, rated = sum(stall.stars), dict(zip(STARS, stall.stars, strict=True))
    session.add(
        VenueScore(
            venue_id=venue.id,
            weight=100 * count,
            weighted_stars=100 * sum(n * each for n, each in enumerate(stall.stars, 1)),
            known=count,
            **rated,
        )
    )
    _menu(session, venue, stall.serves)
    return venue


def _schedule(session: Session, text: str | None) -> int | None:
    if text is None:
        return None
    return ensure_schedules(session, [text], holidays(session))[text]


def _menu(session: Session, venue: Venue, serves: Mapping[str, list[Told]]) -> None:
    for slug, told in serves.items():
        dish = session.scalars(select(Dish).where(Dish.slug == slug)).one()
        prices = [
            MenuPrice(
                venue_id=venue.id,
                dish_id=dish.id,
                price_min=each.low,
                price_max=each.low if each.high is None else each.high,
                source_id=each.source,
                checked_on=each.on,
                precision=each.on and 10,
            )
            for each in told
        ]
        best = best_price(prices)
        item = MenuItem(venue_id=venue.id, dish_id=dish.id)
        for name in ("price_min", "price_max", "source_id", "checked_on", "precision"):
            setattr(item, name, best and getattr(best, name))
        session.add(item)
        session.flush()
        session.add_all(prices)
    session.flush()


def rehearse(app: Flask, slug: str, *hours: str) -> None:
    """Let one source say the hours of a venue, the last of them the used ones."""
    with changing(app) as session:
        venue = session.scalars(select(Venue).where(Venue.slug == slug)).one()
        for text in hours:
            session.add(
                OpeningHours(
                    venue_id=venue.id,
                    text=text,
                    schedule_id=_schedule(session, text),
                    source_id="test",
                    used=text == hours[-1],
                )
            )


@dataclass(frozen=True)
class Known:
    """Somebody who signed in: the ids of person and session, and their tokens."""

    person: UUID
    session: UUID
    token: str
    page_token: str

    @property
    def headers(self) -> dict[str, str]:
        """What an app sends for them."""
        return {"Authorization": f"Bearer {self.token}"}


def known_person(
    app: Flask,
    persona: str = "P001",
    acr: str = "LoA2",
    auth_time: datetime | None = None,
    client: str = "citizen-app",
    scopes: tuple[str, ...] = SCOPES,
) -> Known:
    """A persona of the simulators who signed in at an app, or at our pages."""
    who = personas.persona(persona)
    assert who is not None
    told = sign_in.Person(
        f"the subject of {persona}", who.number, None, who.name, who.birth
    )
    with app.app_context(), changing(app) as session:
        moment = now()
        register_client(session, DEMO_CLIENTS[0])
        person = keep_person(session, key_ring(), told)
        seen = Seen(acr, ("face",), auth_time or moment)
        begun = begin_session(
            session, person, client, seen, device_name="Android", now=moment
        )
        token = give_access_token(session, begun, scopes, now=moment)
        page = give_page_token(session, begun, now=moment) if client == PAGES else ""
    return Known(person, begun, token, page)


def signed_in(
    app: Flask,
    persona: str = "P001",
    acr: str = "LoA2",
    auth_time: datetime | None = None,
) -> dict[str, str]:
    """The headers of a persona who signed in at an app."""
    return known_person(app, persona, acr, auth_time).headers


def on_staff(
    app: Flask, role: Role, scope: str = "", persona: str = "P002", **seen: Any
) -> dict[str, str]:
    """The headers of a persona who holds a role; `seen` as `known_person` takes it."""
    who = known_person(app, persona, **seen)
    with app.app_context():
        moment = now()
    with changing(app) as session:
        session.add(
            RoleHeld(
                person_id=who.person,
                role=role,
                scope=scope,
                valid_from=moment,
                granted_by="command",
                granted_at=moment,
            )
        )
    return who.headers
