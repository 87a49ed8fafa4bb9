"""From "Is this your place?" to one's own venue."""

import pytest
from flask import Flask

from citizen_api.listings.claiming import write_letter
from tests.conftest import NOON
from tests.factories import Stall, build, changing
from tests.pages.filling import Reader
from tests.pages.owners.owning import Owner, words


class Claimant(Reader):
    """Somebody who says on our pages that a venue is theirs."""

    def __init__(self, app: Flask, venue: str, persona: str) -> None:
        super().__init__(app)
        self.app, self.venue, self.path = app, venue, f"/venues/{venue}/claim"
        self.sign_in(app, persona)

    def letter(self) -> str:
        """The code of the letter that came."""
        secret = self.app.config["SIGNING_KEY"]
        with changing(self.app) as session:
            return write_letter(session, self.venue, "person:lan", NOON, secret)[0]


@pytest.fixture
def venue(shared: Flask) -> str:
    """A venue that nobody keeps."""
    return build(shared, Stall(name="Bún cá thử"))[0]


def test_the_code_of_the_letter_makes_the_venue_mine(shared: Flask, venue: str) -> None:
    assert f"/venues/{venue}/claim" in Reader(shared).open(f"/venues/{venue}").text
    me = Claimant(shared, venue, "P006")
    assert "By a letter to its address" in words(me.open(me.path))

    assert me.fill(me.path, action="claim").location == me.path
    page = words(me.open(me.path))
    assert "somewhere" in page
    assert "Bún cá thử" in words(me.open("/me/venues"))
    code = me.letter()
    wrong = words(me.fill(me.path, action="prove", code="F4K4-FVP4-22XC"), 422)
    assert 'id="code-error">The code is wrong' in wrong
    assert 'id="code-error"' in words(me.fill(me.path, action="prove", code=""), 422)

    done = me.fill(me.path, action="prove", code=code.lower())
    assert done.location == f"/me/venues/{venue}?done=yours"
    assert "This venue is yours now" in words(me.open(done.location))
    assert "You keep this venue already" in words(me.open(me.path))
    form = me.form(f"/me/venues/{venue}/today") | {"action": "claim", "proof": "code"}
    again = me.send(me.path, form)
    assert again.location == f"/me/venues/{venue}"


def test_a_moderator_is_asked_and_the_claim_is_taken_back(
    shared: Flask, venue: str
) -> None:
    me = Claimant(shared, venue, "P007")

    me.fill(me.path, action="claim", proof="moderator", words="Từ năm 1990.")

    assert "A moderator will look at it" in words(me.open(me.path))
    late = words(me.fill(me.path, action="prove", code="F4K4-FVP4-22XC"), 409)
    assert "waits for a moderator" in late
    assert me.fill(me.path, action="withdraw").location == f"/venues/{venue}"
    assert "How can we know" in words(me.open(me.path))
    gone = me.send(me.path, me.form(me.path) | {"action": "withdraw"})
    assert gone.status_code == 303


def test_a_venue_with_an_owner_needs_a_moderator(shared: Flask) -> None:
    owner = Owner(shared)
    me = Claimant(shared, owner.venue, "P008")
    me.fill(me.path, action="claim", proof="code")

    proved = me.fill(me.path, action="prove", code=me.letter())

    assert proved.location == me.path
    assert "A moderator will look at it" in words(me.open(me.path))


def test_a_form_that_is_wrong_claims_nothing(shared: Flask, venue: str) -> None:
    me = Claimant(shared, venue, "P009")

    for typed, field in (({"proof": "x"}, "proof"), ({"words": "x" * 501}, "words")):
        page = words(me.fill(me.path, action="claim", **typed), 422)
        assert f'id="{field}-error"' in page
    assert me.send(me.path, {"action": "claim", "proof": "code"}).status_code == 403
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert me.send(me.path, me.form(me.path), **foreign).status_code == 403
    assert "How can we know" in words(me.open(me.path))
    assert "acr=LoA2" in Reader(shared).open(me.path).location
