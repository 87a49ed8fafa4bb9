"""The readable link under a symbol: on as few lines as are readable."""

import pytest

from qr.image import encode, svg
from qr.label import advance, fitted

LINK = "qr.haiphong.gov.vn/q/4JT86HPJ"


@pytest.mark.parametrize(
    ("text", "least", "lines"),
    [
        (LINK, 0, (LINK,)),
        (LINK, 3, ("qr.haiphong.gov.vn/", "q/4JT86HPJ")),
        (LINK, 4, ("qr.haiphong.gov", ".vn/q/4JT86HPJ")),
        (LINK, 5, ("qr.haiphon", "g.gov.vn/q", "/4JT86HPJ")),
        ("qr.haiphong.gov.vn", 4, ("qr.haipho", "ng.gov.vn")),
        ("ab", 100, ("a", "b")),
    ],
)
def test_a_link_breaks_after_its_host_and_then_anywhere(
    text: str, least: float, lines: tuple[str, ...]
) -> None:
    label = fitted(text, 45, least)

    assert label.lines == lines
    assert label.em * max(map(advance, lines)) <= 45 - 6 + 1e-9


def test_a_short_label_is_not_larger_than_it_need_be() -> None:
    assert fitted("q.vn", 45).em == 2.5
    assert fitted("q.vn", 45, 4.0).em == 4.0


def test_a_space_has_a_width_and_no_outline() -> None:
    symbol = encode(LINK)

    apart, together = svg(symbol, label="q vn"), svg(symbol, label="qvn")

    assert apart.count(b"<path") == together.count(b"<path")
    assert advance("q vn") == pytest.approx(advance("qvn") + 0.23)
