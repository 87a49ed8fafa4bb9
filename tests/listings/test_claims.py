"""A venue becomes somebody's by a letter that came there, or by a moderator."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from citizen_api.cases.actions import decide
from citizen_api.cases.models import Case
from citizen_api.cases.rules import Verdict
from citizen_api.listings import claim_deciding
from citizen_api.listings.claim_models import ClaimCode, VenueClaim
from citizen_api.roles.models import Role
from tests.conftest import NOON
from tests.factories import Stall, build, changing, known_person, on_staff
from tests.listings.owning import Keeper, moderator
from tests.reviews.phones import problem

MINE = "/v1/me/claims"


class Claimant:
    """Somebody who says that a venue is theirs."""

    def __init__(self, app: Flask, venue: str, persona: str) -> None:
        self.app, self.venue = app, venue
        self.who = known_person(app, persona)
        self.client = app.test_client()

    def claim(self, **body: Any) -> TestResponse:
        """Claim the venue."""
        said = {"proof": "code"} | body
        address = f"/v1/venues/{self.venue}/claims"
        return self.client.post(address, json=said, headers=self.who.headers)

    def prove(self, number: str, code: str) -> TestResponse:
        """Type a code."""
        address = f"/v1/claims/{number}/proof"
        return self.client.post(address, json={"code": code}, headers=self.who.headers)

    def get(self, address: str) -> list[dict[str, Any]]:
        """The items of a list."""
        answer = self.client.get(address, headers=self.who.headers)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (
            200,
            "no-store",
        )
        items: list[dict[str, Any]] = answer.get_json()["items"]
        return items


@pytest.fixture
def venue(shared: Flask) -> str:
    """A venue that nobody keeps."""
    return build(shared, Stall(name="Bún cá thử"))[0]


def letter(app: Flask, venue: str) -> dict[str, Any]:
    """The code of a new letter to a venue."""
    address = f"/v1/venues/{venue}/claim-letters"
    answer = app.test_client().post(address, headers=moderator(app))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def judged(app: Flask, number: str, decision: str) -> None:
    """A moderator decides the case of a claim."""
    with changing(app) as session:
        case = session.scalars(select(Case).where(Case.subject_id == number)).one()
        by = f"person:{known_person(app, 'P005').person}"
        verdict = Verdict(decision, by, NOON)
        case = decide(session, case.id, verdict)
        claim_deciding.apply(session, case, decision, by, NOON)


def unjudged(app: Flask, number: str) -> None:
    """What was decided is taken back."""
    with changing(app) as session:
        case = session.scalars(select(Case).where(Case.subject_id == number)).one()
        claim_deciding.undo(session, case, "person:" + str(case.id), NOON)


def test_who_types_the_code_of_the_letter_keeps_the_venue(
    shared: Flask, venue: str
) -> None:
    owner = Claimant(shared, venue, "P006")
    claim = owner.claim().get_json()
    assert (claim["state"], claim["venue"]["id"]) == ("open", venue)
    sent = letter(shared, venue)
    assert sent["expires_at"].startswith("2026-12-21")

    answer = owner.prove(claim["id"], sent["code"].lower().replace("-", " "))

    assert (answer.status_code, answer.get_json()["state"]) == (200, "accepted")
    assert [each["id"] for each in owner.get("/v1/me/venues")] == [venue]
    assert owner.get(MINE)[0]["state"] == "accepted"
    listing = owner.client.get(f"/v1/venues/{venue}/listing", headers=owner.who.headers)
    assert listing.status_code == 200
    assert problem(owner.claim()) == "already-owner"


def test_the_same_claim_again_is_the_one_that_is_open(
    shared: Flask, venue: str
) -> None:
    owner = Claimant(shared, venue, "P007")

    first, again = owner.claim(), owner.claim(proof="moderator")

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()


def test_a_code_is_good_once_and_only_at_its_venue(shared: Flask, venue: str) -> None:
    (elsewhere,) = build(shared, Stall())
    first, second = (Claimant(shared, venue, who) for who in ("P008", "P009"))
    stranger = Claimant(shared, elsewhere, "P010")
    claims = [each.claim().get_json()["id"] for each in (first, second, stranger)]
    code = letter(shared, venue)["code"]

    assert problem(stranger.prove(claims[2], code)) == "wrong-claim-code"
    assert first.prove(claims[0], code).status_code == 200
    assert problem(second.prove(claims[1], code)) == "wrong-claim-code"
    assert problem(first.prove(claims[0], code)) == "claim-ended"
    assert problem(second.prove(claims[0], code)) == "not-found"


def test_a_new_letter_ends_the_one_before_and_each_is_good_for_thirty_days(
    shared: Flask, venue: str
) -> None:
    owner = Claimant(shared, venue, "P011")
    claim = owner.claim().get_json()["id"]
    old, new = (letter(shared, venue)["code"] for _ in range(2))
    assert problem(owner.prove(claim, old)) == "wrong-claim-code"

    shared.config["CLOCK"] = lambda: NOON + timedelta(days=30)
    try:
        late = Claimant(shared, venue, "P011")
        assert problem(late.prove(claim, new)) == "wrong-claim-code"
    finally:
        shared.config["CLOCK"] = lambda: NOON


def test_codes_are_kept_as_hashes_only(shared: Flask, venue: str) -> None:
    code = letter(shared, venue)["code"].replace("-", "")

    with changing(shared) as session:
        row = session.execute(text("SELECT claim_codes::text FROM claim_codes")).all()
        hashes = session.scalars(select(ClaimCode.hash)).all()
    assert code not in str(row)
    assert all(len(each) == 32 for each in hashes)


def test_five_wrong_codes_lock_whoever_guesses(shared: Flask, venue: str) -> None:
    guesser = Claimant(shared, venue, "P012")
    claim, code = guesser.claim().get_json()["id"], letter(shared, venue)["code"]

    wrong = [problem(guesser.prove(claim, "2222-2222-2222")) for _ in range(5)]
    then = guesser.prove(claim, code)

    assert set(wrong) == {"wrong-claim-code"}
    assert (problem(then), "Retry-After" in then.headers) == ("too-many-requests", True)


def test_a_claim_to_a_venue_with_an_owner_goes_to_a_moderator(
    shared: Flask, venue: str
) -> None:
    Keeper(shared, venue, "P003")
    rival = Claimant(shared, venue, "P013")
    claim = rival.claim().get_json()["id"]

    proved = rival.prove(claim, letter(shared, venue)["code"]).get_json()
    assert (proved["state"], proved["proved_at"] is None) == ("waiting", False)
    assert rival.get("/v1/me/venues") == []
    judged(shared, claim, "accept")

    assert [each["id"] for each in rival.get("/v1/me/venues")] == [venue]
    unjudged(shared, claim)
    assert rival.get("/v1/me/venues") == []
    assert rival.get(MINE)[0]["state"] == "waiting"


def test_without_a_letter_a_moderator_decides(shared: Flask, venue: str) -> None:
    owner = Claimant(shared, venue, "P014")
    words = "Tôi là Nguyễn Văn A, giấy phép số 7."
    made = owner.claim(proof="moderator", words=words).get_json()
    assert made["state"] == "waiting"
    assert problem(owner.prove(made["id"], "2222-2222-2222")) == "claim-ended"

    judged(shared, made["id"], "refuse")

    assert owner.get(MINE)[0]["state"] == "refused"
    with changing(shared) as session:
        kept = session.scalars(select(VenueClaim.words)).all()
    assert not any(each and words.encode() in each for each in kept)


def test_a_claim_can_be_withdrawn_and_made_again(shared: Flask, venue: str) -> None:
    owner = Claimant(shared, venue, "P015")
    first = owner.claim(proof="moderator").get_json()["id"]

    gone = owner.client.delete(f"/v1/claims/{first}", headers=owner.who.headers)
    assert gone.status_code == 204
    judged(shared, first, "accept")
    assert owner.get("/v1/me/venues") == []
    again = owner.claim().get_json()

    assert again["id"] != first
    assert {each["state"] for each in owner.get(MINE)} == {"open", "withdrawn"}


def test_nobody_decides_their_own_claim(shared: Flask, venue: str) -> None:
    both = Claimant(shared, venue, "P005")
    claim = both.claim(proof="moderator").get_json()["id"]

    with pytest.raises(Exception, match="another-person-needed"):
        judged(shared, claim, "accept")


def test_who_wrote_the_letter_cannot_use_its_code(shared: Flask, venue: str) -> None:
    both = Claimant(shared, venue, "P005")
    claim = both.claim().get_json()["id"]

    code = letter(shared, venue)["code"]

    assert problem(both.prove(claim, code)) == "wrong-claim-code"


@pytest.mark.parametrize(
    "body",
    [
        {"proof": "guess"},
        {"proof": 1},
        {"proof": None},
        {"words": ""},
        {"words": "x" * 501},
        {"words": "ẩn\u202edanh"},
        {"words": 5},
        {"state": "accepted"},
    ],
)
def test_what_cannot_be_used_is_refused(
    shared: Flask, venue: str, body: dict[str, Any]
) -> None:
    answer = Claimant(shared, venue, "P016").claim(**body)

    assert problem(answer) == "invalid-request"


def test_claims_need_a_known_venue_and_a_sign_in_of_level_two(
    shared: Flask, venue: str
) -> None:
    assert problem(Claimant(shared, "no-such", "P016").claim()) == "not-found"
    low = known_person(shared, "P016", acr="LoA1").headers
    answer = shared.test_client().post(
        f"/v1/venues/{venue}/claims", json={"proof": "code"}, headers=low
    )
    assert problem(answer) == "insufficient-user-authentication"


def test_only_staff_of_the_city_write_letters(shared: Flask, venue: str) -> None:
    owner = on_staff(shared, Role.VENUE_OWNER, venue, "P003")

    answer = shared.test_client().post(
        f"/v1/venues/{venue}/claim-letters", headers=owner
    )

    assert problem(answer) == "role-missing"
