"""A test authority: made-up country and document signers, for chips of nobody.

For tests, sandboxes and `citizen keys`. Its certificates say that they are a test;
they are believed only where an operator puts them on the trust list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from asn1crypto import cms, parser
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from identity.chip_asn1 import LDS_SECURITY_OBJECT, LdsSecurityObject
from identity.chip_sod import digest
from identity.chip_trust import COUNTRY

__all__ = [
    "Signer",
    "kept_signer",
    "new_document_signer",
    "new_test_csca",
    "revocation_list",
    "signed_groups",
]

HASH: Final = SHA256()
# ICAO Doc 9303-12: a CSCA certificate outlives the cards of its document signers.
CSCA_YEARS: Final = timedelta(days=15 * 365)
DOCUMENT_SIGNER_YEARS: Final = timedelta(days=10 * 365)
CRL_DAYS: Final = timedelta(days=90)
SOD_TAG: Final = 23


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """A certificate and its key (NIST P-256)."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def certificate_pem(self) -> bytes:
        """What may be shown; for the trust list."""
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        """What must be kept: PKCS #8 without a password."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def kept_signer(certificate_pem: bytes, key_pem: bytes) -> Signer:
    """A signer as it was kept; `ValueError` unless both are of one P-256 pair."""
    certificate = x509.load_pem_x509_certificate(certificate_pem)
    key = load_pem_private_key(key_pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not a key of this authority")
    if key.public_key() != certificate.public_key():
        raise ValueError("the key of another certificate")
    return Signer(certificate, key)


def new_test_csca(*, now: datetime, valid: timedelta = CSCA_YEARS) -> Signer:
    """A country signer of its own, valid from `now` on."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = made_up_name("CSCA")
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    certificate = (
        unsigned(name, key, now, valid)
        .issuer_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(authority=True), critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, HASH)
    )
    return Signer(certificate, key)


def new_document_signer(
    csca: Signer, *, now: datetime, valid: timedelta = DOCUMENT_SIGNER_YEARS
) -> Signer:
    """A signer of chips, for whom the country signer vouches from `now` on."""
    key = ec.generate_private_key(ec.SECP256R1())
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(
        csca.key.public_key()
    )
    certificate = (
        unsigned(made_up_name("Document signer"), key, now, valid)
        .issuer_name(csca.certificate.subject)
        .add_extension(key_usage(authority=False), critical=True)
        .add_extension(authority, critical=False)
        .sign(csca.key, HASH)
    )
    return Signer(certificate, key)


def made_up_name(role: str) -> x509.Name:
    """A name that says what it is."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, COUNTRY),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "TEST, not of any state"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{role} TEST"),
        ]
    )


def unsigned(
    name: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    valid: timedelta,
) -> x509.CertificateBuilder:
    """A certificate to be, without its issuer."""
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + valid)
    )


def key_usage(*, authority: bool) -> x509.KeyUsage:
    """Signs certificates and lists, or documents, never both."""
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def revocation_list(
    csca: Signer, withdrawn: Iterable[x509.Certificate], *, now: datetime
) -> bytes:
    """A PEM list that takes these certificates back from `now` on."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(csca.certificate.subject)
        .last_update(now)
        .next_update(now + CRL_DAYS)
    )
    for certificate in withdrawn:
        entry = x509.RevokedCertificateBuilder(certificate.serial_number, now)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(csca.key, HASH).public_bytes(Encoding.PEM)


def signed_groups(groups: Mapping[int, bytes], signer: Signer) -> bytes:
    """The EF.SOD over these files, by data group number."""
    content = LdsSecurityObject(
        {
            "version": 0,
            "hash_algorithm": {"algorithm": HASH.name},
            "groups": [
                {"number": number, "digest": digest(HASH, data)}
                for number, data in sorted(groups.items())
            ],
        }
    ).dump()
    return in_file(signed_data(content, signer))


def signed_data(content: bytes, signer: Signer) -> Any:
    """CMS SignedData over the content, with the signer's certificate inside."""
    certificate = asn1_x509.Certificate.load(
        signer.certificate.public_bytes(Encoding.DER)
    )
    return cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": HASH.name}],
            "encap_content_info": {
                "content_type": LDS_SECURITY_OBJECT,
                "content": content,
            },
            "certificates": [certificate],
            "signer_infos": [signer_info(content, certificate, signer)],
        }
    )


def signer_info(content: bytes, certificate: Any, signer: Signer) -> Any:
    """The signature, over attributes with the content's type and hash."""
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": [LDS_SECURITY_OBJECT]},
            {"type": "message_digest", "values": [digest(HASH, content)]},
        ]
    )
    issuer = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    return {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": issuer}),
        "digest_algorithm": {"algorithm": HASH.name},
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": f"{HASH.name}_ecdsa"},
        "signature": signer.key.sign(attributes.dump(), ec.ECDSA(HASH)),
    }


def in_file(signed: Any) -> bytes:
    """The elementary file: the content info inside the tag of EF.SOD."""
    info = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    return bytes(parser.emit(1, 1, SOD_TAG, info.dump()))
