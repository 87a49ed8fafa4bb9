"""Who sees a look-up again counts as who looks up, whoever asked for it before."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizen_api.breaches import queries
from citizen_api.breaches.actions import detect
from citizen_api.breaches.models import Breach
from citizen_api.breaches.rules import Limits, Rule
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.insurance.actions import note
from citizen_api.insurance.models import Lookup
from tests.breaches.attacks import Asked, put
from tests.factories import changing, known_person

STRICT = Limits(mass_numbers=3, night_numbers=99)


@pytest.mark.parametrize("outcome", ["revealed", "read", "asked_again"])
def test_who_sees_the_patients_of_others_is_seen(fresh: Flask, outcome: str) -> None:
    # The audit log dates its entries itself.
    now = datetime.now(HO_CHI_MINH)
    asker = known_person(fresh, "P002").person
    other = known_person(fresh, "P010").person
    hours = timedelta(hours=2)
    put(fresh, [Asked(now - n * hours, f"09909000000{n}", asker) for n in (1, 2, 3)])
    with changing(fresh) as session:
        assert detect(session, now=now, limits=STRICT) == []
        for lookup in session.scalars(select(Lookup)).all():
            note(session, lookup, outcome, actor=f"person:{other}")

    later = datetime.now(HO_CHI_MINH)
    with changing(fresh) as session:
        (breach,) = detect(session, now=later, limits=STRICT)
        assert session.get_one(Breach, breach).rule == Rule.MASS
        named = {row.person_id for row in queries.staff(session, breach)}
        assert detect(session, now=later, limits=STRICT) == []

    assert named == {asker, other}
