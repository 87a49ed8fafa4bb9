"""The database folds names as Python does."""

from itertools import product
from unicodedata import normalize

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from geo.names import fold

_BASES = ["", "\u0302", "\u0306", "\u031b"]
_TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
_VIETNAMESE = "".join(
    normalize("NFC", "".join(parts))
    for parts in product("aeiouyAEIOUY", _BASES, _TONES)
)
_LETTERS = st.sampled_from(_VIETNAMESE + "đĐÐbcdghklmnpqrstvxBCDGHKLMNPQRSTVX")
_BETWEEN = st.sampled_from(" \t\n\u00a0\u200b\u3000-–'’“”.,/()&%_\\₫🦀0123456789")
_FOREIGN = st.characters(max_codepoint=0x2FFF, exclude_characters="\0")

_against_the_database = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def fold_in_sql(connection: Connection, name: str) -> str:
    return connection.execute(text("SELECT fold_name(:name)"), {"name": name}).scalar()


def test_every_vietnamese_letter_folds_alike(connection: Connection) -> None:
    for form in ("NFC", "NFD"):
        letters = normalize(form, _VIETNAMESE + "đĐÐðƉɖ")

        assert fold_in_sql(connection, letters) == fold(letters)


@given(name=st.text(_LETTERS | _BETWEEN), form=st.sampled_from(["NFC", "NFD"]))
@example(name="", form="NFC")
@_against_the_database
def test_vietnamese_names_fold_alike(
    connection: Connection, name: str, form: str
) -> None:
    typed = normalize(form, name)

    assert fold_in_sql(connection, typed) == fold(typed)


@given(name=st.text(_FOREIGN | st.sampled_from("ßẞİıÆØŁΩΣς番蟹が반다𝐀")))
@example(name="КРАБ Ёлка ΚΑΒΟΥΡΙ Œuf Łódź İstanbul")
@_against_the_database
def test_foreign_names_fold_alike(connection: Connection, name: str) -> None:
    assert fold_in_sql(connection, name) == fold(name)


def test_characters_of_every_block_fold_alike(connection: Connection) -> None:
    planes = [range(1, 0xD800), range(0xE000, 0x11000), range(0x1F000, 0x1FB00)]
    letters = "x".join(chr(code) for plane in planes for code in plane)

    assert fold_in_sql(connection, letters) == fold(letters)


def test_nothing_folds_to_nothing(connection: Connection) -> None:
    assert connection.execute(text("SELECT fold_name(NULL)")).scalar() is None
