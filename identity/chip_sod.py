"""The security object of a chip (EF.SOD): who signed the hashes of which groups.

ICAO Doc 9303-10 section 4.6.2 and 9303-11 section 5.1: CMS SignedData (RFC 5652) over
an LDSSecurityObject, with one signer, signed attributes, and the signer's
certificate inside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, Final

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

from identity.chip_asn1 import (
    LDS_SECURITY_OBJECT,
    MALFORMATIONS,
    LdsSecurityObject,
    unwrapped,
)
from identity.chip_fault import ChipFault, ChipRefused

__all__ = ["SOD_MAX", "SecurityObject", "digest", "ensure_signed", "read_sod"]

SOD_MAX: Final = 32_768
"""Bytes; real ones have two to four thousand."""
SOD_TAG: Final = 23
GROUPS: Final = range(1, 17)
# ICAO Doc 9303-12 section 4.4 knows SHA-1 no more.
HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
SET_OF: Final = b"\x31"


@dataclass(frozen=True, slots=True)
class Scheme:
    """How the signature was made; `rsa` is None for ECDSA."""

    hash: hashes.HashAlgorithm
    rsa: padding.AsymmetricPadding | None


@dataclass(frozen=True, slots=True)
class SecurityObject:
    """A SOD taken apart, nothing of it proven yet.

    `content` was hashed into `content_digest`, which stands in `signed`.
    """

    hash: hashes.HashAlgorithm
    digests: Mapping[int, bytes]
    certificate: x509.Certificate
    key: CertificatePublicKeyTypes
    content: bytes
    content_hash: hashes.HashAlgorithm
    content_digest: bytes
    signed: bytes
    signature: bytes
    scheme: Scheme


def digest(algorithm: hashes.HashAlgorithm, data: bytes) -> bytes:
    """The hash of the bytes."""
    hashing = hashes.Hash(algorithm)
    hashing.update(data)
    return hashing.finalize()


def read_sod(data: bytes) -> SecurityObject:
    """The parts of an EF.SOD of at most `SOD_MAX` bytes; else refused as malformed."""
    try:
        if len(data) > SOD_MAX:
            raise ValueError("too long")
        return parts(unwrapped(data, SOD_TAG))
    except MALFORMATIONS:
        raise ChipRefused(ChipFault.MALFORMED, "sod") from None


def parts(data: bytes) -> SecurityObject:
    """The parts of the SignedData; raises one of `MALFORMATIONS`."""
    content_info = cms.ContentInfo.load(data, strict=True)
    if content_info["content_type"].native != "signed_data":
        raise ValueError("not signed data")
    signed_data = content_info["content"]
    enclosed = signed_data["encap_content_info"]
    if enclosed["content_type"].dotted != LDS_SECURITY_OBJECT:
        raise ValueError("not a security object")
    content = bytes(enclosed["content"])
    security = LdsSecurityObject.load(content, strict=True)
    (signer,) = signed_data["signer_infos"]
    certificate = certificate_of(signer, signed_data["certificates"])
    return SecurityObject(
        hash=HASHES[security["hash_algorithm"]["algorithm"].native],
        digests=digests_of(security),
        certificate=certificate,
        key=certificate.public_key(),
        content=content,
        content_hash=HASHES[signer["digest_algorithm"]["algorithm"].native],
        content_digest=signed_digest(signer["signed_attrs"]),
        signed=SET_OF + signer["signed_attrs"].dump()[1:],
        signature=signer["signature"].native,
        scheme=scheme_of(signer),
    )


def digests_of(security: Any) -> dict[int, bytes]:
    """The hash of each group by its number, each number once."""
    pairs = [(one["number"].native, one["digest"].native) for one in security["groups"]]
    digests = dict(pairs)
    if len(digests) < len(pairs) or not digests.keys() <= set(GROUPS):
        raise ValueError("a group twice, or of no such number")
    return digests


def signed_digest(attributes: Any) -> bytes:
    """The hash among the signed attributes, with the type of what was hashed."""
    values = {one["type"].native: list(one["values"]) for one in attributes}
    if len(values) < len(attributes):
        raise ValueError("an attribute twice")
    (content_type,), (found,) = values["content_type"], values["message_digest"]
    if content_type.dotted != LDS_SECURITY_OBJECT:
        raise ValueError("another type of content was signed")
    return bytes(found.native)


def certificate_of(signer: Any, certificates: Any) -> x509.Certificate:
    """The one certificate, of those inside, that the signer points to."""
    found = [
        certificate.chosen
        for certificate in certificates
        if pointed_to(signer["sid"], certificate.chosen)
    ]
    (only,) = found
    if only.serial_number <= 0:
        raise ValueError("RFC 5280 section 4.1.2.2 wants a positive serial number")
    return x509.load_der_x509_certificate(only.dump())


def pointed_to(sid: Any, certificate: Any) -> bool:
    """Whether the signer's identifier names the certificate."""
    if sid.name == "subject_key_identifier":
        return bool(certificate.key_identifier == sid.native)
    named = sid.chosen
    same_issuer = named["issuer"].dump() == certificate.issuer.dump()
    same_serial = named["serial_number"].native == certificate.serial_number
    return bool(same_issuer and same_serial)


def scheme_of(signer: Any) -> Scheme:
    """How the signature was made; `KeyError` for weak or unknown ways."""
    algorithm = signer["signature_algorithm"]
    kind = algorithm.signature_algo
    if algorithm["algorithm"].native == "rsassa_pkcs1v15":
        chosen = HASHES[signer["digest_algorithm"]["algorithm"].native]
    else:
        chosen = HASHES[algorithm.hash_algo]
    if kind == "rsassa_pss":
        parameters = algorithm["parameters"]
        mask = parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native
        salt = parameters["salt_length"].native
        return Scheme(chosen, padding.PSS(padding.MGF1(HASHES[mask]), salt))
    return Scheme(chosen, {"ecdsa": None, "rsassa_pkcs1v15": padding.PKCS1v15()}[kind])


def ensure_signed(sod: SecurityObject) -> None:
    """Raise `ChipRefused` unless the certificate's key signed these hashes."""
    key = sod.key
    try:
        if not compare_digest(
            digest(sod.content_hash, sod.content), sod.content_digest
        ):
            raise InvalidSignature
        if isinstance(key, ec.EllipticCurvePublicKey) and sod.scheme.rsa is None:
            key.verify(sod.signature, sod.signed, ec.ECDSA(sod.scheme.hash))
        elif isinstance(key, rsa.RSAPublicKey) and sod.scheme.rsa is not None:
            key.verify(sod.signature, sod.signed, sod.scheme.rsa, sod.scheme.hash)
        else:
            raise InvalidSignature
    except InvalidSignature:
        raise ChipRefused(ChipFault.BAD_SIGNATURE, "sod") from None
