"""The vault: cells that open only where they were written, and blind indexes."""

import hmac
import re

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from hypothesis import given
from hypothesis import strategies as st

from identity.vault import (
    NotSealed,
    Tampered,
    UnknownKey,
    Where,
    blind_index,
    blind_indexes,
    decrypted,
    encrypted,
    prefix,
    reseal,
    seal,
    sealed_by,
    unseal,
)
from tests.identity.vault.rings import key, ring

RING = ring("2026")
HERE = Where("people", "number", "row-1")
NUMBER = "099090178382"

# The specification of GCM, test cases 13 to 16 (AES-256), which NIST took over.
LONG_KEY = "feffe9928665731c6d6a8f9467308308" * 2
PLAIN = (
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255"
)
CIPHER = (
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
)
VECTORS = [
    ("00" * 32, "00" * 12, "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
    (
        *("00" * 32, "00" * 12, "00" * 16, ""),
        *("cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"),
    ),
    (
        *(LONG_KEY, "cafebabefacedbaddecaf888", PLAIN, "", CIPHER),
        "b094dac5d93471bdec1a502270e3cc6c",
    ),
    (
        *(LONG_KEY, "cafebabefacedbaddecaf888", PLAIN[:120]),
        *("feedfacedeadbeeffeedfacedeadbeefabaddad2", CIPHER[:120]),
        "76fc6ece0f4e1768cddf8853bb2d551b",
    ),
]


@pytest.mark.parametrize(("k", "nonce", "plain", "aad", "cipher", "tag"), VECTORS)
def test_s9_the_published_vectors_of_gcm_hold(
    k: str, nonce: str, plain: str, aad: str, cipher: str, tag: str
) -> None:
    given = [bytes.fromhex(each) for each in (k, nonce, plain, aad)]
    closed = bytes.fromhex(cipher + tag)

    assert encrypted(*given) == closed
    assert decrypted(given[0], given[1], closed, given[3]) == given[2]
    with pytest.raises(InvalidTag):
        decrypted(given[0], given[1], closed, given[3] + b"x")


@given(st.text(), st.text(), st.text(), st.text())
def test_what_was_sealed_opens_where_it_was_sealed(
    plain: str, table: str, column: str, row: str
) -> None:
    where = Where(
        *(part.encode(errors="replace").decode() for part in (table, column, row))
    )
    text = plain.encode(errors="replace").decode()

    assert unseal(RING, where, seal(RING, where, text)) == text


def test_s9_sealing_twice_gives_other_bytes_and_never_the_number() -> None:
    one, two = seal(RING, HERE, NUMBER), seal(RING, HERE, NUMBER)

    assert one != two
    assert NUMBER.encode() not in one
    assert len(one) == len(prefix(RING)) + 12 + len(NUMBER) + 16


@pytest.mark.parametrize(
    "elsewhere",
    [
        Where("people", "number", "row-2"),
        Where("people", "name", "row-1"),
        Where("cards", "number", "row-1"),
        Where("peoplenumber", "", "row-1"),
        Where("people", "numberrow", "-1"),
    ],
)
def test_s9_swapping_two_cells_fails(elsewhere: Where) -> None:
    sealed = seal(RING, HERE, NUMBER)

    with pytest.raises(Tampered):
        unseal(RING, elsewhere, sealed)


def test_s9_flipping_any_bit_fails() -> None:
    sealed = seal(RING, HERE, NUMBER)

    for place in range(len(sealed) * 8):
        flipped = bytearray(sealed)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises((Tampered, UnknownKey, NotSealed)) as refused:
            unseal(RING, HERE, bytes(flipped))
        assert NUMBER not in str(refused.value)


@given(st.binary(max_size=80))
def test_bytes_that_are_no_cell_are_refused_by_name(noise: bytes) -> None:
    with pytest.raises((NotSealed, UnknownKey)):
        unseal(RING, HERE, noise)


def test_a_cell_cut_short_is_no_cell() -> None:
    sealed = seal(RING, HERE, "")

    assert unseal(RING, HERE, sealed) == ""
    with pytest.raises(NotSealed):
        sealed_by(sealed[:-1])


def test_s11_old_cells_open_after_rotation_and_new_ones_use_the_new_key() -> None:
    old = seal(RING, HERE, NUMBER)
    rotated = ring("2027", "2026")

    assert unseal(rotated, HERE, old) == NUMBER
    assert sealed_by(seal(rotated, HERE, NUMBER)) == "2027"


def test_s11_resealing_moves_to_the_new_key_and_again_changes_nothing() -> None:
    rotated = ring("2027", "2026")
    moved = reseal(rotated, HERE, seal(RING, HERE, NUMBER))

    assert moved.startswith(prefix(rotated))
    assert reseal(rotated, HERE, moved) == moved
    assert unseal(ring("2027"), HERE, moved) == NUMBER


def test_s11_resealing_a_moved_cell_fails_instead_of_blessing_it() -> None:
    sealed = seal(RING, HERE, NUMBER)

    with pytest.raises(Tampered):
        reseal(ring("2027", "2026"), Where("people", "number", "row-2"), sealed)


def test_a_key_that_left_the_ring_is_named() -> None:
    sealed = seal(RING, HERE, NUMBER)

    with pytest.raises(UnknownKey, match="2026"):
        unseal(ring("2027"), HERE, sealed)


def test_s10_the_index_of_a_number_differs_a_field_and_a_key() -> None:
    index = blind_index(RING, "person.number", NUMBER)

    assert len(index) == 32
    assert index == blind_index(RING, "person.number", f" {NUMBER}\n")
    assert index != blind_index(RING, "card.number", NUMBER)
    assert index != blind_index(ring("2027"), "person.number", NUMBER)


def test_s10_the_index_is_hmac_under_a_key_of_hkdf() -> None:
    derive = HKDFExpand(SHA256(), 32, b"blind index\0person.number")
    field_key = derive.derive(key("index 2026"))
    expected = hmac.digest(field_key, b"person.number\0" + NUMBER.encode(), "sha256")

    assert blind_index(RING, "person.number", NUMBER) == expected


def test_s10_names_are_found_in_any_unicode_form_and_case() -> None:
    composed = blind_index(RING, "name", "Đặng Thị Đài")

    assert composed == blind_index(RING, "name", "Đặng Thị Đài".lower())
    assert composed == blind_index(RING, "name", "Đa\u0323\u0306ng Thi\u0323 Đa\u0300i")
    assert composed != blind_index(RING, "name", "Dang Thi Dai")


def test_s11_the_second_column_of_a_rotation_takes_another_index_key() -> None:
    rotated = ring("2027", "2026")

    former = blind_index(rotated, "number", NUMBER, key_id="2026")

    assert former == blind_index(RING, "number", NUMBER)
    assert former != blind_index(rotated, "number", NUMBER)
    with pytest.raises(UnknownKey, match=re.escape("'2025'")):
        blind_index(rotated, "number", NUMBER, key_id="2025")


def test_s11_a_value_is_looked_for_under_every_key_the_current_first() -> None:
    both = ring("2027", "2026")

    found = blind_indexes(both, "citizen_number", "099090123456")

    assert found == [
        blind_index(ring(each), "citizen_number", "099090123456")
        for each in ("2027", "2026")
    ]
