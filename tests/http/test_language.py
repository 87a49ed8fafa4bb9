"""vi or en: `lang` wins, then Accept-Language with its q-values, then English."""

import pytest
from flask.testing import FlaskClient

from citizen_api.http.language import preferred

VIETNAMESE = "Không có gì ở địa chỉ này."


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("vi", "vi"),
        ("en", "en"),
        ("vi-VN", "vi"),
        ("VI-vn", "vi"),
        ("en-GB,vi;q=0.9", "en"),
        ("en;q=0.3,vi;q=0.8", "vi"),
        ("fr, vi;q=0.1", "vi"),
        ("fr, de", "en"),
        ("ko,zh;q=0.9,en;q=0.2,vi;q=0.3", "vi"),
        ("vi;q=0", "en"),
        ("vi;q=0, *", "en"),
        ("*", "en"),
        ("", "en"),
        ("vi;q=nonsense", "en"),
        (";;;,,,q=", "en"),
        ("x" * 5000, "en"),
    ],
)
def test_the_language_preferred_is_spoken(header: str, expected: str) -> None:
    assert preferred(header) == expected


@pytest.mark.parametrize("header", ["en", "vi", "fr", ""])
def test_lang_wins_over_the_header(client: FlaskClient, header: str) -> None:
    spoken = client.get("/nix?lang=vi", headers={"Accept-Language": header})

    assert spoken.json["detail"] == VIETNAMESE
    assert spoken.headers["Content-Language"] == "vi"


def test_a_lang_that_is_not_ours_falls_back_to_the_header(client: FlaskClient) -> None:
    answer = client.get("/v1/dishes?lang=fr", headers={"Accept-Language": "vi"})

    assert answer.status_code == 422
    assert answer.headers["Content-Language"] == "vi"


def test_names_come_in_both_languages_whatever_is_spoken(client: FlaskClient) -> None:
    for language in ("vi", "en"):
        dish = client.get(f"/v1/dishes/banh-da-cua?lang={language}").json
        assert dish["name"] == {"vi": "Bánh đa cua", "en": "Crab noodle soup"}
