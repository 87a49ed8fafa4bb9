"""Cases of every kind: decided, undone and decided anew, as moderators do it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from citizen_api.roles.models import Role
from tests.conftest import close, copied, make_app
from tests.pages.moderators import waiting
from tests.pages.staff.working import Worker
from tests.reviews.citizens import CASES, Someone, ask, decide, moderator
from tests.reviews.phones import problem

PAGES = "/staff/moderation"
KINDS = (
    (waiting.held, "count"),
    (waiting.reported, "drop"),
    (waiting.surge, "drop"),
    (waiting.edit, "accept"),
    (waiting.claim, "accept"),
    (waiting.merge, "merge"),
    (waiting.report, "refuse"),
    (waiting.photo, "remove"),
    (waiting.appeal, "grant"),
    (waiting.appeal, "refuse"),
)


@pytest.fixture(scope="module")
def city(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which these cases come about."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"every_{worker}"))
    yield app
    close(app)


@pytest.mark.parametrize(("make", "decision"), KINDS)
def test_a_case_of_every_kind_is_decided_undone_and_decided_anew(
    city: Flask, make: Callable[[Flask], str], decision: str
) -> None:
    both = moderator(city), moderator(city, "P006")
    case = make(city)
    before = read(both[0], case)["about"]

    assert decided_by_both(both, case, decision) == ("decided", decision)
    undone = ask(both[0], "POST", f"{CASES}/{case}/undo")

    assert undone.status_code == 200
    anew = undone.get_json()
    assert (anew["state"], anew["about"]) == ("open", before)
    assert read(both[0], case)["state"] == "undone"
    assert decided_by_both(both, anew["id"], decision) == ("decided", decision)


def test_a_merge_that_was_undone_on_its_page_can_be_read_and_decided(
    city: Flask,
) -> None:
    case = waiting.merge(city, "bun-ca-cay-cau-doanh")
    decided_by_both((moderator(city), moderator(city, "P006")), case, "merge")
    judge = Worker(city, Role.MODERATOR)

    anew = judge.fill(f"{PAGES}/{case}/undo").location

    assert "This one stays" in judge.text(anew)
    path = anew.partition("?")[0]
    typed = judge.form(path) | {"decision": "merge", "note": "Cùng một quán."}
    assert judge.send(f"{path}/decision", typed).status_code == 303


def test_who_opened_a_case_may_not_decide_it_after_it_was_undone_either(
    city: Flask,
) -> None:
    case = waiting.edit(city, "Bánh đa cua Bà Cụ 7")
    who, asked = moderator(city), moderator(city, waiting.OWNER)
    decide(who, case, "refuse")

    anew = ask(who, "POST", f"{CASES}/{case}/undo").get_json()["id"]

    assert problem(decide(asked, anew, "accept")) == "another-person-needed"
    assert decide(who, anew, "refuse").status_code == 200


def read(who: Someone, case: str) -> dict[str, Any]:
    """A case as a moderator reads it."""
    answer = ask(who, "GET", f"{CASES}/{case}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def decided_by_both(
    both: tuple[Someone, Someone], case: str, decision: str
) -> tuple[str, str]:
    """Let one moderator decide, and the other say the same where two must."""
    first, other = both
    if read(first, case)["state"] == "open":
        assert decide(first, case, decision).status_code == 200
    if read(first, case)["state"] == "proposed":
        ask(other, "POST", f"{CASES}/{case}/second", {"agrees": True})
    found = read(first, case)
    return found["state"], found["decision"]
