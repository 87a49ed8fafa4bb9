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
    carrier.__doc__ = view.__doc__
    for say in view.said:  # type: ignore[attr-defined]
        carrier = say()(carrier)
    if security := getattr(view, "security", None):
        carrier = Blueprint.doc(security=security)(carrier)
    return carrier
