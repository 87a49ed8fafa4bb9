"""A partner's server that keeps what it is told, and a worker that tells it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from flask import Flask

from citizen_api.chores.city import feed_webhooks, send_webhook
from citizen_api.jobs.running import Worker
from citizen_api.partners.subscribing import DELIVER
from citizen_api.working import WEBHOOK_FEED
from tests.partners.keys import Developer

HANDLERS = {DELIVER: send_webhook, WEBHOOK_FEED: feed_webhooks}


@dataclass
class Listener:
    """What came, as headers and body; `answer`: the status of the next answers."""

    port: int = 0
    answer: int = 204
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where to be told."""
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def events(self) -> list[str]:
        """The ids of what came."""
        return [headers["webhook-id"] for headers, _ in self.heard]


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener that answers while the block runs."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent = {name.lower(): value for name, value in self.headers.items()}
            listener.heard.append((sent, body))
            self.send_response(listener.answer)
            if listener.answer == 302:
                self.send_header("Location", f"{listener.url}/elsewhere")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield listener
    server.shutdown()
    thread.join()
    server.server_close()


def work(app: Flask) -> None:
    """Do everything that is due."""
    worker = Worker(app, HANDLERS)
    while worker.step():
        pass


def hook(caller: Developer, listener: Listener, *events: str) -> dict[str, Any]:
    """A webhook that is told of these events."""
    wanted = {"url": listener.url, "events": events or ("price.changed",)}
    made = caller.ask("POST", "/v1/webhooks", json=wanted)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json
    return found
