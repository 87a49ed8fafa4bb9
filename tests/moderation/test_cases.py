"""Moderators decide, a second looks, undo; owners and writers appeal."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.reviews.surges import hold
from citizen_api.roles.models import Role
from tests.conftest import NOON
from tests.factories import changing, on_staff
from tests.reviews.attacks import strike
from tests.reviews.citizens import CASES, Someone, ask, decide, moderator, owner, queue
from tests.reviews.phones import Phone, all_reviews, problem

LOG = "/v1/moderation/log"


@pytest.fixture
def phone(fresh: Flask) -> Phone:
    return Phone(fresh)


@pytest.fixture
def who(fresh: Flask) -> Someone:
    return moderator(fresh)


def reported(app: Flask, phone: Phone) -> int:
    """The number of a review that somebody reported."""
    number: int = phone.rate(stars=1, text="Dở").get_json()["id"]
    path = f"/v1/reviews/{number}/reports"
    ask(Phone(app), "POST", path, {"reason": "insult"})
    return number


def dropped(app: Flask, phone: Phone, who: Someone) -> int:
    """The same, when it was dropped."""
    number = reported(app, phone)
    decide(who, queue(who)[0]["id"], "drop")
    return number


def count(app: Flask) -> int:
    found: int = all_reviews(app)["score"]["ratings_count"]
    return found


def test_a_decision_is_undone_and_the_case_is_open_again(
    fresh: Flask, phone: Phone, who: Someone
) -> None:
    dropped(fresh, phone, who)
    (case,) = queue(who, "?state=decided")

    anew = ask(who, "POST", f"{CASES}/{case['id']}/undo").get_json()

    assert (anew["state"], anew["kind"]) == ("open", "review_report")
    assert anew["id"] != case["id"]
    assert count(fresh) == 1
    assert problem(ask(who, "POST", f"{CASES}/{case['id']}/undo")) == "nothing-to-undo"
    assert decide(who, anew["id"], "drop").status_code == 200
    assert count(fresh) == 0


def test_the_log_tells_all_and_names_nobody(
    fresh: Flask, phone: Phone, who: Someone
) -> None:
    dropped(fresh, phone, who)
    client = fresh.test_client()

    page = client.get(LOG).get_json()
    counts = client.get(f"{LOG}/counts").get_json()["items"]

    acts = [(each["act"], each["reason"], each["decision"]) for each in page["items"]]
    assert acts == [("decided", "insult", "drop"), ("opened", "insult", None)]
    assert "person" not in str(page)
    assert "device:" not in str(page)
    assert {(each["act"], each["count"]) for each in counts} == {
        ("opened", 1),
        ("decided", 1),
    }
    assert client.get(f"{LOG}?venue=no-such-venue").get_json()["items"] == []
    first = client.get(f"{LOG}?limit=1").get_json()
    rest = client.get(first["next"]).get_json()
    assert first["items"] + rest["items"] == page["items"]


def test_of_two_who_decide_at_once_one_does(
    fresh: Flask, phone: Phone, who: Someone
) -> None:
    reported(fresh, phone)
    (case,) = queue(who)
    both = [(who, "drop"), (moderator(fresh, "P004"), "keep")]

    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(decide, each, case["id"], word) for each, word in both]
        answers = [each.result().status_code for each in asked]

    assert sorted(answers) == [200, 409]
    assert count(fresh) == int(answers[1] == 200)


def test_a_writer_appeals_once_and_somebody_else_decides(
    fresh: Flask, phone: Phone, who: Someone
) -> None:
    appeals = f"/v1/reviews/{dropped(fresh, phone, who)}/appeals"
    body = {"text": "Tôi ăn ở đó thật."}

    made = ask(phone, "POST", appeals, body)
    assert made.status_code == 201
    assert problem(ask(phone, "POST", appeals, body)) == "already-appealed"
    assert problem(ask(Phone(fresh), "POST", appeals, body)) == "not-yours"

    case = made.get_json()["case_id"]
    assert problem(decide(who, case, "grant")) == "another-person-needed"
    other = moderator(fresh, "P004")
    shown = ask(other, "GET", f"{CASES}/{case}").get_json()["about"]
    assert shown["appeals"][0]["text"] == "Tôi ăn ở đó thật."
    assert decide(other, case, "grant").status_code == 200
    assert count(fresh) == 1

    assert ask(other, "POST", f"{CASES}/{case}/undo").status_code == 200
    assert count(fresh) == 0


def test_an_owner_appeals_against_what_was_kept(
    fresh: Flask, phone: Phone, who: Someone
) -> None:
    number = reported(fresh, phone)
    venue_owner, body = owner(fresh), {"text": "Chưa từng có khách này."}
    appeals = f"/v1/reviews/{number}/appeals"
    assert problem(ask(venue_owner, "POST", appeals, body)) == "nothing-to-appeal"
    decide(who, queue(who)[0]["id"], "keep")
    assert problem(ask(phone, "POST", appeals, body)) == "nothing-to-appeal"

    case = ask(venue_owner, "POST", appeals, body).get_json()["case_id"]

    decide(moderator(fresh, "P004"), case, "grant")
    assert (count(fresh), phone.read().get_json()["state"]) == (0, "dropped")


def test_only_moderators_come_in(fresh: Flask, phone: Phone) -> None:
    stranger = Someone(fresh, on_staff(fresh, Role.AUDITOR, persona="P005"))

    assert problem(ask(stranger, "GET", CASES)) == "role-missing"
    assert problem(ask(phone, "GET", CASES)) == "not-signed-in"
    assert problem(decide(stranger, str(uuid4()), "drop")) == "role-missing"


def test_what_cannot_be_decided_is_named(
    fresh: Flask, phone: Phone, who: Someone
) -> None:
    reported(fresh, phone)
    case = queue(who)[0]["id"]
    bodies: list[Any] = [{}, {"decision": 5}, {"decision": ""}, [], {"note": "x"}]
    bodies.append({"decision": "drop", "note": "x" * 1001})
    bodies.append({"decision": "drop", "note": "a\u202eb"})

    for body in bodies:
        refused = ask(who, "POST", f"{CASES}/{case}/decision", body)
        assert problem(refused) == "invalid-request"
    assert problem(decide(who, case, "release")) == "no-such-decision"
    assert problem(decide(who, str(uuid4()), "drop")) == "not-found"
    second = ask(who, "POST", f"{CASES}/{case}/second", {"agrees": True})
    assert problem(second) == "nothing-to-second"
    wrong = ask(who, "GET", f"{CASES}?state=closed")
    assert problem(wrong) == "invalid-request"
    assert queue(who, "?kind=photo") == []
    assert len(queue(who, "?state=open&kind=review_report&limit=1")) == 1


def test_a_surge_is_dropped_by_two(fresh: Flask, phone: Phone, who: Someone) -> None:
    surge = struck(fresh, phone)
    (case,) = queue(who)
    assert decide(who, case["id"], "drop").get_json()["state"] == "proposed"
    assert phone.read().get_json()["state"] == "held"
    second, body = f"{CASES}/{case['id']}/second", {"agrees": True}
    assert problem(ask(who, "POST", second, body)) == "another-person-needed"

    told = ask(moderator(fresh, "P004"), "POST", second, body).get_json()

    assert (told["state"], told["about"]["surge"]) == ("decided", surge)
    assert phone.read().get_json()["state"] == "dropped"


def test_a_writer_appeals_against_a_surge_that_was_dropped(
    fresh: Flask, phone: Phone, who: Someone
) -> None:
    appeals, body = f"/v1/surges/{struck(fresh, phone)}/appeals", {"text": "Tôi đã ăn."}
    (case,) = queue(who)
    decide(who, case["id"], "drop")
    second = f"{CASES}/{case['id']}/second"
    ask(moderator(fresh, "P004"), "POST", second, {"agrees": True})

    appeal = ask(phone, "POST", appeals, body).get_json()["case_id"]

    third = moderator(fresh, "P005")
    assert decide(third, appeal, "grant").status_code == 200
    assert phone.read().get_json()["state"] == "counted"
    assert ask(third, "POST", f"{CASES}/{appeal}/undo").status_code == 200
    assert phone.read().get_json()["state"] == "dropped"
    assert problem(ask(Phone(fresh), "POST", appeals, body)) == "not-yours"


def test_a_second_person_may_decline(fresh: Flask, phone: Phone, who: Someone) -> None:
    with changing(fresh) as session:
        strike(session, at=NOON)
    (case,) = queue(who)
    decide(who, case["id"], "drop")

    second = f"{CASES}/{case['id']}/second"
    other = moderator(fresh, "P004")
    told = ask(other, "POST", second, {"agrees": False}).get_json()

    assert (told["state"], told["decision"]) == ("open", None)
    log = fresh.test_client().get(LOG).get_json()["items"]
    assert [each["act"] for each in log] == ["declined", "proposed", "opened"]
    assert problem(ask(other, "POST", second, {"agrees": 5})) == "invalid-request"


def struck(app: Flask, phone: Phone) -> int:
    """The number of a surge that holds the review of a phone."""
    phone.rate(stars=1)
    with changing(app) as session:
        session.execute(text("UPDATE reviews SET updated_at = :at"), {"at": NOON})
        surge = strike(session, at=NOON)
        hold(session, NOON)
    return surge
