"""The key ring: read from text, and refused when weak."""

import base64
import os
from collections.abc import Callable

import pytest

from identity.key_ring import (
    BadKeys,
    Purpose,
    add_key,
    drop_key,
    new_keys,
    read_keys,
    use_key,
)
from tests.identity.vault.rings import entry, key, ring


def test_the_first_key_of_each_purpose_is_the_current_one() -> None:
    made = ring("2027", "2026")

    assert (made.seal_id, made.index_id) == ("2027", "2027")
    assert made.seal_keys["2026"] == key("seal 2026")
    assert set(made.index_keys) == {"2026", "2027"}


def test_a_fresh_ring_can_be_read() -> None:
    text = new_keys("first", os.urandom)

    assert read_keys(text).seal_id == "first"
    assert text != new_keys("first", os.urandom)


def test_a_fresh_ring_from_a_broken_source_of_chance_is_refused() -> None:
    with pytest.raises(BadKeys, match="weak"):
        new_keys("first", bytes)


def test_keys_never_show_in_a_ring_s_repr() -> None:
    shown = repr(ring("2026"))

    assert "seal_id" in shown
    assert "keys" not in shown


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no seal key"),
        (entry("seal", "a"), "no index key"),
        (entry("index", "a"), "no seal key"),
        ("seal:a", "an entry reads"),
        ("sign:a:b", "an entry reads"),
        ("seal:UPPER:AAAA", "a key id"),
        ("seal::AAAA", "a key id"),
        ("seal:a:%%%%", "no base64"),
        ("seal:a:é", "no base64"),
        (f"{entry('seal', 'a')} {entry('seal', 'a')}", "there twice"),
        (f"{entry('seal', 'a')} index:a:{entry('seal', 'a')[7:]}", "two names"),
    ],
)
def test_s10_a_text_without_usable_keys_is_refused(text: str, told: str) -> None:
    with pytest.raises(BadKeys, match=told):
        read_keys(text)


@pytest.mark.parametrize(
    "weak",
    [
        key("short")[:31],
        key("long") + b"x",
        bytes(32),
        b"\xff" * 32,
        bytes(range(8)) * 4,
        b"correct horse battery staple 123",
    ],
)
def test_s10_a_weak_key_is_refused_and_not_quoted(weak: bytes) -> None:
    written = base64.b64encode(weak).decode()

    with pytest.raises(BadKeys) as refused:
        read_keys(f"seal:a:{written} {entry('index', 'a')}")

    assert written not in str(refused.value)


def test_s11_a_key_is_added_then_used_then_dropped() -> None:
    text = new_keys("old", os.urandom)

    added = add_key(text, Purpose.SEAL, "new", os.urandom)
    used = use_key(added, Purpose.SEAL, "new")
    dropped = drop_key(used, Purpose.SEAL, "old")

    rings = [read_keys(each) for each in (text, added, used, dropped)]
    assert [each.seal_id for each in rings] == ["old", "old", "new", "new"]
    assert [len(each.seal_keys) for each in rings] == [1, 2, 2, 1]
    assert {each.index_id for each in rings} == {"old"}
    assert rings[3].seal_keys["new"] == rings[1].seal_keys["new"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: use_key(text, Purpose.SEAL, "ol"), "no seal key ol"),
        (lambda text: drop_key(text, Purpose.INDEX, "new"), "no index key new"),
        (lambda text: drop_key(text, Purpose.INDEX, "old"), "the current one"),
        (lambda text: add_key(text, Purpose.SEAL, "old", os.urandom), "twice"),
        (lambda text: add_key(text, Purpose.SEAL, "N W", os.urandom), "a key id"),
        (lambda text: add_key(text, Purpose.SEAL, "new", bytes), "weak"),
    ],
)
def test_a_change_that_would_break_the_ring_is_refused(
    change: Callable[[str], str], told: str
) -> None:
    with pytest.raises(BadKeys, match=told):
        change(new_keys("old", os.urandom))
