"""Settings are read from the environment; what is wrong is named."""

from pathlib import Path

import pytest

from citizen_api.settings import BadSetting, Settings, from_environment
from tests.conftest import ENVIRON, SECRETS

ENOUGH = {"DATABASE_URL": "postgresql://u:p@h:5432/d", **ENVIRON}


def test_an_address_and_the_secrets_are_enough() -> None:
    settings = from_environment(ENOUGH)

    assert settings == Settings(database_url=ENOUGH["DATABASE_URL"], **SECRETS)


def test_every_setting_is_read_as_what_it_is() -> None:
    settings = from_environment(
        ENOUGH
        | {"PORT": "9000", "WORKERS": "4", "PUBLIC_URL": "https://haiphong.example/"}
    )

    assert (settings.port, settings.workers) == (9000, 4)
    assert settings.public_url == "https://haiphong.example"


def test_our_own_address_follows_the_port() -> None:
    settings = from_environment(ENOUGH | {"PORT": "9000"})

    assert settings.public_url == "http://127.0.0.1:9000"


def test_an_empty_value_is_none() -> None:
    assert from_environment(ENOUGH | {"PORT": ""}).port == 8000


@pytest.mark.parametrize(
    "name", ["DATABASE_URL", "SECRET_KEY", "DATA_KEYS", "AUDIT_KEY"]
)
@pytest.mark.parametrize("value", [None, ""])
def test_what_is_missing_is_named(name: str, value: str | None) -> None:
    environ = {key: text for key, text in ENOUGH.items() if key != name}
    if value is not None:
        environ[name] = value

    with pytest.raises(BadSetting, match=name):
        from_environment(environ)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "sqlite:///x.db"),
        ("DATABASE_URL", "not an address"),
        ("DATABASE_URL", "postgresql://h:port/d"),
        ("DATABASE_URL", "mysql://h/d"),
        ("SECRET_KEY", "short"),
        ("PUBLIC_URL", "ftp://h"),
        ("PUBLIC_URL", "haiphong.example"),
        ("PORT", "0"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "80.5"),
        ("PORT", "٨٠٨٠"),
        ("PORT", "8_000"),
        ("WORKERS", "0"),
        ("WORKERS", "many"),
        ("THREADS", "0"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "yes"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        from_environment(ENOUGH | {name: value})


def test_the_largest_port_is_said() -> None:
    with pytest.raises(BadSetting, match="PORT must be a whole number up to 65535"):
        from_environment(ENOUGH | {"PORT": "70000"})


@pytest.mark.parametrize(
    "address",
    ["postgres://h/d", "postgresql://h/d", "postgresql+psycopg:///d?host=/tmp/x"],
)
def test_every_way_to_name_postgresql_is_taken(address: str) -> None:
    assert from_environment(ENOUGH | {"DATABASE_URL": address}).database_url == address


def test_a_secret_is_not_told() -> None:
    with pytest.raises(BadSetting) as refused:
        from_environment(ENOUGH | {"SECRET_KEY": "hunter2"})

    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://tiles.example.org/styles/liberty",
        "http://127.0.0.1:8080/style.json?key=a-b_c",
    ],
)
def test_another_style_may_be_named(url: str) -> None:
    assert from_environment(ENOUGH | {"MAP_STYLE_URL": url}).map_style_url == url


@pytest.mark.parametrize(
    "url",
    [
        "style.json",
        "//tiles.example.org/style",
        "https://tiles.example.org",
        "https://tiles.example.org; script-src */style",
        "https://tiles.example.org/a b",
        "javascript:alert(1)",
        "https://user@tiles.example.org/style",
    ],
)
def test_what_would_bend_the_policy_of_the_pages_is_no_style(url: str) -> None:
    with pytest.raises(BadSetting, match="MAP_STYLE_URL"):
        from_environment(ENOUGH | {"MAP_STYLE_URL": url})


@pytest.mark.parametrize("name", ["none.pmtiles", "empty.pmtiles", "text.pmtiles", ""])
def test_a_map_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.pmtiles").touch()
    (tmp_path / "text.pmtiles").write_text("PMTiles, or so it says")

    with pytest.raises(BadSetting, match="MAP_TILES_FILE"):
        from_environment(ENOUGH | {"MAP_TILES_FILE": str(tmp_path / name)})
