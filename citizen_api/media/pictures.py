"""A photo made anew: only its pixels remain, upright, in sRGB, in two sizes. Pure.

What is not a pixel is left behind: position, camera, names, thumbnails, profiles, and
whatever stood behind the picture in the same file. No decoder runs before the size is
known to be harmless.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final, NamedTuple

from PIL import Image, ImageCms
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from citizen_api.media import headers
from citizen_api.media.headers import Format
from citizen_api.media.problems import (
    AnimatedPhoto,
    PhotoDimensions,
    UnreadablePhoto,
    UnsupportedPhoto,
)
from citizen_api.media.rules import LARGE_PX, LONGEST_SIDE, SHORTEST_SIDE, THUMB_PX
from citizen_api.problems import Problem, Said

# A JPEG is decoded at a fraction of its size; the others take four bytes a pixel.
MOST_PIXELS: Final = {
    Format.JPEG: 64_000_000,
    Format.PNG: 24_000_000,
    Format.WEBP: 24_000_000,
}
OPENING: Final[Mapping[Format, Any]] = {
    Format.JPEG: JpegImageFile,
    Format.PNG: PngImageFile,
    Format.WEBP: WebPImageFile,
}
ORIENTATION: Final = 0x0112
UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
PAPER: Final = (255, 255, 255, 255)
# Quick to make, and every phone and every preview of a link shows it.
LARGE: Final = {"quality": 82, "optimize": True, "progressive": True}
THUMB: Final = {"quality": 78, "optimize": True}
SRGB: Final = ImageCms.createProfile("sRGB")
EMPTY = Said("Ảnh gửi lên không có gì (0 byte).", "The photo is empty (0 bytes).")
TOO_MANY = Said(
    "Ảnh {width} × {height} điểm ảnh là quá lớn. Hãy thu nhỏ rồi gửi lại.",
    "{width} × {height} pixels are too many. Make the photo smaller and send it again.",
)
TOO_FEW = Said(
    "Ảnh {width} × {height} điểm ảnh là quá nhỏ, không thấy được gì.",
    "{width} × {height} pixels are too few to show anything.",
)


class Picture(NamedTuple):
    """A photo as JPEG in two sizes; `width` and `height` are those of the large one."""

    large: bytes
    thumb: bytes
    width: int
    height: int


def developed(content: bytes) -> Picture:
    """The photo that a file holds, made anew; the same bytes for the same file.

    Raises UnsupportedPhoto, UnreadablePhoto, PhotoDimensions, AnimatedPhoto.
    """
    if not content:
        raise UnreadablePhoto(EMPTY)
    kind = headers.format_of(content)
    if kind is None:
        raise UnsupportedPhoto
    try:
        return _developed(kind, content)
    except Problem:
        raise
    except Exception:
        # Made to be broken: there is no list of what decoders raise then.
        raise UnreadablePhoto from None


def ensure_harmless(kind: Format, width: int, height: int) -> None:
    """Raise PhotoDimensions for what must not be decoded, or is not worth it."""
    size = {"width": width, "height": height}
    if width * height > MOST_PIXELS[kind] or max(width, height) > LONGEST_SIDE:
        raise PhotoDimensions(TOO_MANY.format(**size))
    if min(width, height) < SHORTEST_SIDE:
        raise PhotoDimensions(TOO_FEW.format(**size))


def _developed(kind: Format, content: bytes) -> Picture:
    with _opened(kind, content) as opened:
        turned, profile = _orientation(opened), opened.info.get("icc_profile")
        opened.draft(None, (2 * LARGE_PX, 2 * LARGE_PX))
        large = _flat(opened)
    large.thumbnail((LARGE_PX, LARGE_PX), Image.Resampling.LANCZOS, reducing_gap=2)
    large = _in_srgb(large, profile)
    if turned in UPRIGHT:
        large = large.transpose(UPRIGHT[turned])
    large.info.clear()
    thumb = large.copy()
    thumb.thumbnail((THUMB_PX, THUMB_PX), Image.Resampling.LANCZOS, reducing_gap=2)
    return Picture(_as_jpeg(large, LARGE), _as_jpeg(thumb, THUMB), *large.size)


def _opened(kind: Format, content: bytes) -> Image.Image:
    """The photo, not decoded yet; opened as what it is and as nothing else."""
    if kind is Format.WEBP:
        canvas = headers.canvas_of(content)
        if canvas is None:
            raise UnreadablePhoto
        ensure_harmless(kind, canvas.width, canvas.height)
        if canvas.animated:
            raise AnimatedPhoto
    if kind is Format.JPEG and headers.has_too_many_scans(content):
        raise UnreadablePhoto
    opened: Image.Image = OPENING[kind](BytesIO(content))
    ensure_harmless(kind, *opened.size)
    if getattr(opened, "n_frames", 1) > 1:
        raise AnimatedPhoto
    return opened


def _orientation(opened: Image.Image) -> int | None:
    """Which way up the camera was held; None when what it says cannot be read."""
    try:
        turned: int | None = opened.getexif().get(ORIENTATION)
    except Exception:
        return None
    return turned


def _flat(opened: Image.Image) -> Image.Image:
    """The pixels, on white where one sees through, in a mode that can be resized."""
    if opened.mode in {"RGB", "L", "CMYK"} and "transparency" not in opened.info:
        opened.load()
        return opened.copy()
    if opened.mode.startswith("I"):
        return opened.convert("I").point(lambda value: value / 256).convert("L")
    seen_through = opened.convert("RGBA")
    paper = Image.new("RGBA", seen_through.size, PAPER)
    paper.alpha_composite(seen_through)
    return paper.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in the colours that screens take for granted."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return _whole(
                ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB")
            )
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile for other colours than these, or none at all
    return picture.convert("RGB")


def _whole(made: Image.Image | None) -> Image.Image:
    if made is None:
        raise ImageCms.PyCMSError("nothing was made")
    return made


def _as_jpeg(picture: Image.Image, options: Mapping[str, Any]) -> bytes:
    with BytesIO() as written:
        picture.save(written, "JPEG", **options)
        return written.getvalue()
