"""Throw-away clusters: there for one block, then gone whatever happened."""

import os
import tempfile
from pathlib import Path

import psycopg
import pytest

from citizen_api.local_postgres import throw_away
from citizen_api.local_postgres.owner import Owner


def test_it_answers_and_then_is_gone() -> None:
    with throw_away() as server:
        with psycopg.connect(server.url.replace("+psycopg", "")) as connection:
            row = connection.execute("SELECT current_database()").fetchone()
        assert server.log.exists()

    assert row == ("citizen",)
    assert not server.log.parent.exists()


def test_it_is_gone_after_an_interrupt() -> None:
    with pytest.raises(KeyboardInterrupt), throw_away() as server:
        raise KeyboardInterrupt

    assert not server.log.parent.exists()
    assert server.process.returncode == 0


def test_what_a_killed_run_left_is_swept_up_and_nothing_else() -> None:
    abandoned = Path(tempfile.mkdtemp(prefix="citizen-throw-away-", dir="/tmp"))
    Owner.current().take(abandoned)
    os.utime(abandoned, (0, 0))

    with throw_away() as server:
        os.utime(server.log.parent, (0, 0))
        with throw_away():
            assert server.log.exists()

    assert not abandoned.exists()
