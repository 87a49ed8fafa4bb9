"""Eyes for the tests of QR pictures: a reader, renderers, and wear."""

from collections.abc import Callable
from io import BytesIO

import pypdfium2
import pytest
import resvg_py
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

Look = Callable[[Image.Image], Image.Image]


@pytest.fixture(scope="session")
def read() -> Callable[[Image.Image], list[str]]:
    """The texts of all QR codes that a reader finds in a picture."""

    def read_all(image: Image.Image) -> list[str]:
        found = zxingcpp.read_barcodes(
            image.convert("L"), formats=zxingcpp.barcode_formats_from_str("QRCode")
        )
        return [code.text for code in found]

    return read_all


@pytest.fixture(scope="session")
def render() -> Callable[[bytes, int], Image.Image]:
    """An SVG as pixels, `width` wide; 254 dpi are whole pixels a millimetre.

    No font of the machine is used, as none may be there.
    """

    def render_svg(svg: bytes, width: int) -> Image.Image:
        png = resvg_py.svg_to_bytes(
            svg_string=svg.decode(), width=width, dpi=254, skip_system_fonts=True
        )
        return Image.open(BytesIO(png)).convert("L")

    return render_svg


@pytest.fixture(scope="session")
def pages() -> Callable[[bytes, int], list[Image.Image]]:
    """The pages of a PDF as pixels."""

    def render_pdf(pdf: bytes, dpi: int) -> list[Image.Image]:
        document = pypdfium2.PdfDocument(pdf)
        pictures = [page.render(scale=dpi / 72).to_pil() for page in document]
        document.close()
        return pictures

    return render_pdf


@pytest.fixture(scope="session")
def words() -> Callable[[bytes], str]:
    """All text of a PDF, lines joined by single spaces."""

    def extract(pdf: bytes) -> str:
        document = pypdfium2.PdfDocument(pdf)
        texts = [page.get_textpage().get_text_range() for page in document]
        document.close()
        return " ".join(" ".join(texts).split())

    return extract


@pytest.fixture(scope="session")
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
