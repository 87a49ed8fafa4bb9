"""The stalls of a made-up town, the same in every run."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.factories import YESTERDAY, Stall, Told

HOURS = (
    "06:00-11:00,16:00-21:00",
    "05:30-02:00",
    "05:30-02:00; Mo closed",
    "19:00-03:00; PH closed",
    "07:00-14:00; Su 07:00-12:00",
    "Mo-Fr 10:00-14:00; Sa,Su 06:00-22:00",
    "Mo-Sa 06:30-13:00,16:00-22:30; Su,PH closed",
    "Tu-Su 15:00-02:00",
    "00:00-24:00",
    "22:00-05:00; PH closed",
)
OFTEN = ("banh-da-cua", "bun-ca-cay", "banh-mi-cay", "nem-cua-be", "che", "bun-cha")
SELDOM = (
    "banh-mi-pate",
    "bun-tom",
    "bun-bo-giam",
    "nem-nuong",
    "nem-chua",
    "oc",
    "che-thai",
    "che-vung",
    "cha-ruoi",
    "tra-quat",
)
CORNERS = ((106.6835, 20.8556), (106.6916, 20.8458), (106.65, 20.82))


def stalls(number: int) -> Iterator[Stall]:
    """So many stalls."""
    chance = Random(2026)
    for at in range(number):
        yield Stall(
            name=f"Quán {at}",
            place=_place(chance),
            serves={dish: _prices(chance) for dish in _menu(chance)},
            hours=chance.choice((None, None, *HOURS)),
            stars=_stars(chance),
        )


def _place(chance: Random) -> tuple[float, float] | None:
    drawn = chance.random()
    if drawn < 0.04:
        return None
    if drawn < 0.16:
        return chance.choice(CORNERS)
    spread = chance.choice((0.005, 0.02, 0.2))
    return chance.gauss(106.6822, spread), chance.gauss(20.8561, spread / 2)


def _menu(chance: Random) -> set[str]:
    often = [dish for dish in OFTEN if chance.random() < 0.4]
    return {*often, *chance.sample(SELDOM, chance.randrange(1, 4))}


def _prices(chance: Random) -> list[Told]:
    lows = [chance.randrange(5, 80) * 1000 for _ in range(chance.choice((0, 1, 1, 2)))]
    return [
        Told(low, low + chance.choice((0, 0, 10_000)), on=_day(chance)) for low in lows
    ]


def _day(chance: Random) -> date:
    return YESTERDAY - timedelta(days=chance.randrange(700))


def _stars(chance: Random) -> tuple[int, int, int, int, int]:
    if chance.random() < 0.4:
        return 0, 0, 0, 0, 0
    one, two, three = (chance.randrange(4) for _ in range(3))
    return one, two, three, chance.randrange(30), chance.randrange(60)
