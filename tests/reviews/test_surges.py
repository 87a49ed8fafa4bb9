"""A surge from its notice to what a person decides of it, and back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text

from citizen_api.cases.actions import decide, second, undo
from citizen_api.cases.models import Case, Kind
from citizen_api.cases.rules import Verdict
from citizen_api.problems import NotFound
from citizen_api.reviews import settling
from citizen_api.reviews.surges import hold
from citizen_api.reviews.tallies import Surge
from citizen_api.scores.explaining import HELD, SURGE
from tests.conftest import NOON, close, copied, make_app
from tests.factories import database_of
from tests.reviews.addresses import VENUE
from tests.reviews.attacks import Flood, flood, strike

NUMBER = "SELECT id FROM venues WHERE slug = %(slug)s"
STATES = """
SELECT state, count(*) FROM reviews WHERE venue_id = %(venue)s GROUP BY state
"""
WAITS = (
    "SELECT FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
ONE, OTHER = "moderator:one", "moderator:other"


@pytest.fixture(scope="module")
def city(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city where a venue is in a surge of 600 bad ratings."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"surges_{worker}"))
    made.extensions["citizen-refresher"].stop()
    venue = number(made, VENUE)
    start = NOON - timedelta(hours=1)
    flood(database_of(made), Flood([venue], 600, (1,), start, 0.9))
    yield made
    close(made)


def number(app: Flask, slug: str) -> int:
    found: int = database_of(app).find(NUMBER, {"slug": slug})[0][0]
    return found


def states(app: Flask, slug: str = VENUE) -> dict[str, int]:
    venue = number(app, slug)
    return dict(database_of(app).find(STATES, {"venue": venue}))


def explained(app: Flask, slug: str = VENUE) -> dict[str, object]:
    card = app.test_client().get(f"/v1/venues/{slug}").get_json()
    told: dict[str, object] = card["score_explained"]
    return told


def open_case(app: Flask) -> UUID:
    with database_of(app).sessions() as session:
        venue = number(app, VENUE)
        waiting = select(Case).where(
            Case.kind == Kind.SURGE, Case.state == "open", Case.venue_id == venue
        )
        return session.scalars(waiting).one().id


def settled(app: Flask) -> None:
    """The rest of what was decided, as the worker does it."""
    while True:
        with database_of(app).sessions.begin() as session:
            if not settling.settle(session):
                return


def decided(app: Flask, decision: str) -> None:
    number = open_case(app)
    with database_of(app).sessions.begin() as session:
        case = decide(session, number, Verdict(decision, ONE, NOON))
        if decision == "drop":
            case = second(session, number, Verdict(decision, OTHER, NOON), agrees=True)
        settling.apply(session, case, decision, ONE, NOON)
    settled(app)


def undone(app: Flask) -> None:
    with database_of(app).sessions.begin() as session:
        venue = number(app, VENUE)
        decided_on = select(Case.id).where(
            Case.kind == Kind.SURGE, Case.state == "decided", Case.venue_id == venue
        )
        case = undo(session, session.scalars(decided_on).one())
        settling.undo(session, case, ONE, NOON)
        case.state, case.decision = "open", None
        case.decided_at = case.decided_by = case.second_by = None
    settled(app)


def test_everybody_reads_that_ratings_are_held_and_why(city: Flask) -> None:
    told = explained(city)

    surge = dict(told["surge"])  # type: ignore[call-overload]
    assert isinstance(surge.pop("id"), int)
    assert surge.pop("until").startswith("2026-11-28T")
    assert surge == {
        "kind": "day",
        "reason": SURGE["day"],
        "since": "2026-11-20T11:54:01+07:00",
        "held": 600,
    }
    assert told["held"] == [
        {
            "reason": "surge",
            "count": 600,
            "text": HELD["surge"],
        }
    ]


def test_what_is_held_can_be_read_but_does_not_count(city: Flask) -> None:
    page = city.test_client().get(f"/v1/venues/{VENUE}/reviews").get_json()

    assert len(page["items"]) > 0
    assert (page["score"]["ratings_count"], page["score"]["score"]) == (0, None)


def test_what_a_person_releases_counts_and_an_undone_release_does_not(
    city: Flask,
) -> None:
    decided(city, "release")
    assert states(city) == {"counted": 600}
    assert (explained(city)["surge"], explained(city)["held"]) == (None, [])

    undone(city)
    assert states(city) == {"held": 600}
    assert explained(city)["surge"] is not None


def test_what_its_writer_changes_at_that_moment_is_still_looked_at(city: Flask) -> None:
    one = f"(SELECT min(id) FROM reviews WHERE venue_id = {number(city, VENUE)})"
    changed = "UPDATE reviews SET held_for = '{}', held_reason = '{}' WHERE id = {}"
    with ThreadPoolExecutor(1) as threads:
        with database_of(city).sessions.begin() as session:
            session.execute(text(changed.format("content", "link", one)))
            waits = threads.submit(decided, city, "release")
            while not database_of(city).find(WAITS, {}) and not waits.done():
                sleep(0.01)
        waits.result()

    assert states(city) == {"counted": 599, "held": 1}
    undone(city)
    with database_of(city).sessions.begin() as session:
        session.execute(text(changed.format("surge", "day", one)))


def test_what_two_persons_drop_stays_on_record(city: Flask) -> None:
    decided(city, "drop")
    assert states(city) == {"dropped": 600}
    told = explained(city)
    assert (told["surge"], told["held"]) == (None, [])
    assert [(each["reason"], each["count"]) for each in told["dropped"]] == [  # type: ignore[attr-defined]
        ("surge", 600)
    ]

    undone(city)
    assert states(city) == {"held": 600}


def test_a_person_who_sees_one_opens_it(city: Flask) -> None:
    slug = "banh-da-cua-lach-tray"
    flood(database_of(city), Flood([number(city, slug)], 5, (5,), NOON, 1))

    with database_of(city).sessions.begin() as session:
        surge = strike(session, slug, by=ONE, at=NOON + timedelta(hours=2))
        subject = str(surge)
    with database_of(city).sessions.begin() as session:
        assert hold(session, NOON + timedelta(hours=2)) == 5
    with database_of(city).sessions.begin() as session:
        summary = settling.summary(session, surge)
        assert [tuple(each) for each in summary] == [(slug, 5, 5.0)]
        case = session.scalars(select(Case).where(Case.subject_id == subject)).one()
        case.state, case.decision = "decided", "release"
        case.decided_at, case.decided_by = NOON, OTHER
    assert states(city, slug) == {"held": 5}


def test_a_case_of_no_surge_is_not_found(city: Flask) -> None:
    with database_of(city).sessions() as session:
        stray = Case(kind="surge", subject_kind="surge", subject_id="99999999")
        with pytest.raises(NotFound):
            settling.apply(session, stray, "release", ONE, NOON)


def test_a_surge_that_is_over_holds_no_more(city: Flask) -> None:
    slug = "banh-da-cua-ky-dong"
    venue = number(city, slug)
    with database_of(city).sessions.begin() as session:
        surge = Surge(
            venue_id=venue,
            why="day",
            began_at=NOON - timedelta(days=9),
            opened_at=NOON - timedelta(days=8),
            until=NOON - timedelta(days=1),
        )
        session.add(surge)
        session.flush()
        marked = "UPDATE venue_scores SET surge_id = :id, surge_until = :until"
        values = {"id": surge.id, "until": surge.until, "venue": venue}
        session.execute(text(f"{marked} WHERE venue_id = :venue"), values)

    flood(database_of(city), Flood([venue], 3, (5,), NOON, 1))

    assert states(city, slug) == {"counted": 3}
