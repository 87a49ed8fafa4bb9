"""create_app(): settings, plumbing, every room and page; nothing else."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from citizen_api import doors, providers, refreshing, simulating
from citizen_api.audits.rules import public_key
from citizen_api.callers import sandbox
from citizen_api.db import Database
from citizen_api.http import caching, compression, headers, session
from citizen_api.http.service import LateRule, make_api
from citizen_api.media import shelves
from citizen_api.pages import html, languages, trouble
from citizen_api.pages.every import PAGES
from citizen_api.rentals import gateway, pushing, streaming
from citizen_api.settings import Settings
from citizen_api.throttles import doors as throttled
from citizen_api.venues import pointing
from qr.design import Design
from qr.logo import FLAMBOYANT


class Service(Flask):
    """Flask, but no view or hook of ours is a coroutine: nobody need look."""

    url_rule_class = LateRule

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    """The service as a WSGI application."""
    app = Service("citizen_api", static_folder=None)
    app.config.update(
        SIGNING_KEY=settings.secret_key,
        AUDIT_PUBLIC_KEY=public_key(settings.audit_seed),
        PUBLIC_URL=settings.public_url,
        MAP_STYLE_URL=settings.map_style_url,
        MAP_TILES_FILE=settings.map_tiles_file,
        CITY_FACILITY=settings.city_facility,
        CHIP_TRUST=settings.chip_trust,
        MAP_ATTRIBUTION=settings.map_attribution,
        QR_DESIGN=Design(settings.qr_colours, FLAMBOYANT),
        IOS_APP_IDS=settings.ios_app_ids,
        ANDROID_APPS=settings.android_apps,
        BANK_ACCOUNT=settings.bank_account,
        BANK_KEY=settings.bank_key,
        SIMULATED=settings.simulated,
        LOOPBACK_WEBHOOKS=settings.loopback_webhooks == "on",
    )
    database = database or Database(settings.database_url, pool_size=settings.threads)
    session.register(app, database, settings.key_ring)
    providers.register(app, settings)
    gateway.register(app, settings)
    pushing.register(app, settings)
    streaming.register(app, settings.threads)
    shelves.register(app, settings)
    throttled.register(app, settings.limits)
    compression.register(app)
    headers.register(app, settings.trusted_proxies)
    sandbox.register(app)
    pointing.register(app)
    api = make_api(app)
    for room in doors.ROOMS:
        api.register_blueprint(room)
    languages.register(app)
    html.register(app)
    trouble.register(app)
    for plain in (*doors.PLAIN, *PAGES):
        app.register_blueprint(plain)
    refreshing.register(app, refreshing.Refresher(database))
    app.wsgi_app = caching.Revalidation(app.wsgi_app)  # type: ignore[assignment]
    simulating.register(app, settings)
    return app
