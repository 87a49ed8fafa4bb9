"""The files of the pages: packed once, and named by what is in them."""

import gzip
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from flask import Blueprint, Response

from citizen_api.callers import public as anyone
from citizen_api.http.caching import PACKED, fingerprint, public
from citizen_api.http.compression import takes_gzip
from citizen_api.pages.policy import policy
from citizen_api.problems import NotFound

FOLDER = Path(__file__).parent / "static"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
ALREADY_PACKED = {".png", ".woff2"}
MINUTE, YEAR = 60, 365 * 24 * 3600

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True)
class File:
    """A file and its tag; most are never asked for, so that none is held."""

    path: Path
    media_type: str
    tag: str

    @property
    def body(self) -> bytes:
        """What is in it."""
        return self.path.read_bytes()

    @cached_property
    def packed(self) -> bytes | None:
        """It packed, when that helps; done when first asked for."""
        if self.path.suffix in ALREADY_PACKED:
            return None
        return gzip.compress(self.body, 9, mtime=0)


@cache
def files() -> dict[str, File]:
    """Every file of the pages by its path; nothing changes them while we run."""
    return {
        path.relative_to(FOLDER).as_posix(): File(
            path, MEDIA_TYPES[path.suffix], fingerprint(path.read_bytes())
        )
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in MEDIA_TYPES
    }


@cache
def version() -> str:
    """A name for all files together, so that they may refer to one another."""
    tags = (f"{path} {file.tag}\n".encode() for path, file in files().items())
    return fingerprint(*tags)


def asset(path: str) -> str:
    """The address of a file, good for ever. Raises KeyError when there is none."""
    files()[path]
    return f"/static/{version()}/{path}"


@blueprint.get("/static/<named>/<path:path>")
@anyone
def static_file(named: str, path: str) -> Response:
    """A file of the pages; a page of an older version may ask for it, too."""
    file = files().get(path)
    if file is None:
        raise NotFound
    lasting = named == version()
    squeezed = file.packed if takes_gzip() else None
    response = public(
        squeezed or file.body,
        file.media_type,
        max_age=YEAR if lasting else MINUTE,
        tag=file.tag,
    )
    if lasting:
        response.headers["Cache-Control"] += ", immutable"
    response.headers["Content-Security-Policy"] = policy()
    if squeezed and response.status_code == 200:
        response.headers["Content-Encoding"] = "gzip"
        response.headers["ETag"] = f'"{file.tag}{PACKED}"'
    return response
