"""The five languages of the pages: which one is spoken, and the sentences in it."""

from collections.abc import Collection
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, request

from citizen_api.http.language import preferred
from citizen_api.pages import cookies

LANGUAGES = {
    "vi": "Tiếng Việt",
    "en": "English",
    "ko": "한국어",
    "zh": "中文",
    "ja": "日本語",
}
SOURCE = "en"  # the sentences in the code are English
COOKIE = "lang"
TRANSLATIONS = Path(__file__).parent / "translations"


def spoken() -> str:
    """The language of the page at hand.

    `?lang=`, else what the reader chose here, else what the phone asks for, else
    English.
    """
    if "spoken" not in g:
        asked = (request.args.get("lang"), cookies.kept(COOKIE))
        known = [language for language in asked if language in LANGUAGES]
        header = request.headers.get("Accept-Language", "")
        g.spoken = known[0] if known else preferred(header, tuple(LANGUAGES))
    found: str = g.spoken
    return found


def speak_one_of(languages: Collection[str]) -> None:
    """Speak English where the page at hand is not written in the reader's language."""
    if spoken() not in languages:
        g.spoken = SOURCE


def _(sentence: str, **gaps: object) -> str:
    """An English sentence in the language of the page, its gaps filled."""
    said = catalogue(spoken()).gettext(sentence)
    return said % gaps if gaps else said


def ngettext(one: str, many: str, number: int, **gaps: object) -> str:
    """The sentence for a number of things; the gap `num` is the number."""
    said = catalogue(spoken()).ngettext(one, many, number)
    return said % {"num": number, **gaps}


def marked(sentence: str) -> str:
    """The sentence as it is, for the translators to see; `_` says it later."""
    return sentence


def marked_plural(one: str, many: str) -> tuple[str, str]:
    """The sentences as they are; `ngettext` says them later."""
    return one, many


@cache
def catalogue(language: str) -> NullTranslations:
    """The sentences of a language; one that lacks is said in English."""
    if language == SOURCE:
        return NullTranslations()
    with file_of(language).open("rb") as opened:
        sentences = read_po(opened, locale=language)
    packed = BytesIO()
    write_mo(packed, sentences)
    packed.seek(0)
    return GNUTranslations(packed)


def file_of(language: str) -> Path:
    """Where the sentences of a language are kept."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "pages.po"


def register(app: Flask) -> None:
    """Let templates speak; a catalogue is read when it is first spoken."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda sentence: catalogue(spoken()).gettext(sentence),
        lambda one, many, number: catalogue(spoken()).ngettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals["LANGUAGES"] = LANGUAGES
    app.jinja_env.globals["spoken"] = spoken
