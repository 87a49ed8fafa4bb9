"""The board: four tables, each with a chart and a file to take away."""

from collections import Counter
from datetime import date, timedelta
from typing import Any, Final

from werkzeug import Response

from citizen_api.board.resources import READERS, asked_for, written
from citizen_api.board.rules import FIRST_YEAR, TOGETHER, K, Period
from citizen_api.board.schemas import BoardQuery
from citizen_api.board.tables import Board, Name
from citizen_api.callers import Staff
from citizen_api.http.clock import today
from citizen_api.http.language import language
from citizen_api.http.personal import not_kept
from citizen_api.pages.asking import read
from citizen_api.pages.board.charts import Chart, columns, rows
from citizen_api.pages.board.words import COLUMNS, TITLES, VALUES
from citizen_api.pages.formats import told_day
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import _
from citizen_api.pages.visitors import at_work
from citizen_api.problems import InvalidRequest, NotFound

HERE: Final = "/staff/board"
CSV: Final = "text/csv; charset=utf-8"
QUERY: Final = BoardQuery()
STALE: Final = "stale"
DAYS: Final = ("day", "opened_on")
MOST_MONTHS: Final = 12
LABELS: Final = {
    Name.FRUITLESS_SEARCHES: "words",
    Name.STALE_LISTINGS: "ward",
    Name.SURGES: "name",
}

blueprint = personal("staff_board")


@blueprint.get(HERE)
@at_work(*READERS)
def first(staff: Staff) -> Response:
    """The scans of a month."""
    return table_page(Name.SCANS)


@blueprint.get(f"{HERE}/<name>")
@at_work(*READERS)
def one(staff: Staff, name: str) -> Response:
    """A table of the board; raises NotFound."""
    return table_page(called(name))


@blueprint.get(f"{HERE}/<name>.csv")
@at_work(*READERS)
def taken_away(staff: Staff, name: str) -> Response:
    """The same rows as a file; raises NotFound, InvalidRequest."""
    found = asked_for(called(name), read(QUERY))
    file = f"{name}-{found.period.first}-{found.period.last}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{file}"'}
    return not_kept(written(found), CSV, headers=disposition)


def called(name: str) -> Name:
    """The table of an address; raises NotFound."""
    try:
        return Name(name)
    except ValueError:
        raise NotFound from None


def table_page(name: Name) -> Response:
    """A table with its chart, or what is wrong with the month that was asked for."""
    status, wrong = 200, {}
    try:
        found = asked_for(name, read(QUERY))
    except InvalidRequest as problem:
        found, status = asked_for(name, {}), problem.status
        wrong = {"month": problem.errors[0].said.to(language())}
    return own_page(
        "board/board.html",
        status=status,
        wrong=wrong,
        board=found,
        chart=chart(found),
        rows=[shown(found, *cell) for cell in found.table.cells],
        heads=[_(COLUMNS[each]) for each in found.columns],
        titles=TITLES,
        least=K,
        by_month=name is not Name.STALE_LISTINGS,
        month=f"{found.period.first:%Y-%m}",
        months=months(),
    )


def months() -> list[date]:
    """The last months of which something may be known, the newest first."""
    first = (today() - timedelta(days=1)).replace(day=1)
    found: list[date] = []
    while len(found) < MOST_MONTHS and first.year >= FIRST_YEAR:
        found.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    return found


def shown(found: Board, values: tuple[str, ...], count: int) -> dict[str, Any]:
    """A row in words."""
    named = zip(found.columns, values, strict=True)
    return {"values": [word(name, value) for name, value in named], "count": count}


def word(column: str, value: str) -> str:
    """A value as people read it."""
    if value == TOGETHER:
        return _("the rest together")
    if not value:
        return _("none")
    if column in DAYS:
        return told_day(value)
    known = VALUES.get(column, {})
    return _(known[value]) if value in known else value


def chart(found: Board) -> Chart:
    """What the table looks like: by day, by words, by ward, by place."""
    cells = found.table.cells
    if found.name is Name.SCANS:
        by_day: Counter[date] = Counter()
        for values, count in cells:
            by_day[date.fromisoformat(values[0])] += count
        return columns(by_day, days(found.period))
    if found.name is Name.STALE_LISTINGS:
        cells = [cell for cell in cells if cell.values[1] == STALE]
    column = LABELS[found.name]
    labels: Counter[str] = Counter()
    for values, count in cells:
        labels[word(column, values[found.columns.index(column)])] += count
    return rows(labels)


def days(period: Period) -> list[date]:
    """Every day of a period."""
    count = (period.last - period.first).days + 1
    return [period.first + timedelta(days=number) for number in range(count)]
