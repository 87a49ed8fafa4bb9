"""Addresses that are not ours, methods that are not taken, tricks with paths."""

import pytest
from flask.testing import FlaskClient

from tests.http.addresses import VENUE

TRICKS = [
    "/v1/dishes/",
    "/v1/venues/banh-da-cua-be-ba-cu/",
    "//v1/dishes",
    "/v1//dishes",
    "/v1/dishes//banh-da-cua",
    "/v1/dishes;x",
    "/v1/dishes;jsessionid=1?q=a",
    "/v1/dishes%3Fq=a",
    "/v1/dishes%20",
    "/v1/dishes%00",
    "/v1/dishes/%00",
    "/v1/dishes/banh-da-cua%00",
    "/v1/dishes/banh-da-cua%0A",
    "/v1/dishes/..%2fvenues",
    "/v1/dishes/%2e%2e/venues",
    "/v1/../v1/dishes",
    "/v1/./dishes",
    "/v1/dishes/BANH-DA-CUA",
    "/v1/dishes/b%C3%A1nh-%C4%91a-cua",
    "/v1/dishes/-banh",
    "/v1/dishes/banh-",
    "/v1/dishes/banh_da_cua",
    "/v1/dishes/%FF%FE",
    "/v1/venues/" + "a" * 81,
    "/v1/venues/%D9%A1",
    "/v1/venues/1'--",
    "/V1/dishes",
    "/v1",
    "/v2/dishes",
    "/.git/config",
    "/.env",
    "/etc/passwd",
    "/static/..%2f..%2fapp.py",
    "/static/%2e%2e%2fapp.py",
    "/static/..",
    "/static/.",
    "/static/",
    "/static/page.css%00.html",
    "/static/%2Fetc%2Fpasswd",
    "/docs/..%2f__init__.py",
    "/docs/index.html",
    "/problems/nix",
    "/problems/%00",
    "/%FF",
    "/\u1ea1",
]


@pytest.mark.parametrize("path", TRICKS)
def test_an_address_that_is_not_ours_is_not_found(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert "Location" not in answer.headers


@pytest.mark.parametrize("unknown", ["nix", "x" * 80, "0", "a" * 1, "banh-da-cua"])
def test_a_venue_that_is_not_known_is_not_found(
    client: FlaskClient, unknown: str
) -> None:
    for path in (f"/v1/venues/{unknown}", f"/v1/venues/{unknown}/reviews"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("length", [5_000, 60_000])
def test_an_address_can_be_too_long(client: FlaskClient, length: int) -> None:
    for path in ("/" + "x" * length, "/v1/dishes?q=" + "x" * length):
        answer = client.get(path)
        assert answer.status_code == 414
        assert answer.json["type"].endswith("/problems/address-too-long")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/dishes", {"GET", "HEAD", "OPTIONS"}),
        (VENUE, {"GET", "HEAD", "OPTIONS"}),
        (f"{VENUE}/reviews", {"GET", "HEAD", "OPTIONS"}),
        (f"{VENUE}/reviews/mine", {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}),
        ("/v1/devices", {"OPTIONS", "POST"}),
        ("/openapi.json", {"GET", "HEAD", "OPTIONS"}),
        ("/", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_a_method_that_is_not_taken_is_refused_with_those_that_are(
    client: FlaskClient, path: str, allowed: set[str]
) -> None:
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO"} - allowed:
        answer = client.open(path, method=method)
        assert answer.status_code == 405, method
        assert answer.content_type == "application/problem+json"
        assert set(answer.headers["Allow"].split(", ")) == allowed


def test_options_tells_the_methods(client: FlaskClient) -> None:
    answer = client.options("/v1/venues")

    assert (answer.status_code, answer.data) == (200, b"")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_bytes_in_the_query_that_no_client_should_send_are_refused(
    client: FlaskClient,
) -> None:
    answer = client.get("/v1/dishes", environ_overrides={"QUERY_STRING": "q=\xff\xfe"})

    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.json["errors"]] == ["q"]


def test_letters_in_the_query_that_a_client_forgot_to_encode_are_read(
    client: FlaskClient,
) -> None:
    raw = "q=bánh đa cua".encode().decode("latin-1")

    answer = client.get("/v1/dishes", environ_overrides={"QUERY_STRING": raw})

    assert answer.json["items"][0]["matched"]["kind"] == "exact"


@pytest.mark.parametrize("host", ["", "a b", "\xff", "[::1", "evil.example", "x" * 300])
def test_no_answer_leads_to_the_host_that_the_caller_names(
    client: FlaskClient, host: str
) -> None:
    answer = client.get("/v1/venues?limit=1", headers={"Host": host})

    assert answer.status_code in {200, 400}
    assert "evil.example" not in answer.text + str(answer.headers)
