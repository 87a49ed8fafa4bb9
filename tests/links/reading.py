"""What a phone reads in what is drawn."""

from io import BytesIO

import resvg_py
import zxingcpp
from PIL import Image


def read(image: Image.Image) -> str:
    """What a phone reads in a picture."""
    found = zxingcpp.read_barcodes(image.convert("L"))
    assert len(found) == 1
    return str(found[0].text)


def drawn_svg(text: str) -> Image.Image:
    """An SVG as a screen shows it."""
    shown = resvg_py.svg_to_bytes(
        svg_string=text, width=600, dpi=254, skip_system_fonts=True
    )
    return Image.open(BytesIO(bytes(shown)))
