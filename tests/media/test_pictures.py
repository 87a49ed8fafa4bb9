"""A photo made anew keeps its pixels and nothing else; bad ones are told by name."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, ImageCms

from citizen_api.media import headers
from citizen_api.media.pictures import developed
from citizen_api.media.problems import (
    AnimatedPhoto,
    PhotoDimensions,
    UnreadablePhoto,
    UnsupportedPhoto,
)
from citizen_api.problems import Problem
from tests.media.pictures import (
    BLUE,
    RED,
    jpeg_of,
    moving,
    photo,
    picture,
    png_of,
    saved,
    webp_of,
    with_position,
)


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def is_about(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 12 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_both_sizes_fit_their_boxes_and_keep_the_shape(kind: str) -> None:
    made = developed(photo((2000, 1000), kind))

    assert (made.width, made.height) == (1600, 800)
    assert opened(made.large).size == (1600, 800)
    assert opened(made.thumb).size == (320, 160)


def test_a_small_photo_is_not_blown_up() -> None:
    assert developed(photo((200, 100)))[2:] == (200, 100)


def test_a_camera_held_sideways_is_turned_upright() -> None:
    made = opened(developed(with_position()).large)

    assert made.size == (300, 400)
    assert is_about(made.getpixel((150, 40)), RED)
    assert is_about(made.getpixel((150, 360)), BLUE)


def test_position_camera_profile_and_words_are_left_behind() -> None:
    made = developed(with_position())

    for content in (made.large, made.thumb):
        with Image.open(BytesIO(content)) as kept:
            assert dict(kept.getexif()) == {}
            assert kept.info.keys() <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }
        assert b"telling" not in content
        assert b"Exif" not in content


def test_a_second_file_behind_the_picture_is_left_behind() -> None:
    tail = b"PK\x03\x04<script>alert(1)</script>"

    made = developed(photo() + tail)

    assert tail not in made.large + made.thumb
    assert made == developed(photo())


def test_what_one_sees_through_stands_on_white() -> None:
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))

    made = opened(developed(saved(clear, "PNG")).large)

    assert is_about(made.getpixel((32, 32)), (255, 255, 255))


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG")],
)
def test_each_mode_becomes_colours_of_a_screen(mode: str, kind: str) -> None:
    made = developed(saved(picture().convert(mode), kind))

    with Image.open(BytesIO(made.large)) as kept:
        assert kept.mode == "RGB"


def test_sixteen_bits_of_grey_keep_their_lightness() -> None:
    grey = Image.new("I;16", (64, 64), 32768)

    made = opened(developed(saved(grey, "PNG")).large)

    assert is_about(made.getpixel((32, 32)), (128, 128, 128))


def test_the_colours_of_a_profile_become_those_of_a_screen() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    wrong = photo(icc_profile=lab)
    broken = photo(icc_profile=b"no profile at all")

    assert developed(wrong) == developed(broken) == developed(photo())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", UnreadablePhoto),
        (b"GIF89a" + bytes(40), UnsupportedPhoto),
        (b"%PDF-1.7 " + bytes(40), UnsupportedPhoto),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UnsupportedPhoto),
        (b"\xff\xd8\xff", UnreadablePhoto),
        (photo()[:-400], UnreadablePhoto),
        (photo(kind="PNG")[:60], UnreadablePhoto),
        (photo(kind="WEBP")[:60], UnreadablePhoto),
        (b"RIFF\x04\x00\x00\x00WEBP", UnreadablePhoto),
        (photo() + headers.SCAN * 100, UnreadablePhoto),
        (moving("PNG"), AnimatedPhoto),
        (moving("WEBP"), AnimatedPhoto),
        (jpeg_of(20_000, 20), PhotoDimensions),
        (png_of(20_000, 20_000), PhotoDimensions),
        (png_of(6_000, 6_000), PhotoDimensions),
        (webp_of(16_000, 16_000), PhotoDimensions),
        (jpeg_of(10_000, 10_000), PhotoDimensions),
        (photo((1, 1), "PNG"), PhotoDimensions),
    ],
)
def test_a_bad_photo_is_refused_by_name(
    content: bytes, expected: type[Problem]
) -> None:
    with pytest.raises(expected):
        developed(content)


@settings(max_examples=40, deadline=None)
@given(some.data())
def test_a_photo_with_wrong_bytes_is_developed_or_refused(
    data: some.DataObject,
) -> None:
    kind = data.draw(some.sampled_from(["JPEG", "PNG", "WEBP"]))
    content = bytearray(photo((64, 48), kind))
    for at in data.draw(some.lists(some.integers(0, len(content) - 1), max_size=8)):
        content[at] = data.draw(some.integers(0, 255))

    try:
        made = developed(bytes(content))
    except Problem:
        return
    assert opened(made.large).size == (made.width, made.height)
