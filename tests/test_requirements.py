"""Each requirement of security has a test that is named after it."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent
WANTED = [f"S{number}" for number in range(1, 29)]
NAMED = re.compile(r"test((?:_s\d+)+)_")


def requirements_of(name: str) -> list[str]:
    """The requirements that a test is named after, such as `test_s9_s12_…`."""
    found = NAMED.match(name)
    return found[1].upper().split("_")[1:] if found else []


def covered() -> set[str]:
    """The requirements that some test of this folder is named after."""
    trees = [ast.parse(file.read_text()) for file in TESTS.rglob("test_*.py")]
    return {
        each
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        for each in requirements_of(node.name)
    }


def test_each_requirement_has_a_test_of_its_name() -> None:
    found = covered()

    assert [each for each in WANTED if each not in found] == []


def test_a_name_may_have_several() -> None:
    assert requirements_of("test_s9_s12_nobody_is_named") == ["S9", "S12"]
    assert requirements_of("test_someone_signs_in") == []


def test_no_test_is_named_after_a_requirement_that_is_not_there() -> None:
    assert covered() <= set(WANTED)
