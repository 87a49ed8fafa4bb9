"""A page as a browser takes it: its words, and what it asks for."""

from html.parser import HTMLParser

from werkzeug.test import TestResponse

PHONE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ELSEWHERE = {"alternate", "canonical"}
DATA = {"application/json", "application/ld+json"}


class Page(HTMLParser):
    """What is in an HTML page."""

    def __init__(self, answer: TestResponse) -> None:
        super().__init__()
        self.language = ""
        self.words: list[str] = []
        self.asked_for: list[str] = []
        self.links: list[str] = []
        self.alternates: list[str] = []
        self.handlers: list[str] = []
        self.inline: list[str] = []
        self.feed(answer.get_data(as_text=True))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag loads, leads to or runs."""
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given["lang"]
        if tag == "a":
            self.links.append(given["href"])
        elif given.get("rel") in ELSEWHERE:
            self.alternates.append(given["href"])
        elif loaded := given.get("src") or given.get("href"):
            self.asked_for.append(loaded)
        runs = tag == "script" and given.get("type") not in DATA
        if tag == "style" or "style" in given or (runs and "src" not in given):
            self.inline.append(tag)
        self.handlers += [name for name in given if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        """Note the words."""
        self.words += data.split()

    @property
    def text(self) -> str:
        """All that a reader sees."""
        return " ".join(self.words)
