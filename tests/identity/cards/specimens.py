"""Made-up cards of made-up people: numbers of province 099, MRZ lines, chip files."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from asn1crypto import core, parser
from cryptography.hazmat.primitives import hashes

from identity import IdentityError
from identity.chip import ChipRead, TrustList, trust_list
from identity.chip_authority import (
    Signer,
    new_document_signer,
    new_test_csca,
    signed_groups,
)
from identity.chip_sod import digest
from identity.mrz import check_digit

MADE = datetime(2022, 3, 1, tzinfo=UTC)
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=timezone(timedelta(hours=7)))

NUMBER = "099090123456"
QR = f"{NUMBER}|012345678|Nguyễn Văn Á|01011990|Nam|1 Lê Lợi, Hải Phòng|02032022"
MRZ = (
    "IDVNM0901234562099090123456<<8\n"
    "9001011M3001019VNM<<<<<<<<<<<4\n"
    "NGUYEN<<VAN<A<<<<<<<<<<<<<<<<<"
)
INSURANCE_QR = "|".join(
    [
        "HS4319912345678",
        "Nguyễn Văn Á".encode().hex(),
        "01/01/1990",
        "1",
        "1 Lê Lợi".encode().hex(),
        "31 - 001",
        "01/01/2026",
        "31/12/2026",
        "15/12/2025",
        "-",
        "$",
    ]
)


def mrz(
    number: str = NUMBER,
    *,
    birth: str = "900101",
    sex: str = "M",
    expiry: str = "300101",
    state: str = "VNM",
    names: str = "NGUYEN<<VAN<A",
) -> str:
    """Three lines with all check digits right."""
    document, optional = number[-9:], f"{number}<<"
    top = f"ID{state}{document}{check_digit(document)}{optional}"
    top += check_digit(optional)
    born, ends = birth + check_digit(birth), expiry + check_digit(expiry)
    fillers = "<" * 11
    composite = check_digit(top[5:] + born + ends + fillers)
    middle = f"{born}{sex}{ends}{state}{fillers}{composite}"
    return f"{top}\n{middle}\n{names:<<30}"


def refusal(read: Callable[[Any], object], scanned: str | bytes) -> str:
    """The text of the named error, or nothing when it was read."""
    try:
        read(scanned)
    except IdentityError as refused:
        return str(refused)
    return ""


def shown(*things: object) -> str:
    """How things show themselves in logs, but for where they are in memory."""
    return re.sub(r"0x[0-9a-f]+", "", "".join(map(repr, things)))


FIELDS = {
    1: NUMBER,
    2: "Nguyễn Văn Á",
    3: "01/01/1990",
    4: "Nam",
    5: "Việt Nam",
    6: "Kinh",
    7: "Không",
    8: "Hải Phòng",
    9: "1 Lê Lợi, Hải Phòng",
    10: "Nốt ruồi",
    11: "02/03/2022",
    12: "01/01/2030",
    16: "012345678",
}


def file(tag: int, content: bytes) -> bytes:
    """An elementary file inside its application tag."""
    return bytes(parser.emit(1, 1, tag, content))


def sequence(content: bytes) -> bytes:
    """An ASN.1 SEQUENCE."""
    return bytes(parser.emit(0, 1, 16, content))


def field(number: int, text: str) -> bytes:
    """One field of DG13."""
    return sequence(core.Integer(number).dump() + core.UTF8String(text).dump())


def dg1(zone: str = MRZ) -> bytes:
    """EF.DG1 of an MRZ."""
    letters = zone.replace("\n", "").encode()
    return file(1, bytes(parser.emit(1, 0, 31, letters)))


def dg13(fields: dict[int, str] | None = None) -> bytes:
    """EF.DG13, with the parents in a sequence of their own as readers found it."""
    body = b"".join(field(*pair) for pair in (fields or FIELDS).items())
    parents = core.UTF8String("Cha").dump() + core.UTF8String("Mẹ").dump()
    body += sequence(core.Integer(13).dump() + sequence(parents))
    return file(13, sequence(core.Integer(0).dump() + sequence(body)))


@dataclass(frozen=True)
class Chip:
    """The files of a card and who signs them."""

    groups: dict[int, bytes]
    csca: Signer
    signer: Signer

    @property
    def trust(self) -> TrustList:
        """A list with the card's own country signer."""
        return trust_list(self.csca.certificate_pem)

    def read(self, **changed: bytes | None) -> ChipRead:
        """What a phone reads, some of it changed."""
        files: dict[str, bytes | None] = {
            "sod": signed_groups(self.groups, self.signer),
            "dg1": self.groups[1],
            "dg2_digest": digest(hashes.SHA256(), self.groups[2]),
            "dg13": self.groups[13],
            "dg14": self.groups[14],
        }
        return ChipRead(**(files | changed))  # type: ignore[arg-type]


def chip(zone: str = MRZ, fields: dict[int, str] | None = None) -> Chip:
    """A chip of nobody, signed by an authority of its own."""
    csca = new_test_csca(now=MADE)
    groups = {
        1: dg1(zone),
        2: file(21, b"a face that nobody keeps"),
        13: dg13(fields),
        14: file(14, b"\x31\x00"),
    }
    return Chip(groups, csca, new_document_signer(csca, now=MADE))
