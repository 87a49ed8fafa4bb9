"""marshmallow fields used by several rooms; their messages in vi and en."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from marshmallow import ValidationError, fields, validate

from citizen_api.problems import Said

Value = TypeVar("Value")

REQUIRED = Said("Thiếu giá trị bắt buộc.", "This value is required.")
NULL = Said("Không được là null.", "This value may not be null.")
UNKNOWN = Said("Không có tham số hay trường này.", "There is no such field here.")
WRONG_TYPE = Said("Phải là một đối tượng JSON.", "This must be a JSON object.")
WHOLE = Said("Phải là số nguyên.", "This must be a whole number.")
DIGITS = Said("Tối đa 15 chữ số.", "This must have 15 digits at most.")
NUMBER = Said(
    "Phải là một số hữu hạn, trước và sau dấu chấm tối đa 20 chữ số.",
    "This must be a finite number, of 20 digits at most before and after the point.",
)
TEXT = Said("Phải là văn bản.", "This must be text.")
TRUTH = Said("Phải là true hoặc false.", "This must be true or false.")
AT_LEAST = Said("Nhỏ nhất là {min}.", "The least is {min}.")
AT_MOST = Said("Lớn nhất là {max}.", "The most is {max}.")
BETWEEN = Said("Phải từ {min} đến {max}.", "This must be between {min} and {max}.")
ONE_OF = Said("Phải là một trong: {choices}.", "This must be one of: {choices}.")
LONGEST = Said("Dài nhất là {max} ký tự.", "The most is {max} characters.")
EMPTY = Said("Không được để trống.", "This may not be empty.")
ID = Said("Phải là một UUID.", "This must be a UUID.")
MOMENT = Said(
    "Phải là thời điểm có múi giờ, như 2026-11-21T12:00:00+07:00.",
    "This must be a moment with its offset, such as 2026-11-21T12:00:00+07:00.",
)
DAY = Said("Phải là ngày như 2026-11-21.", "A date such as 2026-11-21.")
CONTROL = Said(
    "Có ký tự điều khiển hoặc ký tự đổi chiều chữ.",
    "This holds control or text-direction characters.",
)

COMMON: dict[str, Any] = {
    "required": REQUIRED,
    "null": NULL,
    "validator_failed": WRONG_TYPE,
}
# Not "Cn": a newer Unicode than that of this Python has more emoji.
REFUSED = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
JOINERS = "\u200c\u200d"
NO_MOMENT = ("invalid", "invalid_awareness", "format")
UUID_TEXT = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE
)
MOMENT_TEXT = re.compile(
    r"20[0-9]{2}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}"
    r"(?:\.[0-9]{1,6})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)
DAY_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE_TEXT = re.compile(r"-?[0-9]{1,1000}")
DECIMAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?")


def between(least: float, most: float) -> validate.Range:
    """A number from `least` to `most`."""
    return validate.Range(least, most, error=BETWEEN)


def one_of(*choices: str) -> validate.OneOf:
    """One of these words."""
    return validate.OneOf(choices, error=ONE_OF)


class Whole(fields.Integer):
    """A whole number; no fractions, no spaces, no underscores.

    `strict`: a JSON number, not digits in a text.
    """

    default_error_messages = {**COMMON, "invalid": WHOLE, "too_large": DIGITS}

    def _validated(self, value: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # JSON knows one kind of number: 5.0 is 5
        if isinstance(value, str) and not self.strict:
            if not WHOLE_TEXT.fullmatch(value):
                raise self.make_error("invalid", input=value)
        elif type(value) is not int:
            raise self.make_error("invalid", input=value)
        number = int(value)
        if abs(number) >= 10**15:
            self._validate(number)  # a range says more
            raise self.make_error("too_large", input=value)
        return number


class Number(fields.Float):
    """A finite number, written as in JSON."""

    default_error_messages = {**COMMON, "invalid": NUMBER, "special": NUMBER}

    def _validated(self, value: Any) -> float:
        if isinstance(value, str) and not DECIMAL.fullmatch(value):
            raise self.make_error("invalid", input=value)
        return float(super()._validated(value))


class Truth(fields.Boolean):
    """`true` or `false`; 1 and 0 equal them in Python, and are neither."""

    default_error_messages = {**COMMON, "invalid": TRUTH}
    truthy, falsy = {"true", True}, {"false", False}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        if isinstance(value, int | float) and not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return bool(super()._deserialize(value, *args, **kwargs))


class Words(fields.String):
    """Text as people type it, answered in NFC; limits count characters.

    `lines` allows line breaks. Control and text-direction characters are refused.
    """

    default_error_messages = {
        **COMMON,
        "invalid": TEXT,
        "invalid_utf8": TEXT,
        "control": CONTROL,
        "empty": EMPTY,
        "long": LONGEST,
    }

    def __init__(self, *, longest: int, lines: bool = False, **kwargs: Any) -> None:
        limits = {"minLength": 1, "maxLength": longest}
        limits |= kwargs.pop("metadata", {})
        super().__init__(metadata=limits, **kwargs)
        self.longest, self.lines = longest, lines

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        if isinstance(value, str) and len(value) > 4 * self.longest:
            raise self.make_error("long", max=self.longest)
        text = unicodedata.normalize(
            "NFC", super()._deserialize(value, *args, **kwargs)
        )
        if any(self._refused(letter) for letter in text):
            raise self.make_error("control")
        text = text.strip()
        if not text.strip(JOINERS):
            raise self.make_error("empty")
        if len(text) > self.longest:
            raise self.make_error("long", max=self.longest)
        return text

    def _refused(self, letter: str) -> bool:
        if letter in JOINERS or (self.lines and letter in "\n\r\t"):
            return False
        return unicodedata.category(letter) in REFUSED


class Choice(fields.String):
    """One of a few words."""

    default_error_messages = {**COMMON, "invalid": TEXT}

    def __init__(self, *choices: str, **kwargs: Any) -> None:
        super().__init__(validate=one_of(*choices), **kwargs)


class Uuid(fields.UUID):
    """An id of 36 characters, written as RFC 9562 does."""

    default_error_messages = {**COMMON, "invalid_uuid": ID}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> UUID:
        if not (isinstance(value, str) and UUID_TEXT.fullmatch(value)):
            raise self.make_error("invalid_uuid")
        return UUID(value)


class Moment(fields.AwareDateTime):
    """A moment as RFC 3339 writes it, with its offset."""

    default_error_messages = {**COMMON, **dict.fromkeys(NO_MOMENT, MOMENT)}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> datetime:
        if not (isinstance(value, str) and MOMENT_TEXT.fullmatch(value)):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        moment: datetime = super()._deserialize(value, *args, **kwargs)
        return moment


class Day(fields.Date):
    """A civil date, written 2026-11-21."""

    default_error_messages = {**COMMON, **dict.fromkeys(("invalid", "format"), DAY)}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date:
        if not (isinstance(value, str) and DAY_TEXT.fullmatch(value)):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        day: date = super()._deserialize(value, *args, **kwargs)
        return day


class Parsed(fields.Field[Value]):
    """Text that a function of ours reads; its ValueError's Said is the message."""

    default_error_messages = {**COMMON}

    def __init__(self, parse: Callable[[str], Value], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.parse = parse

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Value:
        try:
            return self.parse(value)
        except BadText as bad:
            raise ValidationError(bad.said) from None


class BadText(ValueError):
    """A text that cannot be read; says why."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said
