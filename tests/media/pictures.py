"""Photos that are made for tests, good and bad."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

RED, BLUE = (200, 30, 30), (30, 30, 200)
GPS = 0x8825


def picture(size: tuple[int, int] = (400, 300), mode: str = "RGB") -> Image.Image:
    """The left half red, the right half blue."""
    made = Image.new("RGB", size, RED)
    made.paste(BLUE, (size[0] // 2, 0, *size))
    return made.convert(mode)


def saved(made: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """A picture as a file."""
    with BytesIO() as file:
        made.save(file, kind, **options)
        return file.getvalue()


def photo(
    size: tuple[int, int] = (400, 300), kind: str = "JPEG", **options: Any
) -> bytes:
    """A photo as a file."""
    return saved(picture(size), kind, **options)


def with_position() -> bytes:
    """A photo that was held sideways, and tells where and by what it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A telling camera"
    exif[GPS] = {1: "N", 2: (20.0, 51.0, 21.0), 3: "E", 4: (106.0, 40.0, 55.0)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return photo(exif=exif, icc_profile=profile, comment=b"said by the camera")


def moving(kind: str) -> bytes:
    """Two pictures one after the other."""
    options = {"save_all": True, "append_images": [picture().rotate(180)]}
    return photo(kind=kind, duration=100, **options)


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says that it is so large; one grey all over."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1 + width) * min(height, 16))
    parts = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body))
        + name
        + body
        + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg_of(width: int, height: int) -> bytes:
    """A JPEG of a few bytes that says that it is so large."""
    plain = photo((64, 64))
    at = plain.index(b"\xff\xc0") + 5
    return plain[:at] + struct.pack(">HH", height, width) + plain[at + 4 :]


def webp_of(width: int, height: int) -> bytes:
    """A WebP of a few bytes whose canvas says that it is so large."""
    body = (
        bytes(4)
        + (width - 1).to_bytes(3, "little")
        + (height - 1).to_bytes(3, "little")
    )
    chunk = b"VP8X" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk
