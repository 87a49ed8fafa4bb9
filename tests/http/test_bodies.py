"""JSON bodies, read strictly: what is not plainly JSON in UTF-8 is refused by name."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from citizen_api.http.bodies import DEEPEST, read_json
from citizen_api.problems import (
    LengthRequired,
    MalformedBody,
    Problem,
    UnsupportedMediaType,
)
from tests.http.addresses import VENUE

NOTHING = Flask("nothing")
JSON = "application/json"


def read(body: bytes | str, media_type: str | None = JSON) -> Any:
    """What a body of a request is read as."""
    with NOTHING.test_request_context(
        "/", method="PUT", data=body, content_type=media_type
    ) as context:
        return read_json(context.request)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{}", {}),
        ("[]", []),
        (' {"a": [1, 2.5, true, null, "đ"]} ', {"a": [1, 2.5, True, None, "đ"]}),
        ('{"a": {"a": 1}}', {"a": {"a": 1}}),
        ('"' + "[" * 100 + '"', "[" * 100),
        ('"\\ud83c\\udf5c"', "🍜"),
    ],
)
def test_json_is_read(body: str, expected: Any) -> None:
    assert read(body) == expected


@pytest.mark.parametrize(
    "media_type",
    [
        JSON,
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "Application/JSON; Charset=utf8",
    ],
)
def test_json_in_utf_8_is_taken(media_type: str) -> None:
    assert read("{}", media_type) == {}


@pytest.mark.parametrize(
    "media_type",
    [
        None,
        "",
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/json; charset=latin-1",
        "application/jsonp",
        "*/*",
    ],
)
def test_another_type_or_charset_is_refused(media_type: str | None) -> None:
    with pytest.raises(UnsupportedMediaType):
        read("{}", media_type)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b'{"a": 1,}',
        b"{'a': 1}",
        b"{a: 1}",
        b'{"a": 1} x',
        b'{"a": 1}{"a": 1}',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 01}',
        b'{"a": "\x00"}',
        b'{"a": "\n"}',
        b"a=1",
        b"<a/>",
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{\x00}\x00",
        '{"a": "đ"}'.encode("utf-16"),
        b'{"a": "\xff"}',
        b'{"a": "\xed\xa0\x80"}',
        b'{"\\ud800": 1}',
        b"1" * 5000,
    ],
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedBody):
        read(body)


@pytest.mark.parametrize(
    "body",
    ['{"a": 1, "a": 1}', '[{"b": {"a": 1, "c": 2, "a": 3}}]', '{"a":1,"\\u0061":2}'],
)
def test_a_key_that_stands_twice_is_refused_by_name(body: str) -> None:
    with pytest.raises(MalformedBody) as refused:
        read(body)

    assert "'a'" in refused.value.detail.vi
    assert "'a'" in refused.value.detail


@pytest.mark.parametrize(
    "nested",
    [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")],
    ids=["list", "map", "both"],
)
@pytest.mark.parametrize("depth", [DEEPEST + 1, 500, 20_000])
def test_json_too_deep_is_refused(nested: tuple[str, str], depth: int) -> None:
    opened, closed = nested

    with pytest.raises(MalformedBody) as refused:
        read(opened * depth + "1" + closed * depth)

    assert refused.value.detail == "The JSON is nested too deeply."


def test_json_as_deep_as_allowed_is_read() -> None:
    assert read("[" * DEEPEST + "]" * DEEPEST)


@pytest.mark.parametrize("size", [70_000, 10_000_000])
def test_a_body_too_large_is_refused(fresh: Flask, size: int) -> None:
    client = fresh.test_client()
    token = client.post("/v1/devices").json["token"]

    answer = client.put(
        f"{VENUE}/reviews/mine",
        data=b'{"text": "' + b"x" * size + b'"}',
        content_type=JSON,
        headers={"Authorization": f"Bearer {token}"},
    )

    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"].endswith("/problems/too-large")


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ("[]", ["#"]),
        ('"x"', ["#"]),
        ("null", ["#"]),
        ("{}", ["#/stars"]),
        ('{"stars": null}', ["#/stars"]),
        ('{"stars": 5, "a/b": 1}', ["#/a~1b"]),
        ('{"stars": 5, "~": 1}', ["#/~0"]),
        ('{"stars": 5, "099090178382": 1}', ["#/…"]),
        ('{"stars": 5, "Nguyễn Văn An": 1}', ["#/…"]),
        (
            '{"stars": 5, "dishes": [{"dish_id": "nix", "stars": 9}]}',
            ["#/dishes/0/stars"],
        ),
        ('{"stars": 0, "text": "\\u202e"}', ["#/stars", "#/text"]),
    ],
)
def test_a_wrong_value_is_pointed_at(
    fresh: Flask, body: str, pointers: list[str]
) -> None:
    client = fresh.test_client()
    token = client.post("/v1/devices").json["token"]

    answer = client.put(
        f"{VENUE}/reviews/mine",
        data=body,
        content_type=JSON,
        headers={"Authorization": f"Bearer {token}"},
    )

    assert answer.status_code == 422
    assert sorted(error["pointer"] for error in answer.json["errors"]) == pointers


@pytest.mark.parametrize("body", ["{}", ""])
def test_a_post_that_takes_nothing_takes_nothing(fresh: Flask, body: str) -> None:
    answer = fresh.test_client().post("/v1/devices", data=body, content_type=JSON)

    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        ('{"a": 1}', JSON, 422),
        ("[]", JSON, 422),
        ("null", JSON, 422),
        ("{", JSON, 400),
        ("{}", "text/plain", 415),
    ],
)
def test_a_post_that_takes_nothing_refuses_something(
    fresh: Flask, body: str, media_type: str, status: int
) -> None:
    answer = fresh.test_client().post("/v1/devices", data=body, content_type=media_type)

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("headers", "problem"),
    [
        ({"Transfer-Encoding": "chunked"}, LengthRequired),
        ({"Content-Encoding": "gzip"}, UnsupportedMediaType),
    ],
)
def test_a_body_of_untold_length_or_packed_is_refused(
    headers: dict[str, str], problem: type[Problem]
) -> None:
    with (
        NOTHING.test_request_context(
            "/",
            method="POST",
            input_stream=BytesIO(b"{}"),
            content_type=JSON,
            headers=headers,
        ) as context,
        pytest.raises(problem),
    ):
        read_json(context.request)
