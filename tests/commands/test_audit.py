"""citizen audit: whether the log is whole, and what proves it elsewhere."""

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.db import make_engine
from tests.audits.chains import spoil, write
from tests.commands.conftest import Citizen, citizen_on
from tests.conftest import copied, dropped

OTHER_KEY = b64encode(bytes(range(7, 39))).decode()


@pytest.fixture
def log(server_url: str, migrated_url: str, worker: str) -> Iterator[Session]:
    """A log of five entries, and who may change it."""
    engine = make_engine(
        copied(server_url, f"migrated_{worker}", f"log_{worker}"), pool_size=1
    )
    with Session(engine) as session:
        write(session, 5)
        session.commit()
        yield session
    engine.dispose()
    dropped(f"log_{worker}")


@pytest.fixture
def citizen(log: Session) -> Citizen:
    """The command on that database."""
    bind = log.get_bind()
    return citizen_on(bind.engine.url.render_as_string(False))


def test_a_whole_log_is_whole(citizen: Citizen) -> None:
    citizen("audit", "anchor")

    answer = citizen("audit", "verify")

    assert answer.exit_code == 0
    assert answer.output == "5 entries are whole; 1 anchors hold.\n"


def test_the_first_bad_entry_is_named(citizen: Citizen, log: Session) -> None:
    spoil(log, "UPDATE audit_events SET fields = '{}' WHERE seq = 3")
    log.commit()

    answer = citizen("audit", "verify")

    assert answer.exit_code == 1
    assert answer.output == "Error: the audit chain breaks at entry 3: edited\n"


def test_printed_anchors_show_what_was_cut(
    citizen: Citizen, log: Session, tmp_path: Path
) -> None:
    kept = tmp_path / "worker.log"
    kept.write_text(f"begun\naudit anchor {citizen('audit', 'anchor').output}\n")
    spoil(log, "DELETE FROM audit_events WHERE seq > 2", "TRUNCATE audit_anchors")
    log.commit()

    alone = citizen("audit", "verify")
    answer = citizen("audit", "verify", "--anchors", str(kept))

    assert alone.output == "2 entries are whole; 0 anchors hold.\n"
    assert answer.exit_code == 1
    assert answer.output == "Error: the audit chain breaks at entry 3: tail cut\n"


def test_a_damaged_file_of_anchors_is_told(citizen: Citizen, tmp_path: Path) -> None:
    kept = tmp_path / "anchors"
    kept.write_text("begun\naudit anchor {\n")

    answer = citizen("audit", "verify", "--anchors", str(kept))

    assert answer.exit_code == 1
    assert answer.output == f"Error: line 2 of {kept} is no anchor\n"


def test_anchors_of_a_former_key_hold_when_it_is_trusted(citizen: Citizen) -> None:
    former = citizen("audit", "key").output.strip()
    citizen("audit", "anchor")

    strange = citizen("audit", "verify", AUDIT_KEY=OTHER_KEY)
    trusted = citizen("audit", "verify", "--trust", former, AUDIT_KEY=OTHER_KEY)

    assert "breaks at entry 5: forged anchor" in strange.output
    assert trusted.exit_code == 0


@pytest.mark.parametrize("key", ["x", "", "AAAA"])
def test_what_is_no_key_is_told(citizen: Citizen, key: str) -> None:
    answer = citizen("audit", "verify", "--trust", key)

    assert answer.exit_code == 2
    assert "not a public key in base64" in answer.output


def test_an_anchor_is_one_line_of_json(citizen: Citizen) -> None:
    said = json.loads(citizen("audit", "anchor").output)

    assert sorted(said) == ["at", "hash", "key", "seq", "signature"]
    assert said["seq"] == 5
    again = citizen("audit", "anchor").output
    assert again == "The newest entry has its anchor.\n"


def test_entries_are_listed(citizen: Citizen) -> None:
    answer = citizen("audit", "list", "--after", "3")

    lines = answer.output.splitlines()
    assert lines[0].startswith("4  20")
    assert "action=insurance.lookup" in lines[0]
    assert lines[-1] == "2 entries"


def test_the_log_may_grow_while_it_is_read(citizen: Citizen, log: Session) -> None:
    citizen("audit", "anchor")
    log.execute(text("SELECT 1"))

    assert citizen("audit", "verify").exit_code == 0
