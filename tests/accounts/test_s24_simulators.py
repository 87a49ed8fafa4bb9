"""S24: the simulators, and invented people, are never there by accident."""

import os
import subprocess
import sys

import pytest
import requests
from flask.testing import FlaskClient

from citizen_api.providers import DEMO_ACCOUNTS, Providers, accounts_of, here
from citizen_api.settings import BadSetting, Settings, from_environment
from identity.providers.egw2024 import Egw2024
from identity.providers.openid import OpenIdProvider
from tests.conftest import ENVIRON, SECRETS
from tests.factories import database_of

URL = "postgresql:///nowhere"
REAL = {**SECRETS, "environment": "production", "public_url": "https://hp.example"}


def settings(**changes: object) -> Settings:
    """Settings of a server for real people, with changes."""
    return Settings(**{"database_url": URL, **REAL, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"simulators": "on"}, "SIMULATORS"),
        ({"public_url": "http://hp.example"}, "PUBLIC_URL"),
        ({"environment": "test"}, "ENVIRONMENT"),
        ({"environment": ""}, "ENVIRONMENT"),
        ({"simulators": "yes"}, "SIMULATORS"),
        ({"vneid_issuer": "https://vneid.example"}, "VNEID_CLIENT_ID"),
        ({"vneid_issuer": "http://v.example", "vneid_client_id": "x"}, "VNEID_ISSUER"),
        ({"insurance_gateway_url": "http://egw.example"}, "INSURANCE_GATEWAY_URL"),
        ({"insurance_gateway_accounts": "31001"}, "INSURANCE_GATEWAY_ACCOUNTS"),
    ],
)
def test_s24_production_refuses_what_is_not_for_real_people(
    changes: dict[str, object], said: str
) -> None:
    with pytest.raises(BadSetting, match=said):
        settings(**changes)


def test_s24_whoever_says_nothing_gets_production() -> None:
    environ = {**ENVIRON, "DATABASE_URL": URL}
    del environ["ENVIRONMENT"]

    with pytest.raises(BadSetting, match="PUBLIC_URL"):
        from_environment(environ)
    real = from_environment({**environ, "PUBLIC_URL": "https://hp.example"})
    assert (real.simulated, real.invented_people) == (False, False)


def test_s24_the_process_refuses_to_start() -> None:
    environ = {
        **os.environ,
        **ENVIRON,
        "DATABASE_URL": URL,
        "ENVIRONMENT": "production",
        "PUBLIC_URL": "https://hp.example",
        "SIMULATORS": "on",
    }

    done = subprocess.run(
        [sys.executable, "-c", "import citizen_api.wsgi"],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "SIMULATORS=on is for ENVIRONMENT=demo only" in done.stderr


def test_s24_without_the_switch_there_is_no_simulator(client: FlaskClient) -> None:
    for path in ("/sim/vneid/.well-known/openid-configuration", "/sim/gateway/"):
        assert client.get(path).status_code == 404


def test_s24_the_simulators_say_what_they_are(base: str) -> None:
    vneid = requests.get(
        f"{base}/sim/vneid/.well-known/openid-configuration", timeout=5
    )
    gateway = requests.post(f"{base}/sim/gateway/api/token/take", json={}, timeout=5)

    away = requests.get(f"{base}/sim/vneid/authorize", allow_redirects=False, timeout=5)
    assert vneid.json()["sim"] is True
    assert {each.headers["Simulator"] for each in (vneid, away)} == {"true"}
    assert vneid.json()["issuer"] == f"{base}/sim/vneid"
    assert gateway.json()["maKetQua"] == "401"
    assert gateway.headers["Simulator"] == "true"


def test_every_facility_of_the_sandbox_has_an_account(client: FlaskClient) -> None:
    database = database_of(client.application)

    codes = {row[0] for row in database.find("SELECT code FROM facilities", {})}

    assert codes
    assert codes <= DEMO_ACCOUNTS.keys()


def test_s24_a_server_without_vneid_signs_nobody_in(client: FlaskClient) -> None:
    answer = client.get("/sign-in")

    assert answer.status_code == 503
    assert answer.get_json()["type"].endswith("/no-provider")


def test_the_real_systems_are_reached_as_the_settings_say() -> None:
    made = Providers(
        settings(
            vneid_issuer="https://vneid.example",
            vneid_client_id="us",
            vneid_client_secret="s",
            insurance_gateway_url="https://egw.example",
            insurance_gateway_accounts="31001:31001_BV:p:w,31002:31002_BV:q",
        )
    )

    assert isinstance(made.identity, OpenIdProvider)
    assert made.identity.issuer == "https://vneid.example"
    assert made.identity.client.id == "us"
    assert isinstance(made.insurance, Egw2024)
    assert made.insurance.accounts["31001"].password == "p:w"


def test_no_accounts_are_no_accounts() -> None:
    assert accounts_of("") == {}


def test_no_secret_of_the_settings_is_shown() -> None:
    shown = repr(settings(vneid_client_secret="hush", vneid_client_id=""))

    assert "hush" not in shown
    assert SECRETS["secret_key"] not in shown


@pytest.mark.parametrize(
    ("public_url", "reached"),
    [
        ("https://hp.example", "https://hp.example"),
        ("http://127.0.0.1:8123", "http://127.0.0.1:8123"),
        ("http://192.168.1.5:8000", "http://127.0.0.1:8000"),
    ],
)
def test_vneid_takes_plain_http_on_this_machine_only(
    public_url: str, reached: str
) -> None:
    demo = settings(environment="demo", public_url=public_url)

    assert here(demo) == reached
