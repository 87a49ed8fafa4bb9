"""A reader who fills forms in a browser: keeps cookies, sends what a form holds."""

from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from citizen_api.accounts.models import PAGES
from tests.factories import Known, known_person
from tests.pages.reading import PHONE


class Form(HTMLParser):
    """The hidden values and what is filled in, of the first form of a page."""

    def __init__(self, answer: TestResponse) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._forms, self._text = 0, ""
        self.feed(answer.get_data(as_text=True))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field."""
        given = {name: value or "" for name, value in attrs}
        self._forms += tag == "form" and given.get("method") == "post"
        if self._forms != 1:
            return
        if tag == "textarea":
            self._text = given["name"]
            self.values[self._text] = ""
        kind = given.get("type")
        if tag == "input" and (kind == "hidden" or "checked" in given):
            self.values[given["name"]] = given["value"]

    def handle_data(self, data: str) -> None:
        """Note what is in the text."""
        if self._text:
            self.values[self._text] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        """The text ends."""
        if tag == "textarea":
            self._text = ""


class Reader:
    """A browser with its cookies."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def sign_in(self, app: Flask, persona: str = "P001", **seen: Any) -> Known:
        """Become a persona who signed in on our pages; as `known_person` takes it."""
        known = known_person(app, persona, client=PAGES, **seen)
        self.client.set_cookie("session", known.page_token)
        return known

    def open(self, path: str) -> TestResponse:
        """A page."""
        return self.client.get(path, headers=PHONE)

    def form(self, path: str) -> dict[str, str]:
        """The form of a page, as it is filled in."""
        return Form(self.open(path)).values

    def send(self, path: str, typed: dict[str, Any], **headers: str) -> TestResponse:
        """Send a form."""
        return self.client.post(path, data=typed, headers=PHONE | headers)

    def fill(self, path: str, **typed: Any) -> TestResponse:
        """Open a form, fill it in and send it."""
        return self.send(path, self.form(path) | typed)

    def upload(self, path: str, photo: bytes, **typed: str) -> TestResponse:
        """Choose a photo in a form and send it.

        Encoded here, as the test client would leave a large one open.
        """
        file = {"photo": FileStorage(BytesIO(photo), "a.jpg")}
        boundary, body = encode_multipart(self.form(path) | file | typed)
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self.client.post(path, data=body, headers=PHONE | kind)

    def cookies(self) -> set[str]:
        """The names of what is kept on the phone."""
        names = ("device", "form", "lang")
        return {name for name in names if self.client.get_cookie(name)}
