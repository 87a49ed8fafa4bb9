"""The link in a QR code."""

import pytest

from qr.codes import nth_code
from qr.image import Correction, encode
from qr.payload import SCAN_MARK, BadHost, link_url

HOST = "https://qr.haiphong.gov.vn"
CODE = nth_code(123_456_789)


def test_a_scan_is_told_from_a_shared_link() -> None:
    assert link_url(HOST, CODE) == "https://qr.haiphong.gov.vn/q/4JT86HPJ?s=1"
    assert link_url(HOST, CODE, scan_mark=False) == f"{HOST}/q/4JT86HPJ"
    assert SCAN_MARK == ("s", "1")


@pytest.mark.parametrize(
    "host",
    [
        "http://127.0.0.1:8000",
        "http://localhost:8000",
        "https://xn--hi-phng-9bb.vn",
        "https://q.vn",
    ],
)
def test_hosts_with_and_without_a_port_are_taken(host: str) -> None:
    assert link_url(host, CODE).startswith(f"{host}/q/")


@pytest.mark.parametrize(
    "host",
    [
        "",
        "qr.haiphong.gov.vn",
        "ftp://qr.haiphong.gov.vn",
        "HTTPS://QR.HAIPHONG.GOV.VN",
        "https://hải-phòng.vn",
        "https://user:secret@q.vn",
        "https://q.vn/",
        "https://q.vn/path",
        "https://q.vn?x=1",
        "https://q.vn:0",
        "https://q.vn:123456",
        "https://q..vn",
        "https://-q.vn",
        "https://q.vn\n",
        "https://" + "a." * 61 + "vn",
        "https://" + "a" * 10_000_000,
    ],
)
def test_anything_but_a_plain_host_is_refused(host: str) -> None:
    with pytest.raises(BadHost) as refused:
        link_url(host, CODE)

    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("correction", "small", "capital"),
    [(Correction.HIGH, 37, 33), (Correction.MEDIUM, 29, 29)],
)
def test_capitals_would_gain_as_little_as_the_docstring_says(
    correction: Correction, small: int, capital: int
) -> None:
    written = encode(link_url(HOST, CODE), correction)
    # A dense link of the same weight: 37 capitals and the mark's four bytes are
    # 261 bits, as many as 45 capitals alone.
    dense = encode("H" * 45, correction)

    assert (len(written.rows), len(dense.rows)) == (small, capital)
