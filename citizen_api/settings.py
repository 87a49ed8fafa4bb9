"""Every setting, its type, its default. A secret has no default."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from qr.codes import nth_code
from qr.payload import BadHost, link_url

DRIVERS = {"postgres", "postgresql", "postgresql+psycopg"}


class BadSetting(Exception):
    """A setting is missing or cannot be read; the text says which and why."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Read from the environment, `database_url` from DATABASE_URL and so on.

    public_url: how the outside world reaches us, no trailing slash; printed in QR
    codes. secret_key: signs cursors and derives device tokens, 32 characters or
    more. workers, threads: of the production server; each thread may hold one
    connection. trusted_proxies: how many proxies stand before us.
    """

    database_url: str
    secret_key: str
    public_url: str = "http://127.0.0.1:8000"
    port: int = 8000
    host: str = "127.0.0.1"
    workers: int = 2
    threads: int = 2
    trusted_proxies: int = 0

    def __post_init__(self) -> None:
        _ensure_names_postgresql(self.database_url)
        if len(self.secret_key) < 32:
            raise BadSetting("SECRET_KEY needs 32 characters or more: citizen keys")
        for name in ("port", "workers", "threads"):
            if getattr(self, name) < 1:
                raise BadSetting(f"{name.upper()} must be 1 or more")
        _ensure_fits_codes(self.public_url)


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


def _read(name: str, text: str, whole: bool) -> str | int:
    if not whole:
        return text.rstrip("/") if name == "public_url" else text
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise BadSetting(f"{name.upper()} must be a whole number, not {text!r}")
    return int(text)
