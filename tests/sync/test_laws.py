"""The law of the pack: what a phone has after any deltas is what is there."""

from datetime import timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from citizen_api.sync.pieces import PIECES
from tests.conftest import NOON
from tests.factories import Stall, Told, build, database_of
from tests.sync.changing import (
    brought_up,
    change,
    close_for_a_day,
    forgotten,
    without,
)
from tests.sync.pack import Pack

DAYS = 30
PHONES = 3
NUMBERS = st.integers(0, 40)
STATEMENTS = {
    "price": "UPDATE menu_prices SET price_min = price_min + 500 WHERE id = {0} + 1",
    "note": "UPDATE venues SET note = 'note {0}' WHERE id = {0} % 7 + 1",
    "hours": "UPDATE venues SET schedule_id = nullif({0} % 9, 0) WHERE id = {0} + 1",
    "said": "UPDATE opening_hours SET used = NOT used WHERE id = {0} + 1",
    "name": "UPDATE dishes SET name_en = 'dish {0}' WHERE id = {0} % 5 + 1",
    "served": "INSERT INTO menu_items (venue_id, dish_id) VALUES ({0} + 1, 7)"
    " ON CONFLICT DO NOTHING",
    "sold out": "DELETE FROM menu_items m WHERE venue_id = {0} + 1 AND NOT EXISTS"
    " (SELECT FROM menu_prices p WHERE p.venue_id = m.venue_id)",
    "merge": "UPDATE venues SET merged_into_id = CASE WHEN merged_into_id IS NULL"
    " THEN 1 END WHERE id = {0} % 20 + 2",
    "licence": "INSERT INTO venue_licences (venue_id, kind, issued_by, issued_on,"
    " source_id, checked_on) VALUES ({0} + 1, 'business', 'UBND', '2026-01-05', 'city',"
    " '2026-11-21') ON CONFLICT DO NOTHING",
    "withdrawal": "UPDATE venue_licences SET ended_at = now() WHERE venue_id = {0} + 1",
    "station": "UPDATE stations SET removed_at = CASE WHEN removed_at IS NULL"
    " THEN now() END WHERE id = {0} % 24 + 1",
    "day off": "UPDATE public_holidays SET name_en = 'day {0}'"
    " WHERE day = '2026-09-02'",
}
EVENTS = st.tuples(
    st.sampled_from(
        [
            *(*STATEMENTS, "special day", "opens", "closes"),
            *("page", "sync", "sync", "night"),
        ]
    ),
    NUMBERS,
)


class Month:
    """Thirty days of a city, with phones that look now and then."""

    def __init__(self, city: Flask, steps: int) -> None:
        self.city, self.day, self.long = city, 0.0, DAYS / steps
        self.slugs: list[str] = []
        self.phones = [
            Pack(city.test_client(), limit) for limit in (61, 300, 1000)[:PHONES]
        ]

    def happens(self, event: str, number: int) -> None:
        """Let something happen; mostly it is brought up, sometimes with the next."""
        self.day += self.long
        if event in STATEMENTS:
            change(self.city, STATEMENTS[event].format(number))
        elif event == "special day":
            close_for_a_day(self.city, number)
        elif event == "opens":
            self.slugs += build(self.city, Stall(serves={"nem-cua-be": [Told(30_000)]}))
        elif event == "closes" and self.slugs:
            change(self.city, *without(self.slugs.pop(number % len(self.slugs))))
        if number % 4:
            brought_up(self.city, self.day)
        self.looked(event, self.phones[number % PHONES])

    def looked(self, event: str, phone: Pack) -> None:
        """What phones do, and what the worker does at night."""
        if event == "page":
            phone.step()
        elif event == "sync":
            phone.sync()
        elif event == "night":
            forgotten(self.city, NOON + timedelta(days=self.day))


def truth(city: Flask) -> dict[tuple[str, str], Any]:
    """All that is public, straight from the tables."""
    with database_of(city).engine.connect() as connection:
        return {
            (kind, id_): body
            for kind, piece in PIECES.items()
            for id_, body in connection.execute(text(piece))
        }


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(events=st.lists(EVENTS, min_size=8, max_size=20))
def test_any_deltas_of_a_month_end_in_what_is_there(
    city: Flask, events: list[tuple[str, int]]
) -> None:
    brought_up(city)
    month = Month(city, len(events))

    for event, number in events:
        month.happens(event, number)
    brought_up(city, DAYS)

    newcomer = Pack(city.test_client()).sync()
    assert newcomer.items == truth(city)
    for phone in month.phones:
        assert phone.sync().items == newcomer.items
        assert phone.hash() == newcomer.hash()
