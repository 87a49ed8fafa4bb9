"""Signed events on their way to whoever listens, with the mishaps of real ones.

Signed as www.standardwebhooks.com writes it, without any code of the listener's.
"""

import hmac
import json
import secrets
import threading
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit

TIMEOUT_S: Final = 10
# How long to wait before each further try when an event was not taken.
PATIENCE_S: Final = (1.0, 5.0, 30.0)

Headers = Mapping[str, str]
Send = Callable[[Headers, bytes], int]
Later = Callable[[float, Callable[[], None]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishaps:
    """What goes wrong on the way: told late, often, with a wrong clock or key, never.

    `clock_off_s`: seconds that the sender's clock is ahead.
    """

    delay_s: float = 0
    times: int = 1
    clock_off_s: int = 0
    forged: bool = False
    lost: bool = False


@dataclass(frozen=True)
class Teller:
    """Signs events and sends them until they are taken; does not wait for that."""

    key: bytes = field(repr=False)
    send: Send
    later: Later
    clock: Callable[[], datetime]

    def tell(self, body: Mapping[str, Any], mishaps: Mishaps) -> str:
        """Send an event soon, as often as `mishaps` says; its id."""
        name, content = f"evt_{secrets.token_hex(12)}", json.dumps(body).encode()
        if not mishaps.lost:
            for _ in range(mishaps.times):
                self._try(name, content, mishaps, mishaps.delay_s, PATIENCE_S)
        return name

    def _try(
        self,
        name: str,
        content: bytes,
        mishaps: Mishaps,
        wait: float,
        patience: tuple[float, ...],
    ) -> None:
        def sent() -> None:
            taken = self.send(self.signed(name, content, mishaps), content) == 200
            if not taken and patience:
                self._try(name, content, mishaps, patience[0], patience[1:])

        self.later(wait, sent)

    def signed(self, name: str, content: bytes, mishaps: Mishaps) -> Headers:
        """The headers of an event that is sent now."""
        moment = self.clock() + timedelta(seconds=mishaps.clock_off_s)
        stamp = str(int(moment.timestamp()))
        key = secrets.token_bytes(32) if mishaps.forged else self.key
        text = f"{name}.{stamp}.".encode() + content
        signature = b64encode(hmac.digest(key, text, "sha256")).decode()
        return {
            "Content-Type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": stamp,
            "webhook-signature": f"v1,{signature}",
        }


def sender(address: str) -> Send:
    """Posts to an address; answers the status, 0 when nobody answers."""
    parts = urlsplit(address)
    kinds = {"http": HTTPConnection, "https": HTTPSConnection}
    connect = kinds[parts.scheme]

    def send(headers: Headers, body: bytes) -> int:
        connection = connect(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
        try:
            connection.request("POST", parts.path, body, dict(headers))
            return int(connection.getresponse().status)
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()

    return send


def in_background(wait: float, act: Callable[[], None]) -> None:
    """Do something after so many seconds, in a thread that ends with the process."""
    timer = threading.Timer(wait, act)
    timer.daemon = True
    timer.start()
