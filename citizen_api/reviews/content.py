"""What in a text of a visitor a person must look at before others read it. Pure.

Found are addresses of the web and of e-mail, phone numbers and long numbers such as
those of a citizen card, also when they are written so that a simple search misses them:
with dots and spaces, in full-width digits, or with characters that nobody sees. Prices
and dates are none. Markup is neither refused nor held: it is shown as the letters that
it is.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final


class Finding(StrEnum):
    """What a text has in it that is not for everybody's eyes."""

    PERSONAL_NUMBER = "personal_number"
    PHONE_NUMBER = "phone_number"
    EMAIL = "email"
    LINK = "link"


# What people write between the digits of one number; a comma is none of it.
GAP: Final = r"[ .\-_·•*|()]{0,3}"
ALONE: Final = r"(?<![0-9])(?<![0-9][.,])"
END: Final = r"(?![ .\-]?[0-9])"
PHONE: Final = re.compile(
    rf"{ALONE}(?:(?:\+|00)?84{GAP}(?:\(?0\)?)?|0){GAP}"
    rf"(?:[35789](?:{GAP}[0-9]){{8}}|2(?:{GAP}[0-9]){{9}}){END}"
    rf"|{ALONE}1[89]00(?:{GAP}[0-9]){{4,6}}{END}"
    rf"|\+{GAP}[1-9](?:{GAP}[0-9]){{8,14}}{END}"
)
CARD: Final = re.compile(rf"{ALONE}0(?:{GAP}[0-9]){{11}}{END}|(?<![0-9])[0-9]{{9,}}")
INSURANCE: Final = re.compile(rf"\b[a-z]{{2}}{GAP}[0-9](?:{GAP}[0-9]){{12}}{END}")
PRICE_OR_DATE: Final = re.compile(
    rf"{ALONE}[1-9][0-9]{{0,2}}(?:[.,][0-9]{{3}})*[.,][05]00(?![0-9])"
    r"|(?<![0-9])[0-3]?[0-9][./\-][01]?[0-9][./\-]20[12][0-9](?![0-9])"
    r"|(?<![0-9])20[12][0-9]-[01][0-9]-[0-3][0-9](?![0-9])"
)
DOT: Final = r"(?:\.|\s{0,3}(?:\(dot\)|\[dot\])\s{0,3})"
EMAIL: Final = re.compile(
    r"[\w+\-]\s{0,3}(?:@|\(at\)|\[at\]|\ba còng\b)\s{0,3}[\w\-]{1,63}"
    rf"(?:{DOT}|\s{{0,3}}\.\s{{0,3}})[a-z]{{2}}"
)
LINK: Final = re.compile(
    r"h(?:tt|xx)ps?\s{0,3}:|://|\bwww\s{0,3}\."
    rf"|\w{DOT}(?:com|net|org|vn|info|biz|shop|xyz|site"
    r"|online|store|link|app|club|live|vip|win|bet|casino)(?!\w)"
    r"|\w\.[a-z]{2,12}/\w"
)
FEWEST_DIGITS: Final = 8
UNSEEN: Final = frozenset({"Cf", "Mn", "Me"})
A_ZERO: Final = re.compile(r"(?<=[0-9])o|(?<![^\W\d_])o(?=[0-9])")


def finding(text: str | None) -> Finding | None:
    """What in a text a person must look at first; None for a text that is fine."""
    if text is None:
        return None
    plain = _plain(text)
    if sum(map(plain.count, "0123456789o")) >= FEWEST_DIGITS:
        found = _number(PRICE_OR_DATE.sub(" ; ", A_ZERO.sub("0", plain)))
        if found is not None:
            return found
    if EMAIL.search(plain):
        return Finding.EMAIL
    return Finding.LINK if LINK.search(plain) else None


def _number(plain: str) -> Finding | None:
    if PHONE.search(plain):
        return Finding.PHONE_NUMBER
    if CARD.search(plain) or INSURANCE.search(plain):
        return Finding.PERSONAL_NUMBER
    return None


def _plain(text: str) -> str:
    """The text as it is read: small letters in one form, digits as 0 to 9."""
    letters = unicodedata.normalize("NFKC", text).lower()
    return letters.translate({ord(each): _seen(each) for each in set(letters)})


def _seen(letter: str) -> str | None:
    if letter.isdigit():
        return str(unicodedata.digit(letter))
    return None if unicodedata.category(letter) in UNSEEN else letter
