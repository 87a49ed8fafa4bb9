"""The pages of code keepers: what is reported, one code, and what is done to it."""

import io
import zipfile

import pytest
from flask import Flask

from citizen_api.links import actions
from citizen_api.links.models import Flag
from citizen_api.links.scanning import raise_flag
from citizen_api.roles.models import Role
from tests.conftest import NOON
from tests.factories import changing
from tests.links.codes import hanging, made, mistyped, never_given, revoked
from tests.pages.staff.working import Worker

CODES = "/staff/codes"


def reported(app: Flask, said: str = "Dán đè") -> str:
    """A code that somebody reported."""
    code = hanging(app)
    with changing(app) as session:
        raise_flag(session, code, Flag.PASTED_OVER, NOON.date(), said)
    return code


@pytest.mark.parametrize(
    "path",
    [
        *("", "/new", "/posters", "/F4K4FVP4", "/F4K4FVP4/target"),
        *("/F4K4FVP4/place", "/F4K4FVP4/revocation", "/F4K4FVP4/flags/far"),
    ],
)
def test_the_pages_are_for_code_keepers(keeper: Worker, path: str) -> None:
    keeper.text(CODES + path)

    other = Worker(keeper.app, Role.AUDITOR, persona="P003")
    assert other.open(CODES + path).status_code == 403
    unsure = Worker(keeper.app, Role.CODE_KEEPER, persona="P004", acr="LoA1")
    assert "acr=LoA2" in unsure.open(CODES + path).location
    if path not in {"", "/F4K4FVP4"}:
        assert other.send(CODES + path, {}).status_code == 403
        foreign = {"Sec-Fetch-Site": "cross-site"}
        assert keeper.send(CODES + path, {}, **foreign).status_code == 403


def test_what_is_reported_comes_first_and_is_shown_as_text(keeper: Worker) -> None:
    quiet, code = made(keeper.app), reported(keeper.app, "<b>Dán đè</b>")

    queue = keeper.text(CODES)
    assert code in queue
    assert quiet not in queue
    assert "&lt;b&gt;Dán đè&lt;/b&gt;" in queue
    every = keeper.text(f"{CODES}?all=1")
    assert every.index(code) < every.index('<li class="card">')


def test_a_moderator_reads_what_is_reported_and_changes_nothing(
    keeper: Worker,
) -> None:
    code = reported(keeper.app)
    reader = Worker(keeper.app, Role.MODERATOR, persona="P005")

    assert code in reader.text(CODES)
    assert f"{CODES}/new" not in reader.text(CODES)
    assert "Dán đè" in reader.text(f"{CODES}/{code}")
    assert f"{CODES}/{code}/" not in reader.text(f"{CODES}/{code}")
    assert reader.open(f"{CODES}/{code}/revocation").status_code == 403


def test_every_code_is_reached_page_by_page(keeper: Worker) -> None:
    path, pages = f"{CODES}?all=1", 0
    while path:
        page = keeper.text(path).replace("&amp;", "&")
        _, _, rest = page.partition('href="/staff/codes?all=1&cursor=')
        path = rest and f"{CODES}?all=1&cursor={rest.partition(chr(34))[0]}"
        pages += 1
    assert pages > 2
    keeper.text(f"{CODES}?all=1&cursor=x", 422)


def test_a_code_is_opened_as_it_is_typed(keeper: Worker) -> None:
    none = never_given(keeper.app)

    assert keeper.open(f"{CODES}?code=f4k4-fvp4").location == f"{CODES}/F4K4FVP4"
    for typed in (none, mistyped(none), "<b>", "x" * 3000):
        page = keeper.text(f"{CODES}?code={typed}", 404)
        assert "No code was given out that reads so" in page
    keeper.text(f"{CODES}/{none}", 404)


def test_a_code_is_retargeted_and_the_trace_is_seen(keeper: Worker) -> None:
    code = made(keeper.app)
    path = f"{CODES}/{code}/target"

    sent = keeper.fill(path, kind="dish", id="nem-cua-be")

    assert (sent.status_code, sent.location) == (303, f"{CODES}/{code}?done=1")
    page = keeper.text(sent.location)
    assert "dish nem-cua-be" in page
    assert keeper.actor in page
    assert [each["detail"]["code"] for each in keeper.entries("code.changed")] == [code]


def test_what_is_wrong_stands_beside_its_field(keeper: Worker) -> None:
    path = f"{CODES}/{made(keeper.app)}/target"

    for typed, said in (
        ({"kind": "venue", "id": "nowhere"}, "There is no venue nowhere."),
        ({"kind": "page", "id": "http://x"}, "It must begin with https://"),
        ({"kind": "dish", "id": " "}, "This may not be empty"),
        ({"kind": "dish", "id": "\u202e"}, "text-direction"),
    ):
        refused = keeper.fill(path, **typed)
        page = refused.get_data(as_text=True)
        assert refused.status_code == 422
        assert f'id="id-error">{said}' in page or said in page
        assert 'aria-describedby="id-hint id-error" aria-invalid="true"' in page


def test_an_edit_that_came_too_late_or_is_too_old_does_nothing(keeper: Worker) -> None:
    code = made(keeper.app)
    path = f"{CODES}/{code}/target"
    opened = keeper.form(path) | {"kind": "dish", "id": "nem-cua-be"}
    with changing(keeper.app) as session:
        actions.hand_over(session, code, "Lan", by="Lan")

    late = keeper.send(path, opened)
    assert late.status_code == 412
    assert "It has changed since you read it" in late.get_data(as_text=True)
    old = keeper.send(path, opened | {"form_token": "1.x"})
    assert old.status_code == 403
    assert "open too long" in old.get_data(as_text=True)
    assert keeper.send(path, opened | {"version": "x"}).status_code == 428
    assert "dish nem-cua-be" not in keeper.text(f"{CODES}/{code}")


def test_a_code_is_taken_out_of_use_after_a_question(keeper: Worker) -> None:
    code = made(keeper.app)
    path = f"{CODES}/{code}/revocation"
    assert "Take this code out of use?" in keeper.text(path)

    assert keeper.fill(path).status_code == 303

    page = keeper.text(f"{CODES}/{code}")
    assert "Out of use for ever" in page
    assert f"{code}/target" not in page
    assert "It is out of use already." in keeper.text(path)
    again = keeper.send(path, keeper.form(f"{CODES}/{made(keeper.app)}/target"))
    assert again.status_code == 410
    gone = f"{CODES}/{revoked(keeper.app)}/target"
    assert keeper.fill(gone, kind="dish", id="nem-cua-be").status_code == 410


def test_a_flag_is_seen_to(keeper: Worker) -> None:
    code = reported(keeper.app)
    path = f"{CODES}/{code}/flags/pasted_over"
    empty = keeper.fill(path, note="")
    assert (empty.status_code, "note-error" in empty.get_data(as_text=True)) == (
        422,
        True,
    )

    assert keeper.fill(path, note="Đã dán lại").status_code == 303

    assert "Đã dán lại" in keeper.text(f"{CODES}/{code}")
    assert code not in keeper.text(CODES)
    assert "seen to already" in keeper.text(path)
    keeper.text(f"{CODES}/{code}/flags/nothing", 404)


def test_the_posters_of_a_street_are_fetched(keeper: Worker) -> None:
    path = f"{CODES}/posters"

    answer = keeper.fill(path, street="cau-dat-11359", size="A6")

    assert answer.mimetype == "application/zip"
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert "venue-banh-da-cua-be-ba-cu-F4K4FVP4.pdf" in names
    refused = keeper.fill(path, street="nowhere", size="A6")
    assert refused.status_code == 422
    assert "No street has this code." in refused.get_data(as_text=True)
    assert keeper.send(path, {"street": "x"}).status_code == 403
