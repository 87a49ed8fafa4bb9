"""Forms: what is sent came from a page of ours that this reader opened lately."""

import hmac
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import after_this_request, current_app, g, request
from werkzeug import Response

from citizen_api.http.bodies import REPEATED, UNREADABLE, sent_bytes
from citizen_api.http.clock import now
from citizen_api.media.problems import PhotoTooHeavy
from citizen_api.media.rules import MOST_BYTES
from citizen_api.media.uploading import ensure_light
from citizen_api.pages import cookies
from citizen_api.pages.languages import _, ngettext
from citizen_api.problems import (
    BadRequest,
    FieldError,
    ForeignForm,
    UnsupportedMediaType,
)
from citizen_api.tokens import derived_token, new_token
from qr.payload import host_of

COOKIE = "form"
FIELD = "form_token"
GOOD_S = 12 * 3600
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"
FILE = "photo"
# What the other fields of a form with a file may take.
BESIDE_BYTES = 16 * 1024
NONCE = re.compile(r"[A-Za-z0-9_-]{43}")
OURS = {"same-origin", "none"}


@dataclass(frozen=True)
class Sent:
    """What a reader typed into a form, by field; line breaks are `\\n`.

    `fresh`: its token is good. When it is not, the form is shown again with what was
    typed, and nothing is done.
    """

    values: Mapping[str, str]
    fresh: bool

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def number(self, name: str) -> int | None:
        """A number of at most nine digits that a page wrote; None for anything else."""
        value = self[name]
        small = value.isascii() and value.isdigit() and len(value) < 10
        return int(value) if small else None


def form_token() -> str:
    """The hidden value of a form that is about to be shown; good for twelve hours."""
    issued = int(now().timestamp())
    return f"{issued}.{_mark(issued, nonce())}"


def nonce() -> str:
    """What tells this reader's forms from those of others: a cookie, made when new."""
    if "form_nonce" not in g:
        g.form_nonce = _cookie() or new_token()
        after_this_request(_keep_nonce)
    made: str = g.form_nonce
    return made


def read_form() -> Sent:
    """What was sent.

    Raises ForeignForm when another site sent it, UnsupportedMediaType, BadRequest.
    """
    _ensure_from_here()
    if request.mimetype != FORM:
        raise UnsupportedMediaType
    typed: dict[str, str] = {}
    for name, value in parse_qsl(sent_bytes(request).decode(errors="replace")):
        said = REPEATED if name in typed else UNREADABLE
        if name in typed or "\ufffd" in name + value:
            raise BadRequest(errors=[FieldError(said, parameter=name[:40])])
        typed[name] = value.replace("\r\n", "\n")
    return Sent(typed, _is_fresh(typed.pop(FIELD, "")))


class OldForm(Exception):
    """A form with a file was open for too long."""


def has_parts() -> bool:
    """Whether a file comes along."""
    return request.mimetype == PARTS


def sent_file() -> bytes:
    """The file of a form, empty when none was chosen; it alone may be so large.

    Raises ForeignForm, OldForm, PhotoTooHeavy.
    """
    _ensure_from_here()
    most = MOST_BYTES + BESIDE_BYTES
    if (request.content_length or 0) > most:
        raise PhotoTooHeavy
    request.max_content_length = most
    if not _is_fresh(request.form.get(FIELD, "")):
        raise OldForm
    file = request.files.get(FILE)
    return ensure_light(file.read() if file else b"")


def _is_fresh(token: str) -> bool:
    issued, _, mark = token.partition(".")
    cookie = _cookie()
    if not (cookie and issued.isascii() and issued.isdigit() and len(issued) < 12):
        return False
    age = now().timestamp() - int(issued)
    good = _mark(int(issued), cookie)
    return -GOOD_S < age < GOOD_S and hmac.compare_digest(good, mark)


def _cookie() -> str | None:
    given = cookies.kept(COOKIE)
    return given if NONCE.fullmatch(given) else None


def _mark(issued: int, cookie: str) -> str:
    secret = current_app.config["SIGNING_KEY"]
    return derived_token(secret, "form", f"{issued} {cookie}")


def _ensure_from_here() -> None:
    """Browsers say which site a form stands on; old ones leave it to the token."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        foreign = site not in OURS
    else:
        here = {request.host, host_of(current_app.config["PUBLIC_URL"])}
        foreign = origin not in {None, "null"} and host_of(origin) not in here
    if foreign:
        raise ForeignForm


def _keep_nonce(response: Response) -> Response:
    cookies.keep(response, COOKIE, g.form_nonce, GOOD_S)
    return response


def too_old() -> str:
    """What is said when a form was open for too long."""
    return _("This page was open too long, or cookies are off. Please send it again.")


def wrong_text(typed: str, longest: int) -> str:
    """What is wrong with a text that is too long, or holds what nobody can see."""
    count = len(unicodedata.normalize("NFC", typed).strip())
    if count > longest:
        return ngettext(
            "Please shorten the text by %(num)d character.",
            "Please shorten the text by %(num)d characters.",
            count - longest,
        )
    return _("The text holds characters that cannot be shown. Please type it anew.")
