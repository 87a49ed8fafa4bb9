"""The pages on which code keepers give codes and say where codes hang."""

import pytest

from citizen_api.links import actions
from tests.factories import changing
from tests.links.codes import hanging, made
from tests.pages.staff.working import Worker
from tests.reviews.addresses import VENUE

NEW = "/staff/codes/new"


def test_a_code_is_given_once_however_often_the_form_is_sent(keeper: Worker) -> None:
    filled = keeper.form(NEW) | {
        "kind": "venue",
        "id": VENUE,
        "at": "20.8535, 106.6838",
        "radius_m": "80",
        "label": "Cầu Đất 179",
        "keeper": "Phường Gia Viên",
    }

    first, again = keeper.send(NEW, filled), keeper.send(NEW, filled)

    assert (first.status_code, first.location) == (303, again.location)
    page = keeper.text(first.location)
    for said in (f"Venue: {VENUE}", "20.8535, 106.6838", "± 80", "Phường Gia Viên"):
        assert said in page
    code = first.location[-15:-7]
    given = [each["detail"] for each in keeper.entries("code.given")]
    assert [each["code"] for each in given].count(code) == 1


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"id": "nowhere"}, "form", "There is no venue nowhere."),
        ({"id": " "}, "id", "This may not be empty"),
        ({"at": "here"}, "at", "Write latitude and longitude"),
        ({"at": "106.68, 20.85"}, "at", "between -90 and 90"),
        ({"at": "nan, 1"}, "at", ""),
        ({"at": "20.8"}, "at", "Write latitude and longitude"),
        ({"at": "20.8,106.7", "radius_m": "1"}, "radius_m", "between 30 and"),
        ({"radius_m": "٣"}, "radius_m", "a number of metres"),
        ({"label": "a\u202eb"}, "label", "text-direction"),
        ({"once": "x"}, "form", "was not whole"),
    ],
)
def test_what_is_wrong_with_a_new_code_stands_beside_it(
    keeper: Worker, typed: dict[str, str], field: str, said: str
) -> None:
    refused = keeper.send(
        NEW, keeper.form(NEW) | {"kind": "venue", "id": VENUE} | typed
    )

    page = refused.get_data(as_text=True)
    assert refused.status_code in {400, 422}
    assert said in page
    assert f'id="{field}-error"' in page or field == "form"


def test_a_place_is_changed_and_forgotten(keeper: Worker) -> None:
    code = hanging(keeper.app)
    path = f"/staff/codes/{code}/place"
    assert 'value="20.8535, 106.6838"' in keeper.text(path)

    sent = keeper.fill(path, at="20.86,106.69", radius_m="200", label="Ga")

    page = keeper.text(sent.location)
    assert "20.86, 106.69" in page
    assert "Ga" in page
    assert keeper.fill(path, at="", radius_m="", label="").status_code == 303
    assert "not known" in keeper.text(f"/staff/codes/{code}")
    wrong = keeper.fill(path, at="91, 0")
    assert (wrong.status_code, 'id="at-error"' in wrong.text) == (422, True)


def test_a_place_that_somebody_changed_meanwhile_stays(keeper: Worker) -> None:
    code = made(keeper.app)
    path = f"/staff/codes/{code}/place"
    opened = keeper.form(path) | {"label": "Ga"}
    with changing(keeper.app) as session:
        actions.hand_over(session, code, "Lan", by="Lan")

    assert keeper.send(path, opened).status_code == 412
    assert keeper.send(path, opened | {"form_token": "1.x"}).status_code == 403
