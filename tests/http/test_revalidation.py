"""The memory of what was answered a moment ago, before the service is asked."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from citizen_api.http.caching import LONGEST_KEY, Revalidation


class Service:
    """A service that counts how often it is asked; `status` and `tag` may change."""

    def __init__(self) -> None:
        self.asked = 0
        self.status, self.tag, self.control = "200 OK", '"one"', "public"

    def __call__(
        self, environ: dict[str, Any], start: Callable[..., Any]
    ) -> Iterable[bytes]:
        self.asked += 1
        headers = [("ETag", self.tag), ("Cache-Control", self.control), ("Date", "x")]
        start(self.status, headers)
        return (b"body",)


class Memory:
    """The layer under test on a clock of its own."""

    def __init__(self, **options: Any) -> None:
        self.service, self.now = Service(), 0.0
        self.layer = Revalidation(self.service, clock=lambda: self.now, **options)

    def ask(self, method: str = "GET", path: str = "/a", **headers: str) -> str:
        """Ask once with the tag; the status of the answer."""
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": ""}
        environ |= {"HTTP_IF_NONE_MATCH": '"one"', **headers}
        said: list[Any] = []
        list(self.layer(environ, lambda *answer: said.append(answer)))
        self.headers = dict(said[0][1])
        return str(said[0][0])


def test_the_memory_answers_a_repeat_itself() -> None:
    memory = Memory()
    memory.ask()

    assert memory.ask() == "304 Not Modified"
    assert memory.service.asked == 1
    assert memory.headers.pop("X-Request-Id")
    assert memory.headers == {"ETag": '"one"', "Cache-Control": "public"}


def test_the_memory_lasts_a_second() -> None:
    memory = Memory()
    memory.ask()
    memory.now = 1.01

    assert memory.ask() == "200 OK"
    assert memory.service.asked == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_write_makes_it_forget(method: str) -> None:
    memory = Memory()
    memory.ask()
    memory.ask(method, path="/other")

    assert memory.ask() == "200 OK"
    assert memory.service.asked == 3


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_looking_does_not_make_it_forget(method: str) -> None:
    memory = Memory()
    memory.ask()
    memory.ask(method, path="/other")

    assert memory.ask() == "304 Not Modified"


@pytest.mark.parametrize(
    "differs",
    [
        {"path": "/b"},
        {"QUERY_STRING": "lang=vi"},
        {"HTTP_ACCEPT": "application/geo+json"},
        {"HTTP_ACCEPT_LANGUAGE": "vi"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
        {"HTTP_IF_NONE_MATCH": '"two"'},
    ],
)
def test_another_question_is_asked_of_the_service(differs: dict[str, str]) -> None:
    memory = Memory()
    memory.ask()
    memory.ask(**differs)

    assert memory.service.asked == 2


def test_a_problem_is_not_remembered() -> None:
    memory = Memory()
    memory.service.status = "503 SERVICE UNAVAILABLE"
    memory.ask()

    assert memory.ask() == "503 SERVICE UNAVAILABLE"


def test_the_memory_is_bounded() -> None:
    memory = Memory(capacity=2)
    for path in ("/a", "/b", "/c"):
        memory.ask(path=path)

    assert memory.ask(path="/c") == "304 Not Modified"
    assert memory.ask(path="/a") == "200 OK"


@pytest.mark.parametrize(
    "control", ["no-store", "private", "private, max-age=30", "public, max-age=0"]
)
def test_what_is_not_for_everybody_or_for_no_time_is_not_remembered(
    control: str,
) -> None:
    memory = Memory()
    memory.service.control = control
    memory.ask()

    assert memory.ask() == "200 OK"
    assert memory.service.asked == 2


@pytest.mark.parametrize("name", ["HTTP_AUTHORIZATION", "HTTP_COOKIE"])
def test_who_shows_something_of_their_own_is_answered_by_the_service(name: str) -> None:
    memory = Memory()
    memory.ask()

    assert memory.ask(**{name: "Bearer hp_test_x"}) == "200 OK"
    assert memory.service.asked == 2


def test_what_was_asked_at_great_length_is_not_remembered() -> None:
    memory = Memory()
    for _ in range(2):
        memory.ask(HTTP_ACCEPT_LANGUAGE="vi," * LONGEST_KEY)

    assert memory.service.asked == 2
