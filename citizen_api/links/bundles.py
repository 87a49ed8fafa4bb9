"""Posters of many codes in one ZIP, each put in as soon as it is drawn."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, Final

from citizen_api.links.posters import poster_of, sheet_of
from citizen_api.links.queries import Target
from geo.names import fold
from qr.codes import parse
from qr.design import Design
from qr.payload import link_url
from qr.poster import Paper

STICKERS: Final = "stickers"
SIZES: Final = (*(paper.value for paper in Paper), STICKERS)
LONGEST_NAME: Final = 60


class Tray(io.RawIOBase):
    """What a ZIP writes into, taken away piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, piece: Any, /) -> int:
        """Keep a piece until it is taken."""
        self._pieces.append(bytes(piece))
        return len(self._pieces[-1])

    def taken(self) -> bytes:
        """What has been written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def bundle(
    codes: Iterable[Target], size: str, public_url: str, design: Design
) -> Iterator[bytes]:
    """A ZIP with one PDF a code, a piece for each; it is never whole in memory.

    `size`: a paper, or "stickers" for a sheet of them each.
    """
    tray = Tray()
    with zipfile.ZipFile(tray, "w", zipfile.ZIP_DEFLATED) as archive:
        for known in codes:
            url = link_url(public_url, parse(known.code))
            archive.writestr(file_name(known), drawn(known, url, size, design))
            yield tray.taken()
    yield tray.taken()


def drawn(known: Target, url: str, size: str, design: Design) -> bytes:
    """The poster of a code, or its sheet of stickers, as PDF."""
    if size == STICKERS:
        return sheet_of(known, url, design)
    return poster_of(known, url, Paper(size), design)


def file_name(known: Target) -> str:
    """A name that every system can write: `venue-banh-da-cua-ba-cu-F4K4FVP4.pdf`."""
    letters = (letter if letter.isalnum() else " " for letter in fold(known.title))
    name = "-".join("".join(letters).split())[:LONGEST_NAME]
    return f"{known.kind}-{name}-{known.code}.pdf"
