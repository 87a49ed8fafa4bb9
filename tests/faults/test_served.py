"""An outage under the real server, with callers all the while."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.faults.doors import READS
from tests.faults.power import Power
from tests.faults.serving import served
from tests.reviews.crowd import Rating, call, rate, register

CALLERS = 4
VENUE = "banh-da-cua-co-cam"


def ask_until(stop: Callable[[], bool], port: int, first: int) -> Counter[int]:
    """Read everything over and over; what came back."""
    seen: Counter[int] = Counter()
    number = first
    while not stop():
        seen[call(port, "GET", READS[number % 8]).status] += 1
        number += 1
    return seen


def test_an_outage_under_load_ends_by_itself(power: Power) -> None:
    ended = False
    with (
        served(power.url, workers=2, threads=2) as port,
        ThreadPoolExecutor(CALLERS) as threads,
    ):
        token = register(port)
        asking = [
            threads.submit(ask_until, lambda: ended, port, first)
            for first in range(CALLERS)
        ]
        time.sleep(0.5)
        power.off()
        time.sleep(0.5)
        during = rate(Rating(port, VENUE, 5, token))
        power.on()
        time.sleep(0.5)
        ended = True
        seen = sum((each.result() for each in asking), Counter[int]())
        after = rate(Rating(port, VENUE, 5, token))

        assert (during.status, after.status) == (503, 201)
        assert set(seen) == {200, 503}
        assert [call(port, "GET", path).status for path in READS[:8]] == [200] * 8
