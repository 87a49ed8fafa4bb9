"""What several phones report is one case; what is accepted becomes a fact."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from citizen_api.listings.correction_rules import CorrectionNeeded
from citizen_api.roles.models import Role
from tests.factories import Stall, Told, build, changing, on_staff, rehearse
from tests.listings.deciding import decided, undone
from tests.listings.owning import Keeper
from tests.listings.reporting import Reporter

CASES = text(
    "SELECT c.id::text, c.reason FROM cases c JOIN venues v ON v.id = c.venue_id"
    " WHERE v.slug = :slug AND c.kind = 'report' AND c.state = 'open' ORDER BY c.reason"
)
MERGES = text(
    "SELECT c.state FROM cases c WHERE c.kind = 'merge' AND c.subject_id = :slug"
)
DISH = "cha-ruoi"
MOVED_TO = {"lon": 106.688, "lat": 20.86}


@pytest.fixture
def client(shared: Flask) -> FlaskClient:
    return shared.test_client()


@pytest.fixture(scope="module")
def moderator(shared: Flask) -> dict[str, str]:
    return on_staff(shared, Role.MODERATOR, persona="P004")


@pytest.fixture
def venue(shared: Flask) -> str:
    (slug,) = build(
        shared, Stall(serves={DISH: [Told(20_000)], "oc": []}, hours="07:00-21:00")
    )
    rehearse(shared, slug, "07:00-21:00")
    return slug


def waiting(app: Flask, slug: str) -> list[tuple[str, str]]:
    """The open cases of reports about a venue."""
    with changing(app) as session:
        return [(row[0], row[1]) for row in session.execute(CASES, {"slug": slug})]


def proposed(app: Flask, slug: str) -> list[str]:
    """How far the merges of a venue are."""
    with changing(app) as session:
        return list(session.scalars(MERGES, {"slug": slug}))


def corrected(
    client: FlaskClient, headers: dict[str, str], case: str, **said: Any
) -> int:
    """How a moderator is answered who says what is right."""
    path = f"/v1/moderation/cases/{case}/correction"
    return client.put(path, json=said, headers=headers).status_code


def card(client: FlaskClient, slug: str) -> dict[str, Any]:
    """The venue as everybody reads it."""
    found: dict[str, Any] = client.get(f"/v1/venues/{slug}").get_json()
    return found


def prices(client: FlaskClient, slug: str) -> list[dict[str, Any]]:
    """What the sources say of the price of the dish."""
    menu = {dish["dish_id"]: dish["prices"] for dish in card(client, slug)["menu"]}
    found: list[dict[str, Any]] = menu[DISH]
    return found


def test_reports_of_the_same_thing_are_one_case(shared: Flask, venue: str) -> None:
    for _ in range(3):
        Reporter(shared).report(venue, kind="closed")
    Reporter(shared).report(venue, kind="price", dish_id=DISH)
    Reporter(shared).report(venue, kind="price", dish_id="oc")

    assert [reason for _, reason in waiting(shared, venue)] == [
        "closed",
        "price",
        "price",
    ]


def test_a_venue_that_closed_leaves_the_lists_and_still_answers(
    shared: Flask, client: FlaskClient, venue: str, moderator: dict[str, str]
) -> None:
    phones = [Reporter(shared) for _ in range(2)]
    for phone in phones:
        phone.report(venue, kind="closed")
    ((case, _),) = waiting(shared, venue)
    before = card(client, venue)

    assert corrected(client, moderator, case, since="2026-10-31") == 200
    decided(shared, case, "accept", "Đã đóng cửa.")

    found = card(client, venue)
    assert found["closed"]["since"] == "2026-10-31"
    assert found["closed"]["source"]["kind"] == "visitor"
    assert (found["open"]["now"], found["open"]["known"]) == (False, True)
    listed = client.get(f"/v1/venues?dish={DISH}&limit=50").get_json()["items"]
    assert venue not in [item["id"] for item in listed]
    for phone in phones:
        (report,) = phone.reported()["items"]
        assert (report["status"], report["note"]) == ("accepted", "Đã đóng cửa.")
    owner = Keeper(shared, venue)
    (told,) = owner.changes()
    assert (told["part"], told["after"]) == ("closed", {"since": "2026-10-31"})
    assert (told["id"], told["state"], told["who"]) == (None, "live", "moderator")
    undone(shared, case)
    assert owner.changes()[0]["state"] == "undone"
    assert card(client, venue) == before
    assert phones[0].reported()["items"][0]["status"] == "new"


def test_an_accepted_price_is_a_fact_of_visitors_and_the_old_ones_stay(
    shared: Flask, client: FlaskClient, venue: str, moderator: dict[str, str]
) -> None:
    Reporter(shared).report(venue, kind="price", dish_id=DISH)
    ((case, _),) = waiting(shared, venue)
    price = {"min": 35_000, "max": 35_000, "unit": "suất"}

    with pytest.raises(CorrectionNeeded):
        decided(shared, case, "accept")
    assert corrected(client, moderator, case, price=price) == 200
    decided(shared, case, "accept")

    first, second = prices(client, venue)
    assert (first["price"]["min"], first["source"]["kind"]) == (35_000, "visitor")
    assert (first["checked_at"], first["stale"]) == ("2026-11-21", False)
    assert second["price"]["min"] == 20_000
    undone(shared, case)
    (price_before,) = prices(client, venue)
    assert price_before["price"]["min"] == 20_000


def test_accepted_hours_are_those_of_visitors(
    shared: Flask, client: FlaskClient, venue: str, moderator: dict[str, str]
) -> None:
    Reporter(shared).report(venue, kind="hours", text="Chỉ bán buổi sáng")
    ((case, _),) = waiting(shared, venue)
    before = card(client, venue)["hours"]

    said = '6:00-10:00 "until sold out"'
    assert corrected(client, moderator, case, opening_hours=said) == 200
    decided(shared, case, "accept")

    hours = card(client, venue)["hours"]
    assert hours["opening_hours"] == '06:00-10:00 "until sold out"'
    assert hours["until_sold_out"]["en"] == "until sold out"
    used = [each["source"]["kind"] for each in hours["sources"] if each["used"]]
    assert used == ["visitor"]
    undone(shared, case)
    assert card(client, venue)["hours"] == before


def test_a_dish_that_is_not_served_leaves_the_menu_and_comes_back(
    shared: Flask, client: FlaskClient, venue: str
) -> None:
    Reporter(shared).report(venue, kind="not_served", dish_id=DISH)
    ((case, _),) = waiting(shared, venue)

    decided(shared, case, "accept")

    assert [dish["dish_id"] for dish in card(client, venue)["menu"]] == ["oc"]
    undone(shared, case)
    assert {dish["dish_id"] for dish in card(client, venue)["menu"]} == {DISH, "oc"}


def test_a_venue_that_moved_is_found_where_it_is_now_and_moves_back(
    shared: Flask, client: FlaskClient, venue: str, moderator: dict[str, str]
) -> None:
    Reporter(shared).report(venue, kind="moved", text="Dời sang Lương Khánh Thiện")
    ((case, _),) = waiting(shared, venue)
    before = card(client, venue)
    with pytest.raises(CorrectionNeeded):
        decided(shared, case, "accept")

    said = {"address": {"text": "5 Lương Khánh Thiện"}, "location": MOVED_TO}
    assert corrected(client, moderator, case, **said) == 200
    decided(shared, case, "accept")

    found = card(client, venue)
    assert found["address"]["text"] == "5 Lương Khánh Thiện"
    assert found["location"]["coordinates"] == [MOVED_TO["lon"], MOVED_TO["lat"]]
    assert found["place"]["source"]["kind"] == "visitor"
    undone(shared, case)
    after = card(client, venue)
    assert after["address"]["text"] == before["address"]["text"]
    assert after["location"] == before["location"]


def test_a_duplicate_is_proposed_to_a_second_person(
    shared: Flask, client: FlaskClient, venue: str, moderator: dict[str, str]
) -> None:
    (other,) = build(shared, Stall())
    phone = Reporter(shared)
    phone.report(venue, kind="duplicate", text="Trùng")
    ((case, _),) = waiting(shared, venue)
    assert corrected(client, moderator, case, into="no-such") == 422

    assert corrected(client, moderator, case, into=other) == 200
    decided(shared, case, "accept")

    assert proposed(shared, venue) == ["proposed"]
    assert "A merge is proposed" in phone.reported()["items"][0]["note"]
    undone(shared, case)
    assert proposed(shared, venue) == ["decided"]
    assert client.get(f"/v1/venues/{venue}").status_code == 200


def test_who_reports_what_no_correction_puts_right_is_told_so(
    shared: Flask, client: FlaskClient, venue: str
) -> None:
    phone = Reporter(shared)
    phone.report(venue, kind="other", text="Nhân viên thân thiện hơn trước")
    ((case, _),) = waiting(shared, venue)
    before = card(client, venue)

    decided(shared, case, "accept")

    assert card(client, venue) == before
    (report,) = phone.reported()["items"]
    assert report["status"] == "accepted"
    assert "nothing on the listing was changed" in report["note"]


def test_a_refused_report_changes_nothing_and_is_told(
    shared: Flask, client: FlaskClient, venue: str
) -> None:
    phone = Reporter(shared)
    phone.report(venue, kind="closed")
    ((case, _),) = waiting(shared, venue)
    before = card(client, venue)

    decided(shared, case, "refuse")

    assert card(client, venue) == before
    (report,) = phone.reported()["items"]
    assert report["status"] == "rejected"
    assert "Nothing wrong was found" in report["note"]


def test_a_correction_must_fit_what_was_reported(
    shared: Flask, client: FlaskClient, venue: str, moderator: dict[str, str]
) -> None:
    Reporter(shared).report(venue, kind="closed")
    ((case, _),) = waiting(shared, venue)

    for said in (
        {"opening_hours": "07:00-21:00"},
        {"opening_hours": "mở cửa sáng"},
        {"since": "2026-11-22"},
        {"since": "hôm qua"},
        {"price": {"min": 9, "max": 8}},
        {"price": {"min": -1}},
        {"into": "banh-mi-cay-ba-gia"},
        {"colour": "red"},
    ):
        assert corrected(client, moderator, case, **said) == 422, said
    assert corrected(client, {}, case) == 401
