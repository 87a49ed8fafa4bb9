"""The words that synthetic venues are named with, and the hours they keep."""

from itertools import product
from typing import Final, NamedTuple

from geo.names import fold


class Named(NamedTuple):
    """Something with a number, a name, and that name folded."""

    id: int
    name: str
    folded: str


def named(id_: int, name: str) -> Named:
    """The name with its folded form."""
    return Named(id_, name, fold(name))


TITLES: Final = ("Cô", "Bà", "Ông", "Chú", "Chị", "Anh", "Bác", "Dì")
GIVEN_NAMES: Final = (
    "An Bình Châu Chi Cúc Cường Đào Dung Dũng Duyên Gấm Giang Hà Hạnh Hảo Hậu Hiền Hoa"
    " Hòa Hồng Huệ Hương Khánh Lan Lành Liên Loan Mai Minh Nga Ngọc Nhàn Nhung Oanh"
    " Phúc Phượng Quý Sen Sơn Tâm Thảo Thắm Thoa Thu Thúy Tình Trang Tuyết Vân Xuân"
    " Yến"
)
PEOPLE: Final = [
    named(number, f"{title} {given}")
    for number, (title, given) in enumerate(product(TITLES, GIVEN_NAMES.split()))
]
SAMPLE: Final = named(0, "(mẫu)")
UNITS: Final = {
    "noodle": "bát",
    "porridge": "bát",
    "bread": "chiếc",
    "cake": "chiếc",
    "drink": "ly",
    "dessert": "cốc",
    "hotpot": "nồi",
}
PORTION: Final = "phần"

OPENS: Final = ("05:30", "06:00", "06:30", "07:00", "08:00", "09:00", "10:00", "15:00")
CLOSES: Final = ("11:30", "13:30", "14:00", "17:30", "20:00", "21:00", "22:30", "02:00")
DAYS: Final = (
    "{}",
    "{}; PH off",
    "Mo-Sa {}",
    "Tu-Su {}",
    "Mo-Fr {}; Sa,Su 06:00-22:00",
    "{}; Mo off",
    "{}; Su 07:00-12:00",
    "Mo-Sa {}; Su,PH off",
)


def timetables() -> list[str]:
    """512 weekly opening hours as OSM text: mornings, evenings, nights, days off."""
    spans = [_span(opens, closes) for opens, closes in product(OPENS, CLOSES)]
    return [days.format(span) for days, span in product(DAYS, spans)]


def _span(opens: str, closes: str) -> str:
    """One span; two with a rest when it would last from morning till night."""
    if opens < "08:00" and closes > "20:00":
        return f"{opens}-13:00,16:00-{closes}"
    return f"{opens}-{closes}"
