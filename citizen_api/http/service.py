"""Our Api: the doors of every room, and the OpenAPI document that tells of them."""

from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import Any

import orjson
from flask import Flask, Response
from flask_smorest import Api as SmorestApi
from marshmallow import fields
from werkzeug.routing import BaseConverter, Rule

from citizen_api.http import errors
from citizen_api.http.api import ProblemSchema, shown
from citizen_api.http.bodies import Request
from citizen_api.http.caching import public
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.security import schemes
from citizen_api.problems import Problem

ABOUT: dict[str, Any] = {
    "info": {
        "description": "The open service behind the mobile app of Hải Phòng: who"
        " serves a dish near me, at what price, and is it open.",
        "contact": {"name": "Hải Phòng citizen backend", "url": "https://example.org"},
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    },
    "servers": [{"url": "/", "description": "This host"}],
}
DOCUMENT_MAX_AGE = 300
Address = tuple[str, str]


class Slug(BaseConverter):
    """An id on the wire: small letters, digits and hyphens."""

    regex = "[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?"


class Digits(BaseConverter):
    """A number in an address: a few ASCII digits."""

    regex = "[0-9]{1,8}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)


class LateRule(Rule):
    """A rule that learns to build addresses at the first one: most never do."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Address]:
        compiled = super()._compile_builder
        made = list[Callable[..., Address]]()

        def build(rule: Rule, **values: Any) -> Address:
            if not made:
                made.append(compiled(append_unknown))
            return made[0](rule, **values)

        return build


class Api(SmorestApi):
    """flask-smorest with our one shape of errors."""

    ERROR_SCHEMA = ProblemSchema
    _telling = Lock()  # of all: they share the blueprints, and what is said there

    def __init__(self, *args: Any, **options: Any) -> None:
        self._untold: list[Callable[[], None]] = []
        super().__init__(*args, **options)

    def _register_error_handlers(self) -> None:
        errors.register(self._app)

    def tell_later(self, tell: Callable[[], None]) -> None:
        """Document some doors when somebody asks: most processes are never asked."""
        self._untold.append(tell)

    def told(self) -> dict[str, Any]:
        """The OpenAPI document, once every room is registered."""
        with self._telling:
            while self._untold:
                self._untold.pop(0)()
            return dict(self.spec.to_dict())

    @cached_property
    def document(self) -> bytes:
        """The OpenAPI document as it is sent."""
        return orjson.dumps(self.told())

    def _register_responses(self) -> None:
        answer = {"schema": ProblemSchema, "example": shown(Problem)}
        self.spec.components.response(
            self.DEFAULT_ERROR_RESPONSE_NAME,
            {
                "description": "Any other problem",
                "content": {errors.MEDIA_TYPE: answer},
            },
            lazy=True,
        )

    def _register_pagination_header(self) -> None:
        """Leave out what describes pages by number: ours go by cursor."""

    def _openapi_json(self) -> Response:
        negotiate(JSON)
        return public(self.document, JSON, max_age=DOCUMENT_MAX_AGE)


def typed_constant(
    converter: object, field: fields.Field[Any], **_: Any
) -> dict[str, Any]:
    """The type of a constant, which apispec leaves out and generated clients need."""
    if not isinstance(field, fields.Constant):
        return {}
    if isinstance(field.constant, str):
        return {"type": "string", "enum": [field.constant]}
    return {"type": "integer"}


def without_null(
    converter: object, field: object, ret: dict[str, Any]
) -> dict[str, Any]:
    """Nothing more; a default of null goes: generated clients would insist on it."""
    if ret.get("default", ...) is None:
        del ret["default"]
    return {}


def make_api(app: Flask) -> Api:
    """The Api of an application."""
    app.config.update(
        API_TITLE="Hải Phòng citizen API",
        API_VERSION="1.0.0",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
    )
    app.url_map.converters |= {"slug": Slug, "digits": Digits}
    app.url_map.merge_slashes = False
    app.request_class = Request
    api = Api(app, spec_kwargs=ABOUT)
    api.ma_plugin.converter.add_attribute_function(typed_constant)
    api.ma_plugin.converter.add_attribute_function(without_null)
    api.register_converter(
        Slug, lambda _: {"type": "string", "pattern": f"^{Slug.regex}$"}
    )
    api.register_converter(Digits, lambda _: {"type": "integer", "minimum": 0})
    for name, scheme in schemes(app.config["PUBLIC_URL"]).items():
        api.spec.components.security_scheme(name, scheme)
    return api
