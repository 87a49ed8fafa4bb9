"""Short codes: eight letters with a check, told apart from mistyped ones."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from qr import QrError

__all__ = [
    "ALPHABET",
    "CODE_COUNT",
    "CODE_LENGTH",
    "BadCode",
    "Code",
    "NumberOutOfRange",
    "Reason",
    "new_code",
    "nth_code",
    "parse",
]

# No vowels, so no words. Of letters that look alike (0 O Q D, 1 I L, 2 Z, 5 S, 6 G,
# 8 B, M N, V Y) at most one. No W: Telex keyboards turn a lone w into "ư".
ALPHABET: Final = "23456789CFHJKNPRTVX"
CODE_LENGTH: Final = 8
CODE_COUNT: Final = len(ALPHABET) ** (CODE_LENGTH - 1)

# As in ISBN-10: with a prime number of letters, weights that differ and are not 0
# reveal every single wrong letter and every swap of two letters, adjacent or not.
WEIGHTS: Final = range(CODE_LENGTH, 0, -1)
VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}

TYPED_MAX: Final = 64
SEPARATORS: Final = str.maketrans("", "", " -\u2010\u2012\u2013\u2014\u2212")


class Reason(StrEnum):
    """Why a text is no code: half read, impossible letters, or mistyped."""

    LENGTH = "length"
    LETTER = "letter"
    CHECK = "check"


class BadCode(QrError):
    """The text is no code of ours, whatever the database holds.

    `letters` names those that no code has (reason "letter"), in the order typed,
    each once, marks and control characters left out.
    """

    def __init__(self, reason: Reason, letters: str = "") -> None:
        super().__init__(f"not a short code: {reason}")
        self.reason = reason
        self.letters = letters


class NumberOutOfRange(QrError):
    """There are only `CODE_COUNT` codes."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code that checks out, in the one form that is stored and printed."""

    text: str

    def __post_init__(self) -> None:
        ensure_code(self.text)

    def __str__(self) -> str:
        return self.text


def ensure_code(text: str) -> None:
    """Raise `BadCode` unless the text is exactly one code."""
    strange = [letter for letter in text if letter not in VALUES]
    if strange:
        readable = filter(str.isalnum, dict.fromkeys(strange))
        raise BadCode(Reason.LETTER, "".join(readable))
    if len(text) != CODE_LENGTH:
        raise BadCode(Reason.LENGTH)
    if weighted_sum(text) != 0:
        raise BadCode(Reason.CHECK)


def weighted_sum(letters: str) -> int:
    """The sum modulo 19 that is 0 for a whole code, and whose rest is its check."""
    values = (VALUES[letter] for letter in letters)
    return sum(w * v for w, v in zip(WEIGHTS, values, strict=False)) % len(ALPHABET)


def parse(text: str) -> Code:
    """The code a person typed or a phone read.

    Small letters, spaces, hyphens and the full-width letters of East Asian keyboards
    are understood; anything else raises `BadCode` with its reason. A text of more
    than 64 characters is refused unread.
    """
    if len(text) > TYPED_MAX:
        raise BadCode(Reason.LENGTH)
    capitals = unicodedata.normalize("NFKC", text.upper())
    return Code(capitals.translate(SEPARATORS))


def nth_code(number: int) -> Code:
    """The code with this number, 0 ≤ number < `CODE_COUNT`; each has its own.

    Neighbours look alike: who hands out codes in a row should spread the numbers.
    """
    if not 0 <= number < CODE_COUNT:
        raise NumberOutOfRange(f"no code has the number {number}")
    letters = ""
    for _ in range(CODE_LENGTH - 1):
        number, value = divmod(number, len(ALPHABET))
        letters = ALPHABET[value] + letters
    return Code(letters + ALPHABET[-weighted_sum(letters) % len(ALPHABET)])


def new_code(random_bytes: Callable[[int], bytes]) -> Code:
    """A code drawn evenly from all; `random_bytes(n)` gives n random bytes.

    Nothing here knows which codes are taken: the caller stores and draws again.
    """
    return nth_code(int.from_bytes(random_bytes(16)) % CODE_COUNT)
