"""Whom a chip is about: signed by the right authority, but not as it must be."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from identity.chip import ChipFault, ChipPart, ChipRead, ChipRefused, verify_chip
from tests.identity.cards.specimens import (
    FIELDS,
    NOON,
    NUMBER,
    Chip,
    chip,
    dg1,
    field,
    file,
    mrz,
    sequence,
)

CARD = chip()


def refused(card: Chip, read: ChipRead | None = None) -> tuple[ChipFault, ChipPart]:
    with pytest.raises(ChipRefused) as raised:
        verify_chip(read or card.read(), card.trust, at=NOON)
    return raised.value.fault, raised.value.part


@pytest.mark.parametrize(
    "made",
    [
        lambda: chip(mrz("099090000001")),
        lambda: chip(mrz(birth="900102")),
        lambda: chip(fields={**FIELDS, 3: "31/02/1990"}),
        lambda: chip(fields={**FIELDS, 4: "Khác"}),
        lambda: chip(fields={**FIELDS, 2: "<b>A</b>"}),
        lambda: chip(fields={**FIELDS, 9: "A\u202eB"}),
        lambda: chip(fields={key: FIELDS[key] for key in (1, 2, 3, 4, 9)}),
    ],
)
def test_signed_nonsense_in_dg13_is_malformed(made: Callable[[], Chip]) -> None:
    assert refused(made()) == (ChipFault.MALFORMED, "dg13")


@pytest.mark.parametrize(
    ("number", "data"),
    [
        (1, b""),
        (1, dg1(mrz(state="UTO"))),
        (1, CARD.groups[1] + b"\0"),
        (1, file(1, b"\x04\x01A")),
        (13, b""),
        (13, file(13, sequence(field(1, NUMBER) * 2))),
        (13, file(13, b"\x30\x80")),
    ],
)
def test_signed_bytes_of_another_shape_are_malformed(number: int, data: bytes) -> None:
    card = replace(CARD, groups=CARD.groups | {number: data})

    assert refused(card) == (ChipFault.MALFORMED, f"dg{number}")


def test_values_nested_too_deep_are_malformed() -> None:
    body = core.Integer(1).dump()
    for _ in range(500):
        body = sequence(body)
    card = replace(CARD, groups=CARD.groups | {13: file(13, body)})

    assert refused(card) == (ChipFault.MALFORMED, "dg13")


@given(st.binary(max_size=300), st.sampled_from(["sod", "dg1", "dg13"]))
def test_s21_any_bytes_are_refused_by_name(data: bytes, name: str) -> None:
    card = (
        CARD
        if name == "sod"
        else replace(CARD, groups=CARD.groups | {int(name[2:]): data})
    )

    fault, part = refused(card, card.read(**({"sod": data} if name == "sod" else {})))

    assert (fault, part) == (ChipFault.MALFORMED, name)
