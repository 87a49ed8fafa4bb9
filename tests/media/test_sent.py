"""Photos of reviews through HTTP."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import text

from tests.factories import changing
from tests.media.pictures import jpeg_of, moving, photo, with_position
from tests.media.sending import Sender, at_venue, path_of, photos
from tests.reviews.phones import problem

KEY = "0123456789abcdef"


def test_a_photo_is_kept_and_shown(sender: Sender, city: Flask) -> None:
    answer = sender.send_photo(photo((2000, 1000)))

    made = answer.get_json()
    assert answer.status_code == 201
    assert (made["width"], made["height"]) == (1600, 800)
    with sender.client.get(made["url"]) as file:
        assert Image.open(BytesIO(file.data)).size == (1600, 800)
    with sender.client.get(made["thumb_url"]) as file:
        assert Image.open(BytesIO(file.data)).size == (320, 160)
    expected = {**made, "by": "visitor", "review_id": sender.review}
    assert expected in at_venue(city)


def test_a_file_is_a_picture_for_ever_and_nothing_else(sender: Sender) -> None:
    address = sender.send_photo().get_json()["url"]

    with sender.client.get(address) as answer:
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith(
            "default-src 'none'; sandbox"
        )
        tag = answer.headers["ETag"]
    with sender.client.get(address, headers={"If-None-Match": tag}) as again:
        assert again.status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "/media/",
        "/media",
        "/media/" + "0" * 64 + ".jpg",
        "/media/..%2f..%2fetc%2fpasswd",
    ],
)
def test_there_is_no_list_and_no_other_file(city: Flask, address: str) -> None:
    assert city.test_client().get(address).status_code == 404


def test_position_and_camera_never_reach_the_store(
    sender: Sender, folder: Path
) -> None:
    made = sender.send_photo(with_position()).get_json()

    for address in (made["url"], made["thumb_url"]):
        kept = path_of(folder, address).read_bytes()
        assert b"Exif" not in kept
        assert b"telling" not in kept


def test_the_same_photo_again_is_the_one_that_is_there(sender: Sender) -> None:
    first, again = sender.send_photo(), sender.send_photo()

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()


def test_a_key_stands_for_one_photo(sender: Sender) -> None:
    first = sender.send_photo(Idempotency_Key=KEY)
    again = sender.send_photo(Idempotency_Key=KEY)
    other = sender.send_photo(photo((50, 50)), Idempotency_Key=KEY)

    assert first.get_json() == again.get_json()
    assert (other.status_code, problem(other)) == (422, "idempotency-key-reused")


def test_five_photos_are_enough(sender: Sender) -> None:
    for size in range(100, 105):
        assert sender.send_photo(photo((size, 100))).status_code == 201

    answer = sender.send_photo(photo((200, 100)))

    assert (answer.status_code, problem(answer)) == (409, "too-many-photos")
    assert sender.send_photo(photo((100, 100))).status_code == 200


def test_nobody_adds_to_or_deletes_from_the_review_of_another(
    sender: Sender, city: Flask
) -> None:
    made, other = sender.send_photo().get_json(), Sender(city)

    added = other.send_photo(review=sender.review)
    where = f"{photos(sender.review)}/{made['id']}"
    deleted = other.client.delete(where, headers=other.headers())
    mixed = other.delete_photo(made["id"])

    assert {added.status_code, deleted.status_code, mixed.status_code} == {404}
    assert sender.seen(made["url"]) == 200


def test_a_stranger_is_refused(sender: Sender) -> None:
    answer = sender.client.post(photos(sender.review), data=photo())

    assert (answer.status_code, problem(answer)) == (401, "not-authenticated")


@pytest.mark.parametrize(
    ("content", "kind", "named"),
    [
        (b"", "image/jpeg", "unreadable-photo"),
        (photo()[:-300], "image/jpeg", "unreadable-photo"),
        (b"not a photo at all", "image/jpeg", "unsupported-photo"),
        (photo(), "application/pdf", "unsupported-photo"),
        (photo(), "image/heic", "unsupported-photo"),
        (b"GIF89a" + bytes(50), "image/png", "unsupported-photo"),
        (moving("PNG"), "image/png", "animated-photo"),
        (jpeg_of(20_000, 20_000), "image/jpeg", "photo-dimensions"),
        (photo() + bytes(8 * 1024 * 1024), "image/jpeg", "photo-too-large"),
    ],
)
def test_of_a_bad_photo_nothing_is_kept(
    sender: Sender, city: Flask, folder: Path, content: bytes, kind: str, named: str
) -> None:
    files, rows = sorted(folder.rglob("*")), count(city)

    answer = sender.send_photo(content, kind)

    assert problem(answer) == named
    assert (sorted(folder.rglob("*")), count(city)) == (files, rows)


def test_a_refusal_is_told_in_vietnamese(sender: Sender) -> None:
    answer = sender.send_photo(b"", Accept_Language="vi")

    assert answer.get_json()["detail"] == "Ảnh gửi lên không có gì (0 byte)."


def test_a_body_of_untold_length_is_bounded(sender: Sender) -> None:
    answer = sender.client.post(
        photos(sender.review),
        input_stream=BytesIO(photo() + bytes(9 * 1024 * 1024)),
        headers=sender.headers() | {"Content-Type": "image/jpeg"},
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert problem(answer) == "photo-too-large"


def test_only_this_door_takes_so_much(sender: Sender) -> None:
    answer = sender.send(bytes(100_000))

    assert (answer.status_code, problem(answer)) == (413, "too-large")


def test_a_deleted_photo_is_gone_at_once(sender: Sender, city: Flask) -> None:
    made = sender.send_photo(photo((111, 77))).get_json()

    assert sender.delete_photo(made["id"]).status_code == 204

    assert sender.delete_photo(made["id"]).status_code == 404
    assert sender.seen(made["url"]) == 404
    assert made["id"] not in {each["id"] for each in at_venue(city)}


def test_a_review_that_is_taken_back_takes_its_photos_along(
    sender: Sender, city: Flask
) -> None:
    made = sender.send_photo(photo((112, 77))).get_json()

    assert sender.withdraw(if_match="*").status_code == 204

    assert sender.seen(made["url"]) == 404
    assert made["id"] not in {each["id"] for each in at_venue(city)}


def test_a_photo_that_another_has_too_stays(sender: Sender, city: Flask) -> None:
    made, other = sender.send_photo().get_json(), Sender(city)
    same = other.send_photo().get_json()

    sender.delete_photo(made["id"])

    assert same["url"] == made["url"]
    assert other.seen(made["url"]) == 200


def count(city: Flask) -> int:
    with changing(city) as session:
        both = "(SELECT count(*) FROM photos) + (SELECT count(*) FROM media_files)"
        return int(session.execute(text(f"SELECT {both}")).scalar_one())
