"""Photos that owners put to their venue, by a plain form."""

from citizen_api.cases.rules import Verdict
from citizen_api.moderation.actions import decide
from citizen_api.reviews import photo_cases
from tests.conftest import NOON
from tests.factories import changing, last_entry
from tests.media.pictures import photo
from tests.pages.owners.owning import RIVAL, Owner


def test_an_owner_adds_a_photo_that_everybody_sees_and_removes_it(owner: Owner) -> None:
    answer = owner.upload(f"{owner.one}/photos", photo((900, 600)))

    assert (answer.status_code, last_entry(owner.app)["action"]) == (303, "photo.added")
    page = owner.text("/photos")
    assert 'width="320" height="213"' in page
    assert "/media/" in owner.open(f"/venues/{owner.venue}").text
    number = page.partition('name="photo" value="')[2].partition('"')[0]
    owner.does("/photos", photo=number)
    assert "/media/" not in owner.text("/photos")
    assert last_entry(owner.app)["action"] == "photo.deleted"


def test_an_owner_reads_that_a_moderator_removed_a_photo_and_why(owner: Owner) -> None:
    owner.upload(f"{owner.one}/photos", photo((900, 640)))
    page = owner.text("/photos")
    number = int(page.partition('name="photo" value="')[2].partition('"')[0])
    assert "<ins>900 × 640</ins>" in owner.text("/changes")

    with changing(owner.app) as session:
        seen = photo_cases.report(session, number, "spam", by="device:1", at=NOON)
        decide(session, seen, Verdict("remove", "person:lan", NOON, "Ảnh quảng cáo."))

    told = owner.text("/changes")
    assert "Was taken back" in told
    assert "A moderator" in told
    assert "Ảnh quảng cáo." in told


def test_what_is_wrong_with_a_photo_is_told(owner: Owner) -> None:
    path = f"{owner.one}/photos"

    wrong = owner.upload(path, b"no photo")

    assert (wrong.status_code, "JPEG, PNG or WebP" in wrong.text) == (415, True)
    assert owner.upload(path, photo(), form_token="1.forged").status_code == 403


def test_nobody_else_puts_photos_to_a_venue(owner: Owner) -> None:
    rival = Owner(owner.app, persona=RIVAL)
    token = rival.form(f"{rival.one}/photos")["form_token"]
    form = {"form_token": token, "photo": "1"}

    assert rival.send(f"{owner.one}/photos", form).status_code == 403
    forged = owner.send(f"{owner.one}/photos", {"form_token": "x", "photo": "1"})
    assert forged.status_code == 403
    assert owner.does("/photos", photo="999999").location.endswith("?done=1")
