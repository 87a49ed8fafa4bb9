"""The sandbox: the real code, in which nothing of the real city changes."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from citizen_api.partners.actions import forget
from citizen_api.problems import Problem
from tests.conftest import NOON
from tests.contract.document import document_of, operations
from tests.factories import changing, database_of
from tests.leaks import dump
from tests.partners.keys import Developer, developer, partner
from tests.reviews.addresses import OTHER, VENUE, listed, mine
from tests.reviews.phones import Phone, problem

REPORTS = f"/v1/venues/{VENUE}/reports"
WRONG = {"kind": "price", "dish_id": "banh-da-cua", "text": "45.000"}
GAP = re.compile(r"{(\w+)}")
SOMETHING = {"venue_id": VENUE, "code": "F4K4FVP4", "facility_code": "99001"}
NOBODYS = "0b6f6a0e-8d0f-4a6f-9d3a-0d1f5b1c2e77"


def engine(app: Flask) -> Engine:
    database = database_of(app)
    return database.engine


def real_city(app: Flask) -> set[str]:
    """All rows of the real city; those about keys are not of it."""
    ours = ("sandbox.", "public.api_keys", "public.webhook")
    return {row for row in dump(engine(app)) if not row.startswith(ours)}


def score(caller: Developer, venue: str = VENUE) -> dict[str, Any]:
    said: dict[str, Any] = caller.ask("GET", listed(venue)).json["score"]
    return said


def test_a_test_key_is_a_phone_that_rates(fresh: Flask) -> None:
    caller = developer(fresh)

    written = caller.rate(text="Ngon")

    assert written.status_code == 201
    assert (written.headers["Sandbox"], written.headers["Cache-Control"]) == (
        "true",
        "no-store",
    )
    assert caller.ask("GET", mine()).json["text"] == "Ngon"
    assert score(caller)["ratings_count"] == 1


def test_the_same_rules_hold(fresh: Flask) -> None:
    caller = developer(fresh)
    first = caller.rate(stars=5)

    assert problem(caller.rate(stars=9)) == "invalid-request"
    assert problem(caller.rate(stars=4)) == "version-required"
    same = {"If-Match": first.headers["ETag"]}
    assert caller.ask("PUT", mine(), json={"stars": 4}, headers=same).status_code == 200


def test_an_app_that_asks_for_a_phone_is_given_its_own_key(fresh: Flask) -> None:
    caller = developer(fresh)

    assert caller.ask("POST", "/v1/devices").json["token"] == caller.key


def test_the_real_city_sees_nothing_of_it(fresh: Flask) -> None:
    caller = developer(fresh)
    before = real_city(fresh)

    assert caller.rate(text="Ngon", dishes=[]).status_code == 201
    assert caller.ask("POST", REPORTS, json=WRONG).status_code == 201
    assert caller.ask("DELETE", mine(), headers={"If-Match": "*"}).status_code == 204

    assert real_city(fresh) == before
    assert caller.client.get(listed()).json["score"]["ratings_count"] == 0


def test_the_sandbox_sees_no_reviews_of_the_real_city(fresh: Flask) -> None:
    Phone(fresh).rate(stars=1, text="Of a real person")

    page = developer(fresh).ask("GET", listed()).json

    assert page["items"] == []
    assert page["score"]["ratings_count"] == 0


def test_a_real_phone_is_nobody_in_the_sandbox(fresh: Flask) -> None:
    """Both begin to count at one: the id of a phone must not be taken for another's."""
    phone, caller = Phone(fresh), developer(fresh)
    phone.rate(stars=1)

    assert problem(caller.ask("GET", mine())) == "not-found"


def test_what_a_phone_may_not_do_a_test_key_may_not(fresh: Flask) -> None:
    """Every door of the API, with what would open it for anybody else."""
    caller, before = developer(fresh), real_city(fresh)
    writes = [
        each
        for each in operations(document_of(fresh.test_client()))
        if each.method != "GET" and "key" not in str(each.said.get("security"))
    ]
    for each in writes:
        body = each.said.get("requestBody", {}).get("content", {})
        said = body.get("application/json", {}).get("example")
        path = GAP.sub(lambda gap: SOMETHING.get(gap[1], NOBODYS), each.path)
        caller.ask(each.method, path, json=said)

    assert len(writes) > 40
    assert real_city(fresh) == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/me"),
        ("POST", "/v1/rentals"),
        ("POST", "/v1/sandbox/keys"),
        ("GET", "/v1/roles"),
        ("GET", "/q/F4K4FVP4"),
        ("GET", "/"),
        ("POST", "/oauth/token"),
    ],
)
def test_other_doors_are_shut_by_name(fresh: Flask, method: str, path: str) -> None:
    assert problem(developer(fresh).ask(method, path)) == "not-in-sandbox"


def test_public_things_are_those_of_the_real_city(fresh: Flask) -> None:
    caller = developer(fresh)

    theirs, ours = caller.client.get("/v1/dishes"), caller.ask("GET", "/v1/dishes")

    assert theirs.json == ours.json
    assert ours.headers["Cache-Control"] == "no-store"


def test_what_is_not_there_is_not_found(fresh: Flask) -> None:
    assert problem(developer(fresh).ask("GET", "/v1/nothing")) == "not-found"


def test_a_reset_takes_back_what_one_key_wrote(fresh: Flask) -> None:
    mine_, theirs = developer(fresh), developer(fresh)
    for each in (mine_, theirs):
        each.rate()
        each.rate(OTHER)
    mine_.ask("POST", REPORTS, json=WRONG)

    assert mine_.ask("POST", "/v1/sandbox/reset").status_code == 204

    assert score(mine_)["ratings_count"] == 1
    assert mine_.ask("GET", "/v1/devices/mine/reviews").json["items"] == []
    assert mine_.ask("GET", "/v1/devices/mine/reports").json["items"] == []
    assert theirs.ask("GET", mine()).status_code == 200
    assert mine_.rate().status_code == 201


def test_a_live_key_has_no_sandbox(fresh: Flask) -> None:
    refused = partner(fresh).ask("POST", "/v1/sandbox/reset")

    assert (refused.status_code, problem(refused)) == (403, "test-key-needed")


def test_when_a_test_key_is_over_nothing_of_it_is_left(fresh: Flask) -> None:
    caller = developer(fresh)
    caller.rate()
    with changing(fresh) as session:
        session.execute(text("UPDATE api_keys SET expires_at = :at"), {"at": NOON})
        forget(session, NOON)

    left = [row for row in dump(engine(fresh)) if row.startswith("sandbox.")]

    kept = ("sandbox.case", "sandbox.venue_scores", "sandbox.dish_scores")
    assert [row for row in left if not row.startswith(kept)] == []


@pytest.mark.parametrize("name", sorted(Problem.registry))
def test_every_problem_comes_on_demand(
    app: Flask, tester: Developer, name: str
) -> None:
    answer = tester.ask("GET", "/v1/dishes", headers={"Sandbox-Problem": name})

    kind = Problem.registry[name]
    assert (answer.status_code, problem(answer)) == (kind.status, name)
    assert answer.json["title"] == kind.title
    assert answer.json["retryable"] is kind.retryable
    asked = kind.status == 401 or name == "insufficient-scope"
    assert ("WWW-Authenticate" in answer.headers) is asked
    assert ("Allow" in answer.headers) is (kind.status == 405)
    if kind.status in {429, 503}:
        assert int(answer.headers["Retry-After"]) > 0


@pytest.fixture(scope="module")
def tester(app: Flask) -> Developer:
    """A key to the city that is only read."""
    return developer(app)


def test_a_problem_that_there_is_not(tester: Developer) -> None:
    refused = tester.ask("GET", "/v1/dishes", headers={"Sandbox-Problem": "nonsense"})

    assert problem(refused) == "bad-request"
    assert refused.json["errors"][0]["parameter"] == "Sandbox-Problem"


@pytest.mark.parametrize("live", [True, False])
def test_nobody_else_may_ask_for_a_problem(fresh: Flask, live: bool) -> None:
    headers = {"Sandbox-Problem": "busy"}
    if live:
        refused = partner(fresh).ask("GET", "/v1/dishes", headers=headers)
    else:
        refused = fresh.test_client().get("/v1/dishes", headers=headers)

    assert problem(refused) == "bad-request"
