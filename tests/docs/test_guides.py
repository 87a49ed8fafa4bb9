"""Whoever copies the blocks of the guides sees what they show."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.conftest import PATH
from tests.docs.guides import GUIDES, Snippet, Terminal, agrees, snippets

# In the background, as the browser of a desktop is.
BROWSER = f"{sys.executable} -m tests.docs.browsing %s &"
GUIDED = ("getting-started.md", "webhooks.md", "sign-in.md", "sandbox.md", "offline.md")


def ran(app: Snippet, file: Path) -> str:
    """What a program prints, from a file of its own."""
    file.write_text(app.code)
    done = subprocess.run(
        [sys.executable, file],
        env={"BROWSER": BROWSER, "PATH": PATH},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_what_is_typed_prints_what_is_shown(
    sandbox: str, terminal: Terminal, tmp_path: Path
) -> None:
    typed = [each for guide in GUIDED for each in snippets(guide, sandbox)]

    assert {each.language for each in typed} == {"bash", "python"}
    for each in typed:
        python = each.language == "python"
        run = ran(each, tmp_path / "app.py") if python else terminal.run(each.code)
        assert agrees(run, each), f"{each.code}\nprints\n{run}"


def test_no_guide_is_left_out() -> None:
    with_code = {each.name for each in GUIDES.glob("*.md") if snippets(each.name, "")}

    assert with_code == set(GUIDED)
