"""No program outlives who began it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from citizen_api.orphans import ends_with_its_starter

pytestmark = pytest.mark.skipif(not shutil.which("setpriv"), reason="needs setpriv")


def test_a_command_runs_while_its_starter_is_there(tmp_path: Path) -> None:
    made = tmp_path / "made"

    subprocess.run([*ends_with_its_starter("TERM"), "touch", made], check=True)

    assert made.exists()


def test_a_command_whose_starter_is_gone_already_does_not_begin(
    tmp_path: Path,
) -> None:
    made = tmp_path / "made"
    command = [*ends_with_its_starter("TERM"), "touch", made]

    # Another process begins it, as the one that inherits orphans would be there.
    subprocess.run(["sh", "-c", '"$@"; true', "sh", *command], check=True)

    assert not made.exists()
