"""What single settings must look like; each refusal says what was expected."""

import re
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from geo.archive import BadArchive, opened
from qr.codes import nth_code
from qr.payload import BadHost, link_url

LARGEST = 65535
DRIVERS = {"postgres", "postgresql", "postgresql+psycopg"}
IOS_APP = re.compile(r"[A-Z0-9]{10}(\.[A-Za-z0-9-]+)+")
ANDROID_APP = re.compile(
    r"[A-Za-z]\w*(\.[A-Za-z]\w*)+:[0-9A-F]{2}(:[0-9A-F]{2}){31}", re.ASCII
)
BANK_ACCOUNT = re.compile(r"[0-9]{6}:[0-9A-Za-z]{1,19}")
GATEWAY_ACCOUNT = re.compile(r"[0-9]{5}:[^\s,:]+:[^\s,]+")
# What could end a directive of a Content-Security-Policy is not in it.
ENDPOINT = re.compile(r"https?://[a-zA-Z0-9.-]+(:[0-9]{1,5})?")
STYLE_URL = re.compile(r"https?://[a-zA-Z0-9.-]+(:[0-9]{1,5})?/[!-~]*")


class BadSetting(Exception):
    """A setting is missing or cannot be read; the text says which and why."""


def ensure_names_postgresql(address: str) -> None:
    """Raise BadSetting for an address of another database."""
    try:
        named = make_url(address).drivername in DRIVERS
    except (ArgumentError, ValueError):
        named = False
    if not named:
        form = "postgresql://user:password@host:5432/database"
        raise BadSetting(f"DATABASE_URL must look like {form}")


def ensure_fits_codes(public_url: str) -> None:
    """Raise BadSetting for an address that no QR code of ours may hold."""
    try:
        link_url(public_url, nth_code(0))
    except BadHost:
        form = "https://host or http://host:port, in small letters"
        raise BadSetting(f"PUBLIC_URL must look like {form}") from None


def ensure_has_tiles(file: str) -> None:
    """Raise BadSetting for a file that is no map."""
    try:
        opened(Path(file))
    except (OSError, BadArchive):
        form = "a PMTiles file of vector tiles"
        raise BadSetting(f"MAP_TILES_FILE must name {form}: {file}") from None


def ensure_each(name: str, text: str, form: re.Pattern[str]) -> None:
    """Raise BadSetting unless each part between commas is an app."""
    wrong = [each for each in text.split(",") if text and not form.fullmatch(each)]
    if wrong:
        raise BadSetting(f"{name} has {wrong[0][:100]!r}, which is no app")


def read(name: str, text: str, whole: bool) -> str | int:
    """The value of a setting, a `whole` number or text. Raises BadSetting."""
    if not whole:
        return text.rstrip("/") if name == "public_url" else text
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > LARGEST:
        raise BadSetting(
            f"{name.upper()} must be a whole number up to {LARGEST}, not {text!r}"
        )
    return int(text)
