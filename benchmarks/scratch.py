"""A second checkout beside this one, whose Python packages are there already."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

from benchmarks.programs import CHECKOUT

TREE = ("citizen_api", "geo", "identity", "qr", "seeds", "Makefile", "pyproject.toml")
LOCKS = ("requirements-dev.lock", "requirements.lock")


def scratch(folder: Path) -> None:
    """Make a folder a checkout: the same files, but a `.venv` and `.local` of its own.

    Its `citizen` runs in the Python of this process.
    """
    for name in (*TREE, *LOCKS):
        (folder / name).symlink_to(CHECKOUT / name)
    shutil.copytree(CHECKOUT / ".ci", folder / ".ci")
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(sys.executable)
    citizen = programs / "citizen"
    citizen.write_text(f'#!/bin/sh\nexec {sys.executable} -m citizen_api.commands "$@"')
    citizen.chmod(0o755)
    (folder / ".venv" / "made-from").write_text(stamp(folder))


def stamp(folder: Path) -> str:
    """What `.ci/prepare` writes down of an environment that it has made."""
    locks = b"".join((folder / name).read_bytes() for name in LOCKS)
    digest = hashlib.sha256(locks).hexdigest()
    return (
        f"requirements.lock {folder} {os.path.realpath(sys.executable)} {digest}  -\n"
    )
