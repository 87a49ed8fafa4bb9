"""Reading what the insurance gateway writes (2024 form), nothing taken on trust."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

from identity import IdentityError
from identity.providers.insurance import Answer, InsuranceCardData, Question, Visit

__all__ = ["BadAnswer", "masked_remark", "read_gateway_answer"]

CODE: Final = re.compile(r"\d{3}(\.\d)?", re.ASCII)
MATCHED: Final = re.compile(r"00\d(\.\d)?|010", re.ASCII)
LONGEST: Final = 2_000
MOST_VISITS: Final = 500
VIETNAM: Final = timezone(timedelta(hours=7))
# Card and personal numbers in prose: from six places on, with a digit among them.
NUMBERS: Final = re.compile(r"\b(?=[A-Z]*\d)[A-Z0-9]{6,}\b", re.ASCII)
HIDDEN: Final = "***"
TEXTS: Final = {
    "name": "hoTen",
    "birth": "ngaySinh",
    "sex": "gioiTinh",
    "address": "diaChi",
    "social_number": "maSoBHXH",
    "old_card_number": "maTheCu",
    "agency": "cqBHXH",
    "area": "maKV",
}


class BadAnswer(IdentityError):
    """The gateway answered in a form that is not its own."""


def read_gateway_answer(
    row: Mapping[str, Any], question: Question, now: datetime
) -> Answer:
    """The answer in a reply's JSON object; raises `BadAnswer`.

    A code that we do not know is passed on; a card that matched must be there.
    """
    code = text(row, "maKetQua")
    if code is None or not CODE.fullmatch(code):
        raise BadAnswer("there is no result code")
    card = card_in(row, "maThe", "gtTheTu", "gtTheDen", "maDKBD")
    if MATCHED.fullmatch(code) and (card is None or card.valid_from is None):
        raise BadAnswer("a card that matched is missing")
    return Answer(
        code=code,
        asked_at=now,
        remark=masked_remark(row, question),
        card=card,
        new_card=card_in(
            row, "maTheMoi", "gtTheTuMoi", "gtTheDenMoi", "maDKBDMoi", "tenDKBDMoi"
        ),
        five_years_from=day(row, "ngayDu5Nam"),
        visits=visits(row),
        **{ours: text(row, theirs) for ours, theirs in TEXTS.items()},
    )


def text(row: Mapping[str, Any], name: str) -> str | None:
    """A text field, composed and trimmed; None where empty or not there."""
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > LONGEST:
        raise BadAnswer(f"{name} is no short text")
    composed = unicodedata.normalize("NFC", value).strip()
    if not all(letter.isprintable() or letter.isspace() for letter in composed):
        raise BadAnswer(f"{name} has control characters")
    return composed or None


def day(row: Mapping[str, Any], name: str) -> date | None:
    """A date written dd/mm/yyyy."""
    written = text(row, name)
    if written is None:
        return None
    try:
        return datetime.strptime(written, "%d/%m/%Y").replace(tzinfo=VIETNAM).date()
    except ValueError:
        raise BadAnswer(f"{name} is no date") from None


def card_in(
    row: Mapping[str, Any],
    number: str,
    valid_from: str,
    valid_to: str,
    facility: str,
    facility_name: str = "",
) -> InsuranceCardData | None:
    """The card under these field names, where its number is told."""
    found = text(row, number)
    if found is None:
        return None
    return InsuranceCardData(
        number=found,
        valid_from=day(row, valid_from),
        valid_to=day(row, valid_to),
        facility_code=text(row, facility),
        facility_name=text(row, facility_name),
    )


def visits(row: Mapping[str, Any]) -> tuple[Visit, ...]:
    """The stays of the last months, as they are told."""
    told = row.get("dsLichSuKCB2018") or []
    if not isinstance(told, list) or len(told) > MOST_VISITS:
        raise BadAnswer("dsLichSuKCB2018 is no list")
    if not all(isinstance(each, dict) for each in told):
        raise BadAnswer("dsLichSuKCB2018 holds something else than stays")
    return tuple(
        Visit(
            record=text(each, "maHoSo"),
            facility_code=text(each, "maCSKCB"),
            arrived=moment(each, "ngayVao"),
            left=moment(each, "ngayRa"),
            disease=text(each, "tenBenh"),
        )
        for each in told
    )


def moment(row: Mapping[str, Any], name: str) -> datetime | None:
    """A moment written yyyymmddhhmm; None where it is anything else."""
    written = text(row, name) or ""
    try:
        return datetime.strptime(written, "%Y%m%d%H%M").replace(tzinfo=VIETNAM)
    except ValueError:
        return None


def masked_remark(row: Mapping[str, Any], question: Question) -> str | None:
    """The gateway's prose without the names, numbers, birth date and address in it."""
    remark = text(row, "ghiChu")
    if remark is None:
        return None
    told = (text(row, name) for name in ("hoTen", "ngaySinh", "diaChi", "maThe"))
    asked = (question.name, question.number, question.birth)
    return NUMBERS.sub(HIDDEN, without(remark, (*told, *asked)))


def without(remark: str, secrets: Iterable[str | None]) -> str:
    """The remark with every one of these texts hidden, the longest first."""
    known = {
        " ".join(unicodedata.normalize("NFC", each or "").split()) for each in secrets
    }
    for secret in sorted(known - {""}, key=len, reverse=True):
        spaced = r"\s+".join(map(re.escape, secret.split(" ")))
        remark = re.sub(spaced, HIDDEN, remark, flags=re.IGNORECASE)
    return remark
