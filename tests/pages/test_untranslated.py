"""No page of another language has English left in it."""

import re
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask

from citizen_api.commands.translations import extracted
from tests.browser.addresses import PAGES, codes
from tests.pages.filling import Reader
from tests.reviews.addresses import VENUE

VOID = {"br", "hr", "img", "input", "link", "meta"}
READ_OUT = ("aria-label", "placeholder", "title", "alt")
DESCRIBES = {"description"}
NOT_READ = {"script", "style", "code"}
WORD = re.compile(r"\b[a-z]{3,}\b")  # names begin with a capital letter
# What is written with Latin letters in every language, and what was typed.
NAMES = re.compile(
    r"https?://\S+|/v1/[a-z/-]+|haiphong\.gov\.vn|[a-z]+(?:-[a-z]+)+"
    r"|OpenStreetMap contributors"
    r"|Hải Phòng Citizen|vietnam\w+|banh da cua|xyzzyx"
    r"|(?i:bánh đa cua)(?: bể)?"
)
# The commonest words of our English sentences; none is a Vietnamese syllable.
ENGLISH = re.compile(
    r"\b(and|with|this|your|you|here|open|closed|known|place|price|find|all|are|from)\b",
    re.IGNORECASE,
)


@cache
def sentences() -> set[Any]:
    """What the pages say, in English."""
    return {message.id for message in extracted() if message.id}


class Foreign(HTMLParser):
    """The texts of a page that are marked as the page's own language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is read out of a tag; remember whether its words are foreign."""
        given = {name: value or "" for name, value in attrs}
        own = tag == "html" or (self._is_own and "lang" not in given)
        read_out = {*READ_OUT, *(["content"] if given.get("name") in DESCRIBES else [])}
        if own:
            self.texts += [given[name] for name in read_out & given.keys()]
        if tag not in VOID:
            self._inside.append((tag, own and tag not in NOT_READ))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self._inside and self._inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note the words that are said in the page's own language."""
        if self._is_own:
            self.texts.append(data.strip())

    @property
    def _is_own(self) -> bool:
        return not self._inside or self._inside[-1][1]


@pytest.mark.parametrize("language", ["vi", "ko", "zh", "ja"])
def test_nothing_is_left_in_english(fresh: Flask, language: str) -> None:
    reader, word = Reader(fresh), ENGLISH if language == "vi" else WORD
    reader.fill(f"/venues/{VENUE}/rate", stars="4", text="Ngon")
    reader.fill(f"/venues/{VENUE}/report", kind="price", text="Ngon")
    reader.client.set_cookie("lang", language)
    left = set()

    pages = [path for path in PAGES if not path.startswith("/problems")]

    for path in (*pages, *codes(fresh), f"/venues/{VENUE}?done=rated"):
        for text in Foreign(reader.open(path).get_data(as_text=True)).texts:
            if text in sentences() or word.search(NAMES.sub("", text)):
                left.add((path, text))

    assert sorted(left) == []
