"""A body is there, whole, before its request has a turn; what is cut off is refused.

A phone on a bad network sends half of a form and stays. Only the server wears this
layer, above its turns. Bodies that may be large, photos, are read by their doors.
"""

from collections.abc import Iterable
from io import BytesIO
from threading import BoundedSemaphore

from flask import Flask, request

from citizen_api.http.headers import LARGEST_BODY, Environ, StartResponse, Wsgi
from citizen_api.problems import Busy, Said

CROWDED = "citizen.crowded"
PATIENCE_S = 2.0
SLOW = Said(
    "Quá nhiều nội dung đang được gửi lên quá chậm. Hãy thử lại sau.",
    "Too many bodies are coming too slowly. Try again in a moment.",
)


class Arriving:
    """A WSGI application whose requests come with their bodies.

    `most`: how many bodies may be on their way at once; it is less than the threads of
    the server, so that bodies that never come do not take all of them. Who finds no
    place waits a moment for one: in a crowd that is all it takes.
    """

    def __init__(self, wsgi: Wsgi, most: int) -> None:
        self._wsgi = wsgi
        self._places = BoundedSemaphore(most)

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Wait for the body, then pass the request on."""
        told = int(environ.get("CONTENT_LENGTH") or 0)
        if told:
            # The server ends a body that was cut off like any other: werkzeug counts.
            environ.pop("wsgi.input_terminated", None)
        if 0 < told <= LARGEST_BODY:
            self._receive(environ, told)
        return self._wsgi(environ, start_response)

    def _receive(self, environ: Environ, told: int) -> None:
        if not self._places.acquire(timeout=PATIENCE_S):
            environ[CROWDED] = True
            return
        try:
            environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(told))
        finally:
            self._places.release()


def register(app: Flask, most: int) -> None:
    """Let requests of a server come whole; who finds no place is told to come again."""
    app.wsgi_app = Arriving(app.wsgi_app, most)  # type: ignore[method-assign]
    app.before_request_funcs.setdefault(None, []).insert(0, not_crowded)


def not_crowded() -> None:
    """Raises Busy where the body could not be waited for."""
    if CROWDED in request.environ:
        raise Busy(SLOW)
