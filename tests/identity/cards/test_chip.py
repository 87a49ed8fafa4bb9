"""Passive authentication of the chip."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from identity.assurance import Assurance
from identity.chip import (
    ChipFault,
    ChipHolder,
    ChipPart,
    ChipRead,
    ChipRefused,
    VerifiedChip,
    trust_list,
    verify_chip,
)
from identity.chip_authority import (
    Signer,
    new_document_signer,
    new_test_csca,
    revocation_list,
    signed_groups,
)
from identity.chip_sod import digest
from identity.citizen_number import Sex
from tests.identity.cards.specimens import (
    FIELDS,
    MADE,
    NOON,
    NUMBER,
    Chip,
    chip,
    dg1,
    dg13,
    file,
    mrz,
    shown,
)

CARD = chip()
READ = CARD.read()


def refused(
    card: Chip = CARD, read: ChipRead | None = None, *, at: datetime = NOON
) -> tuple[ChipFault, ChipPart]:
    with pytest.raises(ChipRefused) as raised:
        verify_chip(read or card.read(), card.trust, at=at)
    return raised.value.fault, raised.value.part


def test_a_chip_signed_by_a_trusted_country_authenticates() -> None:
    verified = verify_chip(READ, CARD.trust, at=NOON)
    holder = verified.holder

    assert verified.assurance is Assurance.AUTHENTICATED
    assert (holder.number.digits, holder.old_number) == (NUMBER, "012345678")
    assert (holder.full_name, holder.sex) == ("Nguyễn Văn Á", Sex.MALE)
    assert (holder.birth.iso, holder.expires) == ("1990-01-01", date(2030, 1, 1))
    assert (holder.residence, holder.issued) == (
        "1 Lê Lợi, Hải Phòng",
        date(2022, 3, 2),
    )
    signer = CARD.signer.certificate.fingerprint(hashes.SHA256())
    assert (verified.signer, verified.at) == (signer.hex(), NOON)


@pytest.mark.parametrize(
    ("name", "part"),
    [("dg1", "dg1"), ("dg2_digest", "dg2"), ("dg13", "dg13"), ("dg14", "dg14")],
)
def test_a_group_that_was_not_read_is_missing(name: str, part: ChipPart) -> None:
    read = CARD.read(**{name: None})

    assert refused(read=read) == (ChipFault.MISSING_GROUP, part)


@pytest.mark.parametrize("number", [1, 2, 13, 14])
def test_a_group_that_nobody_signed_is_missing(number: int) -> None:
    kept = {key: data for key, data in CARD.groups.items() if key != number}
    sod = signed_groups(kept, CARD.signer)

    assert refused(read=replace(READ, sod=sod)) == (
        ChipFault.MISSING_GROUP,
        f"dg{number}",
    )


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"dg1": dg1(mrz("099090123457"))}, "dg1"),
        ({"dg2_digest": digest(hashes.SHA256(), b"another face")}, "dg2"),
        ({"dg2_digest": b""}, "dg2"),
        ({"dg13": dg13(FIELDS | {2: "Trần Thị B"})}, "dg13"),
        ({"dg14": file(14, b"\x31\x02\x05\x00")}, "dg14"),
    ],
)
def test_a_changed_group_has_the_wrong_hash(
    changed: dict[str, bytes | None], part: ChipPart
) -> None:
    assert refused(read=CARD.read(**changed)) == (ChipFault.WRONG_HASH, part)


def test_groups_of_two_cards_do_not_mix() -> None:
    other = chip(mrz("099090000001"), FIELDS | {1: "099090000001"})

    read = CARD.read(dg1=other.groups[1], dg13=other.groups[13])

    assert refused(read=read) == (ChipFault.WRONG_HASH, "dg1")


def test_a_signer_of_another_country_signer_is_unknown() -> None:
    other = chip()

    with pytest.raises(ChipRefused) as raised:
        verify_chip(other.read(), CARD.trust, at=NOON)

    assert raised.value.fault is ChipFault.UNKNOWN_SIGNER


def test_an_empty_trust_list_trusts_nobody() -> None:
    with pytest.raises(ChipRefused) as raised:
        verify_chip(READ, replace(CARD.trust, anchors=()), at=NOON)

    assert raised.value.fault is ChipFault.UNKNOWN_SIGNER


def test_a_country_signer_signs_no_chips_itself() -> None:
    card = replace(CARD, signer=CARD.csca)

    assert refused(card) == (ChipFault.UNKNOWN_SIGNER, "document_signer")


def test_a_document_signer_vouches_for_no_other() -> None:
    nested = new_document_signer(CARD.signer, now=MADE)

    assert refused(replace(CARD, signer=nested))[0] is ChipFault.UNKNOWN_SIGNER


def test_a_signature_by_another_key_is_bad() -> None:
    stolen = replace(new_test_csca(now=MADE), certificate=CARD.signer.certificate)

    assert refused(replace(CARD, signer=stolen)) == (ChipFault.BAD_SIGNATURE, "sod")


@pytest.mark.parametrize(
    ("at", "fault"),
    [
        (MADE - timedelta(seconds=1), ChipFault.NOT_YET_VALID),
        (MADE + timedelta(days=366), ChipFault.EXPIRED),
    ],
)
def test_the_document_signer_is_believed_while_it_is_valid(
    at: datetime, fault: ChipFault
) -> None:
    csca = new_test_csca(now=MADE - timedelta(days=1))
    short = new_document_signer(csca, now=MADE, valid=timedelta(days=365))

    assert refused(Chip(CARD.groups, csca, short), at=at) == (fault, "document_signer")


def test_the_country_signer_is_believed_while_it_is_valid() -> None:
    csca = new_test_csca(now=MADE, valid=timedelta(days=30))
    card = Chip(CARD.groups, csca, new_document_signer(csca, now=MADE))

    assert refused(card) == (ChipFault.EXPIRED, "country_signer")


@pytest.mark.parametrize(
    ("withdrawn", "part"),
    [(CARD.signer, "document_signer"), (CARD.csca, "country_signer")],
)
def test_a_withdrawn_signer_is_refused_from_that_second(
    withdrawn: Signer, part: ChipPart
) -> None:
    crl = revocation_list(CARD.csca, [withdrawn.certificate], now=NOON)
    trust = trust_list(CARD.csca.certificate_pem, [crl])

    assert verify_chip(READ, trust, at=NOON - timedelta(seconds=1))
    with pytest.raises(ChipRefused) as raised:
        verify_chip(READ, trust, at=NOON)
    assert (raised.value.fault, raised.value.part) == (ChipFault.REVOKED, part)


def test_the_card_counts_until_the_end_of_its_last_day_in_viet_nam() -> None:
    card = chip(mrz(expiry="261121"))
    midnight = NOON.replace(hour=0) + timedelta(days=1)

    assert verify_chip(card.read(), card.trust, at=midnight - timedelta(seconds=1))
    assert refused(card, at=midnight) == (ChipFault.EXPIRED, "card")


def test_a_card_without_end_never_expires() -> None:
    card = chip(mrz(expiry="<<<<<<"))

    assert verify_chip(card.read(), card.trust, at=NOON).holder.expires is None


def test_a_time_without_its_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="zone"):
        verify_chip(READ, CARD.trust, at=NOON.replace(tzinfo=None))


def test_files_larger_than_any_card_are_not_looked_at() -> None:
    assert refused(read=CARD.read(dg13=bytes(8193))) == (ChipFault.MALFORMED, "dg13")
    assert refused(read=CARD.read(sod=bytes(32_769))) == (ChipFault.MALFORMED, "sod")


def test_only_what_is_needed_is_taken_and_no_face_can_be_held() -> None:
    kept = {one.name for one in fields(ChipHolder)}

    assert kept == {
        "number", "full_name", "birth", "sex", "residence", "issued", "expires",
        "old_number",
    }  # fmt: skip
    assert {one.name for one in fields(VerifiedChip)} == {"holder", "signer", "at"}
    assert {one.name for one in fields(ChipRead)} == {
        "sod", "dg1", "dg2_digest", "dg13", "dg14",
    }  # fmt: skip


def test_s12_a_chip_shows_nothing_of_its_holder() -> None:
    verified = verify_chip(READ, CARD.trust, at=NOON)
    told = shown(READ, verified, verified.holder, CARD.signer)

    assert not any(part in told for part in ("0909", "Văn", "Lợi", "1990", "BEGIN"))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=300)
@given(st.integers(0, len(READ.sod) * 8 - 1))
def test_no_flipped_bit_of_the_sod_makes_another_holder(bit: int) -> None:
    wrong = bytearray(READ.sod)
    wrong[bit // 8] ^= 1 << bit % 8

    try:
        verified = verify_chip(replace(READ, sod=bytes(wrong)), CARD.trust, at=NOON)
    except ChipRefused:
        return
    assert verified.holder == verify_chip(READ, CARD.trust, at=NOON).holder
