"""An entry says who did what, in its place of the chain, or nothing is done (S15)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.models import AuditEvent
from citizen_api.audits.queries import entries_after, last_link
from citizen_api.audits.rules import Event, NotRecordable
from citizen_api.devices.models import Device
from citizen_api.problems import AuditUnavailable, Problem
from tests.audits.chains import checked, looked_up, write

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
LEAVES = TEXTS | st.booleans() | st.none() | st.integers(-(10**8), 10**8)
DETAILS = st.dictionaries(TEXTS, LEAVES | st.lists(LEAVES, max_size=3), max_size=5)
BARE = "094123456789"


def test_entries_are_numbered_from_one(session: Session) -> None:
    assert [record(session, looked_up()) for _ in range(3)] == [1, 2, 3]


def test_an_entry_says_all_of_the_event_and_when(session: Session) -> None:
    record(session, looked_up(7, detail={"channel": "api"}))

    entry = last_link(session)

    assert entry is not None
    assert sorted(entry.fields) == ["at", "event"]
    assert entry.fields["event"] == {
        "action": "insurance.lookup",
        "actor": "person:6f0c6d3e-9a7b-4c21-8d1e-012345678901",
        "outcome": "007",
        "facility": "99001",
        "subject": "07" * 32,
        "purpose": "reception",
        "detail": {"channel": "api"},
    }


def test_what_an_event_leaves_open_is_not_written(session: Session) -> None:
    record(session, Event(action="audit.read", actor="command", outcome="ok"))

    entry = last_link(session)

    assert entry is not None
    assert sorted(entry.fields["event"]) == ["action", "actor", "outcome"]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(detail=DETAILS)
def test_whatever_is_recorded_verifies(
    session: Session, detail: dict[str, object]
) -> None:
    try:
        record(session, looked_up(detail=detail))
    except NotRecordable:
        return

    checked(session)


@pytest.mark.parametrize(
    "detail",
    [
        {"number": BARE},
        {"number": int(BARE)},
        {"note": f"card of {BARE}"},
        {"deep": [{"er": [f"({BARE})"]}]},
        {BARE: 1},
        {"social": "0123456789"},
        {"share": 0.5},
    ],
)
def test_a_number_of_a_person_is_never_recorded(
    session: Session, detail: dict[str, object]
) -> None:
    with pytest.raises(NotRecordable):
        record(session, looked_up(detail=detail))

    assert last_link(session) is None


def test_masked_numbers_and_ids_may_be_recorded(session: Session) -> None:
    detail = {"card": "099*******12", "id": "6f0c6d3e-9a7b-4c21-8d1e-012345678901"}

    assert record(session, looked_up(detail=detail)) == 1


def test_pages_of_entries_follow_each_other(session: Session) -> None:
    write(session, 5)

    assert [each.seq for each in entries_after(session, 0, 2)] == [1, 2]
    assert [each.seq for each in entries_after(session, 2, 9)] == [3, 4, 5]


def look_up(session: Session) -> None:
    """Write what stands for a look-up, and record it, in one transaction."""
    with session.begin():
        session.add(Device(token_hash=b"of a look-up"))
        record(session, looked_up())


def test_s15_what_cannot_be_recorded_does_not_happen(engine: Engine) -> None:
    with engine.connect() as connection, connection.begin() as outer:
        connection.execute(text("ALTER TABLE audit_events RENAME TO away"))
        session = Session(connection, join_transaction_mode="create_savepoint")
        with pytest.raises(AuditUnavailable):
            look_up(session)
        devices = session.scalar(select(func.count()).select_from(Device))
        session.close()
        outer.rollback()

    assert devices == 0


def test_s15_it_does_not_wait_for_ever_for_the_one_before(engine: Engine) -> None:
    with Session(engine) as first, Session(engine) as second:
        record(first, looked_up())
        second.execute(text("SET LOCAL statement_timeout = 50"))

        with pytest.raises(AuditUnavailable):
            record(second, looked_up())
        first.rollback()


def test_s15_it_is_a_problem_that_may_be_tried_again() -> None:
    assert Problem.registry["audit-unavailable"] is AuditUnavailable
    assert (AuditUnavailable.status, AuditUnavailable.retryable) == (503, True)


def test_s15_text_that_no_json_can_hold_is_not_recorded(session: Session) -> None:
    with pytest.raises(AuditUnavailable):
        record(session, looked_up(purpose="\ud800"))
    with pytest.raises(AuditUnavailable), session.begin_nested():
        record(session, looked_up(purpose="a\0b"))

    assert session.scalar(select(func.count()).select_from(AuditEvent)) == 0
