"""What stands around the pages: language, about, offline, and what makes an app."""

from typing import Any

import orjson
from flask import Blueprint, Response, current_app, redirect, request

from citizen_api.callers import public as anyone
from citizen_api.http.caching import public
from citizen_api.http.session import kept
from citizen_api.pages import cookies, forms
from citizen_api.pages.assets import asset, files
from citizen_api.pages.html import VARY, page
from citizen_api.pages.languages import COOKIE, LANGUAGES, _, spoken
from citizen_api.pages.policy import policy
from citizen_api.problems import FieldError, InvalidRequest, Said
from citizen_api.venues.queries.known import known

HOUR, YEAR = 3600, 365 * 24 * 3600
LONGEST_BACK = 2000
NO_LANGUAGE = Said("Trang này không nói tiếng đó.", "The pages do not speak that.")
MANIFEST = "application/manifest+json"
EVERY_PAGE = {"id": "/", "start_url": "/", "scope": "/"}
ICONS = (
    ("icon-192", "192x192", "any"),
    ("icon-512", "512x512", "any"),
    ("icon-maskable-512", "512x512", "maskable"),
)
SCREENS = (("narrow", "540x1080"), ("wide", "1280x800"))

blueprint = Blueprint("shell", __name__, template_folder="templates")


@blueprint.get("/language")
@anyone
def languages() -> Response:
    """The five languages to choose from."""
    back = ours(request.args.get("back", ""))
    # Where one comes from is one's own: it may tell where one stands.
    max_age = HOUR if back == "/" else None
    return page("language.html", max_age=max_age, back=back, here=lambda: back)


@blueprint.post("/language")
@anyone
def choose_language() -> Response:
    """Remember the language, and go back to where the reader was."""
    sent = forms.read_form()
    if sent["lang"] not in LANGUAGES:
        raise InvalidRequest(errors=[FieldError(NO_LANGUAGE, pointer="#/lang")])
    response = current_app.make_response(redirect(ours(sent["back"]), 303))
    cookies.keep(response, COOKIE, sent["lang"], YEAR)
    response.headers["Cache-Control"] = "no-store"
    return response


def ours(address: str) -> str:
    """The address when it is a path of this site, else the home page."""
    is_short = len(address) <= LONGEST_BACK and address.isprintable()
    is_path = address[:1] == "/" and address[:2] != "//" and "\\" not in address
    return address if is_short and is_path else "/"


@blueprint.get("/about")
@anyone
def about() -> Response:
    """Where the data come from, and what is kept of the reader."""
    sources = kept(known).dishes.sources.in_full.values()
    return page("about.html", max_age=HOUR, sources=list(sources))


@blueprint.get("/offline")
@anyone
def offline() -> Response:
    """What the service worker shows when there is no network."""
    return page("offline.html", max_age=HOUR)


@blueprint.get("/sw.js")
@anyone
def service_worker() -> Response:
    """The service worker; at the root, so that it serves every page."""
    file = files()["js/sw.js"]
    response = public(file.body, file.media_type, max_age=0, tag=file.tag)
    response.headers["Content-Security-Policy"] = policy()
    return response


@blueprint.get("/manifest.webmanifest")
@anyone
def manifest() -> Response:
    """What a phone needs to install the pages as an app."""
    response = public(orjson.dumps(described()), MANIFEST, max_age=HOUR)
    response.headers["Vary"] = VARY
    response.headers["Content-Language"] = spoken()
    return response


def described() -> dict[str, Any]:
    """The manifest in the reader's language."""
    return {
        **EVERY_PAGE,
        "lang": spoken(),
        "dir": "ltr",
        "name": _("Eat in Hải Phòng"),
        "short_name": "Hải Phòng",
        "description": _(
            "Who serves a dish near you in Hải Phòng, at what price,"
            " and is it open now."
        ),
        "display": "standalone",
        "background_color": "#fffaf4",
        "theme_color": "#fffaf4",
        "categories": ["food", "travel"],
        "icons": [
            image(name, sizes) | {"purpose": purpose} for name, sizes, purpose in ICONS
        ],
        "screenshots": [
            image(f"screen-{form}", sizes)
            | {"form_factor": form, "label": _("The home page")}
            for form, sizes in SCREENS
        ],
    }


def image(name: str, sizes: str) -> dict[str, str]:
    """A picture of the app."""
    source = asset(f"images/{name}.png")
    return {"src": source, "sizes": sizes, "type": "image/png"}
