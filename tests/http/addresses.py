"""Every public GET of the service, by an address that exists in the real city."""

from flask import Flask

from citizen_api.db import Database
from citizen_api.pages.assets import version

DISHES = "/v1/dishes"
VENUES = "/v1/venues"
VENUE = "/v1/venues/banh-da-cua-be-ba-cu"
ADDRESSES = {
    "home": "/",
    "search": "/search?q=banh+da+cua",
    "venue": "/venues/banh-da-cua-be-ba-cu",
    "about": "/about",
    "languages": "/language",
    "offline": "/offline",
    "manifest": "/manifest.webmanifest",
    "service_worker": "/sw.js",
    "docs": "/docs",
    "docs_file": "/docs/swagger-ui.css",
    "static_file": "/static/{version}/css/site.css",
    "openapi_json": "/openapi.json",
    "problems": "/problems",
    "problem": "/problems/not-found",
    "list_dishes": "/v1/dishes?q=banh",
    "get_dish": "/v1/dishes/banh-da-cua",
    "list_venues": "/v1/venues?dish=banh-da-cua&lat=20.8561&lon=106.6822&open_at=now",
    "get_venue": VENUE,
    "list_reviews": f"{VENUE}/reviews",
    "get_around": "/v1/around?lat=20.8561&lon=106.6822",
    "list_tours": "/v1/tours",
    "get_tour": "/v1/tours/sang-quanh-ga",
    "tours": "/tours",
    "tour": "/tours/sang-quanh-ga",
    "get_link": "/v1/links/{code}",
    "get_link_png": "/v1/links/{code}/qr.png",
    "get_link_svg": "/v1/links/{code}/qr.svg",
    "get_link_poster": "/v1/links/{code}/poster.pdf",
    "get_link_stickers": "/v1/links/{code}/stickers.pdf",
    "land": "/q/{code}",
    "type_code": "/q",
    "get_map_style": "/v1/maps/style.json",
    "get_base_tile": "/v1/maps/base/14/13047/7227.mvt",
    "get_places_tile": "/v1/maps/places/14/13047/7227.mvt",
}
FILES = {"docs_file", "static_file"}
NOT_PUBLIC = {
    "get_my_review",
    "list_my_reviews",
    "list_my_reports",
    "reviews",
    "form",
    "show_form",
}
NOT_CONFIGURED = {"apple_app_site_association", "assetlinks"}
NOT_KEPT = {"get_alive", "get_ready"}


def address(app: Flask, name: str) -> str:
    """The address of a door."""
    database: Database = app.extensions["citizen-database"]
    code = database.find("SELECT code FROM links ORDER BY code LIMIT 1", {})[0][0]
    return ADDRESSES[name].format(code=code, version=version())


def doors(app: Flask) -> set[str]:
    """The names of all GETs that the service has, without what is not public."""
    rules = app.url_map.iter_rules()
    gets = {rule.endpoint.split(".")[-1] for rule in rules if "GET" in rule.methods}
    return gets - NOT_PUBLIC - NOT_KEPT - NOT_CONFIGURED
