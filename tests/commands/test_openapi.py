"""citizen openapi."""

import json
import re
from pathlib import Path
from uuid import uuid4

import pytest

from citizen_api import examples
from citizen_api.commands import openapi
from citizen_api.commands.surroundings import CHECKOUT
from tests.commands.conftest import Citizen, citizen_on

KEPT = CHECKOUT / "openapi" / "examples"
SHOWN = re.compile(r'\bExample\("(\w+)"\)')


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file is written to."""
    monkeypatch.setattr(openapi, "FOLDER", tmp_path / "openapi")
    return tmp_path / "openapi"


@pytest.fixture(scope="module")
def told() -> str:
    """What the code says today."""
    return openapi.document()


@pytest.fixture
def file(folder: Path, told: str) -> Path:
    """The file, up to date."""
    folder.mkdir()
    (folder / "citizen-api.json").write_text(told, encoding="utf-8")
    return folder / "citizen-api.json"


@pytest.fixture
def nowhere() -> Citizen:
    """The command without any database."""
    return citizen_on("postgresql://nobody@127.0.0.1:1/nowhere")


def test_it_writes_sorted_json_without_a_database(
    nowhere: Citizen, folder: Path
) -> None:
    answer = nowhere("openapi")
    written = (folder / "citizen-api.json").read_text(encoding="utf-8")

    assert answer.exit_code == 0
    assert json.loads(written)["openapi"].startswith("3.1")
    assert written.endswith("}\n")
    assert written == openapi.written(json.loads(written))


@pytest.mark.usefixtures("file")
def test_what_is_written_is_not_stale(nowhere: Citizen) -> None:
    answer = nowhere("openapi", "--check")

    assert (answer.exit_code, answer.output) == (0, "")


def test_a_stale_file_is_shown_and_left(nowhere: Citizen, file: Path) -> None:
    stale = file.read_text(encoding="utf-8").replace('"/healthz"', '"/health"')
    file.write_text(stale, encoding="utf-8")

    answer = nowhere("openapi", "--check")

    assert answer.exit_code == 1
    assert '+    "/healthz": {' in answer.output
    assert answer.output.endswith("is stale: citizen openapi writes it\n")
    assert len(answer.output.splitlines()) <= openapi.DIFFERENT_LINES + 1
    assert file.read_text(encoding="utf-8") == stale


def test_a_missing_file_is_stale(nowhere: Citizen, folder: Path) -> None:
    assert nowhere("openapi", "--check").exit_code == 1


def test_the_settings_of_this_machine_are_not_in_it(
    nowhere: Citizen, file: Path, told: str
) -> None:
    nowhere("openapi", PORT="8123", PUBLIC_URL="https://citizen.test")

    assert file.read_text(encoding="utf-8") == told


def test_every_example_that_is_shown_is_kept_and_no_other() -> None:
    sources = (CHECKOUT / "citizen_api").glob("*/*.py")
    shown = {name for file in sources for name in SHOWN.findall(file.read_text())}

    assert shown == {file.stem for file in KEPT.glob("*.json")}


def test_the_examples_are_what_the_service_answers(fresh_url: str) -> None:
    committed = {file.stem: file.read_text() for file in KEPT.glob("*.json")}

    taken = openapi.taken(fresh_url)

    assert committed == {name: openapi.written(told) for name, told in taken.items()}


def test_lists_in_examples_are_short_and_places_whole() -> None:
    value = {"items": [{"at": [106.7, 20.8, 3.0]}, {"at": []}, {"at": [1, 2]}]}

    assert examples.short(value) == {"items": [{"at": [106.7, 20.8, 3.0]}, {"at": []}]}


def test_what_is_drawn_anew_is_renamed_everywhere_alike() -> None:
    one, other = str(uuid4()), str(uuid4())
    found = {"a": {"id": one, "by": f"person:{one}"}, "b": [other, "NV-ABCDEFGH"]}

    again = examples.steady(found)

    first = again["a"]["id"]
    assert again["a"]["by"] == f"person:{first}"
    assert first not in {one, other, again["b"][0]}
    assert again["b"][1].startswith("NV-")
    assert examples.steady({"a": str(uuid4())})["a"] == first
