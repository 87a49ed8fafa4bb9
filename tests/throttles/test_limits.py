"""So many in a window, counted in the database for every process."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citizen_api.db import Database
from citizen_api.problems import TooManyRequests
from citizen_api.throttles.actions import (
    ensure_allowed,
    ensure_each_allowed,
    forget,
)
from citizen_api.throttles.rules import Limit, key_of, network_of, seconds
from tests.conftest import NOON

TWO = Limit("two", 2, 60)
MANY = Limit("many", 1000, 3600)
ROWS = "SELECT count(*) FROM throttle_counts WHERE key = %(key)s"


def test_so_many_are_allowed_and_no_more(database: Database, key: bytes) -> None:
    ensure_allowed(database, TWO, key, NOON)
    ensure_allowed(database, TWO, key, NOON)

    with pytest.raises(TooManyRequests):
        ensure_allowed(database, TWO, key, NOON)


def test_the_next_window_opens_when_it_was_said(database: Database, key: bytes) -> None:
    later = NOON + timedelta(seconds=20)
    ensure_allowed(database, TWO, key, NOON)
    ensure_allowed(database, TWO, key, NOON)

    with pytest.raises(TooManyRequests) as refused:
        ensure_allowed(database, TWO, key, later)
    wait = timedelta(seconds=int(refused.value.headers["Retry-After"]))

    assert wait == timedelta(seconds=40)
    told = ensure_allowed(database, TWO, key, later + wait)
    assert told["RateLimit"] == '"two";r=1;t=60'


def test_what_is_left_is_told(database: Database, key: bytes) -> None:
    ensure_allowed(database, MANY, key, NOON)

    later = NOON + timedelta(minutes=10)
    assert ensure_allowed(database, MANY, key, later) == {
        "RateLimit": '"many";r=998;t=3000',
        "RateLimit-Policy": '"many";q=1000;w=3600',
    }


def test_several_limits_are_one_statement_and_the_longest_wait_is_told(
    database: Database, key: bytes
) -> None:
    hour = Limit("two an hour", 2, 3600)
    every = {MANY: key, TWO: key, hour: key}
    ensure_each_allowed(database, every, NOON)
    ensure_each_allowed(database, every, NOON)

    with pytest.raises(TooManyRequests) as refused:
        ensure_each_allowed(database, every, NOON)

    assert refused.value.headers["Retry-After"] == "3600"
    assert refused.value.headers["RateLimit"].count(";r=0") == 2
    assert '"many";r=997;t=3600' in refused.value.headers["RateLimit"]


def test_callers_are_counted_apart(database: Database, key: bytes) -> None:
    for _ in range(2):
        ensure_allowed(database, TWO, key, NOON)

    assert ensure_allowed(database, TWO, key + b"other", NOON)


def test_at_once_from_several_processes_no_use_is_lost(
    database: Database, counts_url: str, key: bytes
) -> None:
    other = Database(counts_url, pool_size=4)
    keys = {Limit(scope, 100, 60): key for scope in "cba"}
    backwards = dict(reversed(keys.items()))

    def use(number: int) -> None:
        ensure_each_allowed(other if number % 2 else database, keys, NOON)
        ensure_each_allowed(database if number % 2 else other, backwards, NOON)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(use, range(40)))
    other.close()

    told = ensure_allowed(database, Limit("a", 100, 60), key, NOON)
    assert told["RateLimit"] == '"a";r=19;t=60'


def test_s26_counts_whose_window_is_over_are_deleted(
    database: Database, key: bytes
) -> None:
    ensure_allowed(database, TWO, key, NOON)
    ensure_allowed(database, MANY, key, NOON)

    with database.sessions.begin() as session:
        forget(session, NOON + timedelta(seconds=61))

    assert database.find(ROWS, {"key": key}) == [(1,)]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "20010db800010002"),
        ("2001:db8:1:2::1", "20010db800010002"),
        ("", ""),
        ("a pipe", "a pipe"),
    ],
)
def test_a_network_of_version_6_is_one_caller(address: str, network: str) -> None:
    assert network_of(address) == network


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_keys_differ_when_what_they_are_made_of_differs(
    one: list[str], other: list[str]
) -> None:
    same = key_of("secret", *one) == key_of("secret", *other)

    assert same is (one == other)
    assert key_of("secret", *one) != key_of("another", *one)


@pytest.mark.parametrize(("span", "told"), [(0.001, 1), (60, 60), (0, 0), (-5, 0)])
def test_a_second_that_has_begun_counts(span: float, told: int) -> None:
    assert seconds(timedelta(seconds=span)) == told
