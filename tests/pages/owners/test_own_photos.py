"""Photos that owners put to their venue, by a plain form."""

from sqlalchemy import text

from tests.factories import changing
from tests.media.pictures import photo
from tests.pages.owners.owning import RIVAL, Owner

LAST = text("SELECT fields ->> 'action' FROM audit_events ORDER BY seq DESC LIMIT 1")


def last_action(owner: Owner) -> str:
    """What the audit log told last."""
    with changing(owner.app) as session:
        return str(session.scalar(LAST))


def test_an_owner_adds_a_photo_that_everybody_sees_and_removes_it(owner: Owner) -> None:
    answer = owner.upload(f"{owner.one}/photos", photo((900, 600)))

    assert (answer.status_code, last_action(owner)) == (303, "photo.added")
    page = owner.text("/photos")
    assert 'width="320" height="213"' in page
    assert "/media/" in owner.open(f"/venues/{owner.venue}").text
    number = page.partition('name="photo" value="')[2].partition('"')[0]
    owner.does("/photos", photo=number)
    assert "/media/" not in owner.text("/photos")
    assert last_action(owner) == "photo.deleted"


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
