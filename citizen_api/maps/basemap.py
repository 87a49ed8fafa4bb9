"""The base map in one file."""

from functools import cache
from pathlib import Path
from typing import Final

from geo.archive import Archive, opened

PACKAGED: Final = Path(__file__).parent / "haiphong.pmtiles"


@cache
def basemap(file: str) -> Archive:
    """The tiles of a file, of our own one when `file` is empty; opened once.

    Raises OSError or BadArchive.
    """
    return opened(Path(file) if file else PACKAGED)
