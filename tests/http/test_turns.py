"""One request computes at a time; who waits for another system steps aside."""

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy.event import listen

from citizen_api.db import Database
from citizen_api.http import session, turns
from citizen_api.problems import Busy

WITHIN_S = 20


class Counted:
    """A view that knows how many others are in it at the same time."""

    def __init__(self) -> None:
        self.inside, self.most, self._lock = 0, 0, threading.Lock()

    def __enter__(self) -> None:
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.inside -= 1


def served(
    most_outside: int, beside: tuple[str, ...] = ()
) -> tuple[Flask, Counted, threading.Barrier]:
    app, counted = Flask("turns"), Counted()
    together = threading.Barrier(2)

    @app.get("/computes")
    def computes() -> str:
        with counted:
            return str(sum(range(20_000)))

    @app.get("/waits")
    def waits() -> str:
        with turns.outside():
            together.wait(WITHIN_S)
        return "waited"

    @app.get("/writes")
    def writes() -> str:
        database: Database = app.extensions[session.EXTENSION]
        for _ in range(2):
            with database.aside(), database.aside():
                together.wait(WITHIN_S)
        return "written"

    @app.get("/commits")
    def commits() -> str:
        for _ in range(2):
            with session.transaction() as used:
                listen(used, "before_commit", lambda _: together.wait(WITHIN_S))
        return "written"

    @app.get("/sleeps")
    def sleeps() -> str:
        together.wait(WITHIN_S)
        return "slept"

    @app.get("/refused")
    def refused() -> str:
        with pytest.raises(Busy), turns.outside():
            pass
        return "refused"

    app.extensions[session.EXTENSION] = Database("postgresql://nowhere")
    turns.register(app, most_outside, beside)
    return app, counted, together


def asked(app: Flask, paths: Iterable[str]) -> list[str]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda path: app.test_client().get(path).text, paths))


def test_requests_that_compute_do_so_one_after_the_other() -> None:
    app, counted, _ = served(1)
    asked(app, ["/computes"] * 60)
    assert counted.most == 1


@pytest.mark.parametrize("path", ["/writes", "/commits"])
def test_each_time_the_disk_keeps_what_one_wrote_others_compute(path: str) -> None:
    app, counted, together = served(1)
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(app.test_client().get, path)
        for _ in range(2):
            asked(app, ["/computes"] * 20)
            together.wait(WITHIN_S)
        assert writing.result().text == "written"
    assert counted.most == 1
    assert asked(app, ["/computes"]) != []


def test_a_stand_in_that_sleeps_takes_nobodys_turn() -> None:
    app, _, together = served(1, beside="/sleeps")
    with ThreadPoolExecutor(1) as pool:
        sleeping = pool.submit(app.test_client().get, "/sleeps")
        assert app.test_client().get("/computes").status_code == 200
        together.wait(WITHIN_S)
        assert sleeping.result(WITHIN_S).text == "slept"


def test_two_requests_wait_for_another_system_at_once() -> None:
    app, _, _ = served(2)
    assert asked(app, ["/waits"] * 2) == ["waited"] * 2


def test_others_are_answered_while_one_waits() -> None:
    app, _, together = served(1)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(app.test_client().get, "/waits")
        assert app.test_client().get("/computes").status_code == 200
        together.wait(WITHIN_S)
        assert waiting.result(WITHIN_S).text == "waited"


def test_one_more_than_may_wait_is_refused_at_once() -> None:
    app, _, together = served(1)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(app.test_client().get, "/waits")
        while app.extensions[turns.EXTENSION]._outside._value:
            pass
        assert app.test_client().get("/refused").text == "refused"
        together.wait(WITHIN_S)
        assert waiting.result(WITHIN_S).text == "waited"


def test_a_turn_is_given_back_when_waiting_fails() -> None:
    app = Flask("failing")

    @app.get("/fails")
    def fails() -> str:
        with turns.outside():
            raise OSError

    turns.register(app, 1)
    for _ in range(3):
        assert app.test_client().get("/fails").status_code == 500


def test_without_a_server_of_several_threads_there_is_nothing_to_give_up() -> None:
    with Flask("alone").app_context(), turns.outside():
        pass
