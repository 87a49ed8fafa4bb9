"""Vietnamese names: cleaned to be kept, folded to be compared, here and in SQL."""

import re
from typing import Final
from unicodedata import category, normalize

from geo import GeoError

__all__ = [
    "FOLD_SQL",
    "UnreadableText",
    "clean",
    "compact",
    "fold",
    "normalise",
    "split_syllables",
    "strip_telex",
    "with_i",
]

# đ has no decomposition; Ð (eth) and Ɖ look the same and are typed for it.
_STROKED_D: Final = "đĐðÐɖƉ"

# Written out rather than left to lower(): a database in the C locale lowers
# nothing but ASCII, and one in another locale lowers by its own table.
_CAPITALS: Final = "".join(
    letter
    for letter in map(chr, range(0x41, 0x530))
    if len(letter.lower()) == 1
    and letter.lower() != letter
    and normalize("NFD", letter) == letter
)
_SMALL: Final = _CAPITALS.lower()

# Both re and PostgreSQL read these escapes, and read them alike.
_MARKS: Final = r"[\u0300-\u036f]+"
_SEPARATORS: Final = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7"
    r"\u02b0-\u02ff\u1680\u2000-\u2bff\u3000-\u3004\u3008-\u303f\u30fb"
    r"\ufe00-\ufe6f\ufeff-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    r"\uffe0-\uffff\U0001f000-\U0001faff]+"
)

_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKS_PATTERN: Final = re.compile(_MARKS)
_SEPARATORS_PATTERN: Final = re.compile(_SEPARATORS)
_D_TABLE: Final = str.maketrans(_STROKED_D, "d" * len(_STROKED_D))
_SMALL_TABLE: Final = str.maketrans(_CAPITALS, _SMALL)
_MOST_PIECES: Final = 4  # NFD never makes more of one composed character

FOLD_SQL: Final = rf"""
CREATE FUNCTION fold_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(regexp_replace(
    normalize(
        translate(
            regexp_replace(
                normalize(translate(name, '{_STROKED_D}', 'dddddd'), NFD),
                '{_MARKS}', '', 'g'
            ),
            '{_CAPITALS}',
            '{_SMALL}'
        ),
        NFC
    ),
    '{_SEPARATORS}', ' ', 'g'
), ' ')
"""
"""SQL that makes `fold_name(text)`, which folds as `fold` does (PostgreSQL 15+, UTF8).

Equal for every text PostgreSQL can hold, in any locale, as long as both sides know
the characters: a letter newer than the older Unicode table may differ. Only Latin,
Greek and Cyrillic have their capitals lowered; Armenian, Georgian and other bicameral
scripts keep them, on both sides.
"""


class UnreadableText(GeoError):
    """Text that cannot be kept as a name.

    `reason` is one of `empty`, `too_long`, `control`, `bidi`, `surrogate`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def clean(text: str, max_length: int) -> str:
    """The text in NFC without outer white space, if it can be shown as a name.

    `max_length` counts characters of the result. Line breaks and tabs are control
    characters. Raises `UnreadableText`.
    """
    outer = text.strip(" ")
    if len(outer) > max_length * _MOST_PIECES:
        raise UnreadableText("too_long")
    composed = normalize("NFC", outer)
    kinds = set(map(category, composed))
    if "Cs" in kinds:
        raise UnreadableText("surrogate")
    if "Cc" in kinds:
        raise UnreadableText("control")
    if _BIDI.search(composed):
        raise UnreadableText("bidi")
    if all(kind[0] in "ZC" for kind in kinds):
        raise UnreadableText("empty")
    if len(composed.strip()) > max_length:
        raise UnreadableText("too_long")
    return composed.strip()


def normalise(text: str) -> str:
    """Small NFC letters with their marks, words parted by single spaces."""
    spaced = _SEPARATORS_PATTERN.sub(" ", normalize("NFC", text).lower())
    return spaced.strip(" ")


def fold(text: str) -> str:
    """Small letters without marks, single spaces: `Bánh Đa, cua` → `banh da cua`.

    Only for comparing: two names that fold alike may be different words.
    """
    pieces = normalize("NFD", text.translate(_D_TABLE))
    bare = _MARKS_PATTERN.sub("", pieces).translate(_SMALL_TABLE)
    return _SEPARATORS_PATTERN.sub(" ", normalize("NFC", bare)).strip(" ")


def compact(text: str) -> str:
    """The folded text without spaces: `Bánh Đa` → `banhda`."""
    return fold(text).replace(" ", "")


# Only where the letter ends a syllable, not in `sky` or `thuy`.
_FINAL_Y: Final = re.compile(r"\b([hklmstv]|qu)y(?=[\u0300-\u036f]*(?!\w))")


def with_i(text: str) -> str:
    """Small letters with i where y sounds the same: `bánh mỳ` → `bánh mì`, in NFC."""
    return normalize("NFC", _FINAL_Y.sub(r"\1i", normalize("NFD", text)))


_SYLLABLE: Final = re.compile(
    r"(ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|d[d9]|[bcdghklmnpqrstvx]|)"
    r"([aeiouyw][aeiouywsfrxj0-9]*)"
    r"(ng|nh|ch|[cmnpt]|)"
    r"[sfrxjw0-9]*"
)
_KEYS: Final = re.compile(r"[sfrxj0-9]|(?<=.)w")
_DOUBLED: Final = re.compile(r"([aeo])\1")
_NUCLEUS: Final = re.compile(
    "[aeiouy]|a[iouy]|e[ou]|i[aeu]|ieu|o[aei]|oa[ioy]|oeo|u[aeioyu]|ua[uy]|uo[iu]"
    "|uy[aeu]|yeu?"
)


def strip_telex(text: str) -> str:
    """The folded text meant by unconverted Telex or VNI keys: `bunf cas` → `bun ca`.

    A word is changed only if a Vietnamese syllable is left; others stay as they are.
    As many plain words can be read as Telex ("chef", "beer"), try them unchanged first.
    """
    return " ".join(map(_meant_syllable, fold(text).split()))


def _meant_syllable(word: str) -> str:
    match = _SYLLABLE.fullmatch(word)
    if match is None:
        return word
    onset, typed, coda = match.groups()
    nucleus = _DOUBLED.sub(r"\1", _KEYS.sub("", typed)).replace("w", "u")
    if not _NUCLEUS.fullmatch(nucleus):
        return word
    return ("d" if onset in {"dd", "d9"} else onset) + nucleus + coda


_WRITTEN: Final = re.compile(
    r"(ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx]|)"
    rf"({_NUCLEUS.pattern})(ng|nh|ch|[cmnpt]|)"
)
_LONGEST_SYLLABLE: Final = 7
_MOST_WAYS: Final = 16


def split_syllables(text: str) -> list[str]:
    """What the folded text means if spaces were left out: `hienbeo` → `hien beo`.

    The ways to read it as the fewest Vietnamese syllables; there may be none.
    """
    letters = compact(text)
    ways: list[list[tuple[str, ...]]] = [[()]]  # of the last letters, one more each
    for start in reversed(range(len(letters))):
        longer = [
            (letters[start:end], *rest)
            for end in range(
                start + 1, min(start + _LONGEST_SYLLABLE, len(letters)) + 1
            )
            if _WRITTEN.fullmatch(letters, start, end)
            for rest in ways[len(letters) - end]
        ]
        fewest = min(map(len, longer), default=0)
        ways.append([way for way in longer if len(way) == fewest][:_MOST_WAYS])
    return [" ".join(way) for way in ways[-1]]
