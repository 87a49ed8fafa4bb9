"""The security object, taken apart and put together wrongly."""

from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import cms, parser
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.hashes import SHA256

from identity.chip import ChipFault, ChipRefused, verify_chip
from identity.chip_asn1 import LdsSecurityObject, unwrapped
from identity.chip_authority import Signer, key_usage, signed_groups
from identity.chip_sod import SOD_TAG, read_sod
from tests.identity.cards.specimens import MADE, NOON, chip

CARD = chip()
SOD = CARD.read().sod


def altered(change: Callable[[Any], object]) -> bytes:
    """The SOD after a change to its SignedData."""
    info = cms.ContentInfo.load(unwrapped(SOD, SOD_TAG))
    change(info["content"])
    return bytes(parser.emit(1, 1, SOD_TAG, info.dump(force=True)))


def fault(sod: bytes) -> ChipFault:
    with pytest.raises(ChipRefused) as refused:
        verify_chip(CARD.read(sod=sod), CARD.trust, at=NOON)
    assert refused.value.part == "sod"
    return refused.value.fault


def with_groups(change: Callable[[Any], object]) -> Callable[[Any], None]:
    """A change to the signed security object."""

    def changed(signed: Any) -> None:
        enclosed = signed["encap_content_info"]
        security = LdsSecurityObject.load(bytes(enclosed["content"]))
        change(security)
        enclosed["content"] = security.dump(force=True)

    return changed


def attributes(signed: Any) -> Any:
    return signed["signer_infos"][0]["signed_attrs"]


def zero_serial(signed: Any) -> None:
    signed["certificates"][0].chosen["tbs_certificate"]["serial_number"] = 0
    signed["signer_infos"][0]["sid"].chosen["serial_number"] = 0


def test_an_unchanged_object_is_as_it_was() -> None:
    assert altered(lambda signed: None) == SOD
    assert sorted(read_sod(SOD).digests) == [1, 2, 13, 14]


@pytest.mark.parametrize(
    "change",
    [
        lambda signed: signed["signer_infos"].append(signed["signer_infos"][0]),
        lambda signed: signed["certificates"].append(signed["certificates"][0]),
        lambda signed: attributes(signed).append(attributes(signed)[0]),
        lambda signed: attributes(signed)[0]["values"].append("data"),
        lambda signed: attributes(signed)[0].__setitem__("values", ["data"]),
        lambda signed: signed["encap_content_info"].__setitem__("content_type", "data"),
        zero_serial,
        with_groups(lambda security: security["groups"].append(security["groups"][0])),
        with_groups(lambda security: security["groups"][0].__setitem__("number", 17)),
    ],
)
def test_what_no_state_would_sign_is_malformed(change: Callable[[Any], None]) -> None:
    assert fault(altered(change)) is ChipFault.MALFORMED


def test_hashes_that_nobody_signed_are_a_bad_signature() -> None:
    change = with_groups(
        lambda security: security["groups"][0].__setitem__("digest", bytes(32))
    )

    assert fault(altered(change)) is ChipFault.BAD_SIGNATURE


@pytest.mark.parametrize("data", [b"", b"\x77", b"\x77\x00", b"\x30\x00", SOD + b"\0"])
def test_other_bytes_are_malformed(data: bytes) -> None:
    assert fault(data) is ChipFault.MALFORMED


def test_enveloped_data_is_no_signed_data() -> None:
    info = cms.ContentInfo({"content_type": "data", "content": b"x"})
    sod = bytes(parser.emit(1, 1, SOD_TAG, info.dump()))

    assert fault(sod) is ChipFault.MALFORMED


def test_a_key_of_another_kind_signs_nothing() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(CARD.signer.certificate.subject)
        .issuer_name(CARD.csca.certificate.subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(MADE)
        .not_valid_after(CARD.signer.certificate.not_valid_after_utc)
        .add_extension(key_usage(authority=False), critical=True)
        .sign(CARD.csca.key, SHA256())
    )
    sod = signed_groups(CARD.groups, Signer(certificate, CARD.signer.key))

    assert fault(sod) is ChipFault.BAD_SIGNATURE
