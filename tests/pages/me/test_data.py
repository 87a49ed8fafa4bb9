"""Taking my data along, and being erased, on pages."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.conftest import NOON
from tests.emergencies.glasses import work
from tests.insurance.clinic import someone
from tests.pages.personal import FormTo, SignedIn
from tests.pages.reading import Page

HERE = "/me/data"
EXPORT, ERASE = f"{HERE}/exports", f"{HERE}/erasure"
NOW, CANCEL = f"{ERASE}/now", f"{ERASE}/cancel"


def test_a_file_is_asked_for_made_and_downloaded(fresh: Flask) -> None:
    reader = SignedIn(fresh)

    asked = reader.follow(reader.press(HERE, EXPORT))
    assert "answered by 25 Nov 2026, done by 6 Dec 2026" in Page(asked).text
    assert 'value="0"' in asked.text
    while work(fresh, "rights.export"):
        pass
    done = Page(reader.open(HERE))

    [file] = [link for link in done.links if link.startswith(f"{EXPORT}/")]
    answer = reader.open(file)
    assert answer.get_json()["person"][0]["number"] == someone("P001").number
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert SignedIn(fresh, "P006").open(file).status_code == 404


def test_the_same_form_twice_asks_once(fresh: Flask) -> None:
    reader = SignedIn(fresh)
    form = FormTo(reader.open(HERE), EXPORT).values

    first, again = reader.send(EXPORT, form), reader.send(EXPORT, form)
    other = reader.send(EXPORT, form | {"once": "b" * 43})

    assert first.headers["Location"] == again.headers["Location"]
    assert "You have asked for this already." in Page(reader.follow(other)).text
    assert reader.open(HERE).text.count('<li class="card') == 1


def test_an_erasure_has_its_day_and_is_cancelled(fresh: Flask) -> None:
    reader = SignedIn(fresh)

    asked = Page(reader.follow(reader.press(HERE, ERASE)))
    assert "It happens by itself at 12:00 28 Nov 2026." in asked.text
    cancelled = Page(reader.follow(reader.press(HERE, CANCEL)))

    assert "The erasure is cancelled." in cancelled.text
    assert "Be erased: taken back" in cancelled.text


def test_erased_at_once_when_sure(fresh: Flask) -> None:
    reader = SignedIn(fresh)
    reader.press(HERE, ERASE)

    unsure = reader.follow(reader.press(HERE, NOW))
    answer = reader.follow(reader.press(HERE, NOW, sure="yes"))

    assert "Tick that you are sure." in Page(unsure).text
    assert "You are erased." in Page(answer).text
    assert reader.client.get_cookie("session") is None


def test_what_is_over_is_over(fresh: Flask) -> None:
    reader = SignedIn(fresh)
    reader.press(HERE, ERASE)
    form = FormTo(reader.open(HERE), CANCEL).values
    reader.send(CANCEL, form)

    for action in (CANCEL, NOW):
        answer = reader.send(action, form | {"sure": "yes"})
        assert "This request is over." in Page(reader.follow(answer)).text


@pytest.mark.parametrize("action", [EXPORT, ERASE, CANCEL, NOW])
def test_another_site_asks_for_nothing(fresh: Flask, action: str) -> None:
    reader = SignedIn(fresh)
    form = {"once": "a" * 43, "sure": "yes", "form_token": ""}

    foreign = reader.send(action, form, **{"Sec-Fetch-Site": "cross-site"})
    forged = reader.send(action, form)

    assert foreign.status_code == 403
    assert "open too long" in Page(reader.follow(forged)).text
    assert '<li class="card' not in reader.open(HERE).text


def test_s23_an_old_sign_in_comes_back_to_the_buttons(fresh: Flask) -> None:
    reader = SignedIn(fresh, auth_time=NOON - timedelta(minutes=16))

    answer = reader.press(HERE, EXPORT)

    assert "return_to=%2Fme%2Fdata%2Fexports" in answer.headers["Location"]
    fresh_again = SignedIn(fresh)
    back = fresh_again.follow(fresh_again.open(EXPORT))
    assert "Now press the button once more." in Page(back).text
