"""Code keepers change what is said of a code: all of it, in part, two at once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.conftest import NOON
from tests.links.codes import DAY, hanging, made
from tests.links.desk import DISH, Desk
from tests.reviews.addresses import VENUE
from tests.reviews.phones import problem


def test_a_code_tells_all_that_was_done_and_by_whom(desk: Desk) -> None:
    code = hanging(desk.app)
    whole = desk.get(code)
    assert whole["place"] == {
        "label": "Cầu Đất 179",
        "lat": 20.8535,
        "lon": 106.6838,
        "radius_m": 100,
    }

    answer = desk.change(
        code,
        target={"kind": "page", "id": "/about"},
        place={"lat": 20.85, "lon": 106.68, "label": "Ga\u0302"},
        ends_at="2027-01-01T00:00:00+07:00",
        fallback="https://haiphong.gov.vn/",
        keeper="Ga Hải Phòng",
    )

    whole = answer.get_json()
    verbs = [each["verb"] for each in whole["changes"]]
    assert verbs == ["create", "retarget", "hang", "limit", "hand over"]
    assert {each["by"] for each in whole["changes"][1:]} == {desk.actor}
    assert whole["changes"][1]["before"] == {"target": f"venue {VENUE}"}
    assert (whole["kind"], whole["id"], whole["keeper"]) == (
        "page",
        "/about",
        "Ga Hải Phòng",
    )
    assert whole["place"]["label"] == "G\u1ea7".replace("\u1ea7", "â")
    assert whole["place"]["radius_m"] == 150
    assert whole["ends_at"] == "2027-01-01T00:00:00+07:00"
    assert desk.last_entry() == {
        "action": "code.changed",
        "actor": desk.actor,
        "outcome": "done",
        "detail": {
            "code": code,
            "fields": ["ends_at", "fallback", "keeper", "place", "target"],
        },
    }


def test_what_is_not_said_stays(desk: Desk) -> None:
    code = made(desk.app, ends_at=NOON + DAY, fallback="/about", keeper="Phường")

    later = "2026-12-24T12:00:00+07:00"
    whole = desk.change(code, ends_at=later).get_json()
    assert (whole["ends_at"], whole["fallback"]) == (later, "/about")
    assert whole["keeper"] == "Phường"

    whole = desk.change(code, ends_at=None, fallback=None, place=None).get_json()
    assert (whole["ends_at"], whole["fallback"]) == (None, None)


def test_a_change_that_changes_nothing_leaves_no_trace(desk: Desk) -> None:
    code = made(desk.app, keeper="Phường")
    before = desk.entries()

    for said in ({}, {"keeper": "Phường"}, {"place": None}):
        assert desk.change(code, **said).status_code == 200

    assert len(desk.get(code)["changes"]) == 1
    assert desk.entries() == before


def test_an_edit_says_which_version_it_starts_from(desk: Desk) -> None:
    code = made(desk.app)
    read = desk.ask("GET", f"/{code}").headers["ETag"]

    assert problem(desk.change(code, None, **DISH)) == "version-required"
    first = desk.change(code, read, **DISH)
    assert first.status_code == 200
    assert problem(desk.change(code, read, keeper="x")) == "stale-version"
    assert problem(desk.change(code, '"nonsense"', keeper="x")) == "stale-version"
    assert desk.change(code, first.headers["ETag"], keeper="x").status_code == 200


def test_of_two_who_edit_at_once_one_is_told(desk: Desk) -> None:
    code = made(desk.app)
    read = desk.ask("GET", f"/{code}").headers["ETag"]

    def edit(name: str) -> int:
        headers = desk.headers | {"If-Match": read}
        client, said = desk.app.test_client(), {"keeper": name}
        path = f"/v1/codes/{code}"
        return client.patch(path, json=said, headers=headers).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(edit, "abcd")) == [200, 412, 412, 412]
    assert len(desk.get(code)["changes"]) == 2


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"target": {"kind": "venue", "id": "no-such-venue"}}, "#/target/id"),
        ({"target": {"kind": "page", "id": "javascript:alert(1)"}}, "#/target/id"),
        ({"target": {"kind": "page", "id": "https://a\u202eb.vn/"}}, "#/target/id"),
        ({"target": {"kind": "venue"}}, "#/target/id"),
        ({"target": {"kind": "bus", "id": "x"}}, "#/target/kind"),
        ({"target": None}, "#/target"),
        ({"target": []}, "#/target"),
        ({"place": {"lat": 20.8}}, "#/place/lon"),
        ({"place": {"lat": 20.8, "lon": 106, "radius_m": 1}}, "#/place/radius_m"),
        ({"place": {"lat": "20", "lon": True}}, "#/place/lon"),
        ({"place": {"label": "x" * 101}}, "#/place/label"),
        ({"starts_at": "2027-01-01"}, "#/starts_at"),
        (
            {
                "starts_at": "2027-01-02T00:00:00+07:00",
                "ends_at": "2027-01-01T00:00:00Z",
            },
            "#/ends_at",
        ),
        ({"fallback": "/about"}, "#/fallback"),
        ({"fallback": "http://x"}, "#/fallback"),
        ({"keeper": " "}, "#/keeper"),
        ({"keeper": None}, "#/keeper"),
        ({"revoked_at": None}, "#/revoked_at"),
    ],
)
def test_what_a_code_cannot_have_is_refused(
    desk: Desk, said: dict[str, Any], pointer: str
) -> None:
    code = made(desk.app)

    refused = desk.change(code, **said)

    assert problem(refused) == "invalid-request"
    pointers = [error["pointer"] for error in refused.get_json()["errors"]]
    assert pointer in pointers
    assert len(desk.get(code)["changes"]) == 1
