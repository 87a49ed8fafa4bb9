"""The memory of whole answers that a server wears."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask

from citizen_api.http.caching import LONGEST_KEY
from citizen_api.http.repeats import OVERHEAD, Repeats, register

PUBLIC = "public, max-age=30"


class Service:
    """A service that counts; each answer has its number in its body."""

    def __init__(self) -> None:
        self.asked, self.closed = 0, 0
        self.status, self.headers = "200 OK", {"Cache-Control": PUBLIC}
        self.size, self.tail = 10, ""

    def __call__(
        self, environ: dict[str, Any], start: Callable[..., Any]
    ) -> Iterable[bytes]:
        self.asked += 1
        named = {"Content-Length": str(self.size), "X-Request-Id": f"n{self.asked}"}
        start(self.status, list({**named, **self.headers}.items()))
        return Body(self)


class Body:
    """A body that must be closed."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.parts = iter([f"body {service.asked}{service.tail}".encode()])

    def __iter__(self) -> Iterable[bytes]:
        return self.parts

    def close(self) -> None:
        self.service.closed += 1


class Memory:
    """The layer under test on a clock of its own."""

    def __init__(self, capacity: int = 1_000_000) -> None:
        self.service, self.now = Service(), 0.0
        self.layer = Repeats(self.service, capacity, clock=lambda: self.now)

    def ask(self, path: str = "/v1/a", method: str = "GET", **more: str) -> str:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, **more}
        said: list[Any] = []
        answered = self.layer(environ, lambda *answer: said.append(answer))
        body = b"".join(answered).decode()
        if hasattr(answered, "close"):
            answered.close()
        self.status, self.headers = said[0][0], dict(said[0][1])
        return body


def test_a_repeat_within_a_second_is_answered_from_memory() -> None:
    memory = Memory()
    assert [memory.ask(), memory.ask()] == ["body 1", "body 1"]
    assert (memory.service.asked, memory.service.closed) == (1, 1)


def test_a_repeat_has_a_name_of_its_own() -> None:
    memory = Memory()
    memory.ask()
    memory.ask(HTTP_X_REQUEST_ID="my-own-name")
    assert memory.headers["X-Request-Id"] == "my-own-name"
    assert memory.headers["Cache-Control"] == PUBLIC


def test_after_a_second_the_service_is_asked_again() -> None:
    memory = Memory()
    memory.ask()
    memory.now = 1.0
    assert memory.ask() == "body 2"


@pytest.mark.parametrize(
    "other",
    [
        {"QUERY_STRING": "q=x"},
        {"HTTP_ACCEPT": "application/geo+json"},
        {"HTTP_ACCEPT_LANGUAGE": "vi"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
        {"path": "/v1/b"},
    ],
)
def test_another_question_is_not_answered_from_memory(other: dict[str, str]) -> None:
    memory = Memory()
    memory.ask()
    assert memory.ask(**other) == "body 2"


@pytest.mark.parametrize(
    "header",
    ["HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_AUTHORIZATION", "HTTP_RANGE"],
)
def test_what_names_the_caller_or_a_condition_is_asked_each_time(header: str) -> None:
    memory = Memory()
    memory.ask(**{header: "x"})
    assert memory.ask(**{header: "x"}) == "body 2"


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", {"Cache-Control": "no-store"}),
        ("200 OK", {"Cache-Control": "private"}),
        ("200 OK", {"Cache-Control": "public, max-age=0"}),
        ("200 OK", {"Cache-Control": PUBLIC, "Set-Cookie": "a=b"}),
        ("200 OK", {"Cache-Control": PUBLIC, "Content-Length": "65536"}),
        ("404 NOT FOUND", {"Cache-Control": PUBLIC}),
    ],
)
def test_only_small_public_answers_are_remembered(
    status: str, headers: dict[str, str]
) -> None:
    memory = Memory()
    memory.service.status, memory.service.headers = status, headers
    assert [memory.ask(), memory.ask()] == ["body 1", "body 2"]
    assert memory.service.closed == 2


def test_pages_of_codes_are_counted_each_time() -> None:
    memory = Memory()
    assert [memory.ask("/q/abc"), memory.ask("/q/abc")] == ["body 1", "body 2"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_write_makes_it_forget(method: str) -> None:
    memory = Memory()
    memory.ask()
    memory.ask(method=method)
    assert memory.ask() == "body 3"


def test_the_oldest_answer_goes_when_there_is_no_room() -> None:
    memory = Memory(capacity=2 * OVERHEAD + 100)
    for path in ("/v1/a", "/v1/b", "/v1/c"):
        memory.ask(path)
    assert [memory.ask("/v1/c"), memory.ask("/v1/a")] == ["body 3", "body 4"]


@pytest.mark.parametrize(("apart_s", "method"), [(2, "GET"), (0, "PUT")])
def test_what_is_replaced_or_forgotten_gives_its_room_back(
    apart_s: int, method: str
) -> None:
    memory = Memory(capacity=2 * OVERHEAD + 100)
    for _ in range(5):
        memory.now += apart_s
        memory.ask("/v1/a")
        memory.ask("/v1/a", method)

    first = [memory.ask("/v1/a"), memory.ask("/v1/b")]

    assert [memory.ask("/v1/a"), memory.ask("/v1/b")] == first


@pytest.mark.parametrize("longer", ["body", "key"])
def test_a_body_and_a_key_take_room(longer: str) -> None:
    memory, tail = Memory(capacity=2 * OVERHEAD + 100), "x" * 100
    memory.service.tail = tail if longer == "body" else ""
    more = {"QUERY_STRING": tail} if longer == "key" else {}

    first = memory.ask("/v1/a", **more)
    memory.ask("/v1/b", **more)

    assert memory.ask("/v1/a", **more) != first


def test_what_was_asked_at_great_length_is_not_remembered() -> None:
    memory = Memory()
    for _ in range(2):
        memory.ask(HTTP_ACCEPT="text/plain," * LONGEST_KEY)

    assert memory.service.asked == 2


def test_a_capacity_of_nothing_wears_no_layer() -> None:
    app = Flask("plain")
    worn = app.wsgi_app
    register(app, 0)
    assert app.wsgi_app == worn
