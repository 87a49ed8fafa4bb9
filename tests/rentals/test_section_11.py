"""What goes wrong: every row of the table of cases, each with a test of its name."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from citizen_api.bikes import queries as bikes
from citizen_api.rentals import queries
from citizen_api.rentals.gateway import Heard
from citizen_api.roles.models import Role
from citizen_api.wallets.queries import totals
from tests.bikes.riding import OPERA, set_station, status
from tests.factories import changing, on_staff
from tests.rentals.people import Bicycle, Person, Street, fresh_key
from tests.wallets.people import problem

POST = "hp-019"


def charges(street: Street) -> int:
    found = street.database.find(
        "SELECT count(*) FROM ledger_entries WHERE kind IN ('ride', 'fee')", {}
    )
    return int(found[0][0])


def test_two_riders_one_bike(street: Street, rider: Person, bike: Bicycle) -> None:
    other = street.visitor()
    rental = rider.offered(bike)

    refused = other.scan(bike.url)

    assert (refused.status_code, problem(refused)) == (409, "bike-not-free")
    assert "Somebody has this bike" in refused.get_json()["detail"]
    assert rider.does("unlock", rental).status_code == 200
    assert problem(other.scan(bike.code)) == "bike-not-free"


def test_one_rider_two_phones(street: Street, rider: Person) -> None:
    two = [street.bike(nth=0), street.bike(nth=1)]

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda each: rider.scan(each.url), two))

    assert sorted(each.status_code for each in answers) == [201, 409]
    assert {problem(e) for e in answers if e.status_code == 409} == {"rental-open"}


def test_one_rider_a_group_ticket(street: Street, rider: Person) -> None:
    assert rider.post("/v1/group-tickets", {"bikes": 2}).status_code == 201
    every = [rider.scan(street.bike().url) for _ in range(3)]

    assert [each.status_code for each in every] == [201, 201, 409]
    mine = rider.get("/v1/me/rental").get_json()
    assert (mine["rental"]["state"], len(mine["others"])) == ("reserved", 1)


def test_a_group_needs_money_for_each_bike(street: Street) -> None:
    poor = street.visitor(15_000)

    assert problem(poor.post("/v1/group-tickets", {"bikes": 2})) == "balance-too-low"


def test_last_bike_at_a_station(street: Street) -> None:
    slug = "hp-005"
    riders = []
    while True:
        with changing(street.app) as session:
            left = session.scalar(
                text(
                    "SELECT count(*) FROM bikes b JOIN stations s ON s.id = station_id"
                    " WHERE s.slug = :slug AND state = 'available'"
                    " AND type_id = 'bicycle'"
                ),
                {"slug": slug},
            )
        if not left:
            break
        someone = street.visitor()
        riders.append(someone.riding(street.bike(slug)))
    counted = status(street.app.test_client(), slug)

    assert riders
    assert counted["num_vehicles_available"] >= 0
    fleet = bikes.fleet(street.database)
    assert sum(fleet[:5]) == fleet.total
    assert fleet.on_trip == len(riders)


def test_return_at_a_full_station_of_marks(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    set_station(street.app, POST, capacity=0)

    bill = rider.rides(bike, POST, minutes=10)

    assert (bill["state"], bill["overfull"]) == ("settled", True)
    assert bike.row().station_id == street.station(POST).id


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"capacity": 0, "is_virtual": False}, "full"),
        ({"is_returning": False}, "closed"),
    ],
)
def test_return_where_it_is_refused_gives_free_minutes_and_the_nearest(
    street: Street, rider: Person, bike: Bicycle, values: dict[str, object], why: str
) -> None:
    set_station(street.app, POST, **values)
    rental = rider.riding(bike)
    street.later(minutes=29)
    bike.closes(POST)

    refused = rider.does("end", rental)

    assert (refused.status_code, problem(refused)) == (409, "not-taken-back")
    assert "15 free minutes" in refused.get_json()["detail"]
    seen = rider.sees(rental)
    assert (seen["state"], seen["refused_for"], seen["free_minutes"]) == (
        *("paused", why),
        15,
    )
    assert len(seen["nearest"]) == 3
    rider.does("resume", rental)
    bike.opens()
    bike_bill = (
        street.later(minutes=16) and bike.closes(OPERA) and rider.does("end", rental)
    )
    assert bike_bill.get_json()["price"] == 5_000  # 45 minutes, of which 15 are free


def test_retry_of_unlock(street: Street, rider: Person, bike: Bicycle) -> None:
    rental, key = rider.offered(bike), {"Idempotency-Key": fresh_key()}

    first = rider.does("unlock", rental, **key)
    again = rider.does("unlock", rental, **key)
    without = rider.does("unlock", rental)

    assert again.get_data() == first.get_data()
    assert without.get_json()["state"] == "unlocking"
    assert len({command for _, command in street.locks.commands}) == 1


def test_retry_of_a_scan_with_another_body(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    key = fresh_key()
    first = rider.scan(bike.url, key=key)
    again = rider.scan(bike.url, key=key)

    assert (first.status_code, again.get_data()) == (201, first.get_data())
    other = rider.scan(street.bike().url, key=key)
    assert (other.status_code, problem(other)) == (422, "idempotency-key-reused")


def test_retry_while_the_first_is_in_progress(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental, key = rider.offered(bike), {"Idempotency-Key": fresh_key()}
    seen = []

    def meanwhile(*_: object) -> None:
        street.locks.meanwhile = lambda *_: None
        seen.append(rider.does("unlock", rental, **key))

    street.locks.meanwhile = meanwhile
    assert rider.does("unlock", rental, **key).status_code == 200

    assert (seen[0].status_code, problem(seen[0])) == (409, "in-progress")
    assert seen[0].get_json()["retryable"] is True


def test_answer_lost_app_restarted(rider: Person, bike: Bicycle) -> None:
    rental = rider.riding(bike)

    mine = rider.get("/v1/me/rental").get_json()
    assert (mine["rental"]["id"], mine["rental"]["state"]) == (rental, "active")

    rider.street.later(minutes=20)
    bike.closes(POST)
    bills = [rider.does("end", rental) for _ in range(3)]
    assert {each.status_code for each in bills} == {200}
    assert len({each.get_data() for each in bills}) == 1
    assert charges(rider.street) == 1
    assert rider.get("/v1/me/rental").get_json()["last"]["price"] == 5_000


def test_lock_does_not_open(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.unlocking(bike)
    assert rider.sees(rental)["price"] == 0

    street.later(seconds=30)

    assert rider.state(rental) == "failed"
    assert (bike.row().state, rider.balance) == ("available", 100_000)
    assert rider.offered(street.bike(POST))


def test_lock_does_not_open_and_a_job_sees_it(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rider.unlocking(bike)
    street.later(seconds=30).work()

    assert bike.row().state == "available"


def test_lock_refuses(street: Street, rider: Person, bike: Bicycle) -> None:
    street.locks.heard = Heard.REFUSED
    rental = rider.offered(bike)

    refused = rider.does("unlock", rental)

    assert (refused.status_code, problem(refused)) == (409, "unlock-failed")
    assert (rider.state(rental), bike.row().state) == ("failed", "available")


def test_lock_does_not_open_twice_and_is_looked_at(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    for each in (rider, street.visitor()):
        each.unlocking(bike)
        street.later(seconds=31).work()

    assert (bike.row().state, bike.row().fault) == ("non_operational", "lock")
    assert problem(rider.scan(bike.url)) == "bike-not-free"


def test_lock_opens_after_the_deadline(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.unlocking(bike)
    street.later(seconds=40)

    assert bike.opens() == "late_opening"

    assert (rider.state(rental), rider.balance) == ("failed", 100_000)
    assert bike.row().state == "non_operational"
    street.work()
    assert street.locks.closes == [bike.number]
    assert bike.closes(OPERA) == "applied"
    assert bike.row().state == "available"


def test_closed_but_not_confirmed(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.riding(bike)
    street.later(minutes=30)
    bike.closes(POST)
    street.later(minutes=4)
    assert rider.state(rental) == "ending"

    street.later(minutes=20)
    bill = rider.does("end", rental).get_json()

    assert (bill["state"], bill["seconds"], bill["price"]) == ("settled", 1800, 5_000)


def test_confirmed_before_the_lock_closed(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(minutes=10)
    assert rider.does("end", rental).get_json()["state"] == "ending"
    street.later(minutes=2)
    bike.closes(POST)

    assert (rider.state(rental), rider.sees(rental)["seconds"]) == ("settled", 720)


def test_confirmed_and_the_lock_stays_open(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    rider.does("end", rental)
    street.later(minutes=5).work()

    assert rider.state(rental) == "active"


def test_lock_events_late(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.unlocking(bike)
    opened = street.now + timedelta(seconds=3)
    street.later(seconds=20)
    bike.opens(at=opened)
    closed = opened + timedelta(minutes=12)
    street.later(minutes=40)
    bike.closes(POST, at=closed)

    assert rider.does("end", rental).get_json()["seconds"] == 720


def test_lock_events_twice(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.unlocking(bike)
    told = [bike.opens(event="same") for _ in range(3)]
    street.later(minutes=10)
    bike.closes(POST, event="end")
    street.later(minutes=1)
    bike.closes(POST, event="end")
    rider.does("end", rental)

    assert told == ["applied"] * 3
    assert (rider.state(rental), charges(street)) == ("settled", 1)
    kept = street.database.find("SELECT count(*) FROM lock_events", {})
    assert kept[0][0] == 2


def test_lock_events_twice_at_once(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.unlocking(bike)

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(lambda _: bike.opens(event="same"), range(8)))

    assert told == ["applied"] * 8
    assert (rider.state(rental), rider.sees(rental)["version"]) == ("active", 3)


def test_lock_events_out_of_order(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.unlocking(bike)
    start = street.now
    street.later(seconds=10)
    assert bike.closes(POST, at=start + timedelta(seconds=8)) == "noted"
    assert bike.opens(at=start + timedelta(seconds=1)) == "applied"

    assert rider.state(rental) == "ending"
    assert rider.does("end", rental).get_json()["seconds"] == 7


def test_a_closing_told_late_is_recomputed_while_not_settled(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    earlier = street.later(minutes=30).now
    street.later(minutes=10)
    bike.closes(POST)
    bike.closes(POST, at=earlier)

    assert rider.does("end", rental).get_json()["price"] == 5_000


@pytest.mark.parametrize("off", [timedelta(hours=-3), timedelta(hours=3)])
def test_clock_skew(
    street: Street, rider: Person, bike: Bicycle, off: timedelta
) -> None:
    rental = rider.unlocking(bike)
    assert bike.opens(at=street.now + off) == "applied"
    street.later(minutes=10)
    bike.closes(POST, at=street.now + off)

    bill = rider.does("end", rental).get_json()

    assert (bill["seconds"], street.rental(rental).our_clock) == (600, True)
    assert bill["started_at"].endswith("+07:00")


def test_a_clock_that_jumps_never_makes_a_negative_ride(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    start = street.now
    street.later(minutes=9)
    bike.closes(POST, at=start - timedelta(minutes=1))

    assert rider.does("end", rental).get_json()["seconds"] == 540


def test_never_ended(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.riding(bike)
    causes = "SELECT cause FROM rental_events WHERE rental_id = %(id)s ORDER BY id"
    for hours in (2, 2):
        street.later(hours=hours).work()
    told = [row[0] for row in street.database.find(causes, {"id": rental})]

    assert told[3:] == ["reminder", "reminder", "review"]
    seen = rider.sees(rental)
    assert (seen["state"], seen["review_for"]) == ("review", "open_long")
    assert bike.row().state == "non_contactable"
    street.later(days=3).work()
    assert (bike.row().state, rider.sees(rental)["price"]) == ("missing", 50_000)


def test_a_long_ride_in_review_is_ended_by_its_rider_and_capped(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(hours=30).work()
    bike.closes(POST)

    bill = rider.does("end", rental).get_json()

    assert (bill["state"], bill["price"]) == ("settled", 50_000)
    assert bike.row().state == "available"


def test_never_ended_is_ended_by_staff_with_reason_and_audit(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(hours=5).work()
    staff = on_staff(street.app, Role.BIKE_OPERATOR)
    body = {"station": POST, "reason": "Found at the post office."}

    ended = street.app.test_client().post(
        f"/v1/rentals/{rental}/force-end", json=body, headers=staff
    )

    assert ended.status_code == 200, ended.text
    assert rider.state(rental) == "settled"
    fields = "SELECT fields FROM audit_events ORDER BY seq DESC LIMIT 1"
    event = street.database.find(fields, {})[0][0]
    assert event["action"] == "rental.forced_end"
    assert event["detail"]["reason"] == body["reason"]


def test_staff_force_end_while_rider_ends(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(minutes=35)
    bike.closes(POST)
    staff = on_staff(street.app, Role.BIKE_OPERATOR)
    body = {"station": POST, "reason": "They called us."}

    def by_staff() -> int:
        client = street.app.test_client()
        path = f"/v1/rentals/{rental}/force-end"
        return client.post(path, json=body, headers=staff).status_code

    with ThreadPoolExecutor(2) as threads:
        both = (
            threads.submit(by_staff),
            threads.submit(lambda: rider.does("end", rental).status_code),
        )
        assert [each.result() for each in both] == [200, 200]

    assert (charges(street), rider.balance) == (1, 94_000)


def test_wrong_place(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.riding(bike)
    street.later(minutes=10)
    bike.closes(None, lon=106.60, lat=20.80, accuracy_m=5)

    refused = rider.does("end", rental)

    assert problem(refused) == "not-taken-back"
    assert " m)" in refused.get_json()["detail"]
    seen = rider.sees(rental)
    assert (seen["state"], seen["refused_for"]) == ("paused", "away")
    assert seen["free_minutes"] == 0
    assert charges(street) == 0


def test_place_unknown_is_a_review_and_the_meter_stands(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(minutes=10)
    bike.closes(None)
    rider.does("end", rental)
    street.later(hours=2)

    seen = rider.sees(rental)
    assert (seen["state"], seen["review_for"]) == ("review", "no_position")
    assert seen["seconds"] == 600


def test_locked_at_a_station_it_ends_by_rule(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(minutes=10)
    bike.closes(POST)
    street.later(minutes=5).work()

    assert (rider.state(rental), rider.sees(rental)["seconds"]) == ("settled", 600)


def test_price_change_during_a_ride(
    street: Street, rider: Person, bike: Bicycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    rental = rider.riding(bike)
    monkeypatch.setattr("citizen_api.tariffs.plans.PLANS", [])
    street.later(minutes=31)
    bike.closes(POST)

    assert rider.does("end", rental).get_json()["price"] == 6_000


def test_feed_during_a_transaction(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.offered(bike)
    total = bikes.fleet(street.database).total
    for act in (
        lambda: rider.does("unlock", rental),
        bike.opens,
        lambda: rider.does("report", rental, {"what": "bell"}),
        lambda: street.later(minutes=9) and bike.closes(POST),
        lambda: rider.does("end", rental),
    ):
        act()
        fleet = bikes.fleet(street.database)
        assert sum(fleet[:5]) == fleet.total == total
    assert bike.row().state == "non_operational"


def test_pay_twice_refund(street: Street, rider: Person, bike: Bicycle) -> None:
    bill = rider.rides(bike, minutes=35)
    staff = on_staff(street.app, Role.BIKE_OPERATOR)

    def give(amount: int) -> int:
        client = street.app.test_client()
        path, body = f"/v1/rentals/{bill['id']}/refunds", {"reason": "A kindness."}
        sent = body | {"amount": amount}
        return client.post(path, json=sent, headers=staff).status_code

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: give(4_000), range(4)))

    assert sorted(answers) == [201, 409, 409, 409]
    assert (rider.balance, give(2_000), give(1)) == (98_000, 201, 409)
    with changing(street.app) as session:
        assert sum(totals(session).values()) == 0


def test_debt(street: Street, bike: Bicycle) -> None:
    poor = street.visitor(10_000)
    rental = poor.riding(bike)
    street.later(hours=2)
    bike.closes(POST)
    assert poor.does("end", rental).get_json()["state"] == "owing"
    assert poor.balance == -10_000

    refused = poor.scan(street.bike(POST).url)
    assert (refused.status_code, problem(refused)) == (409, "in-debt")
    street.now -= timedelta(hours=2)
    poor.wallet.top_up(20_000)

    assert poor.state(rental) == "settled"
    with changing(street.app) as session:
        assert queries.owing(session, poor.wallet.owner) == []


def test_debt_floor_for_starting(street: Street, bike: Bicycle) -> None:
    assert problem(street.visitor(0).scan(bike.url)) == "balance-too-low"
