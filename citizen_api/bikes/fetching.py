"""Feeds of others, fetched so that a bad address or answer harms nothing.

Only https, only addresses of the open internet, the one that was looked at is the one
that is called; no redirects, one deadline for all of it, and a limit to the size.
"""

import gzip
import io
import ssl
from collections.abc import Callable
from http.client import HTTPException
from typing import Any, Final, NamedTuple
from urllib.parse import SplitResult

import orjson

from citizen_api.reaching import BadAddress, NotOpen, address, connected
from identity.providers.wire import target_of

LARGEST: Final = 20 * 1024 * 1024
SECONDS: Final = 20.0
LONGEST_TAG: Final = 200
ASKED: Final = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip",
    "User-Agent": "haiphong-citizen/1 (bike feeds)",
}
NO_ADDRESS: Final = (
    "the address must begin with https://, in plain letters, without a password"
)


class NotFetched(Exception):
    """No answer that can be used; the text says why, for an operator."""


class Fetched(NamedTuple):
    """A JSON object, None when it is as it was; `tag`: its ETag."""

    document: dict[str, Any] | None
    tag: str | None


Fetch = Callable[[str, str | None], Fetched]


def fetcher(*, local: bool = False) -> Fetch:
    """A function that fetches; `local` also takes http and this machine."""

    def fetch(url: str, tag: str | None) -> Fetched:
        return fetched(url, tag, local=local)

    return fetch


def fetched(url: str, tag: str | None, *, local: bool) -> Fetched:
    """The JSON object at an address. Raises NotFetched."""
    try:
        parts = address(url, local=local)
    except BadAddress:
        raise NotFetched(NO_ADDRESS) from None
    try:
        return _answer(parts, tag, local)
    except TimeoutError:
        raise NotFetched("it took too long") from None
    except ssl.SSLError:
        raise NotFetched("its certificate is not good") from None
    except NotOpen:
        raise NotFetched("the host is not on the open internet") from None
    except (HTTPException, EOFError, gzip.BadGzipFile):
        raise NotFetched("the answer is cut off or broken") from None
    except OSError:
        raise NotFetched("it cannot be reached") from None


def _answer(parts: SplitResult, tag: str | None, local: bool) -> Fetched:
    asked = ASKED | ({"If-None-Match": tag} if tag else {})
    with connected(parts, SECONDS, local=local) as connection:
        connection.request("GET", target_of(parts), headers=asked)
        response = connection.getresponse()
        if response.status == 304 and tag:
            return Fetched(None, tag)
        if response.status != 200:
            raise NotFetched(f"it answers {response.status}")
        body = response.read(LARGEST + 1)
        if len(body) > LARGEST or response.length:
            raise NotFetched("the answer is too large or cut off")
        packed = response.headers.get("Content-Encoding", "") == "gzip"
        return Fetched(_object(body, packed), _tag(response.headers.get("ETag")))


def _object(body: bytes, packed: bool) -> dict[str, Any]:
    if packed:
        body = gzip.GzipFile(fileobj=io.BytesIO(body)).read(LARGEST + 1)
        if len(body) > LARGEST:
            raise NotFetched("the answer is too large")
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise NotFetched("the answer is not JSON") from None
    if not isinstance(found, dict):
        raise NotFetched("the answer is not a JSON object")
    return found


def _tag(given: str | None) -> str | None:
    usable = given and len(given) <= LONGEST_TAG and given.isascii()
    return given if usable and given and given.isprintable() else None
