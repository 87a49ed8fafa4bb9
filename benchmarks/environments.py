"""Virtual environments of the peers, made once and kept under `.local/bench`."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.programs import WORK, NotStarted

# Without what the caller's own environment says of Python.
OUTSIDE = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}


def environment(name: str, python: str, packages: Sequence[str]) -> Path:
    """The `bin` of a virtual environment with these packages; made when missing.

    Raises NotStarted when it cannot be made.
    """
    folder = WORK / name
    made = folder / "made-from"
    wanted = f"{python} {' '.join(packages)}"
    if not made.exists() or made.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        run_once([python, "-m", "venv", folder])
        run_once([folder / "bin" / "pip", "install", "--quiet", *packages])
        made.write_text(wanted)
    return folder / "bin"


def python_that_can(code: str, names: Sequence[str]) -> str | None:
    """The first Python that can run the code, also among those of pyenv."""
    roots = sorted(Path.home().glob(".pyenv/versions/*/bin"))
    for name in names:
        for found in (shutil.which(name), *(str(root / name) for root in roots)):
            if found and _succeeds([found, "-c", code]):
                return found
    return None


def _succeeds(command: Sequence[object]) -> bool:
    try:
        run_once(command)
    except NotStarted:
        return False
    return True


def run_once(command: Sequence[object], given: str | None = None) -> None:
    """Run a program to its end, `given` on its input; raises NotStarted."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            input=given,
            capture_output=True,
            text=True,
            env=OUTSIDE,
        )
    except OSError as error:
        raise NotStarted(str(error)) from None
    if done.returncode != 0:
        raise NotStarted((done.stderr.strip().splitlines() or ["no reason given"])[-1])
