"""Eyes for the tests of QR pictures: a reader, a renderer, and wear."""

from collections.abc import Callable
from io import BytesIO

import pytest
import resvg_py
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

Look = Callable[[Image.Image], Image.Image]


@pytest.fixture
def read() -> Callable[[Image.Image], list[str]]:
    """The texts of all QR codes that a reader finds in a picture."""

    def read_all(image: Image.Image) -> list[str]:
        found = zxingcpp.read_barcodes(
            image.convert("L"), formats=zxingcpp.barcode_formats_from_str("QRCode")
        )
        return [code.text for code in found]

    return read_all


@pytest.fixture
def render() -> Callable[[bytes, int], Image.Image]:
    """An SVG as pixels, `width` wide; 254 dpi are whole pixels a millimetre."""

    def render_svg(svg: bytes, width: int) -> Image.Image:
        png = resvg_py.svg_to_bytes(
            svg_string=svg.decode(), width=width, dpi=254, skip_system_fonts=True
        )
        return Image.open(BytesIO(png)).convert("L")

    return render_svg


@pytest.fixture
def wear() -> Look:
    """The picture seen badly: blurred, turned by 20° and from the side."""

    def look_badly(image: Image.Image) -> Image.Image:
        grey = ImageOps.expand(image.convert("L"), border=image.width // 4, fill=255)
        blurred = grey.filter(ImageFilter.GaussianBlur(3))
        turned = blurred.rotate(20, Image.Resampling.BILINEAR, fillcolor=255)
        lean = 0.25 / turned.width
        return turned.transform(
            turned.size,
            Image.Transform.PERSPECTIVE,
            (1.25, 0, 0, 0.1, 1.05, 0, lean, 0.2 * lean),
            Image.Resampling.BILINEAR,
            fillcolor=255,
        )

    return look_badly
