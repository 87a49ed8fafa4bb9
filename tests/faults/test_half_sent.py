"""Bodies that do not come, or not whole: others are answered, and nothing is kept."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.faults.power import Power
from tests.faults.serving import served
from tests.reviews.crowd import call, register

MINE = "/v1/venues/nga-quan/reviews/mine"
WHOLE = b'{"stars":1}'
CHUNKED = {
    "a size that is none": b"b\r\n" + WHOLE + b"\r\nzz\r\n",
    "no last chunk": b"b\r\n" + WHOLE + b"\r\n",
}


@pytest.fixture(scope="module")
def port(cluster: Power) -> Iterator[int]:
    """One worker of four threads: two bodies may be waited for."""
    cluster.on()
    with served(cluster.url, workers=1, threads=4) as listening:
        yield listening


@pytest.fixture(scope="module")
def token(port: int) -> str:
    """A phone."""
    return register(port)


def begun(port: int, head: str, body: bytes) -> socket.socket:
    """A request that was begun."""
    sending = socket.create_connection(("127.0.0.1", port), timeout=20)
    sending.sendall(f"{head}\r\nHost: x\r\n".encode() + b"\r\n" + body)
    return sending


def cut_off(port: int, token: str, length: str, body: bytes) -> int:
    """The status of the answer to a rating whose sender hung up."""
    head = (
        f"PUT {MINE} HTTP/1.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\n{length}"
    )
    with begun(port, head, body) as sending:
        sending.shutdown(socket.SHUT_WR)
        return int(sending.recv(4096).split()[1])


def own(port: int, token: str) -> int:
    """The status of one's own review."""
    return call(port, "GET", MINE, headers={"Authorization": f"Bearer {token}"}).status


def test_who_reads_does_not_wait_for_bodies_that_never_come(port: int) -> None:
    head = "POST /v1/devices HTTP/1.1\r\nContent-Length: 100"
    with ExitStack() as waiting:
        for _ in range(2):
            waiting.enter_context(begun(port, head, b"{"))

        answers = [call(port, "GET", "/v1/dishes").status for _ in range(5)]
        refused = waiting.enter_context(begun(port, head, b"{"))
        told = refused.recv(4096) + refused.recv(4096)

    assert answers == [200] * 5
    assert told.startswith(b"HTTP/1.1 503")
    assert b"busy" in told
    assert call(port, "POST", "/v1/devices").status == 201


def test_a_body_that_was_cut_off_is_refused(port: int, token: str) -> None:
    assert cut_off(port, token, "Content-Length: 500", WHOLE) == 400
    assert own(port, token) == 404


@pytest.mark.parametrize("body", CHUNKED.values(), ids=CHUNKED)
def test_a_body_without_a_length_is_refused(port: int, token: str, body: bytes) -> None:
    assert cut_off(port, token, "Transfer-Encoding: chunked", body) == 411
    assert own(port, token) == 404
