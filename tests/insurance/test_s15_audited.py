"""S15: what cannot be recorded does not happen."""

from typing import Any

import pytest

from citizen_api.providers import EXTENSION
from tests.insurance.clinic import LOOKUPS, OWN, Clinic, about, new_key
from tests.reviews.phones import problem

REFUSE = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$
"""
TRIGGER = """
CREATE TRIGGER refuse BEFORE INSERT ON audit_events
FOR EACH ROW EXECUTE FUNCTION refuse()
"""
MEND = "DROP TRIGGER refuse ON audit_events"


def asked_of_gateway(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the gateway is asked from now on."""
    provider = clinic.app.extensions["citizen-providers"].insurance
    asked: list[Any] = []

    def watched(*question: Any) -> Any:
        asked.append(question)
        return type(provider).lookup(provider, *question)

    monkeypatch.setattr(provider, "lookup", watched)
    return asked


def test_s15_without_the_audit_log_nobody_is_looked_up(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, me = clinic.staff(), clinic.citizen()
    made = clinic.look_up(who, about("P001")).get_json()
    asked = asked_of_gateway(clinic, monkeypatch)
    clinic.change(REFUSE, TRIGGER)

    refused = [
        clinic.look_up(who, about("P006")),
        clinic.post(f"{LOOKUPS}/{made['id']}/recheck", who),
        clinic.post(f"{LOOKUPS}/{made['id']}/numbers", who),
        clinic.get(f"{LOOKUPS}/{made['id']}", who),
        clinic.get(OWN, me),
    ]

    assert {problem(each) for each in refused} == {"audit-unavailable"}
    assert {each.status_code for each in refused} == {503}
    assert asked == []
    assert len(clinic.rows("SELECT 1 FROM lookups")) == 1


def test_s15_an_answer_that_cannot_be_recorded_is_not_shown(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = clinic.staff()
    provider = clinic.app.extensions["citizen-providers"].insurance

    def breaks(*question: Any) -> Any:
        answer = type(provider).lookup(provider, *question)
        clinic.change(REFUSE, TRIGGER)
        return answer

    with monkeypatch.context() as broken:
        broken.setattr(provider, "lookup", breaks)
        refused = clinic.look_up(who, about("P001"))
    assert problem(refused) == "audit-unavailable"

    clinic.change(MEND)
    (told,) = clinic.get(LOOKUPS, who).get_json()["items"]
    assert told["state"] == "asked"
    clinic.clock.move(seconds=61)
    clinic.work()
    assert clinic.outcomes() == ["asked", "asked", "answered"]


def test_a_look_up_that_was_not_made_is_recorded(clinic: Clinic) -> None:
    who, key = clinic.staff(), new_key()
    clinic.look_up(who, about("P001"), key)
    before = len(clinic.events())

    again = clinic.look_up(who, about("P006"), key)
    clinic.change("UPDATE people SET name = NULL")
    nameless = clinic.look_up(who, about("P001"))
    clinic.app.extensions[EXTENSION].insurance = None
    nobody = clinic.look_up(who, about("P001"))

    names = [problem(each) for each in (again, nameless, nobody)]
    refused = clinic.events()[before:]
    assert [each["detail"]["why"] for each in refused] == names
    assert {each["outcome"] for each in refused} == {"refused"}


def test_reading_what_was_looked_up_is_recorded(clinic: Clinic) -> None:
    who = clinic.staff()
    clinic.look_up(who, about("P001"))

    clinic.get(LOOKUPS, who)

    (listed,) = clinic.events("insurance.list")
    assert (listed["facility"], listed["detail"]) == ("99001", {"shown": 1})


def test_every_act_is_recorded_with_who_why_and_where(clinic: Clinic) -> None:
    who = clinic.staff()
    made = clinic.look_up(who, about("P001", purpose="payment")).get_json()
    clinic.post(f"{LOOKUPS}/{made['id']}/recheck", who)
    clinic.post(f"{LOOKUPS}/{made['id']}/numbers", who)

    every = clinic.events()

    assert [each["outcome"] for each in every] == [
        *("asked", "answered", "asked_again", "answered", "revealed")
    ]
    for each in every:
        assert each["facility"] == "99001"
        assert each["purpose"] == "payment"
        assert each["actor"].startswith("person:")
        assert len(each["subject"]) == 64
        assert each["detail"]["lookup"] == made["id"]
    assert every[1]["detail"]["code"] == "000"
