"""How a score is told on the wire: the numbers it is made of, and the rule in words."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import orjson

from citizen_api.scores.rules import ORDINARY, PRIOR_WEIGHT, USUAL_PRIOR

RULE: Final = {
    "vi": (
        "Điểm là trung bình có trọng số, cộng thêm 10 lượt bằng điểm chung của thành"
        " phố. Đánh giá của thiết bị đã có từ hai đánh giá khác trở lên tính trọn; của"
        " thiết bị chỉ đánh giá một hai nơi tính một phần tư; trong ba ngày đầu chỉ"
        " tính một phần trăm. Có bằng chứng đã đến thì tính gấp đôi. Sau mỗi năm còn"
        " một nửa."
    ),
    "en": (
        "The score is a weighted mean to which 10 ratings at the city's own level are"
        " added. A rating counts fully when its device has at least two others that"
        " stood for three days, otherwise a quarter, and a hundredth in its first three"
        " days. With a proof of visit it counts twice. After each year half is left."
    ),
}
HELD: Final = {
    "surge": {
        "vi": "đến trong một đợt đánh giá dồn dập",
        "en": "came in a burst of ratings",
    },
    "content": {
        "vi": "nội dung đang chờ xem xét",
        "en": "its words wait to be looked at",
    },
    "conflict": {
        "vi": "người viết có liên quan đến quán",
        "en": "written by somebody who belongs to the venue",
    },
    "report": {
        "vi": "bị báo cáo, đang chờ xem xét",
        "en": "reported, waits to be looked at",
    },
}
SURGE: Final = {
    "day": {
        "vi": "Nhiều thiết bị mới đánh giá nơi này, hoặc nơi trùng tên, trong ngày.",
        "en": "Many new devices rated this place, or a namesake, within one day.",
    },
    "month": {
        "vi": (
            "Trong bốn tuần, nhiều thiết bị chưa từng đánh giá nơi khác cho điểm rất"
            " khác mọi người."
        ),
        "en": (
            "Within four weeks many devices that rated nothing else gave stars far from"
            " what everybody else gave."
        ),
    },
    "person": {
        "vi": "Người điều hành thấy những đánh giá bất thường.",
        "en": "A moderator saw ratings that are not as usual.",
    },
}


# Of a venue `v` with its `venue_scores` row `s`; `Counted.read` takes these columns.
COUNTED: Final = """s.weight, s.prior, s.known, s.visited,
       (SELECT json_agg(json_build_array(h.state, h.held_for, h.count)
            ORDER BY h.state, h.held_for)
        FROM review_holds h WHERE h.venue_id = v.id AND h.count > 0)::text,
       (SELECT json_build_array(u.id, u.why, u.began_at, u.until)
        FROM surges u WHERE u.id = s.surge_id AND u.decision IS NULL)::text"""


class Counted(NamedTuple):
    """What a venue's ratings weigh; None where it has no row in `venue_scores`.

    `holds`: how many are held or dropped, as [state, why, count]; `surge`: the one
    that nobody has decided yet, as [id, why, since, until].
    """

    weight: int | None
    prior: int | None
    known: int | None
    visited: int | None
    holds: Sequence[tuple[str, str, int]]
    surge: tuple[int, str, str, str] | None

    @classmethod
    def read(cls, columns: Sequence[Any]) -> "Counted":
        """What COUNTED found."""
        *weighed, holds, surge = columns
        told = orjson.loads(holds or "[]"), orjson.loads(surge or "null")
        return cls._make([*weighed, *told])


def explained(ratings: int, counted: Counted) -> dict[str, Any]:
    """What the score of a venue with so many ratings is made of."""
    known = counted.known or 0
    return {
        "rule": RULE,
        "prior": {
            "stars": (counted.prior or USUAL_PRIOR) / 100,
            "ratings": PRIOR_WEIGHT // ORDINARY,
        },
        "weight": (counted.weight or 0) / ORDINARY,
        "counted_fully": known,
        "counted_partly": ratings - known,
        "visited": counted.visited or 0,
        "held": _told(counted.holds, "held"),
        "dropped": _told(counted.holds, "dropped"),
        "surge": undecided(counted),
    }


def dish_score(score: int, ratings: int, stars_sum: int) -> Mapping[str, Any]:
    """The score of a dish, of hundredths of a star, and the plain mean.

    Both are None when nobody rated it.
    """
    return {
        "score": score / 100 if ratings else None,
        "stars_mean": round(stars_sum / ratings, 2) if ratings else None,
        "ratings_count": ratings,
    }


def _told(holds: Sequence[tuple[str, str, int]], which: str) -> list[Mapping[str, Any]]:
    return [
        {"reason": why, "text": HELD[why], "count": count}
        for state, why, count in holds
        if state == which and count
    ]


def undecided(counted: Counted) -> dict[str, Any] | None:
    """The burst that nobody has decided yet; None for none."""
    if counted.surge is None:
        return None
    number, why, since, until = counted.surge
    held = sum(
        count
        for state, reason, count in counted.holds
        if (state, reason) == ("held", "surge")
    )
    return {
        "id": number,
        "kind": why,
        "reason": SURGE[why],
        "since": since,
        "until": until,
        "held": held,
    }
