"""The audit chain: every change of the past is seen, at the entry where it begins."""

import hashlib
import itertools
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from identity.audit_chain import (
    GENESIS,
    Anchor,
    BrokenChain,
    Flaw,
    Link,
    NotAuditable,
    next_link,
    sign_anchor,
    verify,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TRUSTED = {"a": KEY.public_key()}
AT = datetime(2026, 11, 21, 5, tzinfo=UTC)
Change = Callable[[list[Link]], list[Link]]


def chain(count: int, start: str = "") -> list[Link]:
    """So many entries, one after the other."""
    return list(grown(count, start))


def grown(count: int, start: str = "") -> Iterator[Link]:
    """The entries of a chain, one at a time."""
    last = None
    for number in range(count):
        last = next_link(last, {"action": f"{start}{number}", "at": "2026-11-21"})
        yield last


def anchor(link: Link) -> Anchor:
    return sign_anchor(link, AT, "a", KEY)


def rehashed(link: Link, **changes: Any) -> Link:
    """A changed entry with a hash that fits it."""
    changed = replace(link, **changes)
    before = Link(changed.seq - 1, {}, b"", changed.previous)
    return next_link(before, changed.fields)


def renumbered(links: list[Link]) -> list[Link]:
    return [replace(link, seq=place + 1) for place, link in enumerate(links)]


def flaw_of(links: list[Link], *anchors: Anchor) -> tuple[int, Flaw]:
    with pytest.raises(BrokenChain) as broken:
        verify(links, anchors, TRUSTED)
    return broken.value.seq, broken.value.flaw


def test_a_whole_chain_is_counted_and_its_head_told() -> None:
    links = chain(9)

    checked = verify(links, [anchor(links[2]), anchor(links[8])], TRUSTED)

    assert (checked.entries, checked.anchors) == (9, 2)
    assert checked.head == links[8].hash


def test_an_empty_chain_is_whole() -> None:
    assert verify([]).head == GENESIS


def test_s14_the_hash_is_sha_256_of_the_previous_and_canonical_json() -> None:
    link = next_link(None, {"b": "ệ", "a": 1})
    text = '{"entry":{"a":1,"b":"ệ"},"seq":1}'

    assert link.hash == hashlib.sha256(bytes(32) + text.encode()).digest()


EXTRA = next_link(None, {"action": "never happened"})
CHANGES: dict[str, tuple[Change, int, Flaw]] = {
    "edit": (
        lambda c: [*c[:3], replace(c[3], fields={"action": "x"}), *c[4:]],
        *(4, Flaw.EDITED),
    ),
    "edit and hash anew": (
        lambda c: [*c[:3], rehashed(c[3], fields={"action": "x"}), *c[4:]],
        *(4, Flaw.EDITED),
    ),
    "edit the first and hash anew": (
        lambda c: [rehashed(c[0], fields={"action": "x"}), *c[1:]],
        *(1, Flaw.EDITED),
    ),
    "edit the last": (
        lambda c: [*c[:-1], replace(c[-1], fields={})],
        *(8, Flaw.EDITED),
    ),
    "delete": (lambda c: [*c[:3], *c[4:]], 4, Flaw.MISSING),
    "delete the first": (lambda c: c[1:], 1, Flaw.MISSING),
    "delete and renumber": (
        lambda c: renumbered([*c[:3], *c[4:]]),
        *(4, Flaw.UNLINKED),
    ),
    "delete the first and renumber": (
        lambda c: renumbered(c[1:]),
        *(1, Flaw.UNLINKED),
    ),
    "insert": (
        lambda c: renumbered([*c[:3], replace(EXTRA, previous=c[2].hash), *c[3:]]),
        *(4, Flaw.EDITED),
    ),
    "insert well hashed": (
        lambda c: renumbered(
            [*c[:3], next_link(c[2], {"action": "never happened"}), *c[3:]]
        ),
        *(4, Flaw.UNLINKED),
    ),
    "insert twice the same number": (
        lambda c: [*c[:4], c[3], *c[4:]],
        *(4, Flaw.OUT_OF_ORDER),
    ),
    "reorder": (lambda c: [*c[:3], c[4], c[3], *c[5:]], 4, Flaw.MISSING),
    "reorder and renumber": (
        lambda c: renumbered([*c[:3], c[4], c[3], *c[5:]]),
        *(4, Flaw.UNLINKED),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_s14_the_first_bad_entry_is_named(change: str) -> None:
    spoil, seq, flaw = CHANGES[change]

    assert flaw_of(spoil(chain(8))) == (seq, flaw)


def test_s14_a_tail_cut_off_is_seen_by_the_anchor_after_it() -> None:
    links = chain(8)

    assert flaw_of(links[:5], anchor(links[6])) == (6, Flaw.TAIL_CUT)
    assert flaw_of([], anchor(links[6])) == (1, Flaw.TAIL_CUT)


def test_s14_a_chain_written_anew_is_seen_by_its_anchor() -> None:
    old, new = chain(8), chain(8, start="other")

    assert verify(new).entries == 8
    assert flaw_of(new, anchor(old[4])) == (5, Flaw.REWRITTEN)


def forged(link: Link) -> Iterator[Anchor]:
    good = anchor(link)
    yield replace(good, signature=bytes(64))
    yield replace(good, key_id="b")
    yield replace(good, at=AT + timedelta(seconds=1))
    yield replace(good, seq=link.seq + 1)
    yield replace(good, hash=bytes(32))


def test_s14_a_forged_anchor_is_refused() -> None:
    links = chain(4)

    for wrong in forged(links[1]):
        assert flaw_of(links, wrong) == (wrong.seq, Flaw.FORGED_ANCHOR)


def test_an_anchor_of_no_trusted_key_is_refused() -> None:
    links = chain(2)

    with pytest.raises(BrokenChain, match="forged anchor"):
        verify(links, [anchor(links[0])])


def test_anchors_out_of_order_are_named() -> None:
    links = chain(4)

    found = flaw_of(links, anchor(links[2]), anchor(links[1]))

    assert found == (2, Flaw.OUT_OF_ORDER)


def test_an_anchor_means_the_same_moment_in_any_zone() -> None:
    link = chain(1)[0]
    here = replace(anchor(link), at=AT.astimezone(timezone(timedelta(hours=7))))

    assert verify([link], [here], TRUSTED).anchors == 1


@pytest.mark.parametrize(
    "value", [float("nan"), 2**53, datetime(2026, 1, 1, tzinfo=UTC), b"x", "\ud800"]
)
def test_what_has_no_canonical_json_is_refused_by_name(value: Any) -> None:
    with pytest.raises(NotAuditable):
        next_link(None, {"value": value})


JSON = st.dictionaries(st.text(max_size=5), st.text(max_size=9) | st.booleans())


@given(st.lists(JSON, min_size=1, max_size=12), st.data())
def test_s14_any_single_change_is_found_no_later_than_where_it_is(
    entries: list[dict[str, Any]], data: st.DataObject
) -> None:
    links: list[Link] = []
    for entry in entries:
        links.append(next_link(links[-1] if links else None, entry))
    place = data.draw(st.integers(0, len(links) - 1))
    links[place] = replace(links[place], fields={**links[place].fields, "changed!": 1})

    assert flaw_of(links) == (place + 1, Flaw.EDITED)


def test_verifying_keeps_no_more_than_the_last_entry() -> None:
    tracemalloc.start()
    try:
        checked = verify(itertools.islice(grown(20_000), 3_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert checked.entries == 3_000
    assert peak < 200_000


def test_a_chain_whose_beginning_is_rightly_gone_is_verified_from_there() -> None:
    links = chain(9)

    checked = verify(links[5:], [anchor(links[7])], TRUSTED, after=links[4])

    assert (checked.entries, checked.anchors) == (4, 1)
    assert checked.head == links[8].hash


def test_after_another_entry_than_the_one_before_it_does_not_hold() -> None:
    links = chain(9)

    with pytest.raises(BrokenChain) as broken:
        verify(links[5:], after=links[3])

    assert (broken.value.seq, broken.value.flaw) == (5, Flaw.MISSING)
