"""S24: the simulator runs only where it may, and says what it is."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from sqlalchemy import Connection, text

from identity import IdentityError
from identity.simulators import SimulatorRefused
from identity.simulators.vneid import BadIssuer, create_simulator
from identity.simulators.vneid.context import EXTENSION
from tests.identity.vneid.driving import App, Person

ISSUER = "http://127.0.0.1:1/sim/vneid"


@pytest.mark.parametrize("allowed", [False, None, 1, "yes"])
def test_s24_it_is_not_made_without_the_explicit_word(allowed: object) -> None:
    with pytest.raises(SimulatorRefused):
        create_simulator("postgresql://nowhere", ISSUER, allowed=allowed)  # type: ignore[arg-type]
    assert issubclass(SimulatorRefused, IdentityError)


@pytest.mark.parametrize(
    "issuer",
    [
        "http://vneid.example",
        "https://vneid.example/",
        "https://vneid.example?x=1",
        "ftp://127.0.0.1",
        "vneid",
    ],
)
def test_an_issuer_is_an_address_that_tokens_may_come_from(issuer: str) -> None:
    with pytest.raises(BadIssuer):
        create_simulator("postgresql://nowhere", issuer, allowed=True)


def test_s24_every_json_answer_says_that_it_is_simulated(
    person: Person, app_at: App
) -> None:
    tokens = app_at.redeem(person.sign_in()["code"])
    answers = [
        tokens,
        app_at.userinfo(tokens.json()["access_token"]),
        app_at.refresh("made-up"),
        app_at.post("/revoke", token="x"),
        app_at.http.get(f"{app_at.issuer}/nowhere"),
        *(
            app_at.http.get(app_at.issuer + path)
            for path in ("/jwks", "/personas", "/scenario", "/clock", "/keys")
        ),
    ]

    assert [answer.json()["sim"] for answer in answers] == [True] * len(answers)
    assert "mô phỏng" in person.open().text


def test_workers_that_start_at_once_make_one_set_of_tables(
    vneid_url: str, rows: Connection, issuer: str
) -> None:
    counts = text(
        "SELECT (SELECT count(*) FROM sim_vneid.persona),"
        " (SELECT count(*) FROM sim_vneid.signing_key WHERE state = 'in use'),"
        " (SELECT count(*) FROM sim_vneid.client)"
    )
    before = rows.execute(counts).one()

    with ThreadPoolExecutor(4) as pool:
        apps = list(
            pool.map(
                lambda _: create_simulator(vneid_url, ISSUER, allowed=True), range(4)
            )
        )
    for app in apps:
        app.extensions[EXTENSION].store.close()

    assert rows.execute(counts).one() == before
    assert before[1:] == (1, 3)


def test_the_metadata_promises_only_what_is_kept(
    issuer: str, http: requests.Session
) -> None:
    found = http.get(f"{issuer}/.well-known/openid-configuration").json()

    assert found["issuer"] == issuer
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["response_types_supported"] == ["code"]
    assert found["grant_types_supported"] == ["authorization_code", "refresh_token"]
    assert found["acr_values_supported"] == ["LoA1", "LoA2"]
    assert found["authorization_response_iss_parameter_supported"] is True
    same = http.get(f"{issuer}/.well-known/oauth-authorization-server").json()
    assert same == found
    for name, place in found.items():
        if name.endswith(("_endpoint", "_uri")):
            assert http.options(place).status_code == 200
