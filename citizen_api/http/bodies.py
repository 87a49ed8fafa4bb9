"""What comes in: the query string and JSON bodies, read strictly."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from io import BytesIO
from typing import IO, Any, NoReturn, cast
from urllib.parse import parse_qsl

from flask import Request as FlaskRequest
from flask import request
from marshmallow import RAISE, Schema, ValidationError, missing
from werkzeug.datastructures import MultiDict

from citizen_api.problems import (
    FieldError,
    InvalidRequest,
    LengthRequired,
    MalformedBody,
    Said,
    UnsupportedMediaType,
)

DEEPEST = 16
PLAIN = "identity"  # as a body is that was not packed
# What a field could be called; not a number of somebody, nor a Vietnamese name.
NAME = re.compile(r"(?!.*[0-9]{5})[!-~]{1,40}")
REPEATED = Said("Tham số bị lặp lại.", "The parameter is given more than once.")
UNREADABLE = Said("Không phải UTF-8 hợp lệ.", "This is not valid UTF-8.")
DEEP = Said("JSON lồng quá sâu.", "The JSON is nested too deeply.")
DUPLICATE = Said(
    "Khóa {key!r} xuất hiện hai lần trong một đối tượng.",
    "The key {key!r} stands twice in one object.",
)


class Request(FlaskRequest):
    """Flask's request, but bytes that are not UTF-8 are seen as such."""

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in order; U+FFFD stands for bytes that cannot be read."""
        return pairs(self.query_string)

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The same by name."""
        return MultiDict(self.pairs)

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        # In memory, as no file may be large: none is left open, or on a disk.
        return BytesIO()


def read_query(schema: Schema) -> dict[str, Any]:
    """The parameters of a request as its schema takes them.

    Raises InvalidRequest with one error per value.
    """
    given = parameters()
    try:
        return loaded(schema, given)
    except ValidationError as error:
        found = field_errors({"query": error.messages})
        raise InvalidRequest(errors=list(found)) from None


def parameters() -> dict[str, str]:
    """The parameters of the request at hand; raises what `given_once` raises."""
    return given_once(cast(Request, request).pairs)


def pairs(query: bytes) -> list[tuple[str, str]]:
    """The parameters of a query; U+FFFD stands for bytes that cannot be read."""
    return parse_qsl(query.decode(errors="replace"), keep_blank_values=True)


def given_once(several: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The parameters, each once.

    Raises InvalidRequest for a repeated one or bytes that are not UTF-8.
    """
    given = dict(several)
    if len(given) < len(several):
        counted = Counter(name for name, _ in several)
        raise InvalidRequest(
            errors=[
                FieldError(REPEATED, parameter=named(name))
                for name, count in counted.items()
                if count > 1
            ]
        )
    unreadable = [name for name, value in given.items() if "\ufffd" in value]
    if unreadable:
        raise InvalidRequest(
            errors=[
                FieldError(UNREADABLE, parameter=named(each)) for each in unreadable
            ]
        )
    return given


def loaded(schema: Schema, given: Mapping[str, str]) -> dict[str, Any]:
    """What `schema.load` makes of flat parameters, without its machinery.

    Ours have no hooks and are named as they are stored. Whatever is wrong is left to
    marshmallow, so that it finds all of it. Raises its ValidationError.
    """
    values: dict[str, Any] = {
        name: field.load_default
        for name, field in schema.load_fields.items()
        if field.load_default is not missing
    }
    try:
        for name, value in given.items():
            values[name] = schema.load_fields[name].deserialize(value, name, given)
    except (KeyError, ValidationError):
        return _fully_loaded(schema, given)
    complete = values.keys() >= required(schema)
    return values if complete else _fully_loaded(schema, given)


def _fully_loaded(schema: Schema, given: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = schema.load(given, unknown=RAISE)
    return values


@cache
def required(schema: Schema) -> frozenset[str]:
    """The names of the parameters that must be given."""
    fields = schema.load_fields.items()
    return frozenset(name for name, field in fields if field.required)


def read_body(schema: Schema) -> Any:
    """The body of a request as its schema takes it: nothing unknown or half-read.

    Raises InvalidRequest with one error per value, and what `read_json` raises.
    """
    try:
        return schema.load(read_json(request), unknown=RAISE)
    except ValidationError as error:
        found = field_errors({"json": error.messages})
        raise InvalidRequest(errors=list(found)) from None


def read_json(req: FlaskRequest) -> Any:
    """The body of a request as JSON; an object key may stand once.

    Raises what `sent_bytes` raises, MalformedBody (not JSON, too deep, a key twice).
    """
    kind = req.mimetype_params.get("charset", "utf-8").lower()
    if req.mimetype != "application/json" or kind not in {"utf-8", "utf8"}:
        raise UnsupportedMediaType
    try:
        text = sent_bytes(req).decode("utf-8")
        body = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
        deep = _depth(body) > DEEPEST
    except RecursionError:
        deep = True
    except ValueError:
        raise MalformedBody from None
    if deep:
        raise MalformedBody(DEEP)
    return body


def sent_bytes(req: FlaskRequest) -> bytes:
    """The body.

    Raises UnsupportedMediaType for a packed one, TooLarge, LengthRequired: where nobody
    said how long it would be, nobody can see that it was cut off.
    """
    if req.headers.get("Content-Encoding", PLAIN).lower() != PLAIN:
        raise UnsupportedMediaType
    if req.content_length is None and "Transfer-Encoding" in req.headers:
        raise LengthRequired
    return req.get_data(cache=True)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return 0
    return 1 + max(map(_depth, value), default=0)


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        key.encode()  # raises for half of a surrogate pair, which is no text
        if key in found:
            raise MalformedBody(DUPLICATE.format(key=named(key)))
        found[key] = value
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def field_errors(messages: Any) -> Sequence[FieldError]:
    """marshmallow's nested messages, flat: `{"query": {"lat": [...]}}` and so on."""
    return [
        error
        for location, found in dict(messages).items()
        for error in _flat(found, location == "query", ())
    ]


def _flat(found: Any, parameter: bool, path: tuple[str, ...]) -> Sequence[FieldError]:
    if isinstance(found, Mapping):
        return [
            error
            for key, inner in found.items()
            for error in _flat(inner, parameter, _deeper(path, str(key)))
        ]
    said = [text if isinstance(text, Said) else Said(text, text) for text in found]
    if parameter:
        return [FieldError(text, parameter="/".join(path)) for text in said]
    return [FieldError(text, pointer=_pointer(path)) for text in said]


def _deeper(path: tuple[str, ...], key: str) -> tuple[str, ...]:
    return path if key == "_schema" else (*path, named(key))


def named(key: str) -> str:
    """A name that was sent as errors repeat it; … where it could be somebody's data."""
    return key if NAME.fullmatch(key) else "…"


def _pointer(path: tuple[str, ...]) -> str:
    escaped = (part.replace("~", "~0").replace("/", "~1") for part in path)
    return "#" + "".join(f"/{part}" for part in escaped)


def no_body() -> None:
    """For a POST that takes nothing: an empty body or an empty object.

    Raises what `read_json` raises, or InvalidRequest.
    """
    if sent_bytes(request) and read_json(request) != {}:
        said = Said("Không nhận nội dung nào ở đây.", "No body is taken here.")
        raise InvalidRequest(errors=[FieldError(said, pointer="#")])
