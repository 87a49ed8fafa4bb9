"""The data files beside this package, read as they are stored: in NFC."""

import json
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

FOLDER: Final = Path(__file__).parent / "data"

Record = dict[str, Any]


def read(name: str) -> Record:
    """The JSON object in the data file `name`."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    record: Record = json.loads(normalize("NFC", text))
    return record
