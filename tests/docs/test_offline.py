"""The clients of the guide to the offline pack, against a city that changes."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from citizen_api.db import Database
from citizen_api.sync.actions import bring_up
from citizen_api.sync.pieces import PIECES
from tests.conftest import NOON, copied, dropped
from tests.docs.guides import GUIDES, WRITTEN
from tests.faults.serving import served

BLOCK = r"^```{}\n(.*?)^```$"
RUNNERS = {"python": sys.executable, "js": "node"}
FIRST = "True True Bánh đa cua"
# What a test adds to a program of the guide: ask again whenever told to.
AGAIN = {
    "python": "import sys\nfor _ in sys.stdin: print(pack.sync(), flush=True)\n",
    "js": "for await (const _ of process.stdin) console.log(await pack.sync());\n",
}
DEARER = text("UPDATE menu_prices SET price_min = price_min + 1 WHERE id % 2 = 0")
FEWER = text("UPDATE stations SET removed_at = now() WHERE id % 3 = 0")


@pytest.fixture(scope="module")
def database(server_url: str, seeded_url: str, worker: str) -> Iterator[Database]:
    """A city that changes."""
    name = f"offline_{worker}"
    made = Database(copied(server_url, f"seeded_{worker}", name), pool_size=1)
    yield made
    made.close()
    dropped(name)


@pytest.fixture(scope="module")
def base(database: Database) -> Iterator[str]:
    """Where it is served."""
    url = database.engine.url.render_as_string(False)
    with served(url, workers=1) as port:
        yield f"http://127.0.0.1:{port}"


def program(language: str, base: str, folder: Path) -> list[str]:
    """How to run the program of the guide."""
    guide = (GUIDES / "offline.md").read_text().replace(WRITTEN, base)
    [code] = re.findall(BLOCK.format(language), guide, re.MULTILINE | re.DOTALL)
    file = folder / {"python": "offline.py", "js": "offline.mjs"}[language]
    file.write_text(code + AGAIN[language])
    runner = shutil.which(RUNNERS[language])
    if runner is None:
        pytest.skip(f"{RUNNERS[language]} is not here")
    return [runner, str(file)]


@pytest.mark.parametrize("language", RUNNERS)
def test_a_client_of_the_guide_proves_that_it_has_what_is_there(
    language: str, base: str, database: Database, tmp_path: Path
) -> None:
    command = program(language, base, tmp_path)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as client:
        assert client.stdin
        assert client.stdout
        assert client.stdout.readline().lower().strip() == FIRST.lower()
        with database.engine.begin() as connection:
            connection.execute(DEARER)
            connection.execute(FEWER)
        bring_up(database, NOON)

        client.stdin.write("again\n")
        client.stdin.close()

        assert client.stdout.readline().lower() == "true\n"
    assert client.returncode == 0


def test_the_guide_names_every_kind() -> None:
    guide = (GUIDES / "offline.md").read_text()

    for kind in PIECES:
        assert f"\n| `{kind}` |" in guide
