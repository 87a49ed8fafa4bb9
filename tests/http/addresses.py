"""Every public GET of the service, by an address that exists in the real city."""

from flask import Flask

from citizen_api.pages.assets import version
from tests.factories import database_of

VENUE = "/v1/venues/banh-da-cua-be-ba-cu"
ADDRESSES = {
    "api-docs.openapi_json": "/openapi.json",
    "dishes.list_dishes": "/v1/dishes?q=banh",
    "dishes.get_dish": "/v1/dishes/banh-da-cua",
    "venues.list_venues": (
        "/v1/venues?dish=banh-da-cua&lat=20.8561&lon=106.6822&open_at=now"
    ),
    "venues.get_venue": VENUE,
    "reviews.list_reviews": f"{VENUE}/reviews",
    "venue_photos.list_venue_photos": f"{VENUE}/photos",
    "menus.list_prices": f"{VENUE}/dishes/banh-da-cua/prices",
    "calendars.get_calendar": "/v1/calendar?year=2026",
    "moderation_log.list_moderation_log": "/v1/moderation/log",
    "moderation_log.count_moderation_log": "/v1/moderation/log/counts",
    "sync.get_sync": "/v1/sync",
    "datasets.list_datasets": "/v1/datasets",
    "datasets.get_dataset": "/v1/datasets/venues.csv",
    "around.get_around": "/v1/around?lat=20.8561&lon=106.6822",
    "tours.list_tours": "/v1/tours",
    "tours.get_tour": "/v1/tours/sang-quanh-ga",
    "links.get_link": "/v1/links/{code}",
    "prints.get_link_png": "/v1/links/{code}/qr.png",
    "prints.get_link_svg": "/v1/links/{code}/qr.svg",
    "prints.get_link_poster": "/v1/links/{code}/poster.pdf",
    "prints.get_link_stickers": "/v1/links/{code}/stickers.pdf",
    "maps.get_places_tile": "/v1/maps/places/14/13047/7227.mvt",
    "maps.get_base_tile": "/v1/maps/base/14/13047/7227.mvt",
    "maps.get_map_style": "/v1/maps/style.json",
    "bikes.list_stations": "/v1/stations?lat=20.8561&lon=106.6822",
    "bikes.get_station": "/v1/stations/hp-005",
    "bikes.get_stations_tile": "/v1/maps/stations/14/13047/7221.mvt",
    "facilities.list_facilities": "/v1/facilities?lat=20.8561&lon=106.6822",
    "facilities.get_facility": "/v1/facilities/99001",
    "home.home": "/",
    "search.search": "/search?q=banh+da+cua",
    "venue.venue": "/venues/banh-da-cua-be-ba-cu",
    "tour_pages.tours": "/tours",
    "tour_pages.tour": "/tours/sang-quanh-ga",
    "facility_pages.listed": "/facilities",
    "shell.languages": "/language",
    "shell.about": "/about",
    "shell.offline": "/offline",
    "shell.service_worker": "/sw.js",
    "shell.manifest": "/manifest.webmanifest",
    "landing.land": "/q/{code}",
    "landing.type_code": "/q",
    "feeds.get_feed": "/gbfs/3/station_status.json",
    "feeds.get_older_feed": "/gbfs/2/station_status.json",
    "feeds.get_older_feed_in": "/gbfs/2/vi/station_information.json",
    "bike_terms.terms": "/bikes/terms",
    "bikes_page.listed": "/bikes",
    "station_page.station": "/bikes/stations/hp-005",
    "privacy.privacy": "/privacy",
    "oauth.metadata": "/.well-known/oauth-authorization-server",
    "dataset_pages.datasets": "/datasets",
    "moderation_page.moderation": "/moderation",
    "documentation.docs": "/docs",
    "documentation.reference": "/reference",
    "documentation.docs_file": "/docs/swagger-ui.css",
    "documentation.problems": "/problems",
    "documentation.problem": "/problems/not-found",
    "assets.static_file": "/static/{version}/css/site.css",
}
# What is the same for whoever asks: the language and the format are in the address.
FILES = {
    "datasets.get_dataset",
    "documentation.docs_file",
    "assets.static_file",
    "feeds.get_feed",
    "feeds.get_older_feed",
    "feeds.get_older_feed_in",
}
# Anyone may open these, and what they read is their own.
PERSONAL = {
    "app_consent.ask",
    "app_consent.authorize",
    "me.overview",
    "mine.reviews",
    "one_review.form",
    "photo_report.form",
    "photos.photos",
    "rating.form",
    "reporting.form",
    "rider.choice",
    "scan.scanned",
    "scan.typed",
    "signing_in.finish",
    "signing_in.start",
    "sticker.show_form",
    "visit.form",
}
# The real city has no photo: tests/media looks at these.
OF_A_PHOTO = {"media.file"}
NOT_CONFIGURED = {"app_links.apple_app_site_association", "app_links.assetlinks"}
NOT_KEPT = {"health.get_alive", "health.get_ready"}


def address(app: Flask, name: str) -> str:
    """The address of a door."""
    database = database_of(app)
    code = database.find("SELECT code FROM links ORDER BY code LIMIT 1", {})[0][0]
    return ADDRESSES[name].format(code=code, version=version())


def doors(app: Flask) -> set[str]:
    """The endpoints of all GETs that anyone may call, without what is not public."""
    gets = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
    }
    public = {each for each in gets if caller(app, each) == "anyone"}
    return public - PERSONAL - OF_A_PHOTO - NOT_KEPT - NOT_CONFIGURED


def caller(app: Flask, endpoint: str) -> str:
    """Who may call a door; flask-smorest's own, of the document, says nothing."""
    return getattr(app.view_functions[endpoint], "caller", "anyone")
