"""What identifies and what authenticates."""

import dataclasses
from typing import Literal, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.assurance import (
    Assurance,
    Evidence,
    UnknownLevel,
    assurance_of_acr,
    strongest,
)
from identity.card_qr import CardQr, read_card_qr
from identity.chip import VerifiedChip, verify_chip
from identity.insurance_qr import InsuranceQr, read_insurance_qr
from identity.mrz import CardMrz, read_card_mrz
from tests.identity.cards.specimens import INSURANCE_QR, MRZ, NOON, QR, chip

SCANS: list[Evidence] = [
    read_card_qr(QR),
    read_insurance_qr(INSURANCE_QR),
    read_card_mrz(MRZ),
]


@given(st.lists(st.sampled_from(SCANS), min_size=1, max_size=30))
def test_s22_no_number_of_scans_authenticates(shown: list[Evidence]) -> None:
    assert strongest(shown) is Assurance.IDENTIFIED


def test_s22_a_verified_chip_among_scans_authenticates() -> None:
    card = chip()
    verified = verify_chip(card.read(), card.trust, at=NOON)

    assert strongest([*SCANS, verified]) is Assurance.AUTHENTICATED
    assert strongest([]) is None


@pytest.mark.parametrize("scan", SCANS)
def test_s22_the_level_of_a_scan_cannot_be_set(scan: Evidence) -> None:
    with pytest.raises((AttributeError, TypeError)):
        scan.assurance = Assurance.AUTHENTICATED  # type: ignore[misc]
    with pytest.raises(TypeError):
        dataclasses.replace(scan, assurance=Assurance.AUTHENTICATED)  # type: ignore[type-var]


@pytest.mark.parametrize("kind", [CardQr, InsuranceQr, CardMrz])
def test_s22_the_level_of_a_scan_is_part_of_its_type(kind: type) -> None:
    told = get_type_hints(kind.assurance.fget)["return"]

    assert told == Literal[Assurance.IDENTIFIED]


def test_s22_a_verified_chip_is_made_by_verifying_alone() -> None:
    card = chip()
    verified = verify_chip(card.read(), card.trust, at=NOON)

    with pytest.raises(TypeError):
        VerifiedChip(verified.holder, verified.signer, NOON, object())
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(verified, holder=verified.holder)


def test_vneid_level_2_authenticates_and_level_1_identifies() -> None:
    assert assurance_of_acr("LoA2") is Assurance.AUTHENTICATED
    assert assurance_of_acr("LoA1") is Assurance.IDENTIFIED
    for acr in "", "loa2", "LoA3", "LoA2 ", "LoA1 LoA2":
        with pytest.raises(UnknownLevel):
            assurance_of_acr(acr)
