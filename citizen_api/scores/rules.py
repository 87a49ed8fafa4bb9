"""How a score is made, and when it moves. Pure; the database computes the same.

`review_standing`, `review_weight` and `shrunk_score` are functions of the database
too, and tests compare them.
"""

from datetime import timedelta
from typing import Final

PRIOR_WEIGHT: Final = 1000
USUAL_PRIOR: Final = 350
ORDINARY: Final = 100
WEIGHTS: Final = {"new": 1, "single": 25, "known": ORDINARY}
VISITED_TIMES: Final = 2
HALF_LIFE_DAYS: Final = 365
SETTLED_DAYS: Final = 3
KNOWN_AFTER: Final = 2
WEIGHED_EVERY: Final = 30

# The prior moves by tenths of a star, and only when many have rated.
STEP: Final = 10
ENOUGH: Final = 100 * ORDINARY

# Of new devices, at one venue in one day.
MANY_NEW: Final = 30
TIMES_USUAL: Final = 4
MANY_SINGLE: Final = 60
FAR_OFF: Final = 1.5
DAY: Final = timedelta(days=1)
MONTH: Final = timedelta(days=28)
LASTS: Final = timedelta(days=7)
# A name that stands within another is a namesake's from so many words on.
FEWEST_WORDS: Final = 3


def standing(history: int, days: int) -> str:
    """Of a review that has stood for so many days.

    `history`: how many other reviews of its device have stood for three days.
    """
    if history >= KNOWN_AFTER:
        return "known"
    return "single" if days >= SETTLED_DAYS else "new"


def weight(standing: str, visited: bool, days: int) -> int:
    """Hundredths of an ordinary rating, `days` after it was written or changed."""
    if standing == "new":
        return WEIGHTS["new"]
    full = WEIGHTS[standing] * (VISITED_TIMES if visited else 1)
    return int(full * 0.5 ** (max(days, 0) / HALF_LIFE_DAYS) + 0.5)


def shrunk_score(
    ratings: int, weight: int, weighted_stars: int, prior: int = USUAL_PRIOR
) -> float | None:
    """Stars, to two decimals; None when nobody rated.

    `weight`: what they weigh together; `weighted_stars`: each weight times its stars;
    `prior`: hundredths of a star. All but `ratings` in hundredths.
    """
    if ratings == 0:
        return None
    together = 2 * (PRIOR_WEIGHT * prior + 100 * weighted_stars)
    whole = PRIOR_WEIGHT + weight
    return (together + whole) // (2 * whole) / 100


def moved_prior(prior: int, weight: int, weighted_stars: int) -> int:
    """What the city gives, from what all ratings of the city weigh together.

    It stays as it is while that is little, or less than a tenth of a star away.
    """
    if weight < ENOUGH:
        return prior
    mean = 100 * weighted_stars / weight
    if abs(mean - prior) < STEP:
        return prior
    return round(mean / STEP) * STEP


def is_burst(in_a_day: int, usual: float) -> bool:
    """Whether so many reviews of new devices in a day are a surge.

    `usual`: how many a day there were in the four weeks before.
    """
    return in_a_day >= MANY_NEW and in_a_day >= TIMES_USUAL * usual


def is_drift(count: int, mean: float, others: float) -> bool:
    """Whether reviews by devices of one review, in four weeks, are a surge.

    `mean` of their stars; `others`: the mean of those that count fully or came with
    a proof of visit, or what the city gives when these are too few.
    """
    return count >= MANY_SINGLE and abs(mean - others) >= FAR_OFF


def phrases(name: str) -> list[str]:
    """The parts of a folded name, of three words at least, that may be a name too."""
    words = name.split()
    return [
        " ".join(words[first:last])
        for first in range(len(words))
        for last in range(first + FEWEST_WORDS, len(words) + 1)
    ]
