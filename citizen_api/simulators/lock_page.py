"""A page on which somebody without a bike closes a simulated lock by hand."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Flask, render_template_string, request
from werkzeug.exceptions import UnprocessableEntity

ByHand = Callable[[str, Mapping[str, Any]], None]

ACCURACY_M: Final = 10
PAGE: Final = """<!doctype html>
<html lang="vi"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Khóa giả lập {{ name }}</title>
<h1>Khóa giả lập {{ name }}</h1>
<p>Đây không phải khóa thật.
<p lang="en">This is no real lock.
{% if closed %}<p><strong>Đã đóng. <span lang="en">It is closed.</span></strong>
{% else %}<form method="post">
<input type="hidden" name="at" value="{{ at }}">
<p><button>Đóng khóa (close it)</button></p></form>{% endif %}
"""


def register(app: Flask, by_hand: ByHand) -> None:
    """Serve the page at /{lock}/here; `at`: where the bike stands, as `lat,lon`."""

    def here(name: str) -> str:
        """The page, and what its button does."""
        at = request.values.get("at", "")
        place = place_of(at)
        if request.method == "POST":
            by_hand(name, {"does": "close", **place})
        closed = request.method == "POST"
        return render_template_string(PAGE, name=name, at=at, closed=closed)

    app.add_url_rule("/<name>/here", view_func=here, methods=["GET", "POST"])


def place_of(text: str) -> dict[str, float]:
    """A place that was chosen; nothing for none."""
    if not text:
        return {}
    try:
        lat, lon = map(float, text.split(","))
    except ValueError:
        raise UnprocessableEntity("at: lat,lon") from None
    return {"lat": lat, "lon": lon, "accuracy_m": ACCURACY_M}
