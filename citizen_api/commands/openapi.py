"""citizen openapi."""

import difflib
import json
import random
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import click

from citizen_api.app import create_app
from citizen_api.commands.seed import load_city
from citizen_api.commands.surroundings import CHECKOUT, engine
from citizen_api.db import Database
from citizen_api.examples import answers
from citizen_api.local_postgres import throw_away
from citizen_api.migrating import migrate
from citizen_api.settings import Settings
from identity.key_ring import new_keys

FOLDER = CHECKOUT / "openapi"
DIFFERENT_LINES = 12
NOWHERE = "postgresql:///nowhere"


@click.command("openapi")
@click.option("--check", is_flag=True, help="Write nothing; fail when it is stale.")
@click.option("--examples", is_flag=True, help="First take the examples anew.")
def command(check: bool, examples: bool) -> None:
    """Write openapi/citizen-api.json from the code.

    No database is needed. The examples in it are real answers, kept in
    openapi/examples/; --examples takes them from the city in a throw-away PostgreSQL.
    """
    file = FOLDER / "citizen-api.json"
    if examples:
        write_examples(FOLDER / "examples")
    if not check:
        file.parent.mkdir(exist_ok=True)
        file.write_text(document(), encoding="utf-8")
        click.echo(f"{file} is written")
    elif said := staleness(file):
        click.echo(said, err=True)
        sys.exit(1)


def document() -> str:
    """The OpenAPI file: JSON with sorted keys, the same in every process."""
    app = create_app(published(NOWHERE))
    api = app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    return written(api.told())


def published(url: str) -> Settings:
    """The settings behind everything that is committed: nothing of this machine."""
    drawn = random.Random("the keys of the examples, which are no secret")  # noqa: S311
    return Settings(
        database_url=url,
        secret_key="the key of the examples, which is no secret",  # noqa: S106
        data_keys=new_keys("examples", drawn.randbytes),
        audit_key=b64encode(drawn.randbytes(32)).decode(),
        public_url="https://example.org",
    )


def staleness(file: Path) -> str | None:
    """Where the file differs from the code, None when it does not."""
    there = file.read_text(encoding="utf-8") if file.exists() else ""
    now = document()
    if there == now:
        return None
    lines = difflib.unified_diff(
        there.splitlines(), now.splitlines(), file.name, "the code", n=1, lineterm=""
    )
    shown = [line for _, line in zip(range(DIFFERENT_LINES), lines, strict=False)]
    return "\n".join([*shown, f"{file.name} is stale: citizen openapi writes it"])


def write_examples(folder: Path) -> None:
    """Take every example from the real city in a PostgreSQL made for that."""
    folder.mkdir(parents=True, exist_ok=True)
    with throw_away() as server:
        with engine(server.url) as made:
            migrate(made)
            load_city(made, click.echo)
        for name, answer in taken(server.url).items():
            (folder / f"{name}.json").write_text(written(answer), encoding="utf-8")
            click.echo(f"examples/{name}.json")


def taken(url: str) -> dict[str, Any]:
    """The examples by name, from a database that holds the real city only."""
    database = Database(url, pool_size=1)
    try:
        app = create_app(published(url), database)
        return answers(app, database)
    finally:
        database.close()


def written(content: Any) -> str:
    """JSON as it is committed."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n"
