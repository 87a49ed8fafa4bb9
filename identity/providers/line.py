"""A socket with a deadline, as `http.client` wants its sockets."""

import io
import select
import socket
from time import monotonic
from typing import Any, Final

__all__ = ["Line", "left"]

IDLE_SECONDS: Final = 20.0


class Reader(io.RawIOBase):
    """The receiving side of a line."""

    def __init__(self, line: "Line") -> None:
        self.line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self.line.ready().recv_into(buffer)


class Line:
    """A socket that works until a moment, however slowly the other side drips."""

    def __init__(self, made: socket.socket, until: float) -> None:
        self.made, self.until, self.used = made, until, monotonic()

    def ready(self) -> socket.socket:
        """The socket, with the time that is left; raises `TimeoutError`."""
        self.made.settimeout(left(self.until))
        return self.made

    def sendall(self, data: bytes) -> None:
        self.ready().sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(Reader(self))

    def close(self) -> None:
        """What http.client calls too early: before it read the reply."""

    def hang_up(self) -> None:
        self.made.close()

    def fresh(self) -> bool:
        """Whether the other side has neither hung up nor been silent for long."""
        watch = select.poll()
        watch.register(self.made, select.POLLIN | select.POLLHUP | select.POLLERR)
        return monotonic() - self.used < IDLE_SECONDS and not watch.poll(0)


def left(until: float) -> float:
    """The seconds that are left; raises `TimeoutError`."""
    remaining = until - monotonic()
    if remaining <= 0:
        raise TimeoutError
    return remaining
