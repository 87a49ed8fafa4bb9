"""The README tells the truth."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
ASKED = re.findall(
    r"curl 'http://127\.0\.0\.1:8000(\S+)'\n\n```json\n(.*?)```", README, re.DOTALL
)


def holds(answer: Any, shown: Any) -> bool:
    """Whether all that is shown stands in the answer."""
    if isinstance(shown, dict):
        return all(key in answer and holds(answer[key], shown[key]) for key in shown)
    if isinstance(shown, list):
        return len(answer) == len(shown) and all(map(holds, answer, shown))
    return bool(answer == shown)


@pytest.mark.parametrize(("path", "shown"), ASKED)
def test_the_answer_is_the_one_shown(
    client: FlaskClient, path: str, shown: str
) -> None:
    answer = client.get(path)

    assert holds(answer.json, json.loads(shown)), answer.json


def test_five_questions_are_shown() -> None:
    assert len(ASKED) == 5


def test_the_map_of_the_house_names_folders_that_are_there() -> None:
    named = re.findall(r"^\| `([\w/]+)/`", README, re.MULTILINE)

    assert named
    assert all((Path(__file__).parents[1] / folder).is_dir() for folder in named)
