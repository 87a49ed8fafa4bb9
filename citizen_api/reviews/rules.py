"""How a score is made. Pure; the database computes the same (`shrunk_score`).

As if five people had already given 3.5 stars: a single five-star rating moves a venue
to 3.75, not to 5, and the weight of the five fades as ratings come in.
"""

PRIOR_RATINGS = 5
PRIOR_STARS = 3.5


def shrunk_score(ratings: int, stars: int) -> float | None:
    """Stars, to two decimals, from how many rated and what they gave together."""
    if ratings == 0:
        return None
    together = PRIOR_RATINGS * PRIOR_STARS + stars
    hundredths = int(100 * together / (PRIOR_RATINGS + ratings) + 0.5)
    return hundredths / 100
