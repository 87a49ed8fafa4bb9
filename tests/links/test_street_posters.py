"""Code keepers fetch the posters of a street."""

import io
import zipfile
from typing import Any

import pytest

from tests.links.desk import POSTERS, STREET, Desk


def test_posters_of_a_street_come_as_one_zip_piece_by_piece(desk: Desk) -> None:
    answer = desk.post(POSTERS, json={"street": STREET, "size": "A6"})

    pieces = list(answer.iter_encoded())
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert answer.mimetype == "application/zip"
    assert f"posters-{STREET}-A6.zip" in answer.headers["Content-Disposition"]
    assert "venue-banh-da-cua-be-ba-cu-F4K4FVP4.pdf" in archive.namelist()
    assert len(pieces) == len(archive.namelist()) + 1
    assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())
    assert desk.last_entry()["detail"] == {
        "street": STREET,
        "size": "A6",
        "count": len(archive.namelist()),
    }


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/street"),
        ({"street": "nowhere"}, "#/street"),
        ({"street": "a\nb"}, "#/street"),
        ({"street": STREET, "size": "A3"}, "#/size"),
    ],
)
def test_posters_of_nothing_are_refused(
    desk: Desk, body: dict[str, Any], pointer: str
) -> None:
    refused = desk.post(POSTERS, json=body)

    assert refused.get_json()["errors"][0]["pointer"] == pointer
