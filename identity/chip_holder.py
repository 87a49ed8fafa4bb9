"""Whom a chip is about: the MRZ in DG1, the national data in DG13.

DG13 is `SEQUENCE {INTEGER field, string}` for each field, as independent readers
found; how these are nested is not published, so they are looked for at any depth.
Ethnicity, religion, origin, marks, parents and spouse are not taken out of it, and
the face in DG2 never comes here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from identity import IdentityError
from identity.chip_asn1 import MALFORMATIONS, Node, nodes, unwrapped
from identity.chip_fault import ChipFault, ChipRefused
from identity.citizen_number import CitizenNumber, Sex
from identity.dates import BirthDate, birth_date_from, slashed_date
from identity.mrz import CardMrz, read_card_mrz
from identity.text import person_name, place, readable

__all__ = ["ChipHolder", "read_holder"]

DG1_TAG: Final = 1
DG13_TAG: Final = 13
MRZ_TAG: Final = 31
NUMBER, NAME, BIRTH, SEX, RESIDENCE, ISSUED, OLD_NUMBER = 1, 2, 3, 4, 9, 11, 16
WANTED: Final = {NUMBER, NAME, BIRTH, SEX, RESIDENCE, ISSUED, OLD_NUMBER}

UNIVERSAL: Final = 0
INTEGER: Final = 2
SEQUENCE: Final = 16
# UTF8String, NumericString, PrintableString, IA5String
STRINGS: Final = {12, 18, 19, 22}
DEPTH_MAX: Final = 8
SEXES: Final = {"Nam": Sex.MALE, "Nữ": Sex.FEMALE}


@dataclass(frozen=True, slots=True, repr=False)
class ChipHolder:
    """What is needed of the holder, and no more; `expires` None: without end."""

    number: CitizenNumber
    full_name: str
    birth: BirthDate
    sex: Sex
    residence: str
    issued: date
    expires: date | None
    old_number: str | None


def read_holder(dg1: bytes, dg13: bytes) -> ChipHolder:
    """The holder, of whom both groups must say the same; else refused as malformed."""
    mrz = read_dg1(dg1)
    try:
        holder = holder_of(fields(dg13), mrz)
    except (IdentityError, *MALFORMATIONS):
        raise ChipRefused(ChipFault.MALFORMED, "dg13") from None
    if holder.number != mrz.number or not holder.birth.agrees_with(mrz.birth):
        raise ChipRefused(ChipFault.MALFORMED, "dg13")
    return holder


def read_dg1(data: bytes) -> CardMrz:
    """The MRZ of EF.DG1; else refused as malformed."""
    try:
        (node,) = nodes(unwrapped(data, DG1_TAG))
        if (node.tag_class, node.tag) != (1, MRZ_TAG):
            raise ValueError("no MRZ inside")
        return read_card_mrz(node.content.decode("ascii"))
    except (IdentityError, *MALFORMATIONS):
        raise ChipRefused(ChipFault.MALFORMED, "dg1") from None


def holder_of(texts: dict[int, str], mrz: CardMrz) -> ChipHolder:
    """The holder out of the fields of DG13; raises one of several errors."""
    return ChipHolder(
        number=CitizenNumber(texts[NUMBER]),
        full_name=person_name(texts[NAME]),
        birth=birth_date_from(texts[BIRTH]),
        sex=SEXES[texts[SEX]],
        residence=place(texts[RESIDENCE]),
        issued=slashed_date(texts[ISSUED]),
        expires=mrz.expires,
        old_number=texts.get(OLD_NUMBER),
    )


def fields(dg13: bytes) -> dict[int, str]:
    """The fields wanted, NFC, each once; `ValueError` or `IdentityError`."""
    everything = numbered(unwrapped(dg13, DG13_TAG), DEPTH_MAX)
    found = [(number, text) for number, text in everything if number in WANTED]
    texts = dict(found)
    if len(texts) < len(found):
        raise ValueError("a field twice")
    return {number: readable(text).strip() for number, text in texts.items() if text}


def numbered(data: bytes, depth: int) -> Iterator[tuple[int, bytes]]:
    """Each `SEQUENCE {INTEGER, string}` in the bytes, at most so deep."""
    if not depth:
        raise ValueError("nested too deep")
    for node in nodes(data):
        if not node.constructed:
            continue
        match list(nodes(node.content)) if is_a(node, SEQUENCE) else []:
            case [number, text] if is_a(number, INTEGER) and is_text(text):
                yield int.from_bytes(number.content, signed=True), text.content
            case _:
                yield from numbered(node.content, depth - 1)


def is_a(node: Node, tag: int) -> bool:
    """Whether it is of this universal type."""
    return (node.tag_class, node.tag) == (UNIVERSAL, tag)


def is_text(node: Node) -> bool:
    """Whether it is a string of any kind whose bytes are UTF-8."""
    return node.tag_class == UNIVERSAL and node.tag in STRINGS
