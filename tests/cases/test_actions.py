"""Cases are opened, decided, seconded and undone; the public log tells of each step."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from citizen_api.cases import actions, queries
from citizen_api.cases.models import Act, Case, CaseEntry, Kind, State
from citizen_api.cases.problems import (
    AlreadyDecided,
    AnotherPersonNeeded,
    NothingToSecond,
    NothingToUndo,
)
from citizen_api.cases.rules import Opened, Verdict
from citizen_api.problems import NotFound
from tests.conftest import NOON

ANNA, BINH, CHI = (f"person:{uuid4()}" for _ in range(3))


def a_case(kind: Kind = Kind.PHOTO, by: str = "device:1", subject: str = "7") -> Opened:
    return Opened(kind, "photo", subject, None, "not_food", by, NOON)


def acts(session: Session) -> list[str]:
    asked = select(CaseEntry.act).order_by(CaseEntry.id)
    return list(session.scalars(asked))


def test_a_thing_has_one_open_case_of_a_kind(session: Session) -> None:
    first = actions.open_case(session, a_case())

    assert actions.open_case(session, a_case(by="device:2")) == first
    assert actions.open_case(session, a_case(subject="8")) != first
    assert acts(session) == ["opened", "opened"]


def test_a_decision_stands(session: Session) -> None:
    number = actions.open_case(session, a_case())

    case = actions.decide(session, number, Verdict("remove", ANNA, NOON, "mờ"))
    actions.tell(session, case, Act.DECIDED, NOON, ANNA)

    assert (case.state, case.decision, case.note) == ("decided", "remove", "mờ")
    assert acts(session) == ["opened", "decided"]
    with pytest.raises(AlreadyDecided):
        actions.decide(session, number, Verdict("keep", BINH, NOON))


def test_after_a_decision_the_thing_may_have_a_new_case(session: Session) -> None:
    number = actions.open_case(session, a_case())
    actions.decide(session, number, Verdict("keep", ANNA, NOON))

    assert actions.open_case(session, a_case()) != number


def test_a_grave_decision_waits_for_a_second_person(session: Session) -> None:
    number = actions.open_case(session, a_case(Kind.MERGE))

    case = actions.decide(session, number, Verdict("merge", ANNA, NOON))
    assert case.state == State.PROPOSED
    with pytest.raises(AnotherPersonNeeded):
        actions.second(session, number, Verdict("merge", ANNA, NOON), agrees=True)
    actions.second(session, number, Verdict("merge", BINH, NOON), agrees=True)

    assert (case.state, case.second_by) == (State.DECIDED, BINH)


def test_a_second_person_may_decline(session: Session) -> None:
    number = actions.open_case(session, a_case(Kind.MERGE))
    actions.decide(session, number, Verdict("merge", ANNA, NOON))

    case = actions.second(session, number, Verdict("", BINH, NOON), agrees=False)

    assert (case.state, case.decision, case.decided_by) == (State.OPEN, None, None)
    with pytest.raises(NothingToSecond):
        actions.second(session, number, Verdict("", CHI, NOON), agrees=True)


def test_who_opened_a_case_or_is_barred_does_not_decide_it(session: Session) -> None:
    opened = a_case(by=ANNA)._replace(barred=BINH)
    number = actions.open_case(session, opened)

    for who in (ANNA, BINH):
        with pytest.raises(AnotherPersonNeeded):
            actions.decide(session, number, Verdict("keep", who, NOON))
    assert actions.decide(session, number, Verdict("keep", CHI, NOON)).decision


def test_a_decision_is_undone_once_and_the_case_stays(session: Session) -> None:
    number = actions.open_case(session, a_case())
    with pytest.raises(NothingToUndo):
        actions.undo(session, number)
    actions.decide(session, number, Verdict("keep", ANNA, NOON))

    assert actions.undo(session, number).state == State.UNDONE

    with pytest.raises(NothingToUndo):
        actions.undo(session, number)
    assert session.get_one(Case, number).decision == "keep"


def test_an_unknown_case_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        actions.decide(session, uuid4(), Verdict("keep", ANNA, NOON))


def test_cases_come_the_oldest_first(session: Session) -> None:
    numbers = {actions.open_case(session, a_case(subject=str(n))) for n in range(3)}

    asked = queries.Asked(state=State.OPEN, kind=Kind.PHOTO)
    found = queries.cases(session, asked, after=None, limit=10)
    rest = queries.cases(session, asked, after=(NOON, found[0].id), limit=10)

    assert {each.id for each in found} == numbers
    assert list(rest) == list(found[1:])


def test_the_audit_log_has_who_and_the_public_log_has_not(session: Session) -> None:
    actions.open_case(session, a_case(by=ANNA))

    audit = session.scalar(text("SELECT fields::text FROM audit_events"))
    line = session.scalar(text("SELECT to_jsonb(e)::text FROM case_entries e"))

    assert ANNA in str(audit)
    assert ANNA not in str(line)
