"""S20, S22: a chip that the state signed proves who holds it, each challenge once."""

import base64
from functools import partial
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.identity.cards.specimens import NUMBER, Chip, chip
from tests.insurance.clinic import OWN, Clinic, at_once
from tests.reviews.phones import problem

CHALLENGE = "/v1/identity/nfc/challenge"
VERIFY = "/v1/identity/nfc/verify"


@pytest.fixture(scope="module")
def card() -> Chip:
    """A card of nobody."""
    return chip()


def read(card: Chip, challenge: str, **changed: bytes) -> dict[str, str]:
    """What a phone sends."""
    found = card.read(**changed)
    parts = ("sod", "dg1", "dg2_digest", "dg13", "dg14")
    files = {part: base64.b64encode(getattr(found, part)).decode() for part in parts}
    return {"challenge": challenge, **files}


def challenge(clinic: Clinic, me: dict[str, str]) -> str:
    """A new challenge."""
    return str(clinic.post(CHALLENGE, me).get_json()["challenge"])


@pytest.fixture
def trusting(clinic: Clinic, card: Chip) -> Clinic:
    """The service, which believes the signer of the card."""
    clinic.app.config["CHIP_TRUST"] = card.trust
    return clinic


def test_s22_a_signed_chip_authenticates(trusting: Clinic, card: Chip) -> None:
    me = trusting.citizen(acr="LoA1")

    answer = trusting.post(VERIFY, me, read(card, challenge(trusting, me)))

    told = answer.get_json()
    assert told["assurance"] == "authenticated"
    assert told["number"] == "099*******56"
    assert told["yours"] is False
    assert NUMBER not in answer.get_data(as_text=True)
    assert trusting.outcomes("identity.chip") == ["verified"]
    # Somebody else's card lets nobody into their own insurance.
    assert trusting.get(OWN, me).status_code == 401


def test_s20_a_challenge_is_good_once_for_two_minutes_and_one_person(
    trusting: Clinic, card: Chip
) -> None:
    me, other = trusting.citizen(), trusting.citizen("P010")
    used, old, foreign = (challenge(trusting, me) for _ in range(3))
    trusting.post(VERIFY, me, read(card, used))

    refused = [
        trusting.post(VERIFY, me, read(card, used)),
        trusting.post(VERIFY, other, read(card, foreign)),
        trusting.post(VERIFY, me, read(card, "A" * 43)),
    ]
    trusting.clock.move(seconds=121)
    refused.append(trusting.post(VERIFY, me, read(card, old)))

    assert {problem(each) for each in refused} == {"challenge-over"}


def test_s20_of_many_at_once_one_wins(trusting: Clinic, card: Chip) -> None:
    me = trusting.citizen()
    body, answers = read(card, challenge(trusting, me)), list[TestResponse]()

    def send() -> None:
        answers.append(trusting.post(VERIFY, me, body))

    at_once([send] * 5)

    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409, 409]


def test_a_chip_that_proves_nothing_says_what_is_wrong(
    trusting: Clinic, card: Chip
) -> None:
    me = trusting.citizen()
    send = partial(trusting.post, VERIFY, me)

    forged = send(read(card, challenge(trusting, me), dg13=b"\x6d\x00"))
    stranger = send(read(chip(), challenge(trusting, me)))
    junk = send(read(card, challenge(trusting, me), sod=b"junk"))

    told = [each.get_json()["errors"][0] for each in (forged, stranger, junk)]
    assert {problem(each) for each in (forged, stranger, junk)} == {"chip-refused"}
    assert [each["pointer"] for each in told] == ["#/dg13", "#/sod", "#/sod"]
    assert told[1]["detail"] == "Who signed it is not on the trust list."
    assert trusting.outcomes("identity.chip") == ["refused"] * 3


def test_without_a_trust_list_no_chip_is_believed(clinic: Clinic, card: Chip) -> None:
    me = clinic.citizen()

    refused = clinic.post(VERIFY, me, read(card, challenge(clinic, me)))

    assert problem(refused) == "chip-refused"


def test_where_people_are_real_the_chip_of_nobody_invented_is_believed(
    trusting: Clinic, card: Chip
) -> None:
    me = trusting.citizen()
    trusting.app.config["INVENTED_PEOPLE"] = False

    refused = trusting.post(VERIFY, me, read(card, challenge(trusting, me)))

    assert problem(refused) == "invalid-request"


def test_what_is_no_base64_is_named(trusting: Clinic, card: Chip) -> None:
    me = trusting.citizen()
    odd: list[dict[str, Any]] = [
        {"sod": "é"},
        {"dg1": 5},
        {"dg13": "a"},
        {"challenge": "x" * 200},
        {"dg2_digest": None},
    ]

    for changes in odd:
        body = {**read(card, "A" * 43), **changes}
        assert problem(trusting.post(VERIFY, me, body)) == "invalid-request", changes
