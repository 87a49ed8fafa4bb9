"""The door of the pack: validators, odd requests, and cursors that are not ours."""

from gzip import decompress
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from citizen_api.http.cursors import sign
from tests.reviews.phones import problem

GZIP = {"Accept-Encoding": "gzip"}


def cursor(client: FlaskClient) -> str:
    """One of ours."""
    return str(client.get("/v1/sync").json["cursor"])


def test_who_has_it_already_is_told_so(client: FlaskClient) -> None:
    first = client.get("/v1/sync", headers=GZIP)

    again = client.get(
        "/v1/sync", headers={**GZIP, "If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"].startswith("public")


def test_packed_and_plain_are_the_same_under_two_tags(client: FlaskClient) -> None:
    packed, plain = client.get("/v1/sync", headers=GZIP), client.get("/v1/sync")

    assert decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_every_page_has_a_tag_of_its_own(client: FlaskClient) -> None:
    path, tags = "/v1/sync?limit=200", list[str]()
    while path:
        answer = client.get(path)
        tags.append(answer.headers["ETag"])
        path = answer.json["next"]

    assert len(set(tags)) == len(tags) > 2


def test_only_the_headers_are_sent_when_only_they_are_asked_for(
    client: FlaskClient,
) -> None:
    head, whole = client.head("/v1/sync"), client.get("/v1/sync")

    assert (head.status_code, head.data) == (200, b"")
    for name in ("ETag", "Content-Length"):
        assert head.headers[name] == whole.headers[name]


def test_a_part_of_the_bytes_is_not_given(client: FlaskClient) -> None:
    answer = client.get("/v1/sync", headers={"Range": "bytes=0-99"})

    assert answer.status_code == 200
    assert answer.json["complete"]


def test_another_format_is_refused(client: FlaskClient) -> None:
    answer = client.get("/v1/sync", headers={"Accept": "text/csv"})

    assert (answer.status_code, problem(answer)) == (406, "not-acceptable")


@pytest.mark.parametrize("given", ["x", "AAAA" * 20, "%00", "đ", "a" * 401, ""])
def test_a_made_up_cursor_is_refused(client: FlaskClient, given: str) -> None:
    answer = client.get(f"/v1/sync?since={given}")

    assert answer.status_code == 422
    assert [each["parameter"] for each in answer.json["errors"]] == ["since"]


def test_a_cursor_with_a_letter_changed_is_refused(client: FlaskClient) -> None:
    ours = cursor(client)
    for at in range(len(ours)):
        other = "A" if ours[at] != "A" else "B"
        answer = client.get(f"/v1/sync?since={ours[:at]}{other}{ours[at + 1 :]}")
        assert (answer.status_code, problem(answer)) == (422, "bad-cursor")


def test_the_cursor_of_another_list_is_refused(client: FlaskClient) -> None:
    query = urlsplit(client.get("/v1/dishes?limit=2").json["next"]).query

    answer = client.get(f"/v1/sync?since={parse_qs(query)['cursor'][0]}")

    assert (answer.status_code, problem(answer)) == (422, "bad-cursor")


def test_our_own_cursor_opens_no_other_list(client: FlaskClient) -> None:
    answer = client.get(f"/v1/dishes?cursor={cursor(client)}")

    assert (answer.status_code, problem(answer)) == (422, "bad-cursor")


def test_a_cursor_of_a_version_that_is_not_there_yet_starts_again(
    client: FlaskClient,
) -> None:
    with client.application.app_context():
        later = sign(("sync", 1), [10**9, "0" * 16, 10**9, "venues", "x"])

    answer = client.get(f"/v1/sync?since={later}")

    assert (answer.status_code, problem(answer)) == (410, "start-again")
    assert not answer.json["retryable"]


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "1.5", "ten", ""])
def test_a_limit_that_cannot_be_is_refused(client: FlaskClient, limit: str) -> None:
    answer = client.get(f"/v1/sync?limit={limit}")

    assert (answer.status_code, problem(answer)) == (422, "invalid-request")


def test_nobody_writes_to_it(client: FlaskClient) -> None:
    answer = client.post("/v1/sync", json={})

    assert (answer.status_code, problem(answer)) == (405, "method-not-allowed")
