"""Contacts at once, the name after a second look, and the list of changes."""

import pytest
from flask import Flask
from sqlalchemy import select

from citizen_api.cases.models import Case
from citizen_api.listings import undoing
from tests.conftest import NOON
from tests.factories import changing
from tests.pages.owners.owning import DISH, RIVAL, Owner


def decided(app: Flask, number: int, decision: str, note: str) -> None:
    """Let a moderator decide an edit."""
    with changing(app) as session:
        asked = select(Case).where(
            Case.subject_kind == "listing_change", Case.subject_id == str(number)
        )
        case = session.scalars(asked).one()
        case.note = note
        undoing.apply(session, case, decision, "person:lan", NOON)


def test_contacts_and_words_are_there_at_once(owner: Owner) -> None:
    owner.does("/contacts", phone="0225 3842345", vi="Bánh đa cua từ 1975.", en="")

    listing = owner.listing()
    assert listing["contacts"]["phone"] == "+842253842345"
    assert listing["description"] == {"vi": "Bánh đa cua từ 1975.", "en": None}
    assert 'value="+842253842345"' in owner.text("/contacts")
    owner.does("/contacts", phone="")
    assert owner.listing()["contacts"]["phone"] is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("phone", "12"),
        ("website", "ftp://x"),
        ("facebook", "https://example.com/x"),
        ("vi", "<b>Ngon</b>"),
        ("en", "Call 0912345678"),
        ("en", "x" * 1001),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    owner: Owner, field: str, typed: str
) -> None:
    page = owner.refused("/contacts", 422, **{field: typed})

    assert f'id="{field}-error"' in page
    assert owner.listing()["version"] == 0


def test_a_name_waits_for_a_second_look(owner: Owner) -> None:
    owner.does("/name", name="Quán Bà Hà", text="12 Cầu Đất", at="20.86, 106.68")

    page = owner.text("/name?done=1")
    assert page.count("Waits for a second look") == 3
    assert "Quán Bà Hà" in page
    assert "3 changes wait for a second look" in owner.text()
    assert owner.listing()["name"] == "Quán thử"
    again = owner.refused("/name", 409, name="Quán Bà Hai")
    assert "waits for a moderator already" in again

    waiting = {each["part"]: each["id"] for each in owner.listing()["waiting"]}
    decided(owner.app, waiting["name"], "accept", "Đã xem biển hiệu.")
    assert owner.listing()["name"] == "Quán Bà Hà"
    assert "Đã xem biển hiệu." in owner.text("/changes")


def test_a_place_that_is_none_is_marked(owner: Owner) -> None:
    for typed in ("x", "1", "20.86", "nan, nan", "0, 0", "20.86, 106.68, 1"):
        assert 'id="at-error"' in owner.refused("/name", 422, at=typed)
    assert 'id="name-error"' in owner.refused("/name", 422, name="")
    owner.does("/name")
    assert owner.listing()["version"] == 0


def test_two_texts_at_once_are_both_shown(owner: Owner) -> None:
    late = owner.form(f"{owner.one}/contacts") | {"en": "Since 1975", "phone": ""}
    owner.does("/contacts", en="Since <1980".replace("<", ""))

    answer = owner.send(f"{owner.one}/contacts", late)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 412
    assert '<dd class="words">Since 1975</dd>' in page
    assert '<dd class="words">Since 1980</dd>' in page
    assert page.count("<h3>") == 1


def test_every_change_is_listed_in_words(owner: Owner) -> None:
    owner.does(f"/menu/{DISH}", min="45000", unit="bát")
    owner.does("/today", action="sold_out", dish=DISH)
    owner.does("/hours/days", day="2026-12-24", closed="yes")
    owner.does("/contacts", en="Since 1975")
    owner.does("/name", kind="cafe")

    page = owner.text("/changes")

    for words in (
        *("from ₫45,000 / bowl", "Bánh đa cua", "<del>there is some</del>"),
        *("<ins>sold out</ins>", "24 Dec 2026", "<ins>closed</ins>", "Since 1975"),
        *("<ins>Café</ins>", "Waits for a second look", "You"),
    ):
        assert words in page, words
    assert owner.known.person.hex[:8] not in page


def test_a_change_is_taken_back_once(owner: Owner) -> None:
    owner.does("/contacts", phone="0225 3842345")
    button = owner.text("/changes").partition(f'action="{owner.one}/changes/')[2]
    part = f"/changes/{button.partition(chr(34))[0]}"

    token = {"form_token": owner.form(f"{owner.one}/changes")["form_token"]}
    assert owner.send(owner.one + part, token).status_code == 303

    assert owner.listing()["contacts"]["phone"] is None
    assert f'action="{owner.one}/changes/' not in owner.text("/changes")
    assert owner.send(owner.one + part, token).status_code == 409
    assert owner.send(owner.one + part, {"form_token": "x"}).status_code == 403
    assert owner.open(owner.one + part).location == f"{owner.one}/changes"


def test_changes_are_read_page_by_page(owner: Owner) -> None:
    for number in range(31):
        owner.does("/contacts", en=f"Since {1900 + number}")

    first = owner.text("/changes")
    assert "Since 1930" in first
    _, _, rest = first.partition("/changes?cursor=")
    cursor = rest.partition('"')[0]
    assert "<ins>Since 1900</ins>" in owner.text(f"/changes?cursor={cursor}")
    owner.text("/changes?cursor=x", 422)


def test_another_entry_of_the_venue_waits_for_two_moderators(owner: Owner) -> None:
    other = Owner(owner.app, persona=RIVAL, name="Quán sinh đôi").venue
    assert f'href="{owner.one}/duplicate"' in owner.text("/name")

    owner.does("/duplicate", venue=f"https://x.vn/venues/{other}?lang=en")

    page = owner.text("/duplicate?done=1")
    assert "Quán sinh đôi" in page
    assert "Waits for a second look" in page
    assert "1 change waits for a second look" in owner.text()
    assert "Quán sinh đôi" in owner.text("/changes")


def test_an_entry_that_is_none_is_marked(owner: Owner) -> None:
    for typed in ("", "no-such-venue", "https://x.vn/"):
        assert 'id="venue-error"' in owner.refused("/duplicate", 422, venue=typed)
    assert "same venue already" in owner.refused("/duplicate", 422, venue=owner.venue)
