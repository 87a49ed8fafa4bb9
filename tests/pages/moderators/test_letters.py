"""The code for a sealed letter to a venue, made on a page."""

import re

from flask import Flask

from citizen_api.roles.models import Role
from tests.pages.filling import Reader
from tests.pages.moderators import waiting
from tests.pages.staff.working import Worker

HERE = "/staff/letters"


def test_the_code_of_a_letter_makes_the_venue_its_owners(fresh: Flask) -> None:
    writer = Worker(fresh, Role.MODERATOR)
    written = writer.fill(HERE, venue=f"https://x.vn/venues/{waiting.OTHER}?done=1")
    code = re.search(r'class="code">([^<]+)<', written.text)
    assert (written.status_code, bool(code)) == (200, True)
    assert written.headers["Cache-Control"] == "no-store"

    owner, path = Reader(fresh), f"/venues/{waiting.OTHER}/claim"
    owner.sign_in(fresh, "P006")
    owner.fill(path, action="claim")
    proved = owner.fill(path, action="prove", code=code[1] if code else "")

    assert proved.location == f"/me/venues/{waiting.OTHER}?done=yours"


def test_a_letter_to_nowhere_is_not_written(judge: Worker) -> None:
    for typed in ("no-such", "\x00", "http://[x"):
        assert "venue-error" in judge.fill(HERE, venue=typed).text
    assert judge.fill(HERE, venue=waiting.OTHER, form_token="x").status_code == 403


def test_letters_are_for_moderators_and_code_keepers(judge: Worker) -> None:
    assert HERE in judge.text("/staff")
    other = Worker(judge.app, Role.AUDITOR, persona="P003")
    assert other.open(HERE).status_code == 403
