"""Asking that something be put right: an officer answers, and the person reads it."""

from uuid import uuid4

import pytest
from flask import Flask

from citizen_api.roles.models import Role
from tests.emergencies.glasses import problem
from tests.factories import changing, on_staff, signed_in
from tests.rights.citizens import REQUESTS, send

TO_ANSWER = "/v1/rights/requests"
WORDS = "Ngày sinh của tôi là 02-01-1990."
WISH = {"kind": "rectification", "words": WORDS}


def officer(app: Flask) -> dict[str, str]:
    """What a privacy officer's app sends."""
    return on_staff(app, Role.PRIVACY_OFFICER)


def test_an_officer_answers_and_the_person_reads_it(
    fresh: Flask, citizen: dict[str, str]
) -> None:
    asked = send(fresh, "POST", REQUESTS, citizen, json=WISH)
    assert asked.status_code == 202
    who = officer(fresh)
    (waiting,) = send(fresh, "GET", TO_ANSWER, who).get_json()["items"]
    assert waiting["words"] == WORDS
    path = f"{TO_ANSWER}/{waiting['id']}/answer"

    answer = {"state": "done", "answer": "Đã sửa."}
    assert send(fresh, "POST", path, who, json=answer).status_code == 200

    (read,) = send(fresh, "GET", REQUESTS, citizen).get_json()["items"]
    assert (read["state"], read["answer"], read["percent"]) == ("done", "Đã sửa.", 100)
    assert send(fresh, "GET", TO_ANSWER, who).get_json()["items"] == []
    again = send(fresh, "POST", path, who, json=answer)
    assert problem(again, 409) == "request-ended"


def test_what_was_written_is_sealed(fresh: Flask, citizen: dict[str, str]) -> None:
    send(fresh, "POST", REQUESTS, citizen, json=WISH)

    with changing(fresh) as session:
        found = session.connection().exec_driver_sql(
            "SELECT encode(words, 'escape') FROM rights_requests"
        )
        (text,) = (row[0] for row in found)

    assert "1990" not in text


def test_only_officers_answer(fresh: Flask, citizen: dict[str, str]) -> None:
    asked = send(fresh, "POST", REQUESTS, citizen, json=WISH).get_json()["id"]
    auditor = on_staff(fresh, Role.AUDITOR)

    for who in (citizen, auditor):
        assert problem(send(fresh, "GET", TO_ANSWER, who), 403) == "role-missing"
        body = {"state": "done", "answer": "x"}
        path = f"{TO_ANSWER}/{asked}/answer"
        assert problem(send(fresh, "POST", path, who, json=body), 403)


def test_an_export_is_none_of_the_officers_business(
    fresh: Flask, citizen: dict[str, str]
) -> None:
    export = send(fresh, "POST", "/v1/me/exports", citizen).get_json()["id"]
    who, body = officer(fresh), {"state": "refused", "answer": "x"}

    for request in (export, uuid4()):
        path = f"{TO_ANSWER}/{request}/answer"
        assert problem(send(fresh, "POST", path, who, json=body), 404) == "not-found"


def test_another_person_sees_none_of_it(fresh: Flask, citizen: dict[str, str]) -> None:
    send(fresh, "POST", REQUESTS, citizen, json=WISH)

    assert send(fresh, "GET", REQUESTS, signed_in(fresh, "P017")).get_json() == {
        "items": [],
        "next": None,
    }


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "erasure", "words": "x"},
        {"kind": "rectification"},
        {**WISH, "words": ""},
        {**WISH, "words": "x" * 2001},
        {**WISH, "words": "a\u202eb"},
        {**WISH, "words": 7},
        {**WISH, "more": 1},
        [],
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    fresh: Flask, citizen: dict[str, str], body: object
) -> None:
    answer = send(fresh, "POST", REQUESTS, citizen, json=body)

    assert problem(answer, 422) == "invalid-request"
