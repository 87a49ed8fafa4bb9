"""citizen keys."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from citizen_api.commands import surroundings
from citizen_api.settings import Settings
from identity.chip_authority import kept_signer
from tests.commands.conftest import Citizen
from tests.conftest import ENVIRON

NAMES = ("SECRET_KEY", "DATA_KEYS", "AUDIT_KEY")
NONE = dict.fromkeys(NAMES, "")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where secrets are kept in a new checkout."""
    monkeypatch.setattr(surroundings, "CHECKOUT", tmp_path)
    return tmp_path / ".local"


def read(kept: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in kept.iterdir()}


def test_every_secret_is_made_once(citizen: Citizen, kept: Path) -> None:
    citizen("keys", **NONE)
    made = read(kept)
    citizen("keys", **NONE)

    assert set(made) == {"secret_key", "data_keys", "audit_key", "test_csca"}
    assert read(kept) == made


def test_the_service_takes_what_was_made(citizen: Citizen, kept: Path) -> None:
    citizen("keys", **NONE)

    made = {name: text.strip() for name, text in read(kept).items()}
    made.pop("test_csca")
    settings = Settings(database_url="postgresql:///x", environment="demo", **made)

    assert settings.key_ring.seal_id == settings.key_ring.index_id == "k1"
    assert len(settings.audit_seed) == 32


def test_two_services_have_no_key_in_common(
    citizen: Citizen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(surroundings, "CHECKOUT", tmp_path / name)
        citizen("keys", **NONE)
        shown += read(tmp_path / name / ".local").values()

    assert len(set(shown)) == 8


def test_only_its_owner_may_read_them(citizen: Citizen, kept: Path) -> None:
    citizen("keys", **NONE)

    assert {file.stat().st_mode & 0o777 for file in kept.iterdir()} == {0o600}


def test_none_is_printed_unless_asked_for(citizen: Citizen, kept: Path) -> None:
    quiet = citizen("keys", **NONE)

    for file, text in read(kept).items():
        shown = citizen("keys", "--show", file.upper(), **NONE)

        assert str(kept / file) in quiet.output
        assert text.strip() not in quiet.output
        assert shown.output == text


def test_none_is_made_that_the_environment_has(citizen: Citizen, kept: Path) -> None:
    answer = citizen("keys")

    assert answer.output.count("environment") == 3
    assert not any(secret in answer.output for secret in map(ENVIRON.get, NAMES))
    assert set(read(kept)) == {"test_csca"}


def test_the_test_authority_can_sign(citizen: Citizen, kept: Path) -> None:
    pem = citizen("keys", "--show", "TEST_CSCA").output.encode()

    signer = kept_signer(pem, pem)

    assert signer.certificate.not_valid_before_utc <= datetime.now(UTC)
    assert "TEST" in signer.certificate.subject.rfc4514_string()


@pytest.mark.parametrize("name", ["DATA_KEYS", "AUDIT_KEY"])
@pytest.mark.parametrize("weak", ["seal:k1:AAAA", "QUFB" * 11 + "QQ==", "hunter2"])
def test_s10_the_service_does_not_start_with_weak_keys(
    citizen: Citizen, name: str, weak: str
) -> None:
    answer = citizen("up", **{name: weak})

    assert answer.exit_code == 2
    assert answer.output.startswith(f"Error: {name}")
    assert weak not in answer.output
    assert answer.output.count("\n") == 1
