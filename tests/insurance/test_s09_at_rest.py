"""S9, S12, S13: what is kept, logged or answered tells nobody's number or name."""

import json
import logging
import re
from hashlib import sha256

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError

from identity.simulators.personas import personas
from tests.factories import changing
from tests.insurance.clinic import LOOKUPS, OWN, Clinic, about, id_of, someone

NUMBER = re.compile(r"(?<![0-9a-f-])[0-9]{12}(?![0-9a-f-])")
CARD = re.compile(r"[A-Z]{2}[1-5][0-9]{12}")


def secrets_in(text: str) -> set[str]:
    """What of anybody stands in a text."""
    named = {who.name for who in personas() if who.name in text}
    held = {who.insurance.social_number for who in personas() if who.insurance}
    social = {number for number in held if number in text}
    return {*named, *social, *NUMBER.findall(text), *CARD.findall(text)}


def busy(clinic: Clinic) -> str:
    """Do everything once; all that was answered but the numbers in full."""
    who, me = clinic.staff(), clinic.citizen("P025")
    made = [clinic.look_up(who, about(f"P{number:03d}")) for number in range(1, 13)]
    made.append(clinic.look_up(who, about("P001", name="Sai Tên Họ")))
    clinic.switch(name="truncated")
    made.append(clinic.look_up(who, about("P021", purpose="treatment")))
    clinic.mend()
    one = f"{LOOKUPS}/{id_of(made[0])}"
    made += [clinic.get(one, who), clinic.post(f"{one}/recheck", who)]
    made += [clinic.get(LOOKUPS, who), clinic.get(OWN, me)]
    clinic.post(f"{one}/numbers", who)
    clinic.clock.move(seconds=61)
    clinic.work()
    return "".join(f"{each.headers}{each.get_data(as_text=True)}" for each in made)


def dump(clinic: Clinic) -> str:
    """Everything that the database holds of look-ups and people."""
    tables = ["lookups", "covers", "people", "audit_events", "jobs", "throttle_locks"]
    told = [str(clinic.rows(f"SELECT t::text FROM {each} t")) for each in tables]
    return "".join(told)


def test_s9_s12_s13_nobody_is_named_anywhere(
    clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    answered = busy(clinic)

    assert "099*******82" in answered
    assert secrets_in(answered) == set()
    assert secrets_in(caplog.text) == set()
    kept = dump(clinic)
    assert len(kept) > 10_000
    assert secrets_in(kept) == set()


def test_s9_a_cell_opens_only_where_it_was_written(clinic: Clinic) -> None:
    who = clinic.staff()
    first, second = (
        id_of(clinic.look_up(who, about(name))) for name in ("P001", "P006")
    )
    clinic.change(
        f"UPDATE lookups SET answer = (SELECT answer FROM lookups WHERE id = '{first}')"
        f" WHERE id = '{second}'"
    )

    answer = clinic.get(f"{LOOKUPS}/{second}", who)

    assert answer.status_code == 500
    assert secrets_in(answer.get_data(as_text=True)) == set()


def test_s13_refusals_do_not_repeat_what_was_sent(clinic: Clinic) -> None:
    who, person = clinic.staff(), someone("P001")
    bodies = [
        about("P001", purpose=person.number),
        about("P001", birth=person.number),
        about("P001", unknown=person.name),
        about("P001", number=person.name),
        about("P001", number=None, scan=f"{person.number}|{person.name}"),
    ]

    for body in bodies:
        refused = clinic.look_up(who, body)
        assert refused.status_code == 422
        assert secrets_in(refused.get_data(as_text=True)) == set()
    odd = clinic.get(f"{LOOKUPS}?q={person.number}", who)
    assert secrets_in(odd.get_data(as_text=True)) == set()


def test_s12_a_key_that_is_guessed_tells_nothing_of_what_came_with_it(
    clinic: Clinic,
) -> None:
    body, key = json.dumps(about("P001")).encode(), "lookup-000000000001"
    headers = {**clinic.staff(), "Idempotency-Key": key}
    sent = {"data": body, "content_type": "application/json", "headers": headers}
    assert clinic.app.test_client().post(LOOKUPS, **sent).status_code == 201

    guessed = f"{key} POST {LOOKUPS}".encode()

    (kept,) = clinic.rows("SELECT key, sent FROM lookups")
    assert bytes(kept.key) != sha256(guessed).digest()
    assert bytes(kept.sent) != sha256(guessed + b"\0" + body).digest()


def test_s12_what_goes_wrong_in_the_database_names_nobody(clinic: Clinic) -> None:
    who = someone("P001")

    with pytest.raises(DataError) as wrong, changing(clinic.app) as session:
        session.execute(text("SELECT :name, 1 / 0"), {"name": who.name})

    assert who.name not in str(wrong.value)
