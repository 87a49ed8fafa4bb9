"""What is said of a view in the OpenAPI file, kept until somebody asks for that."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import orjson
from flask_smorest import Blueprint

View = TypeVar("View", bound=Callable[..., Any])
EXAMPLES = Path(__file__).parents[2] / "openapi" / "examples"


class Example(NamedTuple):
    """A real answer, kept in `openapi/examples/` by `citizen openapi --examples`."""

    name: str

    def read(self) -> Any:
        """What was answered, None where nothing is kept yet."""
        path = EXAMPLES / f"{self.name}.json"
        return orjson.loads(path.read_bytes()) if path.exists() else None


def said(view: View, say: Callable[[], Any]) -> View:
    """A view of which something is said: `say` makes what flask-smorest decorates."""
    view.said = (*getattr(view, "said", ()), say)  # type: ignore[attr-defined]
    return view


def saying(say: Callable[..., Any], **words: Any) -> Callable[[View], View]:
    """A decorator that says something of a view, and leaves it as it is."""

    def spoken() -> Any:
        shown = words.get("example")
        read = {"example": shown.read()} if isinstance(shown, Example) else {}
        return say(**words | read)

    return lambda view: said(view, spoken)


def documented(view: Callable[..., Any]) -> Callable[..., Any]:
    """Somebody who carries all that was said of a view, as flask-smorest keeps it."""
    carrier: Callable[..., Any] = partial(view)
    carrier.__doc__, carrier._apidoc = view.__doc__, {}  # type: ignore[attr-defined]
    more = [say() for say in view.said]  # type: ignore[attr-defined]
    if security := getattr(view, "security", None):
        more.append(Blueprint.doc(security=security))
    for decorate in more:
        # Each on its own: one on the other, they would copy all that was said before.
        _add(carrier._apidoc, decorate(partial(view))._apidoc)  # type: ignore[attr-defined]
    return carrier


def _add(told: dict[Any, Any], more: dict[Any, Any]) -> None:
    for key, value in more.items():
        there = told.setdefault(key, value)
        if there is value:
            continue
        if isinstance(value, dict):
            _add(there, value)
        elif isinstance(value, list):
            there.extend(value)
        else:
            told[key] = value
