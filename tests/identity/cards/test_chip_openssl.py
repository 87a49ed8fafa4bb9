"""A second implementation: what openssl makes we read, what we make it reads."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import parser
from cryptography.hazmat.primitives.serialization import Encoding

from identity.chip import ChipFault, ChipRefused, trust_list, verify_chip
from identity.chip_asn1 import LDS_SECURITY_OBJECT, unwrapped
from identity.chip_authority import signed_groups
from identity.chip_sod import SOD_TAG, read_sod
from tests.identity.cards.specimens import NOON, Chip, chip, mrz

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl is not installed"
)

DN = "/C=VN/O=TEST/CN="
EXTENSIONS = """
[csca]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[signer]
keyUsage = critical,digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""
KEYS = {
    "p256": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "p384": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
    "brainpool": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"],
    "rsa": ["-newkey", "rsa:2048"],
}
PSS = ["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:32"]


@dataclass(frozen=True)
class Workshop:
    """A folder with a country signer and a document signer that openssl made."""

    folder: Path

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            ["openssl", *arguments], cwd=self.folder, capture_output=True, check=False
        )

    def made(self, *arguments: str) -> None:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr.decode()

    def content(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def authorities(self, key: str, *, pss: bool = False) -> None:
        """Both certificates, their keys of one kind; signed with PSS or not."""
        (self.folder / "extensions").write_text(EXTENSIONS)
        padding = ["-sigopt", "rsa_padding_mode:pss"] if pss else []
        request = ["req", "-nodes", *KEYS[key], "-sha256"]
        for name in "csca", "signer":
            self.made(
                *request, "-subj", DN + name, "-keyout", f"{name}.key",
                "-out", f"{name}.csr",
            )  # fmt: skip
        extensions = ["-extfile", "extensions", "-days", "3650", *padding]
        self.made(
            "x509", "-req", "-in", "csca.csr", "-signkey", "csca.key",
            "-extensions", "csca", "-out", "csca.pem", *extensions,
        )  # fmt: skip
        self.made(
            "x509", "-req", "-in", "signer.csr", "-CA", "csca.pem", "-CAkey",
            "csca.key", "-set_serial", "7", "-extensions", "signer", "-out",
            "signer.pem", *extensions,
        )  # fmt: skip

    def sod(self, content: bytes, *options: str) -> bytes:
        """A SOD over a security object, signed by openssl."""
        (self.folder / "content").write_bytes(content)
        self.made(
            "cms", "-sign", "-binary", "-nodetach", "-econtent_type",
            LDS_SECURITY_OBJECT, "-in", "content", "-signer", "signer.pem",
            "-inkey", "signer.key", "-outform", "DER", "-out", "sod", *options,
        )  # fmt: skip
        return bytes(parser.emit(1, 1, SOD_TAG, self.content("sod")))


def soon() -> datetime:
    """Openssl dates certificates by the clock of the machine."""
    return datetime.now(UTC) + timedelta(hours=1)


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    return Workshop(tmp_path)


@pytest.fixture(scope="module")
def card() -> Chip:
    return chip(mrz(expiry="<<<<<<"))


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("p256", ["-md", "sha256"]),
        ("p384", ["-md", "sha384"]),
        ("brainpool", ["-md", "sha256"]),
        ("rsa", ["-md", "sha512"]),
        ("rsa", ["-md", "sha256", *PSS]),
        ("p256", ["-md", "sha256", "-keyid"]),
        ("p256", ["-md", "sha256", "-nosmimecap"]),
    ],
)
def test_what_openssl_signs_is_verified(
    workshop: Workshop, card: Chip, key: str, options: list[str]
) -> None:
    workshop.authorities(key, pss=key == "rsa")
    content = read_sod(card.read().sod).content

    read = card.read(sod=workshop.sod(content, *options))
    verified = verify_chip(read, trust_list(workshop.content("csca.pem")), at=soon())

    assert verified.holder.full_name == "Nguyễn Văn Á"


@pytest.mark.parametrize("options", [["-md", "sha1"], ["-noattr"], ["-nocerts"]])
def test_weak_or_bare_signatures_are_malformed(
    workshop: Workshop, card: Chip, options: list[str]
) -> None:
    workshop.authorities("p256")
    content = read_sod(card.read().sod).content
    read = card.read(sod=workshop.sod(content, *options))

    with pytest.raises(ChipRefused) as refused:
        verify_chip(read, trust_list(workshop.content("csca.pem")), at=soon())

    assert refused.value.fault is ChipFault.MALFORMED


def opened(workshop: Workshop, sod: bytes, card: Chip) -> int:
    """How `openssl cms -verify` ends for a SOD of ours."""
    (workshop.folder / "csca.pem").write_bytes(card.csca.certificate_pem)
    (workshop.folder / "cms").write_bytes(unwrapped(sod, SOD_TAG))
    return workshop.run(
        "cms", "-verify", "-binary", "-inform", "DER", "-in", "cms", "-CAfile",
        "csca.pem", "-purpose", "any", "-attime", str(int(NOON.timestamp())),
        "-out", "opened",
    ).returncode  # fmt: skip


def test_openssl_verifies_what_we_sign(workshop: Workshop, card: Chip) -> None:
    sod = signed_groups(card.groups, card.signer)

    assert opened(workshop, sod, card) == 0
    assert workshop.content("opened") == read_sod(sod).content


def test_openssl_refuses_what_we_refuse(workshop: Workshop, card: Chip) -> None:
    other = replace(chip(), signer=card.signer)
    certificate = card.signer.certificate.public_bytes(Encoding.DER)
    sod = signed_groups(card.groups, card.signer)
    forged = sod[:-1] + bytes([sod[-1] ^ 1])

    assert certificate in sod
    assert opened(workshop, forged, card) != 0
    assert opened(workshop, sod, other) != 0
