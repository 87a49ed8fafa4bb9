"""The breaker, the words for codes, masked remarks, stored answers, the wire."""

import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from identity.providers.breaker import Breaker, after_failure, after_success, ask
from identity.providers.gateway_answers import masked_remark, read_gateway_answer
from identity.providers.insurance import Question
from identity.providers.results import Verdict, result_for
from identity.providers.stored_answers import BadStoredAnswer, read_answer
from identity.providers.wire import NoReply, Reply, Wire
from identity.simulators.gateway.answers import CODES
from tests.identity.gateway.asking import NOON

TODAY = date(2026, 11, 21)
ASKED = Question("099090178382", "Nguyễn Văn An", "14/05/1990")
USABLE = {"000", "001", "002", "003", "003.1", "004"}


def test_the_breaker_opens_at_its_limit_and_lets_one_try_after_the_rest() -> None:
    breaker = Breaker(limit=2, rest=timedelta(seconds=30))
    breaker = after_failure(after_failure(breaker, NOON), NOON)
    later = NOON + timedelta(seconds=30)

    assert not ask(breaker, NOON + timedelta(seconds=29))[0]
    allowed, breaker = ask(breaker, later)
    assert allowed
    assert not ask(breaker, later)[0]
    assert ask(after_success(breaker), later)[0]
    assert not ask(after_failure(breaker, later), later + timedelta(seconds=29))[0]


def test_one_success_forgets_the_failures_before_it() -> None:
    breaker = after_failure(Breaker(limit=2), NOON)

    assert after_failure(after_success(breaker), NOON).open_until is None


@pytest.mark.parametrize("code", [*CODES, "500"])
def test_every_code_of_the_gateway_has_words_to_act_on(code: str) -> None:
    result = result_for(code, TODAY)

    assert result.code == code
    assert (result.verdict is Verdict.USABLE) == (code in USABLE)
    for said in (result.means, result.do):
        assert said.vi.endswith(".")
        assert said.en.endswith(".")
        assert said.vi != said.en


@pytest.mark.parametrize(("code", "on"), [("999", TODAY), ("000", date(2020, 1, 1))])
def test_a_code_nobody_knows_speaks_against_no_patient(code: str, on: date) -> None:
    assert result_for(code, on).verdict is Verdict.UNVERIFIED
    assert "Receive the patient" in result_for(code, on).do.en


@pytest.mark.parametrize(
    ("remark", "masked"),
    [
        ("Thẻ của NGUYỄN  VĂN AN hợp lệ", "Thẻ của *** hợp lệ"),
        ("Số 099090178382, thẻ DN4999951303418.", "Số ***, thẻ ***."),
        ("Sinh 14/05/1990, hạn 31/12/2030", "Sinh ***, hạn 31/12/2030"),
        ("ĐC: 1 Phố Mẫu, Hải Phòng", "ĐC: ***"),
        ("Tr\u1ecb Nguye\u0302\u0303n Va\u0306n An", "Trị ***"),
        ("Nơi KCBBĐ: 99001", "Nơi KCBBĐ: 99001"),
        ("Hộ chiếu B1234567 và GD7990012345678", "Hộ chiếu *** và ***"),
        ("", None),
        (None, None),
    ],
)
def test_s12_remarks_are_masked(remark: str | None, masked: str | None) -> None:
    row = {"ghiChu": remark, "hoTen": "Nguyễn Văn An", "diaChi": "1 Phố Mẫu, Hải Phòng"}

    assert masked_remark(row, ASKED) == masked


def test_a_stay_without_a_readable_moment_is_told_all_the_same() -> None:
    stays = [{"maHoSo": "1", "ngayVao": "soon", "ngayRa": "202609051600"}]
    row = {"maKetQua": "050", "dsLichSuKCB2018": stays}

    visit = read_gateway_answer(row, ASKED, NOON).visits[0]

    assert (visit.record, visit.arrived) == ("1", None)
    assert visit.left is not None
    assert visit.left.isoformat() == "2026-09-05T16:00:00+07:00"


@pytest.mark.parametrize(
    "row", [{}, {"code": "000"}, {"card": "x", "new_card": None, "visits": []}]
)
def test_values_that_are_no_answer_are_refused(row: dict[str, Any]) -> None:
    with pytest.raises(BadStoredAnswer):
        read_answer(row)


class Echo(BaseHTTPRequestHandler):
    """Tells from which port it was asked, and keeps the connection."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        told = json.dumps({"port": self.client_address[1]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def echo() -> Iterator[str]:
    """The address of the echo."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def port_of(wire: Wire, address: str) -> Any:
    return wire.send("GET", address).json_object()["port"]


def test_connections_are_kept_and_renewed_when_idle(
    echo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = Wire(seconds=10)
    first = port_of(wire, echo)
    assert port_of(wire, echo) == first

    monkeypatch.setattr("identity.providers.line.IDLE_SECONDS", 0)
    assert port_of(wire, echo) != first
    wire.close()


def test_a_deadline_that_passed_sends_nothing(echo: str) -> None:
    with pytest.raises(NoReply, match="timeout"):
        Wire(seconds=0).send("GET", echo)


def test_no_more_than_a_few_idle_connections_are_kept(
    echo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("identity.providers.wire.IDLE_MOST", 0)
    wire = Wire(seconds=10)

    assert port_of(wire, echo) != port_of(wire, echo)
    assert not any(wire.idle.values())


def test_a_header_that_breaks_the_line_is_not_sent(echo: str) -> None:
    with pytest.raises(NoReply, match="broken"):
        Wire(seconds=10).send("GET", echo, headers={"X": "a\r\nb"})


def test_a_reply_shows_no_body() -> None:
    assert "secret" not in repr(Reply(200, "application/json", b"secret"))
