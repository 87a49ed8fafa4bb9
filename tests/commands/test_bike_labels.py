"""citizen bikes labels."""

from pathlib import Path

import pypdfium2
from sqlalchemy import text

from citizen_api.db import make_engine
from tests.commands.conftest import Citizen

BY = ("--by", "Lan")


def asked(url: str, statement: str) -> list[str]:
    engine = make_engine(url, pool_size=1)
    with engine.begin() as connection:
        found = list(connection.scalars(text(statement)))
    engine.dispose()
    return found


def test_all_bikes_in_use_get_their_labels(
    city: Citizen, fresh_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "labels.pdf"
    gone = "UPDATE bikes SET state = 'removed', station_id = NULL WHERE id > 3"
    asked(fresh_url, f"{gone} RETURNING number")
    bikes = "SELECT token || number FROM bikes ORDER BY number"
    before = asked(fresh_url, bikes)

    answer = city("bikes", "labels", str(file), *BY, PUBLIC_URL="https://xe.example")

    assert answer.output.startswith("3 labels of https://xe.example in ")
    document = pypdfium2.PdfDocument(file)
    said = document[0].get_textpage().get_text_bounded()
    for number in asked(fresh_url, "SELECT number FROM bikes WHERE id <= 3"):
        assert number in said
    assert asked(fresh_url, bikes) == before


def test_new_labels_are_made_of_named_bikes_only(
    city: Citizen, fresh_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "labels.pdf"
    numbers = asked(fresh_url, "SELECT number FROM bikes ORDER BY number LIMIT 2")
    bikes = "SELECT token FROM bikes ORDER BY number"
    tokens = asked(fresh_url, bikes)
    named = [word for number in numbers for word in ("--number", number)]

    assert city("bikes", "labels", str(file), "--renew", *BY).exit_code == 2
    none = city("bikes", "labels", str(file), *named, "--number", "HP9", *BY)
    assert "no bike of such a number" in none.output
    nowhere = tmp_path / "no" / "labels.pdf"
    assert city("bikes", "labels", str(nowhere), *named, "--renew", *BY).exit_code
    assert asked(fresh_url, bikes) == tokens
    assert city("bikes", "labels", str(file), *named, "--renew", *BY).exit_code == 0

    new = asked(fresh_url, bikes)
    assert [a == b for a, b in zip(tokens, new, strict=True)].count(False) == 2
    told = asked(fresh_url, "SELECT fields ->> 'action' FROM audit_events ORDER BY seq")
    assert told == ["bike.label_renewed"] * 2
