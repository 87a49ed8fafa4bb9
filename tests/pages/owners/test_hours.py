"""The week with two shifts, and special days; what people read of them."""

from typing import Any

import pytest

from citizen_api.pages.owners.weeks import DAYS, is_whole, text_of, typed_of
from citizen_api.problems import InvalidRequest
from tests.pages.owners.owning import Owner

TWO = {"1-from": "06:00", "1-to": "10:30", "2-from": "16:00", "2-to": "21:00"}
BOTH = "06:00-10:30,16:00-21:00"


def on(*days: str, **times: str) -> dict[str, str]:
    """The fields of these days."""
    given = {name.replace("_", "-"): value for name, value in times.items()} or TWO
    return {f"{day}-{name}": value for day in days for name, value in given.items()}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (on(*DAYS), BOTH),
        (on(*DAYS[:5]), f"Mo-Fr {BOTH}; Sa-Su off"),
        (on("mo", "we", "su"), f"Mo,We,Su {BOTH}; Tu,Th-Sa off"),
        (
            on(*DAYS[:6]) | on("su", **{"1-from": "18:00", "1-to": "02:00"}),
            f"Mo-Sa {BOTH}; Su 18:00-02:00",
        ),
        (on(*DAYS, **{"1-from": "00:00", "1-to": "00:00"}), "00:00-24:00"),
        (on(*DAYS, **{"2-from": "07:00", "2-to": "12:00"}), "07:00-12:00"),
        (on(*DAYS) | {"until_sold_out": "yes"}, f'{BOTH} "until sold out"'),
        (
            on("mo", "tu") | {"until_sold_out": "yes"},
            f'Mo-Tu {BOTH} "until sold out"; We-Su off',
        ),
    ],
)
def test_a_week_is_written_as_opening_hours_and_read_again(
    typed: dict[str, str], text: str
) -> None:
    assert text_of(typed) == text
    assert is_whole(text)
    assert text_of(typed_of(text)) == text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (on("mo", **{"1-from": "06:00"}), "mo"),
        (on("tu", **{"1-from": "6h", "1-to": "10:00"}), "tu"),
        (on("we", **{"1-from": "25:00", "1-to": "26:00"}), "we"),
        (on("th", **{"1-from": "06:00", "1-to": "06:00"}), "th"),
        (on("fr", **TWO | {"1-to": "17:00"}), "fr"),
        (on("sa", **TWO | {"2-to": "07:00"}), "sa"),
        (
            on("su", **TWO | {"1-from": "22:00", "1-to": "02:00", "2-from": "23:00"}),
            "su",
        ),
        ({}, "form"),
    ],
)
def test_a_day_that_cannot_be_is_named(typed: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        text_of(typed)

    assert [each.pointer for each in refused.value.errors] == [f"#/{field}"]


@pytest.mark.parametrize(
    "text",
    [
        *("Mo-Su 07:00+", "07:00-09:00,11:00-13:00,17:00-19:00", "PH off; 08:00-20:00"),
        *("Apr-Oct 08:00-20:00", "24/7 unknown", "08:00-20:00; Dec 24 closed"),
    ],
)
def test_what_a_form_cannot_hold_is_known(text: str) -> None:
    assert not is_whole(text)


def test_the_week_is_changed_and_read_as_people_do(owner: Owner) -> None:
    assert "Nobody has told us the hours yet" in owner.text("/hours")

    owner.does("/hours/week", **on(*DAYS[:6]))

    page = owner.text("/hours?done=1")
    assert page.count("06:00–10:30, 16:00–21:00") + page.count("6:00\xa0AM–10:30") == 6
    assert "closed" in page
    assert "the owner says so" in page
    assert owner.listing()["hours"]["opening_hours"] == f"Mo-Sa {BOTH}; Su closed"


def test_monday_is_copied_and_looked_at_without_being_saved(owner: Owner) -> None:
    copied = owner.refused("/hours/week", 200, action="copy", **on("mo"))
    assert copied.count('value="16:00"') == 7
    looked = owner.refused("/hours/week", 200, action="look", **on("mo", "tu"))
    assert "So people will read it" in looked
    wrong = owner.refused(
        "/hours/week", 422, action="look", **on("mo", **{"1-from": "06:00"})
    )
    assert 'id="mo-error">A shift needs both times' in wrong
    assert owner.listing()["version"] == 0


def test_a_text_that_would_be_lost_is_shown_first(shared: Any) -> None:
    text = "Mo-Su 07:00-11:00; PH off"
    owner = Owner(shared, hours=text)

    assert text in owner.text("/hours/week")


def test_two_weeks_at_once_are_both_shown(owner: Owner) -> None:
    late = owner.form(f"{owner.one}/hours/week") | on(*DAYS)
    owner.does("/hours/week", **on(*DAYS[:6]))

    answer = owner.send(f"{owner.one}/hours/week", late)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 412
    assert page.count("<h3>") == 1
    assert "<h3>Sunday</h3>" in page
    assert '<dd class="words">closed</dd>' in page


def test_a_special_day_is_said_and_taken_back(owner: Owner) -> None:
    owner.does("/hours/days", day="2026-12-24", closed="yes")
    owner.does("/hours/days", day="2026-12-25", action="set", **TWO)

    page = owner.text("/hours")
    assert "24 Dec 2026</b>: closed" in page
    assert "25 Dec 2026</b>: 06:00–10:30, 16:00–21:00" in page
    owner.does("/hours/days", day="2026-12-24", action="clear", closed="")
    assert [each["day"] for each in owner.listing()["days"]] == ["2026-12-25"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": "", "closed": "yes"}, "day"),
        ({"day": "24/12/2026", "closed": "yes"}, "day"),
        ({"day": "2026-11-20", "closed": "yes"}, "day"),
        ({"day": "2026-12-24"}, "hours"),
        ({"day": "2026-12-24", "1-from": "06:00"}, "hours"),
    ],
)
def test_a_special_day_that_cannot_be_is_marked(
    owner: Owner, typed: dict[str, str], field: str
) -> None:
    assert f'id="{field}-error"' in owner.refused("/hours/days", 422, **typed)
