"""What is printed for a code: a poster, or a sheet of stickers."""

import unicodedata
from typing import Final

from citizen_api.links.models import Kind
from citizen_api.links.queries import Target
from qr.design import Design
from qr.lettering import NotInFont, printable
from qr.poster import NAME_MAX, STREET_MAX, Paper, Poster, Words, poster
from qr.stickers import STICKERS_PER_SHEET, Sticker, stickers

HEADLINES: Final = {
    Kind.VENUE: Words(
        "Quét để xem thực đơn, giá và giờ mở cửa",
        "Scan for the menu, prices and opening hours",
    ),
    Kind.DISH: Words(
        "Quét để xem gần đây quán nào có món này",
        "Scan to see who serves this dish near here",
    ),
    Kind.STREET: Words(
        "Quét để xem món ngon, giá và quán đang mở",
        "Scan for dishes, prices and who is open now",
    ),
    Kind.TOUR: Words(
        "Quét để đi ăn theo lộ trình này", "Scan to follow this food walk"
    ),
    Kind.STATION: Words("Quét để xem trạm xe này", "Scan for this bike station"),
    Kind.BIKE: Words("Quét để xem xe này", "Scan for this bike"),
    Kind.RECEIPT: Words("Quét để xem hồ sơ này", "Scan for this dossier"),
    Kind.PAGE: Words("Quét để mở trang này", "Scan to open this page"),
}
ISSUER: Final = Words("Thành phố Hải Phòng", "City of Hải Phòng")
ASSURANCE: Final = Words(
    "Trang mở ra phải có địa chỉ", "The page that opens must show the address"
)


def readable(text: str, most: int) -> str:
    """The text in NFC without hidden characters, cut to `most`."""
    letters = unicodedata.normalize("NFC", text)
    return "".join(filter(str.isprintable, letters))[:most]


def in_print(text: str, most: int) -> str:
    """The text without letters that our font has no shapes for; it may be empty."""
    words = readable(text, most)
    try:
        return printable(words, most) if words.strip() else ""
    except NotInFont as lacking:
        return in_print(words.translate(dict.fromkeys(map(ord, lacking.letters))), most)


def poster_of(known: Target, url: str, paper: Paper, design: Design) -> bytes:
    """The poster of a code as PDF."""
    asked = Poster(
        url=url,
        name=in_print(known.title, NAME_MAX) or known.code,
        street=in_print(known.address or known.place_label or "", STREET_MAX),
        headline=HEADLINES[Kind(known.kind)],
        issuer=ISSUER,
        assurance=ASSURANCE,
    )
    return poster(asked, paper, design)


def sheet_of(known: Target, url: str, design: Design) -> bytes:
    """A sheet of stickers of one code, with cut marks, as PDF."""
    asked = Sticker(
        url=url,
        name=in_print(known.title, NAME_MAX) or known.code,
        headline=HEADLINES[Kind(known.kind)],
    )
    return stickers([asked] * STICKERS_PER_SHEET, design)
