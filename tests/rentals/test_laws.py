"""Whatever riders, locks, the clock and the bank do: no bike and no đồng is lost."""

from collections import Counter
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from citizen_api.bikes import snapshot
from citizen_api.bikes.queries import fleet
from citizen_api.roles.models import Role
from citizen_api.wallets.queries import told_by_bank, totals
from tests.conftest import NOON
from tests.factories import changing, on_staff
from tests.rentals.people import Bicycle, Person, Street, fresh_key

STATIONS = ("hp-005", "hp-019")
WRONG = """
SELECT (SELECT count(*) FROM rentals r JOIN ledger_entries e ON e.id = r.entry_id
        JOIN ledger_postings p ON p.entry_id = e.id AND p.amount > 0
        WHERE p.amount <> r.price OR e.reference <> 'rental:' || r.id),
       (SELECT count(*) FROM ledger_entries e WHERE kind = 'ride' AND NOT EXISTS
        (SELECT FROM rentals r WHERE r.entry_id = e.id)),
       (SELECT count(*) FROM rentals WHERE price > 0 AND entry_id IS NULL),
       (SELECT count(*) FROM bikes b WHERE state IN ('reserved', 'claimed', 'on_trip')
        <> EXISTS (SELECT FROM rentals r WHERE r.bike_id = b.id AND r.state IN
            ('reserved', 'unlocking', 'active', 'paused', 'ending')))
"""


THERE = text(
    "SELECT s.slug, b.state, count(*) AS bikes"
    " FROM bikes b JOIN stations s ON s.id = b.station_id"
    " WHERE b.state IN ('available', 'reserved', 'non_operational')"
    " GROUP BY s.slug, b.state"
)


class City(RuleBasedStateMachine):
    """Three riders, three bikes; what locks tell may be late, twice or lost."""

    street: Street
    riders: list[Person]
    bikes: list[Bicycle]

    @initialize()
    def begin(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.posts: dict[int, str] = {}

    def rental(self, who: int) -> str | None:
        mine = self.riders[who].get("/v1/me/rental").get_json()["rental"]
        return mine and str(mine["id"])

    @rule(who=some.integers(0, 2), which=some.integers(0, 2))
    def scan(self, who: int, which: int) -> None:
        answer = self.riders[who].scan(self.bikes[which].url)
        assert answer.status_code in {200, 201, 409}

    @rule(
        who=some.integers(0, 2),
        verb=some.sampled_from(["unlock", "cancel", "pause", "resume", "end", "end"]),
    )
    def act(self, who: int, verb: str) -> None:
        rental = self.rental(who)
        if rental is not None:
            answer = self.riders[who].does(verb, rental)
            assert answer.status_code in {200, 409}

    @rule(who=some.integers(0, 2), stuck=some.booleans())
    def report(self, who: int, stuck: bool) -> None:
        rental = self.rental(who)
        if rental is not None:
            told = {"what": "The bell.", "stuck": stuck}
            answer = self.riders[who].does("report", rental, told)
            assert answer.status_code in {200, 409}

    @rule(who=some.integers(0, 2), which=some.integers(0, 2))
    def say_wrong(self, who: int, which: int) -> None:
        rental, number = self.rental(who), self.bikes[which].number
        if rental is not None:
            said = self.riders[who].does("wrong-bike", rental, {"number": number})
            assert said.status_code in {200, 409}

    @rule(who=some.integers(0, 2))
    def buy(self, who: int) -> None:
        once = {"Idempotency-Key": fresh_key()}
        plan = {"plan": "bicycle-day-pass"}
        answer = self.riders[who].post("/v1/passes", plan, **once)
        assert answer.status_code in {201, 409}

    def work(self, path: str, **body: Any) -> int:
        """What staff are answered; their sign-in outlives no long wait."""
        staff = on_staff(self.street.app, Role.BIKE_OPERATOR)
        client, once = self.street.app.test_client(), {"Idempotency-Key": fresh_key()}
        said = {"reason": "A law."} | body
        return client.post(path, json=said, headers=staff | once).status_code

    @rule(
        who=some.integers(0, 2),
        slug=some.sampled_from([None, *STATIONS]),
        free=some.booleans(),
    )
    def force_end(self, who: int, slug: str | None, free: bool) -> None:
        rental = self.rental(who)
        if rental is not None:
            path = f"/v1/rentals/{rental}/force-end"
            assert self.work(path, station=slug, free=free) in {200, 409}

    @rule(who=some.integers(0, 2), amount=some.sampled_from([1_000, 30_000]))
    def give_back(self, who: int, amount: int) -> None:
        last = self.riders[who].get("/v1/me/rental").get_json()["last"]
        if last is not None:
            path = f"/v1/rentals/{last['id']}/refunds"
            assert self.work(path, amount=amount) in {201, 404, 409}

    @rule(which=some.integers(0, 2), slug=some.sampled_from(STATIONS))
    def mend(self, which: int, slug: str) -> None:
        path = f"/v1/bikes/{self.bikes[which].number}/mend"
        assert self.work(path, station=slug) in {200, 409}

    @rule(
        which=some.integers(0, 2),
        kind=some.sampled_from(["opened", "closed"]),
        slug=some.sampled_from(STATIONS),
        lost=some.booleans(),
    )
    def tell(self, which: int, kind: str, slug: str, lost: bool) -> None:
        bike = self.bikes[which]
        there = self.street.station(slug)
        data = {
            "lock": bike.number,
            "event": f"law-{len(self.told)}-{id(self)}-{self.street.now.timestamp()}",
            "at": self.street.now.isoformat(),
            "command": bike.command(),
            "lon": there.lon_e6 / 1e6,
            "lat": there.lat_e6 / 1e6,
        }
        self.told.append({"type": f"lock.{kind}", "data": data})
        if not lost:
            self.again(len(self.told) - 1)

    @rule(nth=some.integers(0, 30))
    def again(self, nth: int) -> None:
        if self.told:
            event = self.told[nth % len(self.told)]
            answer = self.street.tell(event["type"], event["data"])
            assert answer.status_code in {200, 409}

    @rule(seconds=some.sampled_from([5, 31, 150, 400, 2_000, 10_000]))
    def wait(self, seconds: int) -> None:
        self.street.later(seconds=seconds).work()

    @rule(who=some.integers(0, 2))
    def pay(self, who: int) -> None:
        now, self.street.now = self.street.now, NOON
        self.riders[who].wallet.top_up(20_000)
        self.street.now = now

    @invariant()
    def nothing_is_lost(self) -> None:
        counted = fleet(self.street.database)
        assert sum(counted[:5]) == counted.total
        assert self.street.database.find(WRONG, {})[0] == (0, 0, 0, 0)
        with changing(self.street.app) as session:
            sums = totals(session)
            assert sum(sums.values()) == 0
            assert sums["bank"] == -told_by_bank(session)

    @invariant()
    def the_feed_says_what_stands_there(self) -> None:
        with self.street.database.engine.connect() as connection:
            told = snapshot.take(connection, self.street.now)
            there = {row[:2]: row.bikes for row in connection.execute(THERE)}
        assert told is not None
        counted = {(each.slug, "available"): each.available for each in told.stations}
        counted |= {
            (each.slug, "non_operational"): each.disabled for each in told.stations
        }
        shown = {key: n for key, n in there.items() if key[1] != "reserved"}
        assert {key: count for key, count in counted.items() if count} == shown
        assert Counter((each.station, each.state) for each in told.vehicles) == there


@pytest.mark.slow
def test_no_run_of_riders_locks_and_money_loses_a_bike_or_a_dong(fresh: Flask) -> None:
    street = Street(fresh)
    riders = [street.visitor(30_000) for _ in range(3)]
    bikes = [street.bike(nth=nth) for nth in range(3)]
    machine = type(
        "Ours", (City,), {"street": street, "riders": riders, "bikes": bikes}
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
