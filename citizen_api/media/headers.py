"""What the first bytes of a photo say of it, before anything is decoded. Pure."""

from enum import StrEnum
from typing import Final, NamedTuple

JPEG: Final = b"\xff\xd8\xff"
PNG: Final = b"\x89PNG\r\n\x1a\n"
# SOS, the beginning of a scan: inside one, 0xff is followed by 0 or a restart mark.
SCAN: Final = b"\xff\xda"
MOST_SCANS: Final = 64
"""A progressive photo has some ten; thousands would keep a decoder for minutes."""


class Format(StrEnum):
    """The formats that are taken."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"


class Canvas(NamedTuple):
    """The size that a WebP says it has, in pixels, and whether it moves."""

    width: int
    height: int
    animated: bool


def format_of(content: bytes) -> Format | None:
    """What a photo is by its first bytes, whatever it is called; None for others."""
    if content.startswith(JPEG):
        return Format.JPEG
    if content.startswith(PNG):
        return Format.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Format.WEBP
    return None


def canvas_of(content: bytes) -> Canvas | None:
    """The canvas of a WebP (RFC 9649); None when there is none.

    Read here since a decoder takes memory for all of it when it is opened.
    """
    kind, body = content[12:16], content[20:30]
    if len(body) < 10:
        return None
    if kind == b"VP8X":
        wide = int.from_bytes(body[4:7], "little") + 1
        high = int.from_bytes(body[7:10], "little") + 1
        return Canvas(wide, high, bool(body[0] & 2))
    if kind == b"VP8L":
        packed = int.from_bytes(body[1:5], "little")
        return Canvas((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1, False)
    if kind == b"VP8 ":
        wide = int.from_bytes(body[6:8], "little") & 0x3FFF
        return Canvas(wide, int.from_bytes(body[8:10], "little") & 0x3FFF, False)
    return None


def has_too_many_scans(content: bytes) -> bool:
    """Whether a JPEG would be decoded over and over."""
    return content.count(SCAN) > MOST_SCANS
