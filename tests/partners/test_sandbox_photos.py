"""Photos of test keys: taken in as all photos, seen with the key, gone with a reset."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.chores.city import sweep_media
from citizen_api.jobs.actions import Held
from tests.conftest import NOON, SECRETS, close, copied, make_app
from tests.factories import changing
from tests.media.pictures import photo
from tests.media.sending import path_of, photos
from tests.partners.keys import Developer, developer
from tests.partners.test_sandbox import real_city
from tests.reviews.addresses import listed
from tests.reviews.phones import problem

FOLDER = Path(SECRETS["media_folder"])
OURS = photo((410, 310))
JPEG = {"Content-Type": "image/jpeg"}
JOB = Held(1, "media-sweep", "", {}, 1, NOON)
LONG_LOOSE = text(
    "UPDATE sandbox.media_files SET loose_since = loose_since - interval '2 hours'"
)


@pytest.fixture(scope="module")
def city(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city that only test keys write to."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"sandboxed_{worker}"))
    yield made
    close(made)


def sent(caller: Developer, **more: str) -> dict[str, Any]:
    """A photo that was added to the review of a test key."""
    review = caller.rate().get_json()["id"]
    answer = caller.ask("POST", photos(review), data=OURS, headers=JPEG | more)
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def seen(caller: Developer, address: str) -> int:
    """The status of a file for who shows the key."""
    with caller.ask("GET", address) as answer:
        return answer.status_code


def test_a_photo_is_seen_with_a_test_key_and_by_nobody_else(city: Flask) -> None:
    caller, other = developer(city), developer(city)
    before = real_city(city)

    address = sent(caller)["url"]

    (review,) = caller.ask("GET", listed()).get_json()["items"]
    assert review["photos"][0]["url"] == address
    with caller.ask("GET", address) as answer:
        assert answer.content_type == "image/jpeg"
        assert answer.headers["Cache-Control"] == "no-store"
    assert seen(other, address) == 200
    with caller.client.get(address) as answer:
        assert answer.status_code == 404
    assert real_city(city) == before
    caller.ask("POST", "/v1/sandbox/reset")


def test_a_bad_photo_is_refused_as_everywhere(city: Flask) -> None:
    caller = developer(city)
    review = caller.rate().get_json()["id"]

    empty = caller.ask("POST", photos(review), data=b"", headers=JPEG)

    assert problem(empty) == "unreadable-photo"
    caller.ask("POST", "/v1/sandbox/reset")


def test_a_reset_takes_photos_and_then_their_files(city: Flask) -> None:
    caller = developer(city)
    address = sent(caller)["url"]
    file = path_of(FOLDER / "sandbox", address)
    assert file.exists()

    caller.ask("POST", "/v1/sandbox/reset")

    assert seen(caller, address) == 404
    with changing(city) as session:
        session.execute(LONG_LOOSE)
    with city.app_context():
        sweep_media(JOB)
    assert not file.exists()


def test_a_sweep_leaves_photos_of_the_sandbox_there(city: Flask) -> None:
    caller = developer(city)
    address = sent(caller)["url"]

    with city.app_context():
        sweep_media(JOB)

    assert seen(caller, address) == 200
    assert not path_of(FOLDER, address).exists()
    caller.ask("POST", "/v1/sandbox/reset")
