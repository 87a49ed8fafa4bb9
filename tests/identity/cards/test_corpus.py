"""Texts that were made to break readers, and what becomes of each (S21)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from identity.card_qr import read_card_qr
from identity.insurance_qr import read_insurance_qr
from identity.mrz import read_card_mrz
from identity.scans import read_qr
from tests.identity.cards.specimens import refusal

CORPUS = json.loads(Path(__file__).with_name("corpus.json").read_bytes())
READERS: dict[str, Callable[[Any], object]] = {
    "card_qr": read_card_qr,
    "insurance_qr": read_insurance_qr,
    "mrz": read_card_mrz,
}


@pytest.mark.parametrize(
    "entry", CORPUS, ids=[f"{one['reader']}: {one['what']}" for one in CORPUS]
)
def test_s21_each_text_is_read_or_refused_for_its_reason(entry: dict[str, str]) -> None:
    told = refusal(READERS[entry["reader"]], entry["scanned"])

    assert (told.rpartition(": ")[2] or None) == entry["refused"]


@pytest.mark.parametrize("read", [*READERS.values(), read_qr])
def test_s21_no_reader_fails_on_what_was_made_for_another(
    read: Callable[[Any], object],
) -> None:
    texts = [entry["scanned"] for entry in CORPUS]

    told = [refusal(read, text) for text in texts]

    assert all(len(one) < 80 for one in told)
