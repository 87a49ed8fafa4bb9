"""Our Blueprint and Schema: flask-smorest and marshmallow as we use them."""

from collections.abc import Callable, Sequence
from functools import cache, partial, wraps
from typing import Any

from flask import Flask
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import Schema as MarshmallowSchema
from marshmallow import fields

from citizen_api.fields import UNKNOWN, WRONG_TYPE, Choice
from citizen_api.http import errors
from citizen_api.http.bodies import read_body, read_query
from citizen_api.http.language import LANGUAGES
from citizen_api.http.telling import View, documented, said, saying
from citizen_api.problems import InvalidRequest, Problem, TooManyRequests, Unavailable

IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of the answer that is there already",
    "schema": {"type": "string"},
}
TEXT = {"type": "string"}
BYTES = {"type": "string", "format": "binary"}
LIMITS = {
    "RateLimit": {
        "description": "What is left: r uses, the next window opens in t seconds",
        "schema": TEXT,
        "example": '"reviews";r=5999;t=3600',
    },
    "RateLimit-Policy": {
        "description": "The limit: q uses in w seconds",
        "schema": TEXT,
        "example": '"reviews";q=6000;w=3600',
    },
}
TAG = {
    "ETag": {
        "description": "The version of it: `If-None-Match` takes it, and where it is to"
        " be changed `If-Match`",
        "schema": TEXT,
        "example": '"17-2"',
    },
}
LIMITED = {
    "Retry-After": {
        "description": "Seconds until it may be tried again",
        "schema": {"type": "integer"},
    },
    **LIMITS,
}


class Schema(MarshmallowSchema):
    """The base of every shape on the wire; `versioned`: an answer has an ETag."""

    versioned = False
    error_messages = {  # noqa: RUF012 - marshmallow's own protocol
        "unknown": UNKNOWN,
        "type": WRONG_TYPE,
    }

    def __deepcopy__(self, memo: dict[int, Any]) -> "Schema":
        """Itself, for nobody changes one: flask-smorest copies what it documents."""
        return self


class Query(Schema):
    """The parameters of a GET: `lang` and what a room adds."""

    lang = Choice(
        *LANGUAGES,
        metadata={"description": "Language of messages; wins over Accept-Language."},
    )


class BothSchema(Schema):
    """Words in Vietnamese and in English."""

    vi = fields.String(required=True)
    en = fields.String(required=True)


class FieldErrorSchema(Schema):
    """What is wrong with one value."""

    detail = fields.String(required=True)
    pointer = fields.String(metadata={"description": "JSON pointer into the body"})
    parameter = fields.String(metadata={"description": "Name of a query parameter"})


class ProblemSchema(Schema):
    """A problem (RFC 9457)."""

    type = fields.Url(required=True, metadata={"description": "Page about the problem"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(
        required=True, metadata={"description": "The request, for a report to us"}
    )
    retryable = fields.Boolean(
        required=True, metadata={"description": "Whether trying again may help"}
    )
    errors = fields.List(fields.Nested(FieldErrorSchema), required=True)


PROBLEM = ProblemSchema()


class Blueprint(SmorestBlueprint):
    """The doors of a room; `revalidates`: its public answers carry an ETag.

    What the decorators say of a door is kept as it was said, and becomes a document
    when somebody asks: made at the start it took a third of that, and 20 MB.
    """

    revalidates = True

    def __init__(self, *args: Any, **options: Any) -> None:
        self._untold: list[Callable[[], None]] = []
        super().__init__(*args, **options)

    def register_views_in_doc(
        self, api: Any, app: Flask, spec: Any, *, name: str, parameters: Any
    ) -> None:
        """Document the doors, later."""
        tell = super().register_views_in_doc

        def told() -> None:
            while self._untold:
                self._untold.pop(0)()
            tell(api, app, spec, name=name, parameters=parameters)

        api.tell_later(told)

    def _store_endpoint_docs(
        self, endpoint: str, view: View, *args: Any, **options: Any
    ) -> None:
        store = super()._store_endpoint_docs
        self._untold.append(lambda: store(endpoint, documented(view), *args, **options))

    def arguments(
        self, schema: type[Schema], *, location: str = "json", **options: Any
    ) -> Any:
        """As in flask-smorest, with the schema made once, at the first request.

        What was sent is read by us: strictly, and several times quicker.
        """
        read = {"query": read_query, "json": read_body}[location]
        made = cache(schema)
        say = partial(super().arguments, schema, location=location, **options)

        def decorator(view: View) -> View:
            @wraps(view)
            def asked(*args: Any, **kwargs: Any) -> Any:
                return view(*args, read(made()), **kwargs)

            return said(asked, say)  # type: ignore[return-value]

        return decorator

    def response(self, status: int, *args: Any, **answer: Any) -> Any:
        """Say what a view answers; it is sent as the view gives it."""
        answer = with_tag(answer, *args)
        return saying(partial(super().response, status, *args), **answer)

    def alt_response(self, status: int, *args: Any, **answer: Any) -> Any:
        """Say what a view may answer as well."""
        answer = with_tag(answer, answer.get("schema"))
        return saying(partial(super().alt_response, status, *args), **answer)

    def doc(self, **words: Any) -> Any:
        """Say more of a view, in the words of OpenAPI."""
        return saying(super().doc, **words)

    def header(self, parameter: dict[str, Any]) -> Any:
        """Say in the OpenAPI file that a view reads a header."""

        def declared(view: View) -> View:
            read = {"parameters": [dict(parameter)]}
            view._apidoc = {"arguments": read}  # type: ignore[attr-defined]
            return view

        return saying(lambda: declared)

    def _prepare_etag_doc(
        self, doc: dict[str, Any], info: dict[str, Any], *, method: str, **_: Any
    ) -> dict[str, Any]:
        personal = "security" in info.get("manual_doc", {})
        if method == "get" and self.revalidates and not personal:
            doc.setdefault("parameters", []).append(IF_NONE_MATCH)
            doc["responses"][200].setdefault("headers", {}).update(TAG)
            doc["responses"][304] = {"description": "It is as it was"}
        return doc

    def problems(self, *kinds: type[Problem]) -> Any:
        """Declare the problems that a view may answer, beside the usual two."""
        by_status: dict[int, list[type[Problem]]] = {}
        every: tuple[type[Problem], ...] = (*kinds, InvalidRequest, Unavailable)
        for kind in dict.fromkeys(every):
            by_status.setdefault(kind.status, []).append(kind)

        def declared(view: View) -> View:
            for status, named in by_status.items():
                view = said(view, partial(self._problem, status, named))
            return view

        return declared

    def _problem(self, status: int, kinds: Sequence[type[Problem]]) -> Any:
        return super().alt_response(
            status,
            schema=PROBLEM,
            content_type=errors.MEDIA_TYPE,
            description=" / ".join(kind.title for kind in kinds),
            examples={kind.name: {"value": shown(kind)} for kind in kinds},
            headers=LIMITED if status == TooManyRequests.status else None,
        )


def with_tag(answer: dict[str, Any], schema: object = None) -> dict[str, Any]:
    """What is said of an answer, and of its ETag where its shape has one."""
    if not getattr(schema, "versioned", False):
        return answer
    return {**answer, "headers": TAG | answer.get("headers", {})}


def shown(kind: type[Problem]) -> dict[str, Any]:
    """The example of a problem in the OpenAPI file."""
    return {
        "type": f"https://example.org/problems/{kind.name}",
        "title": kind.title,
        "status": kind.status,
        "detail": str(kind.said),
        "instance": "urn:request:5f0c6d3e9a7b4c21",
        "retryable": kind.retryable,
        "errors": [],
    }
