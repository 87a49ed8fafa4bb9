"""What staff do to codes, and what is kept of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from citizen_api.links import actions, queries
from citizen_api.links.giving import create_for_street
from citizen_api.links.models import Flag, Kind, LinkChange
from citizen_api.links.rules import Place, Refused
from citizen_api.links.scanning import raise_flag
from citizen_api.problems import NotFound, RevokedCode
from tests.conftest import NOON
from tests.factories import changing
from tests.links.codes import (
    DAY,
    HERE,
    RANDOM,
    flags,
    hanging,
    made,
    never_given,
    revoked,
)
from tests.reviews.addresses import VENUE


def last(session: Session, code: str) -> LinkChange:
    return queries.history(session, code)[-1]


def test_a_new_code_tells_who_made_it_and_what_for(fresh: Flask) -> None:
    code = made(fresh, campaign="Tết", keeper="Phường", ends_at=NOON)

    with changing(fresh) as session:
        (change,) = queries.history(session, code)
        assert (change.by, change.verb, change.before) == ("a test", "create", {})
        assert change.after["target"] == f"venue {VENUE}"
        assert change.after["campaign"] == "Tết"
        assert change.after["ends_at"] == NOON.isoformat()


def test_a_new_target_is_kept_with_the_old_one(fresh: Flask) -> None:
    code = made(fresh)

    with changing(fresh) as session:
        actions.retarget(session, code, Kind.DISH, "nem-cua-be", by="Lan")

    with changing(fresh) as session:
        change = last(session, code)
        assert (change.by, change.verb) == ("Lan", "retarget")
        assert change.before == {"target": f"venue {VENUE}"}
        assert change.after == {"target": "dish nem-cua-be"}
    link = fresh.test_client().get(f"/v1/links/{code}").get_json()
    assert (link["code"], link["kind"], link["id"]) == (code, "dish", "nem-cua-be")


def test_every_verb_keeps_only_what_moved(fresh: Flask) -> None:
    code = made(fresh)

    with changing(fresh) as session:
        actions.hang(session, code, Place(HERE, 80), "Cầu Đất 179", by="a")
        assert set(last(session, code).after) == {"place", "radius_m", "label"}
        actions.limit(session, code, NOON, None, "/about", by="b")
        assert set(last(session, code).after) == {"starts_at", "fallback"}
        actions.hand_over(session, code, "Phường Gia Viên", by="c")
        assert last(session, code).after == {"keeper": "Phường Gia Viên"}
        actions.revoke(session, code, by="d", now=NOON)
        assert last(session, code).after == {"revoked_at": NOON.isoformat()}
        assert [each.by for each in queries.history(session, code)][1:] == list("abcd")


def test_what_changes_nothing_is_not_noted(fresh: Flask) -> None:
    code = made(fresh)

    with changing(fresh) as session:
        actions.retarget(session, code, Kind.VENUE, VENUE, by="Lan")
        assert last(session, code).verb == "create"


def test_what_is_revoked_stays_so(fresh: Flask) -> None:
    code = revoked(fresh)

    with changing(fresh) as session:
        with pytest.raises(RevokedCode):
            actions.retarget(session, code, Kind.VENUE, VENUE, by="Lan")
        with pytest.raises(RevokedCode):
            actions.revoke(session, code, by="Lan", now=NOON)
        with pytest.raises(NotFound):
            actions.hand_over(session, never_given(fresh), "x", by="Lan")


@pytest.mark.parametrize(
    ("kind", "to"),
    [
        (Kind.VENUE, "no-such-venue"),
        (Kind.DISH, VENUE),
        (Kind.STREET, "11359"),
        (Kind.TOUR, "nowhere"),
        (Kind.STATION, "<b>"),
        (Kind.PAGE, "javascript:alert(1)"),
    ],
)
def test_a_code_stands_for_nothing_unknown(fresh: Flask, kind: Kind, to: str) -> None:
    code = made(fresh)

    with changing(fresh) as session, pytest.raises(Refused):
        actions.retarget(session, code, kind, to, by="Lan")
    with changing(fresh) as session:
        assert last(session, code).verb == "create"
        assert queries.target_in(session, code).id == VENUE


@pytest.mark.parametrize(
    ("starts", "ends", "fallback"),
    [
        (NOON, NOON - DAY, None),
        (None, None, "/about"),
        (NOON, None, "22222222"),
        (NOON, None, "x"),
        (NOON, None, "http://haiphong.gov.vn/"),
    ],
)
def test_a_time_or_fallback_without_sense_is_refused(
    fresh: Flask, starts: object, ends: object, fallback: str | None
) -> None:
    code = made(fresh)

    with changing(fresh) as session, pytest.raises(Refused):
        actions.limit(session, code, starts, ends, fallback, by="Lan")  # type: ignore[arg-type]


def test_no_code_is_its_own_fallback(fresh: Flask) -> None:
    code = made(fresh)

    with changing(fresh) as session, pytest.raises(Refused):
        actions.limit(session, code, NOON, None, code, by="Lan")


def test_changes_at_once_are_all_kept_one_after_another(fresh: Flask) -> None:
    code = made(fresh)
    keepers = [f"keeper {number}" for number in range(8)]

    def hand_over(keeper: str) -> None:
        with changing(fresh) as session:
            actions.hand_over(session, code, keeper, by="Lan")

    with ThreadPoolExecutor(4) as staff:
        list(staff.map(hand_over, keepers))

    with changing(fresh) as session:
        found = queries.history(session, code)[1:]
        after = [change.after["keeper"] for change in found]
        assert sorted(after) == keepers
        assert [change.before["keeper"] for change in found] == [None, *after[:-1]]


def test_a_flag_that_is_seen_to_may_be_raised_anew(fresh: Flask) -> None:
    code = hanging(fresh)
    with changing(fresh) as session:
        raise_flag(session, code, Flag.DAMAGED, NOON.date(), "rách")

    with changing(fresh) as session:
        actions.resolve(session, code, Flag.DAMAGED, "dán lại", by="Lan", now=NOON)
        assert last(session, code).before == {
            "flag": "damaged",
            "count": 1,
            "said": "rách",
        }
    assert flags(fresh) == []

    with changing(fresh) as session:
        raise_flag(session, code, Flag.DAMAGED, NOON.date())
    assert len(flags(fresh)) == 1
    with changing(fresh) as session, pytest.raises(NotFound):
        actions.resolve(session, code, Flag.FAR, "x", by="Lan", now=NOON)


def test_every_venue_of_a_street_gets_one_more_code(fresh: Flask) -> None:
    with changing(fresh) as session:
        street = queries.street_id(session, "cau-dat-11359")
        before = queries.count_on_street(session, street, NOON)
        made_now = create_for_street(
            session, street, by="Lan", random=lambda _: next(RANDOM), campaign="bàn"
        )
        assert queries.count_on_street(session, street, NOON) == before + len(made_now)
        by_venue = {venue: code for code, venue in made_now}
        known = queries.target_in(session, by_venue[VENUE])

    assert (known.place_label, known.campaign) == ("Cầu Đất 179", "bàn")
    assert known.place is not None
    assert known.place.radius_m == 460


def test_codes_that_are_taken_are_drawn_again(fresh: Flask) -> None:
    numbers = iter([5, 5, 6])

    with changing(fresh) as session:
        new = actions.New(kind=Kind.VENUE, id=VENUE)
        one, other = (
            actions.create(
                session, new, by="x", random=lambda _: next(numbers).to_bytes(16)
            )
            for _ in range(2)
        )

    assert one != other
