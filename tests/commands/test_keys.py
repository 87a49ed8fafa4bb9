"""citizen keys."""

from pathlib import Path

import pytest

from citizen_api.commands import surroundings
from tests.commands.conftest import SECRET, Citizen


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the key is kept in a new checkout."""
    monkeypatch.setattr(surroundings, "CHECKOUT", tmp_path)
    return tmp_path / ".local" / "secret_key"


def test_a_key_is_made_once(citizen: Citizen, kept: Path) -> None:
    citizen("keys", SECRET_KEY="")
    key = kept.read_text()
    citizen("keys", SECRET_KEY="")

    assert len(key.strip()) == 64
    assert kept.read_text() == key


def test_only_its_owner_may_read_it(citizen: Citizen, kept: Path) -> None:
    citizen("keys", SECRET_KEY="")

    assert kept.stat().st_mode & 0o777 == 0o600


def test_it_is_not_printed_unless_asked_for(citizen: Citizen, kept: Path) -> None:
    quiet = citizen("keys", SECRET_KEY="")
    shown = citizen("keys", "--show", SECRET_KEY="")

    assert str(kept) in quiet.output
    assert kept.read_text().strip() not in quiet.output
    assert shown.output == kept.read_text()


def test_none_is_made_when_the_environment_has_one(
    citizen: Citizen, kept: Path
) -> None:
    answer = citizen("keys")

    assert "environment" in answer.output
    assert SECRET not in answer.output
    assert not kept.exists()
