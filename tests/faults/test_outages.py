"""The database goes away and comes back; the service needs no restart."""

import time

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.faults.doors import READS
from tests.faults.power import Power
from tests.reviews.phones import Phone, all_reviews, problem


def ensure_told_to_retry(answer: TestResponse) -> None:
    assert (answer.status_code, problem(answer)) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.get_json()["retryable"] is True
    assert answer.headers["Cache-Control"] == "no-store"


# Of the catalogue a process keeps a copy, which it trusts for a second.
KEPT = tuple(path for path in READS if path.startswith("/v1/dishes"))


@pytest.mark.parametrize("path", [path for path in READS if path not in KEPT])
def test_a_read_in_an_outage_is_told_to_retry(
    city: Flask, power: Power, path: str
) -> None:
    client = city.test_client()
    assert client.get(path).status_code == 200
    power.off()

    for _ in range(3):
        ensure_told_to_retry(client.get(path))
    power.on()

    assert client.get(path).status_code == 200


def test_the_catalogue_outlives_the_database_by_a_second(
    city: Flask, power: Power
) -> None:
    client = city.test_client()
    assert [client.get(path).status_code for path in KEPT] == [200, 200]
    power.off()
    time.sleep(1.1)

    for path in KEPT:
        ensure_told_to_retry(client.get(path))
    power.on()

    assert [client.get(path).status_code for path in KEPT] == [200, 200]


def test_a_first_read_in_an_outage_is_told_to_retry(city: Flask, power: Power) -> None:
    power.off()
    for path in READS:
        ensure_told_to_retry(city.test_client().get(path))
    power.on()

    for path in READS:
        assert city.test_client().get(path).status_code == 200


def test_a_write_in_an_outage_is_told_to_retry_and_leaves_nothing(
    city: Flask, power: Power
) -> None:
    phone = Phone(city)
    before = all_reviews(city)
    power.off()

    ensure_told_to_retry(phone.rate(stars=5))
    ensure_told_to_retry(phone.client.post("/v1/devices"))
    power.on()

    assert all_reviews(city) == before
    assert phone.rate(stars=5).status_code == 201
    assert phone.withdraw(if_match="*").status_code == 204


def test_in_an_outage_the_process_is_alive_but_not_ready(
    city: Flask, power: Power
) -> None:
    client = city.test_client()
    power.off()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    power.on()

    assert client.get("/readyz").status_code == 200


def test_a_database_that_was_restarted_while_nobody_asked_is_no_error(
    city: Flask, power: Power
) -> None:
    client, phone = city.test_client(), Phone(city)
    for path in READS:
        client.get(path)
    power.off()
    power.on()

    for path in READS:
        assert client.get(path).status_code == 200
    assert phone.rate(stars=3).status_code == 201
    assert phone.withdraw(if_match="*").status_code == 204


def test_pages_that_need_no_database_answer_in_an_outage(
    city: Flask, power: Power
) -> None:
    power.off()

    for path in ("/offline", "/docs", "/openapi.json", "/problems/unavailable"):
        assert city.test_client().get(path).status_code == 200
