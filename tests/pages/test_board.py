"""The page of the board: its tables, charts and files, and whom it is for."""

from collections.abc import Iterator
from datetime import date

import pytest

from citizen_api.pages.board.charts import HEIGHT, MOST_ROWS, WIDTH, columns, rows
from citizen_api.roles.models import Role
from tests.board.filling import look_for, scan, surge
from tests.conftest import close, copied, make_app
from tests.pages.staff.working import Worker

HERE = "/staff/board"
NAMES = ("scans", "fruitless-searches", "stale-listings", "surges")


@pytest.fixture(scope="module")
def reader(server_url: str, seeded_url: str, worker: str) -> Iterator[Worker]:
    """An auditor in a busy city."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"read_{worker}"))
    scan(app, 9)
    look_for(app, "pho <b>", 6)
    look_for(app, "nguyen van an", 4)
    surge(app, 12)
    yield Worker(app, Role.AUDITOR)
    close(app)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_a_chart_and_a_file(reader: Worker, name: str) -> None:
    page = reader.text(f"{HERE}/{name}")

    assert '<svg viewBox="' in page
    assert "<caption>" in page
    file = reader.open(f"{HERE}/{name}.csv")
    assert (file.status_code, file.mimetype) == (200, "text/csv")
    assert file.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["", "/scans", "/surges.csv"])
def test_it_is_for_those_who_watch_over_the_city(reader: Worker, path: str) -> None:
    assert reader.open(HERE + path).status_code == 200
    other = Worker(reader.app, Role.CODE_KEEPER, persona="P003")
    assert other.open(HERE + path).status_code == 403


def test_what_few_searched_is_not_there_and_words_are_text(reader: Worker) -> None:
    page = reader.text(f"{HERE}/fruitless-searches")

    assert "pho &lt;b&gt;" in page
    assert "nguyen" not in page
    assert "left out" in page


def test_a_month_may_be_chosen(reader: Worker) -> None:
    assert "nothing to tell" in reader.text(f"{HERE}/scans?month=2026-10")
    assert "month-error" in reader.text(f"{HERE}/scans?month=2027-01", 422)
    assert "month-error" in reader.text(f"{HERE}/scans?month=x", 422)
    reader.text(f"{HERE}/nothing", 404)
    assert reader.open(f"{HERE}/nothing.csv").status_code == 404


def test_columns_are_as_high_as_their_counts() -> None:
    days = [date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3)]

    chart = columns({days[0]: 5, days[2]: 10}, days)

    assert [bar.height for bar in chart.bars] == [HEIGHT / 2, 0, HEIGHT]
    assert chart.bars[-1].x + chart.bars[-1].width <= WIDTH
    assert columns({}, days).most == 0


def test_the_greatest_counts_are_rows() -> None:
    chart = rows({"a": 5, "b": 10} | {f"c{number}": 1 for number in range(20)})

    assert [bar.label for bar in chart.bars[:2]] == ["b", "a"]
    assert [bar.width for bar in chart.bars[:2]] == [WIDTH, WIDTH / 2]
    assert len(chart.bars) == MOST_ROWS
    assert rows({}).bars == []
