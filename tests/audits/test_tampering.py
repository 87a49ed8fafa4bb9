"""S14: whoever changes the past is seen, at the entry where the change begins."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from citizen_api.audits.actions import anchor, record
from citizen_api.audits.rules import (
    BadAnchor,
    anchor_text,
    is_anchor_due,
    read_anchor,
)
from citizen_api.db import Database
from identity.audit_chain import Anchor, BrokenChain, Flaw
from tests.audits.chains import KEY, NOW, checked, looked_up, rehash, spoil, write
from tests.conftest import copied, dropped

WRITERS, EACH = 4, 25
FORGED = (
    'UPDATE audit_events SET fields = fields || \'{"outcome": "060"}\' WHERE seq = 4'
)
SWAPPED = (
    "UPDATE audit_events SET seq = -3 WHERE seq = 3",
    "UPDATE audit_events SET seq = 3 WHERE seq = 4",
    "UPDATE audit_events SET seq = 4 WHERE seq = -3",
)
PUT_BETWEEN = (
    "UPDATE audit_events SET seq = -seq - 1 WHERE seq >= 4",
    "UPDATE audit_events SET seq = -seq WHERE seq < 0",
    "INSERT INTO audit_events SELECT 4, at, fields, hash, sha256(hash)"
    " FROM audit_events WHERE seq = 3",
)
LATER = "UPDATE audit_events SET at = at + interval '1 us' WHERE seq = 4"


@pytest.fixture
def anchors(session: Session) -> list[Anchor]:
    """Of a chain of six entries, at the last."""
    write(session, 6)
    made = anchor(session, KEY, NOW)
    return [made] if made else []


def test_a_whole_chain_is_whole(session: Session, anchors: list[Anchor]) -> None:
    found = checked(session, *anchors)

    assert (found.entries, found.anchors) == (6, 2)


@pytest.mark.parametrize(
    ("spoilt", "seq", "flaw"),
    [
        ([FORGED], 4, Flaw.EDITED),
        ([LATER], 4, Flaw.EDITED),
        (["DELETE FROM audit_events WHERE seq = 4"], 4, Flaw.MISSING),
        (["DELETE FROM audit_events WHERE seq < 4"], 1, Flaw.MISSING),
        (["DELETE FROM audit_events WHERE seq > 3"], 4, Flaw.TAIL_CUT),
        (["TRUNCATE audit_events"], 1, Flaw.TAIL_CUT),
        (SWAPPED, 3, Flaw.UNLINKED),
        (PUT_BETWEEN, 4, Flaw.EDITED),
        (["UPDATE audit_anchors SET at = now()"], 6, Flaw.FORGED_ANCHOR),
    ],
    ids=str,
)
def test_s14_the_first_bad_entry_is_named(
    session: Session, anchors: list[Anchor], spoilt: list[str], seq: int, flaw: Flaw
) -> None:
    spoil(session, *spoilt)

    with pytest.raises(BrokenChain) as broken:
        checked(session)

    assert (broken.value.seq, broken.value.flaw) == (seq, flaw)


def test_s14_an_edited_entry_that_was_hashed_anew_is_named(
    session: Session, anchors: list[Anchor]
) -> None:
    spoil(session, FORGED)
    rehash(session, 4)

    with pytest.raises(BrokenChain) as broken:
        checked(session)

    assert (broken.value.seq, broken.value.flaw) == (4, Flaw.EDITED)


def test_s14_anchors_kept_elsewhere_show_that_end_and_anchors_were_cut(
    session: Session, anchors: list[Anchor]
) -> None:
    spoil(session, "DELETE FROM audit_events WHERE seq > 3", "TRUNCATE audit_anchors")
    assert checked(session).entries == 3

    with pytest.raises(BrokenChain) as broken:
        checked(session, *anchors)

    assert (broken.value.seq, broken.value.flaw) == (4, Flaw.TAIL_CUT)


def test_s14_a_chain_written_anew_does_not_fit_its_anchors(
    session: Session, anchors: list[Anchor]
) -> None:
    spoil(session, "TRUNCATE audit_events")
    write(session, 6)

    with pytest.raises(BrokenChain) as broken:
        checked(session)

    assert (broken.value.seq, broken.value.flaw) == (6, Flaw.REWRITTEN)


@pytest.mark.parametrize("table", ["audit_events", "audit_anchors"])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET seq = 9", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_s14_the_database_refuses_every_change(
    session: Session, anchors: list[Anchor], table: str, change: str
) -> None:
    with pytest.raises(ProgrammingError, match=r"not changed|permission denied"):
        session.execute(text(change.format(table)))


def test_s14_its_owner_has_no_right_to_change_it(session: Session) -> None:
    rights = text(
        "SELECT privilege_type FROM information_schema.role_table_grants"
        " WHERE table_schema = 'public' AND table_name = 'audit_events'"
        " AND grantee = CURRENT_USER"
    )

    found = set(session.scalars(rights))
    assert {"SELECT", "INSERT"} <= found
    assert not {"UPDATE", "TRUNCATE"} & found


@pytest.fixture
def own_url(server_url: str, migrated_url: str, worker: str) -> Iterator[str]:
    """A database of one's own with every table and nothing in it."""
    yield copied(server_url, f"migrated_{worker}", f"chain_{worker}")
    dropped(f"chain_{worker}")


def write_at_once(url: str, writer: int) -> None:
    """What one of several processes does."""
    database = Database(url, pool_size=1)
    for number in range(EACH):
        with database.sessions.begin() as session:
            record(session, looked_up(number, actor=f"device:{writer}"))
    database.close()


def test_s14_processes_that_write_at_once_keep_one_chain(own_url: str) -> None:
    with ProcessPoolExecutor(WRITERS, mp_context=get_context("fork")) as pool:
        list(pool.map(write_at_once, [own_url] * WRITERS, range(WRITERS)))

    database = Database(own_url, pool_size=1)
    with database.sessions() as session:
        found = checked(session)
    database.close()

    assert found.entries == WRITERS * EACH


def test_an_anchor_is_made_once(session: Session) -> None:
    assert anchor(session, KEY, NOW) is None
    write(session, 1)

    assert anchor(session, KEY, NOW) is not None
    assert anchor(session, KEY, NOW) is None


@pytest.mark.parametrize(
    ("waiting", "minutes", "due"),
    [(0, None, False), (0, 9, False), (1, None, True), (1, 5, True), (499, 4, False)],
)
def test_anchors_come_every_five_minutes_when_there_is_something_new(
    waiting: int, minutes: int | None, due: bool
) -> None:
    age = None if minutes is None else NOW.replace(minute=minutes) - NOW

    assert is_anchor_due(waiting, age) is due
    assert is_anchor_due(500, NOW - NOW)


def test_an_anchor_survives_being_printed(anchors: list[Anchor]) -> None:
    line = f"11:22 audit anchor {anchor_text(anchors[0])}"

    assert read_anchor(line) == anchors[0]
    assert read_anchor(line) != replace(anchors[0], seq=9)


@pytest.mark.parametrize("line", ["", "{}", "{", '{"seq": 1}', "audit anchor {x}"])
def test_a_damaged_line_is_no_anchor(line: str) -> None:
    with pytest.raises(BadAnchor):
        read_anchor(line)
