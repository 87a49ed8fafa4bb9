"""Why a search found nothing, and what is near it: each condition left out in turn."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from citizen_api.db import Database
from citizen_api.problems import Said
from citizen_api.venues.models import ANY_DISH
from citizen_api.venues.queries.known import Known
from citizen_api.venues.queries.search import page
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
        "{count} quán phù hợp nhưng lúc đó đóng cửa hoặc không rõ giờ"
        " ({unknown} quán không rõ giờ).",
        "{count} match but are closed then, or their hours are not known"
        " ({unknown} of them).",
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
    "nothing": Said("Không có quán nào.", "There are none."),
}


@dataclass(frozen=True)
class Emptiness:
    """A reason by name, the sentence, and the nearest venue without that condition."""

    reason: str
    said: Said
    count: int = 0
    nearest: Row | None = None


def why_empty(database: Database, known: Known, question: Question) -> Emptiness:
    """The first condition without which there would be an answer."""
    counts = [known.dishes.by_id[dish].venue_count for dish in _dishes(question)]
    if counts and not any(counts):
        return Emptiness("nobody-serves-it", NOBODY)
    for reason, without in _relaxed(question):
        rows = page(database, known, without).rows
        if rows:
            return _told(reason, rows, question.centre)
    return Emptiness("nothing", SAYINGS["nothing"])


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


def _told(reason: str, rows: list[Row], centre: Point | None) -> Emptiness:
    count = f"{MOST}+" if len(rows) >= MOST else str(len(rows))
    unknown = sum(row.schedule_id is None for row in rows)
    if reason == "closed" and unknown == len(rows) < MOST:
        reason = "hours-unknown"
    said = SAYINGS[reason].format(
        count=count,
        unknown=unknown,
        nearest=_distance(rows[0].metres_from(centre)),
    )
    return Emptiness(reason, said, len(rows), rows[0])


def _distance(metres: float | None) -> str:
    if metres is None:
        return "?"
    return f"{metres:.0f} m" if metres < 950 else f"{metres / 1000:.1f} km"
