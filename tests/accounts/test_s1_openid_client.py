"""S1: a client that others wrote lets a person in at our authorization server."""

from pathlib import Path

import pytest

from tests.contract.openid_clients import installed, seen


@pytest.fixture(scope="session")
def openid_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the pinned npm client is installed."""
    return installed(tmp_path_factory.mktemp("openid"))


@pytest.mark.slow
def test_s1_openid_client_goes_all_the_way(openid_client: Path, base: str) -> None:
    assert seen(openid_client, "app.mjs", base) == {
        "scope": "profile account",
        "level": "LoA2",
        "name": "Nguyễn Văn An",
        "refreshed": True,
        "after": 401,
        "refused": "invalid_grant",
    }
