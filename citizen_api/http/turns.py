"""One request at a time computes in a process; who waits for others steps aside.

Threads of one process that compute contend for its interpreter (benchmarks/README.md:
a sixth fewer answers with two), so each request waits for its turn. While it waits for
VNeID, the insurance gateway, a lock or a bank, or for the disk to keep what it wrote,
somebody else has the turn.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from flask import Flask, current_app

from citizen_api.db import Database
from citizen_api.http import session
from citizen_api.http.headers import Environ, StartResponse, Wsgi
from citizen_api.problems import Busy

EXTENSION = "citizen-turns"


class Turns:
    """A WSGI application that lets one request in at a time.

    `most_outside`: how many may wait for other systems at once; it is less than the
    threads of the server, so that a slow system never takes all of them. `beside`: how
    the addresses begin that need no turn, such as those of the stand-ins.
    """

    def __init__(
        self, application: Wsgi, most_outside: int, beside: tuple[str, ...] = ()
    ) -> None:
        self._application = application
        self._beside = beside
        self._turn = threading.Lock()
        self._outside = threading.BoundedSemaphore(most_outside)
        self._mine = threading.local()

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer when it is this request's turn; what streams does so outside it."""
        if environ["PATH_INFO"].startswith(self._beside):
            return self._application(environ, start_response)
        with self._turn:
            self._mine.has_turn = True
            try:
                return self._application(environ, start_response)
            finally:
                self._mine.has_turn = False

    @contextmanager
    def given_up(self) -> Iterator[None]:
        """A block during which others have their turns; raises Busy."""
        if not self._outside.acquire(blocking=False):
            raise Busy
        try:
            with self.aside():
                yield
        finally:
            self._outside.release()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """The same for a moment, whoever else does so."""
        if not getattr(self._mine, "has_turn", False):
            yield
            return
        self._mine.has_turn = False
        self._turn.release()
        try:
            yield
        finally:
            self._turn.acquire()
            self._mine.has_turn = True


def register(app: Flask, most_outside: int, beside: tuple[str, ...] = ()) -> None:
    """Let requests of a server with several threads take turns."""
    turns = Turns(app.wsgi_app, most_outside, beside)
    app.wsgi_app = turns  # type: ignore[method-assign]
    app.extensions[EXTENSION] = turns
    database: Database | None = app.extensions.get(session.EXTENSION)
    if database is not None:
        database.aside = turns.aside


@contextmanager
def outside() -> Iterator[None]:
    """A block that waits for another system. No connection to the database is held.

    Raises Busy when too many requests of this process wait so already.
    """
    turns: Turns | None = current_app.extensions.get(EXTENSION)
    if turns is None:
        yield
        return
    with turns.given_up():
        yield
