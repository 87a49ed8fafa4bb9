"""The document itself: valid OpenAPI 3.1, without a warning, with true examples."""

import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.contract.document import PROBLEM, mistakes, operations

SPECTRAL = "@stoplight/spectral-cli@6"
RULES = 'extends: ["spectral:oas"]\n'


def test_it_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def npx(*words: str, timeout: float) -> subprocess.CompletedProcess[str]:
    command = [shutil.which("npx") or "npx", "--yes", SPECTRAL, *words]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=timeout, check=False
    )


@pytest.fixture(scope="session")
def spectral() -> None:
    """Spectral, when this machine can run it; in CI it must."""
    lacking = ""
    if shutil.which("npx") is None:
        lacking = "Spectral needs Node.js: npx is not installed"
    elif npx("--version", timeout=300).returncode != 0:
        lacking = f"npx cannot get {SPECTRAL} from the package registry"
    if lacking:
        pytest.fail(lacking) if os.environ.get("CI") else pytest.skip(lacking)


@pytest.mark.slow
@pytest.mark.usefixtures("spectral")
def test_spectral_has_nothing_to_say(document: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "api.json").write_text(json.dumps(document), encoding="utf-8")

    said = npx(
        *("lint", "--quiet", "--fail-severity=hint"),
        *(f"--ruleset={tmp_path / 'rules.yaml'}", str(tmp_path / "api.json")),
        timeout=300,
    )

    assert said.returncode == 0, said.stdout


def test_every_operation_is_described(document: dict[str, Any]) -> None:
    for operation in operations(document):
        assert operation.said["summary"], operation.name
        assert operation.said["description"], operation.name
        assert operation.said["tags"], operation.name


def test_every_operation_has_a_name_of_its_own(document: dict[str, Any]) -> None:
    names = Counter(operation.name for operation in operations(document))

    assert set(names.values()) == {1}


def test_every_answer_with_a_body_has_an_example(document: dict[str, Any]) -> None:
    lacking = [
        (operation.name, status, media_type)
        for operation in operations(document)
        for status, said in operation.said["responses"].items()
        for media_type, content in said.get("content", {}).items()
        if not content.get("example") and not content.get("examples")
    ]

    assert lacking == []


def test_every_example_is_what_its_schema_says(document: dict[str, Any]) -> None:
    for operation in operations(document):
        for said in operation.said["responses"].values():
            for content in said.get("content", {}).values():
                examples = [
                    each["value"] for each in content.get("examples", {}).values()
                ]
                for shown in [content["example"]] if "example" in content else examples:
                    assert not mistakes(document, content["schema"], shown), operation


def test_every_body_has_an_example_that_is_taken(document: dict[str, Any]) -> None:
    for operation in operations(document):
        for content in (
            operation.said.get("requestBody", {}).get("content", {}).values()
        ):
            assert not mistakes(document, content["schema"], content["example"])


def test_every_error_is_a_problem(document: dict[str, Any]) -> None:
    for operation in operations(document):
        responses = operation.said["responses"]
        assert {"406", "422", "503", "default"} <= set(responses), operation.name
        for status, said in responses.items():
            if status >= "4" and "$ref" not in said:
                assert list(said["content"]) == [PROBLEM], (operation.name, status)


def test_anything_else_is_a_problem_too(document: dict[str, Any]) -> None:
    default = document["components"]["responses"]["DEFAULT_ERROR"]

    assert list(default["content"]) == [PROBLEM]
    assert default["content"][PROBLEM]["example"]["status"] == 500


def test_every_tag_says_what_it_is_about(document: dict[str, Any]) -> None:
    described = {tag["name"] for tag in document["tags"] if tag["description"]}
    used = {tag for each in operations(document) for tag in each.said["tags"]}

    assert used == described


def test_every_parameter_of_a_query_is_described(document: dict[str, Any]) -> None:
    for operation in operations(document):
        for parameter in operation.said.get("parameters", []):
            assert parameter["schema"], (operation.name, parameter["name"])


def test_every_operation_takes_a_language(document: dict[str, Any]) -> None:
    for operation in operations(document):
        names = {each["name"] for each in operation.said["parameters"]}
        assert "lang" in names, operation.name


def test_nothing_of_another_host_but_examples(document: dict[str, Any]) -> None:
    assert document["servers"] == [{"url": "/", "description": "This host"}]
    assert document["info"]["contact"]
    assert document["info"]["license"]["identifier"] == "Apache-2.0"
