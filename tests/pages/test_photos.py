"""Photos of one's own rating, by a plain form."""

from io import BytesIO

from flask import Flask

from citizen_api.cases.rules import Verdict
from citizen_api.moderation.actions import decide
from citizen_api.reviews import photo_cases
from tests.conftest import NOON
from tests.factories import changing
from tests.media.pictures import moving, photo
from tests.pages.filling import Reader
from tests.pages.rating import RATE
from tests.pages.reading import PHONE, Page
from tests.reviews.addresses import VENUE

PHOTOS = f"/venues/{VENUE}/photos"


def rated(reader: Reader) -> Reader:
    """The same reader, who gave four stars."""
    assert reader.fill(RATE, stars="4").status_code == 303
    return reader


def test_without_a_rating_that_comes_first(reader: Reader) -> None:
    answer = reader.open(PHOTOS)

    assert (answer.status_code, answer.location) == (303, RATE)


def test_a_photo_is_added_shown_and_removed(reader: Reader) -> None:
    rated(reader)

    answer = reader.upload(PHOTOS, photo((900, 600)))

    assert (answer.status_code, answer.location) == (303, PHOTOS)
    own = reader.open(PHOTOS)
    assert own.headers["Cache-Control"] == "no-store"
    assert 'width="320" height="213"' in own.text
    venue = reader.open(f"/venues/{VENUE}?done=rated").text
    assert 'loading="lazy"' in venue
    assert "by a guest" in venue

    number = own.text.partition('name="photo" value="')[2].partition('"')[0]
    token = reader.form(PHOTOS)["form_token"]
    gone = reader.send(PHOTOS, {"form_token": token, "photo": number})
    assert gone.status_code == 303
    assert "/media/" not in reader.open(PHOTOS).text


def test_what_is_wrong_is_told_beside_the_form(reader: Reader) -> None:
    rated(reader)

    for content, status, said in (
        (b"", 422, "broken"),
        (moving("PNG"), 422, "does not move"),
        (b"no photo", 415, "JPEG, PNG or WebP"),
        (photo() + bytes(8 * 1024 * 1024), 413, "larger than 8 MB"),
    ):
        answer = reader.upload(PHOTOS, content)
        assert (answer.status_code, said in answer.text) == (status, True)
    assert "/media/" not in reader.open(PHOTOS).text


def test_a_form_of_another_site_adds_nothing(reader: Reader) -> None:
    rated(reader)

    forged = reader.upload(PHOTOS, photo(), form_token="1.forged")
    foreign = reader.client.post(
        PHOTOS,
        data={"photo": (BytesIO(b"small"), "a.jpg")},
        headers=PHONE | {"Sec-Fetch-Site": "cross-site"},
    )

    assert (forged.status_code, foreign.status_code) == (403, 403)
    assert "/media/" not in reader.open(PHOTOS).text


def test_another_reader_does_not_see_the_form_of_this_one(
    reader: Reader, fresh: Flask
) -> None:
    rated(reader).upload(PHOTOS, photo())

    assert Reader(fresh).open(PHOTOS).status_code == 303


def test_a_photo_is_reported_from_the_page_of_its_venue(fresh: Flask) -> None:
    guest = rated(Reader(fresh))
    guest.upload(PHOTOS, photo((900, 600)))
    reader = Reader(fresh)
    page = reader.open(f"/venues/{VENUE}?lang=en").get_data(as_text=True)
    path = page.partition('href="' + PHOTOS + "/")[2].partition('"')[0]
    assert path.endswith("/report")
    path = f"{PHOTOS}/{path}"

    empty = reader.fill(path)
    assert (empty.status_code, "reason-error" in empty.text) == (422, True)
    old = reader.form(path) | {"reason": "spam", "form_token": "x"}
    assert reader.send(path, old).status_code == 403
    answer = reader.fill(path, reason="spam")

    assert answer.location == f"/venues/{VENUE}?done=reported"
    assert reader.open(f"{PHOTOS}/999999/report").status_code == 404
    mine = Page(reader.open("/me/reviews")).text
    assert "A photo: It is advertising or rubbish" in mine
    assert "We are looking at it" in mine
    guest.fill(PHOTOS, photo=path.split("/")[-2])
    mine = Page(reader.open("/me/reviews")).text
    assert "The photo is no longer there" in mine


def test_who_took_a_photo_reads_why_it_was_removed(
    fresh: Flask, reader: Reader
) -> None:
    rated(reader).upload(PHOTOS, photo((900, 600)))
    page = reader.open(PHOTOS).text
    number = int(page.partition('name="photo" value="')[2].partition('"')[0])

    with changing(fresh) as session:
        case = photo_cases.report(session, number, "insult", by="device:1", at=NOON)
        decide(session, case, Verdict("remove", "person:0", NOON, "Có mặt em bé."))

    page = reader.open(PHOTOS).text
    assert "A moderator removed a photo of yours: an insult." in page
    assert "“Có mặt em bé.”" in page
    assert "/media/" not in page
