"""create_app(): settings, plumbing, the list of rooms; nothing else."""

from flask import Flask

from citizen_api import refreshing
from citizen_api.around.resources import blueprint as around
from citizen_api.db import Database
from citizen_api.devices.resources import blueprint as devices
from citizen_api.dishes.resources import blueprint as dishes
from citizen_api.health.resources import blueprint as health
from citizen_api.http import caching, compression, headers, session
from citizen_api.http.api import make_api
from citizen_api.links.resources import blueprint as links
from citizen_api.maps.resources import blueprint as maps
from citizen_api.pages.documentation import blueprint as documentation
from citizen_api.pages.landing import blueprint as landing
from citizen_api.reviews.resources import blueprint as reviews
from citizen_api.settings import Settings
from citizen_api.venues.resources import blueprint as venues

ROOMS = (dishes, venues, reviews, devices, around, links, maps, health)
PAGES = (landing, documentation)


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    """The service as a WSGI application."""
    app = Flask("citizen_api", static_folder=None)
    app.config.update(SIGNING_KEY=settings.secret_key, PUBLIC_URL=settings.public_url)
    database = database or Database(settings.database_url, pool_size=settings.threads)
    session.register(app, database)
    compression.register(app)
    headers.register(app, settings.trusted_proxies)
    api = make_api(app)
    for room in ROOMS:
        api.register_blueprint(room)
    for pages in PAGES:
        app.register_blueprint(pages)
    refreshing.register(app, refreshing.Refresher(database))
    app.wsgi_app = caching.Revalidation(app.wsgi_app)  # type: ignore[assignment]
    return app
