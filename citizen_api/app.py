"""create_app(): settings, plumbing, the list of rooms; nothing else."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from citizen_api import refreshing
from citizen_api.around.resources import blueprint as around
from citizen_api.db import Database
from citizen_api.devices.resources import blueprint as devices
from citizen_api.dishes.resources import blueprint as dishes
from citizen_api.health.resources import blueprint as health
from citizen_api.http import caching, compression, headers, session
from citizen_api.http.api import make_api
from citizen_api.links.prints import blueprint as prints
from citizen_api.links.resources import blueprint as links
from citizen_api.listings.resources import blueprint as listings
from citizen_api.maps.resources import blueprint as maps
from citizen_api.pages import html, languages, trouble
from citizen_api.pages.app_links import blueprint as app_links
from citizen_api.pages.assets import blueprint as assets
from citizen_api.pages.documentation import blueprint as documentation
from citizen_api.pages.home import blueprint as home
from citizen_api.pages.landing import blueprint as landing
from citizen_api.pages.mine import blueprint as mine
from citizen_api.pages.rating import blueprint as rating
from citizen_api.pages.reporting import blueprint as reporting
from citizen_api.pages.search import blueprint as search
from citizen_api.pages.shell import blueprint as shell
from citizen_api.pages.sticker import blueprint as sticker
from citizen_api.pages.tours import blueprint as tour_pages
from citizen_api.pages.venue import blueprint as venue
from citizen_api.reviews.resources import blueprint as reviews
from citizen_api.settings import Settings
from citizen_api.tours.resources import blueprint as tours
from citizen_api.venues.resources import blueprint as venues
from qr.design import Design
from qr.logo import FLAMBOYANT

ROOMS = (
    dishes,
    venues,
    reviews,
    listings,
    devices,
    around,
    tours,
    links,
    prints,
    maps,
    health,
)
PAGES = (
    home,
    search,
    venue,
    rating,
    reporting,
    mine,
    tour_pages,
    shell,
    landing,
    sticker,
    app_links,
    documentation,
    assets,
)


class Service(Flask):
    """Flask, but no view or hook of ours is a coroutine: nobody need look."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    """The service as a WSGI application."""
    app = Service("citizen_api", static_folder=None)
    app.config.update(
        SIGNING_KEY=settings.secret_key,
        PUBLIC_URL=settings.public_url,
        MAP_STYLE_URL=settings.map_style_url,
        MAP_TILES_FILE=settings.map_tiles_file,
        MAP_ATTRIBUTION=settings.map_attribution,
        QR_DESIGN=Design(settings.qr_colours, FLAMBOYANT),
        IOS_APP_IDS=settings.ios_app_ids,
        ANDROID_APPS=settings.android_apps,
    )
    database = database or Database(settings.database_url, pool_size=settings.threads)
    session.register(app, database)
    compression.register(app)
    headers.register(app, settings.trusted_proxies)
    api = make_api(app)
    for room in ROOMS:
        api.register_blueprint(room)
    languages.register(app)
    html.register(app)
    trouble.register(app)
    for pages in PAGES:
        app.register_blueprint(pages)
    refreshing.register(app, refreshing.Refresher(database))
    app.wsgi_app = caching.Revalidation(app.wsgi_app)  # type: ignore[assignment]
    return app
