"""What moderators announce and stamp: days of the calendar, papers of venues."""

import pytest
from sqlalchemy import text

from citizen_api.roles.models import Role
from tests.factories import changing
from tests.pages.staff.working import Worker
from tests.reviews.addresses import VENUE

CALENDAR, STAMPS = "/staff/calendar", "/staff/licences"
SWAPPED = {
    "day": "2026-12-31",
    "kind": "day_off_in_lieu",
    "vi": "Nghỉ hoán đổi",
    "en": "A day off swapped",
    "status": "official",
    "source": "Thông báo 1234/TB-BNV",
}
PAPER = {
    "kind": "food_safety",
    "issued_by": "Sở An toàn thực phẩm",
    "issued_on": "2026-01-05",
    "valid_until": "2029-01-05",
}


@pytest.fixture
def judge(judge: Worker) -> Worker:
    """The moderator, in a city without stamps."""
    with changing(judge.app) as session:
        session.execute(text("DELETE FROM venue_licences"))
        session.execute(text("DELETE FROM calendar_notices"))
    return judge


@pytest.mark.parametrize(
    "path",
    [
        *(CALENDAR, f"{CALENDAR}/new", f"{CALENDAR}/2026-12-31/withdrawal"),
        *(STAMPS, f"{STAMPS}/{VENUE}", f"{STAMPS}/{VENUE}/business/undo"),
        f"{STAMPS}/{VENUE}/business/withdrawal",
    ],
)
def test_the_pages_are_for_moderators(judge: Worker, path: str) -> None:
    assert judge.open(path).status_code in {200, 303}
    other = Worker(judge.app, Role.CODE_KEEPER, persona="P003")
    assert other.open(path).status_code == 403
    if path not in {CALENDAR, STAMPS}:
        assert other.send(path, {}).status_code == 403
        foreign = {"Sec-Fetch-Site": "cross-site"}
        assert judge.send(path, {}, **foreign).status_code == 403
        assert judge.send(path, {"day": "x"}).status_code == 403


def test_a_notice_is_kept_and_taken_back(judge: Worker) -> None:
    kept = judge.fill(f"{CALENDAR}/new", **SWAPPED)

    assert kept.location == f"{CALENDAR}?year=2026&done=kept"
    assert "A day off swapped" in judge.text(kept.location)
    path = f"{CALENDAR}/2026-12-31/withdrawal"
    form = judge.form(kept.location)
    taken = judge.send(path, form)
    assert taken.location.endswith("done=withdrawn")
    assert "A day off swapped" not in judge.text(CALENDAR)
    assert judge.send(path, form).location.endswith("done=none")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("day", ""),
        ("day", "2026-13-01"),
        ("day", "2099-12-31"),
        ("kind", "feast"),
        ("kind", "working_day_in_lieu"),
        ("vi", ""),
        ("en", "x" * 121),
        ("source", ""),
        ("source", "\u202e"),
    ],
)
def test_what_is_wrong_with_a_notice_stands_beside_its_field(
    judge: Worker, field: str, typed: str
) -> None:
    answer = judge.fill(f"{CALENDAR}/new", **SWAPPED | {field: typed})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert SWAPPED["status"] in answer.text


def test_an_ordinary_day_after_all_may_be_taken_back(judge: Worker) -> None:
    ordinary = SWAPPED | {"day": "2026-09-02", "kind": "ordinary_day"}

    assert judge.fill(f"{CALENDAR}/new", **ordinary).status_code == 303

    assert "2026-09-02/withdrawal" in judge.text(CALENDAR)


def test_years_of_which_nothing_is_known_are_empty(judge: Worker) -> None:
    assert "Nothing is known" in judge.text(f"{CALENDAR}?year=2099")
    judge.text(f"{CALENDAR}?year=x")
    judge.text(f"{CALENDAR}/x/withdrawal", 404)


def test_a_venue_is_found_by_its_address(judge: Worker) -> None:
    found = judge.open(f"{STAMPS}?venue=https://example.vn/venues/{VENUE}")

    assert found.location == f"{STAMPS}/{VENUE}"
    assert "venue-error" in judge.text(f"{STAMPS}?venue=nowhere", 404)
    judge.text(f"{STAMPS}/nowhere", 404)


def test_a_venue_is_stamped_and_a_stamp_taken_back(judge: Worker) -> None:
    path = f"{STAMPS}/{VENUE}"
    assert "has seen no paper" in judge.text(path)

    assert judge.fill(path, **PAPER).status_code == 303

    assert "Sở An toàn thực phẩm" in judge.text(path)
    form = judge.form(path)
    newer = PAPER | {"issued_by": "Sở Y tế"}
    assert judge.send(path, form | newer).status_code == 303
    assert judge.send(f"{path}/food_safety/undo", form).status_code == 303
    assert "Sở Y tế" not in judge.text(path)
    assert judge.send(f"{path}/food_safety/withdrawal", form).status_code == 303
    assert "has seen no paper" in judge.text(path)
    gone = judge.send(f"{path}/business/withdrawal", form)
    assert (gone.status_code, "nothing to take back" in gone.text) == (404, True)
    assert judge.send(f"{path}/other/undo", form).status_code == 404
    assert judge.send(f"{STAMPS}/nowhere", form | PAPER).status_code == 404


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("kind", "fishing"),
        ("issued_by", ""),
        ("issued_on", "tomorrow"),
        ("issued_on", "2026-12-24"),
        ("valid_until", ""),
        ("valid_until", "2026-01-05"),
    ],
)
def test_what_is_wrong_with_a_paper_stands_beside_its_field(
    judge: Worker, field: str, typed: str
) -> None:
    answer = judge.fill(f"{STAMPS}/{VENUE}", **PAPER | {field: typed})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
