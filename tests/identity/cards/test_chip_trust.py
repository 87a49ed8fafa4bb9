"""Whom to believe about chips."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID

from identity.chip import ChipFault, ChipRefused, trust_list, verify_chip
from identity.chip_authority import (
    Signer,
    kept_signer,
    key_usage,
    new_document_signer,
    new_test_csca,
    revocation_list,
    unsigned,
)
from identity.chip_trust import BadTrustList, ensure_trusted
from tests.identity.cards.specimens import MADE, NOON, Chip, chip

CSCA = new_test_csca(now=MADE)
YEAR = timedelta(days=3650)


def named(country: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, country)])


def signer_with(
    *extensions: x509.ExtensionType, country: str = "VN", now: datetime = MADE
) -> x509.Certificate:
    """A certificate that the country signer did sign, with these extensions."""
    builder = unsigned(named(country), new_test_csca(now=now).key, now, YEAR)
    builder = builder.issuer_name(CSCA.certificate.subject)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(CSCA.key, SHA256())


def test_a_test_country_signer_says_what_it_is_and_can_be_kept() -> None:
    kept = kept_signer(CSCA.certificate_pem, CSCA.key_pem)
    (anchor,) = trust_list(kept.certificate_pem).anchors

    assert kept.key.public_key() == anchor.public_key()
    assert "TEST" in anchor.subject.rfc4514_string()


@pytest.mark.parametrize(
    "key",
    [
        new_test_csca(now=MADE).key,
        ed25519.Ed25519PrivateKey.generate(),
    ],
)
def test_a_key_of_another_certificate_is_not_kept_with_it(key: PrivateKeyTypes) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    with pytest.raises(ValueError, match="key of"):
        kept_signer(CSCA.certificate_pem, pem)


def test_a_country_that_changed_its_key_has_two_signers() -> None:
    card = chip()
    both = trust_list(CSCA.certificate_pem + card.csca.certificate_pem)

    assert verify_chip(card.read(), both, at=NOON)


def test_of_two_certificates_for_one_key_the_longer_one_counts() -> None:
    short = new_test_csca(now=MADE, valid=timedelta(days=1))
    longer = (
        unsigned(short.certificate.subject, short.key, MADE, YEAR)
        .issuer_name(short.certificate.subject)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(authority=True), critical=True)
        .sign(short.key, SHA256())
    )
    card = Chip(chip().groups, short, new_document_signer(short, now=MADE))
    trust = trust_list(short.certificate_pem + longer.public_bytes(Encoding.PEM))

    assert verify_chip(card.read(), trust, at=NOON)


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"no PEM at all",
        CSCA.certificate_pem[:-60],
        CSCA.key_pem,
        new_document_signer(CSCA, now=MADE).certificate_pem,
    ],
)
def test_what_is_no_country_signer_is_no_trust_list(pem: bytes) -> None:
    with pytest.raises(BadTrustList):
        trust_list(pem)


def test_the_signer_of_another_country_is_refused() -> None:
    foreign = (
        unsigned(named("UT"), CSCA.key, MADE, YEAR)
        .issuer_name(named("UT"))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(authority=True), critical=True)
        .sign(CSCA.key, SHA256())
    )

    with pytest.raises(BadTrustList, match="another country"):
        trust_list(foreign.public_bytes(Encoding.PEM))


@pytest.mark.parametrize("other", [CSCA, new_test_csca(now=MADE)])
def test_a_revocation_list_is_taken_from_a_listed_signer_alone(other: Signer) -> None:
    crl = revocation_list(other, [], now=NOON)

    if other is CSCA:
        assert trust_list(CSCA.certificate_pem, [crl]).revoked == {}
        return
    with pytest.raises(BadTrustList, match="somebody else"):
        trust_list(CSCA.certificate_pem, [crl])


def test_a_revocation_list_of_another_name_is_refused() -> None:
    other = replace(CSCA, certificate=signer_with())
    crl = revocation_list(other, [], now=NOON)

    with pytest.raises(BadTrustList, match="somebody else"):
        trust_list(CSCA.certificate_pem, [crl])


def test_a_broken_revocation_list_is_refused() -> None:
    with pytest.raises(BadTrustList):
        trust_list(CSCA.certificate_pem, [b"-----BEGIN X509 CRL-----"])


@pytest.mark.parametrize(
    "certificate",
    [
        signer_with(),
        signer_with(key_usage(authority=True)),
        signer_with(x509.UnrecognizedExtension(ExtensionOID.KEY_USAGE, b"\x01")),
        signer_with(key_usage(authority=False), country="UT"),
        signer_with(
            key_usage(authority=False),
            x509.BasicConstraints(ca=True, path_length=None),
        ),
        signer_with(
            key_usage(authority=False),
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]),
        ),
    ],
)
def test_only_certificates_for_documents_sign_chips(
    certificate: x509.Certificate,
) -> None:
    with pytest.raises(ChipRefused) as refused:
        ensure_trusted(certificate, trust_list(CSCA.certificate_pem), at=NOON)

    assert refused.value.fault is ChipFault.UNKNOWN_SIGNER


def test_a_plain_document_signer_does() -> None:
    plain = signer_with(key_usage(authority=False))

    ensure_trusted(plain, trust_list(CSCA.certificate_pem), at=NOON)
