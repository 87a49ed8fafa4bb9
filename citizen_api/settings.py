"""Every setting, its type, its default. A secret has no default."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from geo.archive import BadArchive, opened
from qr.codes import nth_code
from qr.colours import BadColours, Colours
from qr.payload import BadHost, link_url

DRIVERS = {"postgres", "postgresql", "postgresql+psycopg"}
OPENSTREETMAP = "© OpenStreetMap contributors (ODbL)"
COLOURS = Colours()
IOS_APP = re.compile(r"[A-Z0-9]{10}(\.[A-Za-z0-9-]+)+")
ANDROID_APP = re.compile(
    r"[A-Za-z]\w*(\.[A-Za-z]\w*)+:[0-9A-F]{2}(:[0-9A-F]{2}){31}", re.ASCII
)
# What could end a directive of a Content-Security-Policy is not in it.
STYLE_URL = re.compile(r"https?://[a-zA-Z0-9.-]+(:[0-9]{1,5})?/[!-~]*")


class BadSetting(Exception):
    """A setting is missing or cannot be read; the text says which and why."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Read from the environment, `database_url` from DATABASE_URL and so on.

    public_url: how the outside world reaches us, no trailing slash; printed in QR
    codes. secret_key: signs cursors and derives device tokens, 32 characters or
    more. workers, threads: of the production server; each thread may hold one
    connection. trusted_proxies: how many proxies stand before us. map_style_url: a
    MapLibre style in place of ours; map_tiles_file: PMTiles in place of ours;
    map_attribution: whom the map names. qr_dark, qr_light, qr_accent: the colours of
    printed codes. ios_app_ids: TEAMID.bundle.id,…; android_apps: package:SHA-256
    fingerprint,…: the apps that open scanned codes.
    """

    database_url: str
    secret_key: str
    public_url: str = "http://127.0.0.1:8000"
    port: int = 8000
    host: str = "127.0.0.1"
    workers: int = 4
    threads: int = 1
    trusted_proxies: int = 0
    map_style_url: str = ""
    map_tiles_file: str = ""
    map_attribution: str = OPENSTREETMAP
    qr_dark: str = COLOURS.dark
    qr_light: str = COLOURS.light
    qr_accent: str = COLOURS.accent
    ios_app_ids: str = ""
    android_apps: str = ""

    def __post_init__(self) -> None:
        _ensure_names_postgresql(self.database_url)
        if len(self.secret_key) < 32:
            raise BadSetting("SECRET_KEY needs 32 characters or more: citizen keys")
        for name in ("port", "workers", "threads"):
            if getattr(self, name) < 1:
                raise BadSetting(f"{name.upper()} must be 1 or more")
        _ensure_fits_codes(self.public_url)
        if self.map_style_url and not STYLE_URL.fullmatch(self.map_style_url):
            raise BadSetting("MAP_STYLE_URL must look like https://host/style.json")
        if self.map_tiles_file:
            _ensure_has_tiles(self.map_tiles_file)
        _ = self.qr_colours  # refused at the start, not when one prints
        _ensure_each("IOS_APP_IDS", self.ios_app_ids, IOS_APP)
        _ensure_each("ANDROID_APPS", self.android_apps, ANDROID_APP)

    @property
    def qr_colours(self) -> Colours:
        """The colours of printed codes; raises BadSetting when no phone reads them."""
        try:
            return Colours(self.qr_dark, self.qr_light, self.qr_accent)
        except BadColours as error:
            raise BadSetting(f"QR_DARK, QR_LIGHT, QR_ACCENT: {error}") from None


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process.

    Raises BadSetting when one is missing or is not of its type.
    """
    values: dict[str, str | int] = {}
    for field in fields(Settings):
        text = environ.get(field.name.upper())
        if text:
            values[field.name] = _read(field.name, text, field.type is int)
    values.setdefault("public_url", f"http://127.0.0.1:{values.get('port', 8000)}")
    for name in ("database_url", "secret_key"):
        if name not in values:
            raise BadSetting(f"{name.upper()} is not set")
    return Settings(**values)  # type: ignore[arg-type]


def _ensure_names_postgresql(address: str) -> None:
    try:
        named = make_url(address).drivername in DRIVERS
    except (ArgumentError, ValueError):
        named = False
    if not named:
        form = "postgresql://user:password@host:5432/database"
        raise BadSetting(f"DATABASE_URL must look like {form}")


def _ensure_fits_codes(public_url: str) -> None:
    try:
        link_url(public_url, nth_code(0))
    except BadHost:
        form = "https://host or http://host:port, in small letters"
        raise BadSetting(f"PUBLIC_URL must look like {form}") from None


def _ensure_has_tiles(file: str) -> None:
    try:
        opened(Path(file))
    except (OSError, BadArchive):
        form = "a PMTiles file of vector tiles"
        raise BadSetting(f"MAP_TILES_FILE must name {form}: {file}") from None


def _ensure_each(name: str, text: str, form: re.Pattern[str]) -> None:
    wrong = [each for each in text.split(",") if text and not form.fullmatch(each)]
    if wrong:
        raise BadSetting(f"{name} has {wrong[0][:100]!r}, which is no app")


def _read(name: str, text: str, whole: bool) -> str | int:
    if not whole:
        return text.rstrip("/") if name == "public_url" else text
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise BadSetting(f"{name.upper()} must be a whole number, not {text!r}")
    return int(text)
