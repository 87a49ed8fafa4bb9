"""What waits for a moderator, what moderators take back, and what owners see of it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from citizen_api.cases.actions import decide
from citizen_api.cases.models import Case
from citizen_api.cases.rules import Verdict
from citizen_api.listings import undoing
from tests.conftest import NOON
from tests.factories import Stall, Told, changing, known_person
from tests.listings.owning import MODERATOR, RIVAL, Keeper, keeper, moderator, person
from tests.reviews.phones import problem

DISH, OTHER = "banh-da-cua", "nem-cua-be"
PRESS = Stall(hours="07:00-21:00", serves={DISH: [Told(60_000)]})
PLACE = {"lon": 106.6880, "lat": 20.8600}
ADDRESS = {
    "text": "5 Lương Khánh Thiện",
    "house_number": "5",
    "alley": None,
    "street": "Lương Khánh Thiện",
}


def judged(app: Flask, change: int, decision: str) -> str:
    """A moderator decides the case of a change; the case."""
    with changing(app) as session:
        case = session.scalars(
            select(Case).where(
                Case.subject_kind == "listing_change", Case.subject_id == str(change)
            )
        ).one()
        by = f"person:{known_person(app, MODERATOR).person}"
        case = decide(session, case.id, Verdict(decision, by, NOON, "đã xem"))
        undoing.apply(session, case, decision, by, NOON)
        return case.subject_id


def unjudged(app: Flask, change: int) -> None:
    """What was decided is taken back."""
    with changing(app) as session:
        case = session.scalars(select(Case).where(Case.subject_id == str(change))).one()
        undoing.undo(session, case, f"person:{case.id}", NOON)


def take_back(owner: Keeper, change: int, who: dict[str, str] | None = None) -> Any:
    """A moderator takes a change back."""
    return owner.client.post(
        f"{owner.one}/changes/{change}/undoing",
        json={"note": "Giá của quán khác."},
        headers=who or moderator(owner.app),
    )


@pytest.mark.parametrize(
    ("body", "part", "shown"),
    [
        ({"name": "Quán mới"}, "name", lambda v: v["name"]),
        ({"kind": "cafe"}, "kind", lambda v: v["kind"]),
        ({"address": ADDRESS}, "address", lambda v: v["address"]["text"]),
        (
            {"location": PLACE},
            "location",
            lambda v: v["location"] and v["location"]["coordinates"],
        ),
    ],
)
def test_what_could_harm_waits_and_can_be_undone(
    shared: Flask,
    body: dict[str, Any],
    part: str,
    shown: Callable[[dict[str, Any]], Any],
) -> None:
    owner = keeper(shared, PRESS)
    before = shown(owner.public())

    waiting = owner.change(**body)["waiting"]
    assert ([each["part"] for each in waiting], shown(owner.public())) == (
        [part],
        before,
    )
    judged(shared, waiting[0]["id"], "accept")

    after = shown(owner.public())
    assert after != before
    assert owner.read()["waiting"] == []
    unjudged(shared, waiting[0]["id"])
    assert shown(owner.public()) == before
    assert [each["id"] for each in owner.read()["waiting"]] == [waiting[0]["id"]]


def test_a_new_name_is_found_and_a_new_place_lies_in_its_ward(shared: Flask) -> None:
    owner = keeper(shared, PRESS)
    changes = owner.change(name="Xốp Xộp Đặc Biệt", location=PLACE)["waiting"]
    for each in changes:
        judged(shared, each["id"], "accept")

    items = owner.client.get("/v1/venues?q=xop+xop+dac+biet").get_json()["items"]
    assert [each["id"] for each in items] == [owner.venue]
    assert items[0]["address"]["ward"]["certain"] is True
    assert (items[0]["basis"], items[0]["accuracy_m"]) == ("owner", 15)


def test_a_refused_edit_changes_nothing_and_the_owner_reads_why(
    shared: Flask,
) -> None:
    owner = keeper(shared)
    number = owner.change(name="Sai")["waiting"][0]["id"]

    judged(shared, number, "refuse")

    told = owner.changes()[0]
    assert (told["state"], told["note"]) == ("refused", "đã xem")
    assert owner.public()["name"] == "Quán thử"
    assert owner.read()["waiting"] == []


def test_one_edit_of_a_part_waits_at_a_time(shared: Flask) -> None:
    owner = keeper(shared)
    owner.change(name="Một")

    assert problem(owner.send("PATCH", "", {"name": "Hai"})) == "edit-waiting"
    assert owner.change(name="Quán thử")["waiting"][0]["after"] == {"name": "Một"}


@pytest.mark.parametrize(
    "body",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "Qu\u202eán"},
        {"name": None},
        {"kind": "bank"},
        {"address": {}},
        {"address": {"text": "x" * 201}},
        {"location": {"lon": 106.6}},
        {"location": {"lon": 105.8542, "lat": 21.0285}},
        {"location": {"lon": 0, "lat": 0}},
        {"location": {"lon": "106.6", "lat": 20.8}, "name": 5},
        {"location": {"lon": 1e400, "lat": 20.8}},
    ],
)
def test_what_cannot_be_proposed_is_refused(
    shared: Flask, body: dict[str, Any]
) -> None:
    owner = keeper(shared)

    assert problem(owner.send("PATCH", "", body)) in {
        "invalid-request",
        "malformed-body",
    }
    assert owner.read()["waiting"] == []


def edits(owner: Keeper) -> dict[str, Callable[[], Any]]:
    """One edit of each part that is live at once."""
    return {
        "price": lambda: owner.price(DISH, 45_000),
        "added": lambda: owner.price(OTHER, 45_000),
        "withdrawn": lambda: owner.edit("DELETE", f"/dishes/{DISH}"),
        "sold_out": lambda: owner.edit("PUT", f"/dishes/{DISH}/sold-out"),
        "confirmation": lambda: owner.edit("POST", "/confirmation"),
        "hours": lambda: owner.change(hours="08:00-12:00"),
        "day": lambda: owner.edit("PUT", "/days/2026-12-01", {"hours": None}),
        "closed": lambda: owner.edit("PUT", "/closed-today"),
        "contacts": lambda: owner.change(contacts={"phone": "0912345678"}),
        "description": lambda: owner.change(description={"vi": "Ngon."}),
    }


@pytest.mark.parametrize("name", list(edits(None)))  # type: ignore[arg-type]
def test_a_moderator_takes_back_whatever_was_live_at_once(
    shared: Flask, name: str
) -> None:
    owner = keeper(shared, PRESS)
    before = owner.public()
    edits(owner)[name]()
    assert owner.public() != before

    answer = take_back(owner, owner.changes()[0]["id"])

    assert answer.status_code == 200
    assert owner.public() == before
    undoing_, made = owner.changes()
    assert (undoing_["who"], undoing_["undoes"]) == ("moderator", made["id"])
    assert (made["state"], made["by_me"], undoing_["by_me"]) == ("undone", True, False)
    assert undoing_["note"] == "Giá của quán khác."


def test_the_latest_change_is_taken_back_first(shared: Flask) -> None:
    owner = keeper(shared, PRESS)
    owner.price(DISH, 45_000)
    owner.price(OTHER, 90_000)
    owner.price(DISH, 50_000)
    last, _, first = (each["id"] for each in owner.changes())

    assert problem(take_back(owner, first)) == "changed-since"
    assert take_back(owner, last).status_code == 200
    assert owner.menu()[DISH]["prices"][0]["price"]["min"] == 45_000
    assert take_back(owner, first).status_code == 200
    assert owner.menu()[DISH]["prices"][0]["price"]["min"] == 60_000
    assert problem(take_back(owner, first)) == "change-not-live"
    assert problem(take_back(owner, owner.changes()[0]["id"])) == "change-not-live"


def test_owners_take_back_what_needed_no_second_look(shared: Flask) -> None:
    owner = keeper(shared, PRESS)
    owner.price(DISH, 45_000)
    priced = owner.changes()[0]["id"]
    named = owner.change(name="Quán mới")["waiting"][0]["id"]
    judged(shared, named, "accept")

    assert take_back(owner, priced, owner.who).status_code == 200

    assert owner.changes()[0]["who"] == "owner"
    assert owner.menu()[DISH]["prices"][0]["price"]["min"] == 60_000
    assert problem(take_back(owner, named, owner.who)) == "change-for-moderators"


def test_papers_are_among_the_changes_and_go_by_pages(shared: Flask) -> None:
    owner = keeper(shared, PRESS)
    owner.price(DISH, 45_000)
    path = f"/v1/venues/{owner.venue}/licences/business"
    paper = {"issued_by": "UBND", "issued_on": "2026-01-05"}
    owner.client.put(path, json=paper, headers=moderator(shared))

    found, address = [], f"{owner.one}/changes?limit=1"
    while address:
        page = owner.client.get(address, headers=owner.who).get_json()
        found += [(each["part"], each["id"] is None) for each in page["items"]]
        address = page["next"]

    assert found == [("menu", False), ("licence", True)]


def test_nobody_else_takes_back_and_only_what_is_of_this_venue(
    shared: Flask,
) -> None:
    one, two = keeper(shared), keeper(shared)
    one.price(DISH, 45_000)
    number = one.changes()[0]["id"]

    rival = person(shared, RIVAL)
    assert problem(take_back(one, number, rival)) == "role-missing"
    assert problem(take_back(two, number)) == "not-found"
    assert problem(take_back(two, 99_999_999)) == "not-found"
