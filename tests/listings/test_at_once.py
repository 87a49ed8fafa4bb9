"""The same report from many places at once is one report: the database decides."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from citizen_api.listings import actions
from citizen_api.listings.actions import Wrong, report
from citizen_api.listings.models import Kind
from citizen_api.problems import Unavailable
from citizen_api.writers import Writer
from tests.conftest import NOON
from tests.factories import database_of
from tests.listings.reporting import Reporter
from tests.reviews.addresses import VENUE

TIMES = 20
PHONE = Writer(device=1, person=None)


def together(send: Callable[[], TestResponse]) -> list[TestResponse]:
    """Send as often as that, at once."""
    with ThreadPoolExecutor(TIMES) as threads:
        return list(threads.map(lambda _: send(), range(TIMES)))


def test_twenty_of_the_same_at_once_are_one(phone: Reporter) -> None:
    answers = together(lambda: phone.report(kind="closed", text="Đóng rồi"))

    assert Counter(each.status_code for each in answers) == {201: 1, 200: TIMES - 1}
    assert len({each.get_json()["id"] for each in answers}) == 1
    assert phone.kinds() == ["closed"]


def test_of_twenty_that_differ_one_is_kept(phone: Reporter) -> None:
    texts = cycle(("Đóng rồi", "Đã đóng cửa"))

    answers = together(lambda: phone.report(kind="closed", text=next(texts)))

    assert Counter(each.status_code for each in answers)[201] == 1
    assert {each.status_code for each in answers} <= {200, 201, 409}
    assert phone.kinds() == ["closed"]


def test_twenty_with_one_key_are_one(phone: Reporter) -> None:
    key = "the-same-key-of-twenty"

    answers = together(lambda: phone.report(kind="hours", key=key))

    assert Counter(each.status_code for each in answers) == {201: 1, 200: TIMES - 1}
    assert phone.kinds() == ["hours"]


def test_a_report_that_is_overtaken_again_and_again_asks_for_patience(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    Reporter(fresh).report(kind="closed")
    nothing = actions.text("SELECT 1, FALSE, FALSE WHERE FALSE")
    monkeypatch.setattr(actions, "THERE", nothing)

    with Session(database_of(fresh).engine) as session, pytest.raises(Unavailable):
        report(session, PHONE, VENUE, Wrong(Kind.CLOSED, None, None), key=None, at=NOON)
