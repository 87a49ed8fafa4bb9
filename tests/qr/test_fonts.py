"""The fonts that ship with the library."""

import hashlib
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import qr
from qr.label import OUTLINES
from qr.lettering import BOLD, FONTS, REGULAR, breadth

FOLDER = Path(qr.__file__).parent / "fonts"
ROOT = Path(__file__).parents[2]
VIETNAMESE = (
    "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ₫–“”’…"
)


def test_every_font_is_the_one_that_its_source_note_names() -> None:
    note = (FOLDER / "SOURCES.md").read_text()
    named = dict(re.findall(r"^\| `(\S+)` .* `([0-9a-f]{64})` \|$", note, re.M))

    made = {path.name for path in FOLDER.iterdir()} - {"SOURCES.md", "OFL.txt"}
    assert named == {
        name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in made
    }
    assert "SIL Open Font License" in (FOLDER / "OFL.txt").read_text()


def test_every_file_of_the_folder_is_in_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = project["tool"]["setuptools"]["package-data"]["qr"]

    for path in FOLDER.iterdir():
        assert any(fnmatch(f"fonts/{path.name}", pattern) for pattern in patterns)


def test_every_letter_of_vietnamese_is_in_both_fonts() -> None:
    for name in (REGULAR, BOLD):
        known = FONTS[name].face.charToGlyph
        assert not [c for c in VIETNAMESE + VIETNAMESE.upper() if ord(c) not in known]


def test_the_outlines_are_as_wide_as_the_letters_of_the_font() -> None:
    assert "".join(OUTLINES) == "".join(map(chr, range(0x20, 0x7F)))
    for letter, (width, outline) in OUTLINES.items():
        assert abs(width - breadth(letter, BOLD, 1000)) <= 1
        assert outline.startswith("M") or letter == " "
