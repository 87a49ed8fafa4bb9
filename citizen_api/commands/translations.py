"""citizen translations."""

import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

import click
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from citizen_api.commands.surroundings import CHECKOUT
from citizen_api.pages.languages import LANGUAGES, SOURCE, file_of

PAGES = CHECKOUT / "citizen_api" / "pages"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "marked": None,
    "marked_plural": (1, 2),
    "ngettext": (1, 2),
}
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
WIDTH = 88
FULL = "vi"
# Pages for one person, which are written in Vietnamese and English alone.
OWN = ("board/", "me/", "moderators/", "owners/", "staff/")


@click.group("translations")
def command() -> None:
    """The sentences of the pages in Vietnamese, Korean, Chinese and Japanese."""


@command.command()
def update() -> None:
    """Take new sentences from the pages into the .po files, and drop old ones."""
    for language in targets():
        path = file_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(updated(language)))
        click.echo(f"{path.relative_to(CHECKOUT)}: {summary(language)}")


@command.command()
def check() -> None:
    """Fail when a sentence has no translation, or a file is not up to date."""
    found = [trouble for language in targets() for trouble in troubles(language)]
    for trouble in found:
        click.echo(trouble, err=True)
    sys.exit(1 if found else 0)


def targets() -> list[str]:
    """The languages that the sentences are translated to."""
    return [language for language in LANGUAGES if language != SOURCE]


def extracted(language: str = FULL) -> Catalog:
    """Every sentence that a language must have, with the files that say it."""
    catalog = Catalog(charset="utf-8")
    for name, _, sentence, _, context in marked():
        if language != FULL and name.removeprefix("templates/").startswith(OWN):
            continue
        catalog.add(sentence, locations=[(name, 0)], context=context)
    return catalog


@cache
def marked() -> list[Any]:
    """What is marked in the pages, as Babel finds it: file by file, line by line."""
    found = extract_from_dir(
        PAGES, METHODS, options_map=OPTIONS, keywords=KEYWORDS, strip_comment_tags=True
    )
    return sorted(found, key=lambda each: each[:2])


def kept(language: str) -> Catalog:
    """The translations as they are in the file; none when there is no file yet."""
    path = file_of(language)
    if not path.exists():
        return Catalog(locale=Locale.parse(language))
    with path.open("rb") as opened:
        return read_po(opened, locale=language, abort_invalid=True)


def updated(language: str) -> Catalog:
    """The translations with the sentences of today; nothing is guessed."""
    catalog = kept(language)
    catalog.update(extracted(language), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def written(catalog: Catalog) -> bytes:
    """A catalogue as it is committed: nothing in it changes by itself."""
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale}\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    body = BytesIO()
    write_po(body, catalog, width=WIDTH, omit_header=True, include_lineno=False)
    return header.encode() + body.getvalue()


def troubles(language: str) -> Iterator[str]:
    """What is missing, unsure, wrong or no longer up to date in a language."""
    path, wanted = file_of(language), updated(language)
    if not path.exists() or path.read_bytes() != written(wanted):
        yield f"{language}: the file is stale: citizen translations update"
    for message in wanted:
        if not message.id:
            continue
        said = [message.string] if isinstance(message.string, str) else message.string
        if not said or not all(said):
            yield f"{language}: not translated: {message.id!r}"
        elif message.fuzzy:
            yield f"{language}: not sure: {message.id!r}"
        for error in message.check():
            yield f"{language}: {message.id!r}: {error}"


def summary(language: str) -> str:
    """How many sentences there are, and how many wait for a translator."""
    found = kept(language)
    waiting = [m for m in found if m.id and not (m.string and all(m.string))]
    return f"{len(found)} sentences, {len(waiting)} to translate"
