"""Whom to believe about chips: country signers (CSCA), and what they took back.

ICAO Doc 9303-12: a CSCA certificate signs those of document signers, which sign the
chips. Which CSCA is the state's nobody can prove by a certificate: the operator
decides, and hands the list in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from identity import IdentityError
from identity.chip_asn1 import MALFORMATIONS
from identity.chip_fault import ChipFault, ChipPart, ChipRefused

__all__ = ["COUNTRY", "BadTrustList", "TrustList", "ensure_trusted", "trust_list"]

COUNTRY: Final = "VN"

Extension = TypeVar("Extension", bound=x509.ExtensionType)
Revocations = Mapping[tuple[x509.Name, int], datetime]


class BadTrustList(IdentityError):
    """What was handed in is no country signer of Viet Nam, or no list of one."""


@dataclass(frozen=True, slots=True)
class TrustList:
    """Country signers, and when each withdrawn certificate was withdrawn (UTC)."""

    anchors: tuple[x509.Certificate, ...]
    revoked: Revocations


def trust_list(anchors_pem: bytes, crls_pem: Iterable[bytes] = ()) -> TrustList:
    """Certificates in one PEM text, and revocation lists that those have signed.

    Several signers of the same name are one country signer that changed its key.
    """
    try:
        anchors = tuple(x509.load_pem_x509_certificates(anchors_pem))
        for anchor in anchors:
            ensure_anchor(anchor)
        return TrustList(anchors, revocations(crls_pem, anchors))
    except MALFORMATIONS:
        raise BadTrustList("not certificates and revocation lists in PEM") from None


def revocations(
    crls_pem: Iterable[bytes], anchors: Iterable[x509.Certificate]
) -> Revocations:
    """When each certificate on the lists was withdrawn."""
    revoked: dict[tuple[x509.Name, int], datetime] = {}
    for crl in map(x509.load_pem_x509_crl, crls_pem):
        ensure_issued(crl, anchors)
        revoked |= {
            (crl.issuer, entry.serial_number): entry.revocation_date_utc
            for entry in crl
        }
    return MappingProxyType(revoked)


def ensure_anchor(anchor: x509.Certificate) -> None:
    """Raise `BadTrustList` unless it is a country signer of Viet Nam."""
    constraints = extension(anchor, x509.BasicConstraints)
    usage = extension(anchor, x509.KeyUsage)
    if not (constraints and constraints.ca and usage and usage.key_cert_sign):
        raise BadTrustList("a certificate that may sign no others")
    if not vietnamese(anchor):
        raise BadTrustList("a country signer of another country")


def ensure_issued(
    crl: x509.CertificateRevocationList, anchors: Iterable[x509.Certificate]
) -> None:
    """Raise `BadTrustList` unless one of the signers signed the list."""
    for anchor in anchors:
        key = anchor.public_key()
        if anchor.subject != crl.issuer:
            continue
        if isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) and (
            crl.is_signature_valid(key)
        ):
            return
    raise BadTrustList("a revocation list of somebody else")


def extension(certificate: x509.Certificate, kind: type[Extension]) -> Extension | None:
    """The extension of this kind, if the certificate has it."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def vietnamese(certificate: x509.Certificate) -> bool:
    """Whether the certificate is of this country, in capitals or small letters."""
    countries = certificate.subject.get_attributes_for_oid(NameOID.COUNTRY_NAME)
    return [str(country.value).upper() for country in countries] == [COUNTRY]


def ensure_trusted(signer: x509.Certificate, trust: TrustList, *, at: datetime) -> None:
    """Raise `ChipRefused` unless it was a document signer of the list at this time."""
    anchor = issuer(signer, trust.anchors)
    if not signs_documents(signer):
        raise ChipRefused(ChipFault.UNKNOWN_SIGNER, "document_signer")
    ensure_valid(anchor, "country_signer", at=at)
    ensure_valid(signer, "document_signer", at=at)
    ensure_kept(anchor, "country_signer", trust.revoked, at=at)
    ensure_kept(signer, "document_signer", trust.revoked, at=at)


def issuer(
    signer: x509.Certificate, anchors: Iterable[x509.Certificate]
) -> x509.Certificate:
    """The country signer whose key signed the certificate; else an unknown signer.

    Of several certificates for one key, the one that lasts longest.
    """
    found = [anchor for anchor in anchors if issued(signer, anchor)]
    if not found:
        raise ChipRefused(ChipFault.UNKNOWN_SIGNER, "document_signer")
    return max(found, key=lambda anchor: anchor.not_valid_after_utc)


def issued(signer: x509.Certificate, anchor: x509.Certificate) -> bool:
    """Whether the names fit and the key of the country signer did sign."""
    try:
        signer.verify_directly_issued_by(anchor)
    except (*MALFORMATIONS, InvalidSignature):
        return False
    return True


def signs_documents(signer: x509.Certificate) -> bool:
    """Whether it is for chips, not for lists or for other certificates."""
    try:
        constraints = extension(signer, x509.BasicConstraints)
        usage = extension(signer, x509.KeyUsage)
        purpose = extension(signer, x509.ExtendedKeyUsage)
        ours = vietnamese(signer)
    except MALFORMATIONS:
        return False
    authority = constraints is not None and constraints.ca
    signing = usage is not None and usage.digital_signature
    return ours and signing and not authority and purpose is None


def ensure_valid(
    certificate: x509.Certificate, part: ChipPart, *, at: datetime
) -> None:
    """Raise `ChipRefused` before the certificate's first and after its last second."""
    if at < certificate.not_valid_before_utc:
        raise ChipRefused(ChipFault.NOT_YET_VALID, part)
    if at > certificate.not_valid_after_utc:
        raise ChipRefused(ChipFault.EXPIRED, part)


def ensure_kept(
    certificate: x509.Certificate, part: ChipPart, revoked: Revocations, *, at: datetime
) -> None:
    """Raise `ChipRefused` from the second when the certificate was withdrawn."""
    withdrawn = revoked.get((certificate.issuer, certificate.serial_number))
    if withdrawn is not None and withdrawn <= at:
        raise ChipRefused(ChipFault.REVOKED, part)
