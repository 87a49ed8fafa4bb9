"""An owner says that another venue is theirs, too; it waits as other edits do."""

from typing import Any

import pytest
from flask import Flask

from citizen_api.roles.models import Role
from tests.factories import Stall, build, on_staff
from tests.listings.deciding import agreed, decided
from tests.listings.owning import MODERATOR, RIVAL, Keeper, keeper, moderator
from tests.reviews.phones import problem

TWIN = Stall(name="Quán sinh đôi")


@pytest.fixture
def owner(shared: Flask) -> Keeper:
    """The owner of a venue, whose listing was read."""
    made = keeper(shared)
    made.read()
    return made


def asked(owner: Keeper, other: str, tag: str | None = "*") -> Any:
    """The answer to who says that another venue is theirs."""
    return owner.send("POST", "/duplicates", {"venue": other}, tag)


def case_of(owner: Keeper, other: str) -> dict[str, Any]:
    """The case of a merge, as a moderator reads it."""
    path = f"/v1/moderation/cases?kind=merge&venue={other}"
    items = owner.client.get(path, headers=moderator(owner.app)).get_json()["items"]
    found: dict[str, Any] = items[-1]
    return found


def test_it_waits_and_the_other_venue_stays_as_it_is(owner: Keeper) -> None:
    (other,) = build(owner.app, TWIN)

    answer = asked(owner, other, owner.tag)

    assert answer.status_code == 200
    assert answer.headers["ETag"] != owner.tag
    (waits,) = answer.get_json()["waiting"]
    assert waits["part"] == "merged"
    assert waits["after"] == {"venue": "Quán sinh đôi", "into": "Quán thử"}
    (told,) = owner.changes()
    assert (told["state"], told["by_me"], told["who"]) == ("waiting", True, "owner")
    mine = owner.client.get("/v1/me/venues", headers=owner.who).get_json()["items"]
    assert [v["waiting"] for v in mine if v["id"] == owner.venue] == [1]
    assert owner.client.get(f"/v1/venues/{other}").status_code == 200


def test_two_moderators_make_it_the_merge_it_is(owner: Keeper) -> None:
    (other,) = build(owner.app, TWIN)
    asked(owner, other)
    case = case_of(owner, other)
    assert (case["state"], case["reason"]) == ("open", "duplicate")

    path, headers = f"/v1/venues/{other}/merge", moderator(owner.app)
    body = {"into": owner.venue}
    proposed = owner.client.post(path, json=body, headers=headers).get_json()
    assert (proposed["case"], proposed["state"]) == (case["id"], "proposed")
    agreed(owner.app, case["id"])

    assert owner.client.get(f"/v1/venues/{other}").location.endswith(owner.venue)
    assert owner.read()["waiting"] == []
    (told,) = owner.changes()
    assert (told["state"], told["who"]) == ("live", "moderator")


def test_an_undone_merge_waits_again(owner: Keeper) -> None:
    (other,) = build(owner.app, TWIN)
    asked(owner, other)
    case = case_of(owner, other)["id"]
    decided(owner.app, case, "merge")
    second = on_staff(owner.app, Role.MODERATOR, persona="P006")
    one = f"/v1/moderation/cases/{case}"
    owner.client.post(f"{one}/second", json={"agrees": True}, headers=second)
    assert owner.client.get(f"/v1/venues/{other}").status_code == 308

    undone = owner.client.post(f"{one}/undo", headers=second)

    assert undone.status_code == 200
    assert owner.client.get(f"/v1/venues/{other}").status_code == 200
    assert [each["part"] for each in owner.read()["waiting"]] == ["merged"]
    assert [each["state"] for each in owner.changes()] == ["waiting", "undone"]


def test_a_refused_one_tells_the_owner_why(owner: Keeper) -> None:
    (other,) = build(owner.app, TWIN)
    asked(owner, other)

    decided(owner.app, case_of(owner, other)["id"], "refuse", "Hai địa chỉ khác nhau.")

    (told,) = owner.changes()
    assert (told["state"], told["note"]) == ("refused", "Hai địa chỉ khác nhau.")
    assert owner.read()["waiting"] == []


def test_an_owner_who_is_a_moderator_does_not_decide_it(shared: Flask) -> None:
    mine, other = build(shared, Stall(), TWIN)
    owner = Keeper(shared, mine, MODERATOR)
    asked(owner, other)

    path, both = f"/v1/venues/{other}/merge", moderator(shared)
    answer = owner.client.post(path, json={"into": mine}, headers=both)

    assert problem(answer) == "another-person-needed"


def test_the_same_again_is_the_one_that_waits_and_no_other(owner: Keeper) -> None:
    other, third = build(owner.app, TWIN, TWIN)
    asked(owner, other)

    assert len(asked(owner, other).get_json()["waiting"]) == 1
    assert problem(asked(owner, third)) == "edit-waiting"
    rival = Keeper(owner.app, third, RIVAL)
    assert problem(asked(rival, other)) == "merge-proposed"


def test_what_moderators_proposed_need_not_be_asked_for(owner: Keeper) -> None:
    (other,) = build(owner.app, TWIN)
    body, headers = {"into": owner.venue}, moderator(owner.app)
    owner.client.post(f"/v1/venues/{other}/merge", json=body, headers=headers)

    assert problem(asked(owner, other)) == "merge-proposed"
    assert owner.read()["waiting"] == []


def test_what_is_no_other_venue_is_refused(owner: Keeper) -> None:
    assert problem(asked(owner, owner.venue)) == "same-venue"
    missing = asked(owner, "no-such-venue")
    assert missing.get_json()["errors"][0]["pointer"] == "#/venue"
    assert problem(asked(owner, "no-such-venue", None)) == "version-required"
    assert problem(asked(owner, "no-such-venue", '"1-99"')) == "stale-version"


def test_only_who_keeps_the_venue_asks(owner: Keeper) -> None:
    (other,) = build(owner.app, TWIN)
    owner.who = Keeper(owner.app, other, RIVAL).who

    assert problem(asked(owner, other)) == "role-missing"
