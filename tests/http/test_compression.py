"""Answers packed with gzip."""

import gzip

from flask.testing import FlaskClient

LONG = "/v1/dishes"
PACKED = {"Accept-Encoding": "gzip, br"}


def test_a_long_answer_is_packed_for_callers_that_take_it(client: FlaskClient) -> None:
    plain = client.get(LONG)

    packed = client.get(LONG, headers=PACKED)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 3


def test_a_packed_answer_has_a_tag_of_its_own(client: FlaskClient) -> None:
    plain = client.get(LONG).headers["ETag"]

    packed = client.get(LONG, headers=PACKED).headers["ETag"]

    assert packed != plain


def test_the_tag_of_a_packed_answer_is_known_again(client: FlaskClient) -> None:
    tag = client.get(LONG, headers=PACKED).headers["ETag"]

    again = client.get(LONG, headers={**PACKED, "If-None-Match": tag})

    assert again.status_code == 304
    assert again.headers["ETag"] == tag


def test_a_caller_may_refuse_packing(client: FlaskClient) -> None:
    answer = client.get(LONG, headers={"Accept-Encoding": "gzip;q=0"})

    assert "Content-Encoding" not in answer.headers


def test_a_short_answer_is_not_worth_packing(client: FlaskClient) -> None:
    answer = client.get("/healthz", headers=PACKED)

    assert "Content-Encoding" not in answer.headers


def test_problems_are_never_packed(client: FlaskClient) -> None:
    answer = client.get("/v1/dishes?limit=0", headers=PACKED)

    assert "Content-Encoding" not in answer.headers
