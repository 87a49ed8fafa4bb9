"""S26: entries are kept five years; what is left can still be verified."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from citizen_api.audits.actions import anchor, forget
from identity.audit_chain import BrokenChain, Flaw
from tests.audits.chains import KEY, NOW, checked, spoil, write, write_long_ago


def test_s26_old_entries_go_and_the_rest_still_verifies(session: Session) -> None:
    write_long_ago(session, 8, anchored=[2, 5])
    write(session, 3)
    assert anchor(session, KEY, NOW) is not None
    assert checked(session).entries == 11

    forget(session, NOW)

    found = checked(session)
    assert (found.entries, found.anchors) == (7, 2)


def test_s26_without_an_old_anchor_nothing_goes(session: Session) -> None:
    write_long_ago(session, 4, anchored=[])
    write(session, 2)
    anchor(session, KEY, NOW)

    forget(session, NOW)

    assert checked(session).entries == 6


def test_s26_younger_entries_stay_whatever_is_asked(session: Session) -> None:
    write_long_ago(session, 2, anchored=[])
    write(session, 2)

    session.execute(text("DELETE FROM audit_events WHERE seq <= 2"))
    with pytest.raises(ProgrammingError, match="not changed"):
        session.execute(text("DELETE FROM audit_events"))


def test_more_than_what_is_old_cannot_be_forgotten_unseen(session: Session) -> None:
    write_long_ago(session, 4, anchored=[3])
    write(session, 4)
    anchor(session, KEY, NOW)
    forget(session, NOW)
    spoil(session, "DELETE FROM audit_events WHERE seq < 6")

    with pytest.raises(BrokenChain) as broken:
        checked(session)

    assert (broken.value.seq, broken.value.flaw) == (3, Flaw.MISSING)


def test_an_old_looking_anchor_of_another_key_helps_nobody(session: Session) -> None:
    write(session, 6)
    anchor(session, KEY, NOW)
    spoil(
        session,
        "UPDATE audit_anchors SET at = at - interval '6 years', seq = 4,"
        " hash = (SELECT hash FROM audit_events WHERE seq = 4)",
        "DELETE FROM audit_events WHERE seq < 4",
    )

    with pytest.raises(BrokenChain) as broken:
        checked(session)

    assert broken.value.flaw == Flaw.FORGED_ANCHOR
