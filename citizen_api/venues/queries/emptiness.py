"""Why a search found nothing, and what is near it: each condition left out in turn."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from citizen_api.areas.queries import middle_of
from citizen_api.db import Database
from citizen_api.problems import Said
from citizen_api.venues.models import ANY_DISH
from citizen_api.venues.queries.known import Known
from citizen_api.venues.queries.meaning import NOWHERE
from citizen_api.venues.queries.search import hours_unknown, page
from citizen_api.venues.queries.shapes import Row
from citizen_api.venues.questions import Question, Sort
from geo.points import Point

MOST = 50

UNKNOWN_WORDS = Said(
    "Không có món, quán hay phố nào tên như vậy.",
    "No dish, venue or street has a name like this.",
)
NOBODY = Said("Chưa quán nào ghi có món này.", "Nobody lists this dish.")
SAYINGS = {
    "not-on-menu": Said(
        "{count} quán tên như vậy nhưng không ghi có món này.",
        "{count} have this name but do not list this dish.",
    ),
    "closed": Said(
        "{count} quán phù hợp nhưng lúc đó đóng cửa.",
        "{count} match but are closed then.",
    ),
    "hours-unknown": Said(
        "{count} quán phù hợp nhưng chưa rõ giờ mở cửa.",
        "{count} match, but their hours are not known.",
    ),
    "too-dear": Said(
        "{count} quán phù hợp nhưng đắt hơn hoặc không rõ giá.",
        "{count} match but cost more, or their price is not known.",
    ),
    "score": Said(
        "{count} quán phù hợp nhưng điểm thấp hơn hoặc chưa có đánh giá.",
        "{count} match but have a lower score, or nobody has rated them.",
    ),
    "too-far": Said(
        "Không có quán nào trong bán kính này; gần nhất cách {nearest}.",
        "None within this radius; the nearest is {nearest} away.",
    ),
    "outside": Said(
        "Không có quán nào trong khung này; {count} quán ở nơi khác.",
        "None inside this box; {count} elsewhere.",
    ),
    "other-area": Said(
        "Không có quán nào ở khu vực này; {count} quán ở nơi khác.",
        "None in this area; {count} elsewhere.",
    ),
    "all-together": Said(
        "Không quán nào đáp ứng mọi điều kiện; bỏ bớt điều kiện thì có {count} quán.",
        "None meets all the conditions; without them there are {count}.",
    ),
    "closed-or-unknown": Said(
        "{count} quán phù hợp nhưng lúc đó đóng cửa hoặc không rõ giờ"
        " ({unknown} quán không rõ giờ).",
        "{count} match but are closed then, or their hours are not known"
        " ({unknown} of them).",
    ),
    "nothing": Said("Không có quán nào.", "There are none."),
}


@dataclass(frozen=True)
class Emptiness:
    """A reason by name, the sentence, and the nearest venue without that condition.

    `centre`: where it is nearest to; None when the question has no place.
    """

    reason: str
    said: Said
    count: int = 0
    nearest: Row | None = None
    centre: Point | None = None


def why_empty(database: Database, known: Known, question: Question) -> Emptiness:
    """The first condition without which there would be an answer."""
    counts = [known.dishes.by_id[dish].venue_count for dish in _dishes(question)]
    if counts and not any(counts):
        return Emptiness("nobody-serves-it", NOBODY)
    centred = replace(question, centre=_centre(database, question))
    for reason, without in _relaxed(centred):
        rows = page(database, known, without).rows
        if rows:
            unknown = 0
            if reason == "closed" and question.open_at:
                unknown = hours_unknown(database, known, without, question.open_at)
            return _told(reason, without, rows, unknown)
    return Emptiness("nothing", SAYINGS["nothing"])


def _centre(database: Database, question: Question) -> Point | None:
    """Where is asked about: a place, else the middle of a box or of an area.

    Of an area that has venues, it is the middle of those.
    """
    if question.centre:
        return question.centre
    if question.bbox:
        return question.bbox.middle
    for asked in question.areas:
        if asked.extent and asked.extent != NOWHERE:
            return asked.extent.middle
        if middle := middle_of(database, asked.named):
            return middle
    return None


def _dishes(question: Question) -> list[int]:
    return [dish for dish in question.dishes if dish != ANY_DISH]


def _relaxed(question: Question) -> Iterator[tuple[str, Question]]:
    asked: dict[str, dict[str, Any]] = {
        "closed": {"open_at": None},
        "too-dear": {"max_price": None},
        "score": {"min_score": None},
        "too-far": {"radius": None},
        "outside": {"bbox": None},
        "other-area": {"areas": ()},
    }
    if question.venues is not None:
        asked = {"not-on-menu": {"dishes": (ANY_DISH,)}} | asked
    plain = replace(question, limit=MOST, sort=_order(question))
    everything: dict[str, Any] = {}
    for reason, change in asked.items():
        name = next(iter(change))
        if getattr(question, name) not in (None, ()):
            everything |= change
            yield reason, replace(plain, **change)
    if len(everything) > 1:
        yield "all-together", replace(plain, **everything)


def _order(question: Question) -> Sort:
    return Sort.SCORE if question.centre is None else Sort.DISTANCE


def _told(reason: str, without: Question, rows: list[Row], unknown: int) -> Emptiness:
    if unknown == len(rows) < MOST:
        reason = "hours-unknown"
    said = SAYINGS["closed-or-unknown" if unknown and reason == "closed" else reason]
    nearest = next((row for row in rows if row.lon_e6 is not None), None)
    metres = nearest and nearest.metres_from(without.centre)
    said = said.format(
        count=_many(len(rows)), unknown=_many(unknown), nearest=_distance(metres)
    )
    return Emptiness(reason, said, len(rows), nearest, without.centre)


def _many(count: int) -> str:
    return f"{MOST}+" if count >= MOST else str(count)


def _distance(metres: float | None) -> str:
    if metres is None:
        return "?"
    return f"{metres:.0f} m" if metres < 950 else f"{metres / 1000:.1f} km"
