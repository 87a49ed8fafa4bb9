"""Many phones at once: processes of threads that all call a served city."""

import json
import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from typing import Any, NamedTuple, TypeVar

from tests.reviews.addresses import mine

PROCESSES = 4
# Processes that share nothing, forked from one that has loaded this module.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.reviews.storm", "tests.reviews.crowd"])
Given = TypeVar("Given")
Made = TypeVar("Made")


class Answer(NamedTuple):
    """What came back."""

    status: int
    tag: str | None
    body: Any


def call(
    port: int,
    method: str,
    path: str,
    body: Any = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    """One request on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {"Content-Type": "application/json"} if body is not None else {}
    connection.request(
        method, path, body and json.dumps(body).encode(), sent | (headers or {})
    )
    with connection.getresponse() as response:
        text = response.read()
        tag = response.headers["ETag"]
    connection.close()
    return Answer(response.status, tag, json.loads(text) if text else None)


def register(port: int, key: str | None = None) -> str:
    """A token."""
    headers = {"Idempotency-Key": key} if key else {}
    answer = call(port, "POST", "/v1/devices", headers=headers)
    token: str = answer.body["token"]
    return token


class Rating(NamedTuple):
    """What one phone says; without a token it gets one first."""

    port: int
    venue: str
    stars: int
    token: str | None = None
    if_match: str | None = None


def rate(rating: Rating) -> Answer:
    """Say it."""
    token = rating.token or register(rating.port)
    headers = {"Authorization": f"Bearer {token}"}
    if rating.if_match:
        headers["If-Match"] = rating.if_match
    return call(
        rating.port, "PUT", mine(rating.venue), {"stars": rating.stars}, headers
    )


def at_once(ask: Callable[[Given], Made], all_given: Iterable[Given]) -> list[Made]:
    """Ask about all at once, from several processes; the answers in order."""
    given = list(all_given)
    shares = [given[start::PROCESSES] for start in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=FORKS) as pool:
        made = list(pool.map(partial(share_at_once, ask), shares))
    return [made[at % PROCESSES][at // PROCESSES] for at in range(len(given))]


def share_at_once(ask: Callable[[Given], Made], share: list[Given]) -> list[Made]:
    """What one process does: a thread for each."""
    with ThreadPoolExecutor(len(share)) as threads:
        return list(threads.map(ask, share))
