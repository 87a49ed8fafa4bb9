"""The pinned npm client, installed once for those who try it."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent / "openid"
IN_CI = os.environ.get("CI") == "true"


def installed(folder: Path) -> Path:
    """A folder where the client is installed; skips where it cannot be, but in CI."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        missing = "node and npm are not here: openid-client cannot be tried"
        pytest.fail(missing) if IN_CI else pytest.skip(missing)
    for each in HERE.iterdir():
        shutil.copy(each, folder)
    words = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode and not IN_CI:
        pytest.skip("npm cannot fetch openid-client here")
    assert done.returncode == 0, done.stderr
    return folder


def seen(folder: Path, script: str, *words: str) -> dict[str, Any]:
    """What a script of the folder saw."""
    done = subprocess.run(
        ["node", script, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
