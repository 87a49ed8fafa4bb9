"""create_app(): settings, plumbing, the list of rooms; nothing else."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from citizen_api import providers, refreshing, simulating
from citizen_api.accounts.oauth import blueprint as oauth
from citizen_api.accounts.resources import blueprint as accounts
from citizen_api.around.resources import blueprint as around
from citizen_api.audits.rules import public_key
from citizen_api.bikes.feeds import blueprint as bike_feeds
from citizen_api.bikes.resources import blueprint as bikes
from citizen_api.breaches.resources import blueprint as breaches
from citizen_api.db import Database
from citizen_api.devices.resources import blueprint as devices
from citizen_api.dishes.resources import blueprint as dishes
from citizen_api.facilities.resources import blueprint as facilities
from citizen_api.health.resources import blueprint as health
from citizen_api.http import caching, compression, headers, session
from citizen_api.http.service import make_api
from citizen_api.insurance.break_glass import blueprint as break_glass
from citizen_api.insurance.cards import blueprint as cards
from citizen_api.insurance.chips import blueprint as chips
from citizen_api.insurance.lookups import blueprint as lookups
from citizen_api.insurance.own import blueprint as own_insurance
from citizen_api.insurance.resources import blueprint as insurance
from citizen_api.links.codes import blueprint as codes
from citizen_api.links.prints import blueprint as prints
from citizen_api.links.resources import blueprint as links
from citizen_api.links.street_posters import blueprint as street_posters
from citizen_api.listings.resources import blueprint as listings
from citizen_api.maps.resources import blueprint as maps
from citizen_api.pages import html, languages, trouble
from citizen_api.pages.app_links import blueprint as app_links
from citizen_api.pages.assets import blueprint as assets
from citizen_api.pages.bike_terms import blueprint as bike_terms
from citizen_api.pages.bikes.station import blueprint as station_page
from citizen_api.pages.bikes.stations import blueprint as stations_page
from citizen_api.pages.documentation import blueprint as documentation
from citizen_api.pages.facilities import blueprint as facility_pages
from citizen_api.pages.home import blueprint as home
from citizen_api.pages.landing import blueprint as landing
from citizen_api.pages.me.allowed import blueprint as my_consents
from citizen_api.pages.me.app_consent import blueprint as app_consent
from citizen_api.pages.me.data import blueprint as my_data
from citizen_api.pages.me.insured import blueprint as my_insurance
from citizen_api.pages.me.looked_up import blueprint as my_access_log
from citizen_api.pages.me.overview import blueprint as me
from citizen_api.pages.me.privacy import blueprint as privacy
from citizen_api.pages.me.ride import blueprint as ride_page
from citizen_api.pages.me.rider import blueprint as rider_choice
from citizen_api.pages.me.rides import blueprint as rides_pages
from citizen_api.pages.me.scan import blueprint as scan_pages
from citizen_api.pages.me.sessions import blueprint as session_pages
from citizen_api.pages.me.signing_in import blueprint as signing_in
from citizen_api.pages.me.top_ups import blueprint as top_up_pages
from citizen_api.pages.me.wallet import blueprint as wallet_pages
from citizen_api.pages.mine import blueprint as mine
from citizen_api.pages.rating import blueprint as rating
from citizen_api.pages.reporting import blueprint as reporting
from citizen_api.pages.search import blueprint as search
from citizen_api.pages.shell import blueprint as shell
from citizen_api.pages.staff.audit import blueprint as staff_audit
from citizen_api.pages.staff.breaches import blueprint as staff_breaches
from citizen_api.pages.staff.code_changes import blueprint as staff_code_changes
from citizen_api.pages.staff.codes import blueprint as staff_codes
from citizen_api.pages.staff.emergencies import blueprint as staff_emergencies
from citizen_api.pages.staff.index import blueprint as staff_index
from citizen_api.pages.staff.insurance import blueprint as staff_insurance
from citizen_api.pages.staff.roles import blueprint as staff_roles
from citizen_api.pages.sticker import blueprint as sticker
from citizen_api.pages.tours import blueprint as tour_pages
from citizen_api.pages.venue import blueprint as venue
from citizen_api.rentals import gateway, pushing, streaming
from citizen_api.rentals.lock_resources import blueprint as locks
from citizen_api.rentals.own_resources import blueprint as my_rentals
from citizen_api.rentals.pass_resources import blueprint as passes
from citizen_api.rentals.resources import blueprint as rentals
from citizen_api.rentals.staff_resources import blueprint as bike_staff
from citizen_api.reviews.resources import blueprint as reviews
from citizen_api.rights.exports import blueprint as exports
from citizen_api.rights.requests import blueprint as requests
from citizen_api.rights.resources import blueprint as rights
from citizen_api.roles.resources import blueprint as roles
from citizen_api.settings import Settings
from citizen_api.throttles import doors as throttled
from citizen_api.tours.resources import blueprint as tours
from citizen_api.venues.resources import blueprint as venues
from citizen_api.wallets.resources import blueprint as wallets
from citizen_api.wallets.top_up_resources import blueprint as top_ups
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
    codes,
    street_posters,
    maps,
    bikes,
    accounts,
    wallets,
    top_ups,
    rentals,
    my_rentals,
    passes,
    locks,
    bike_staff,
    facilities,
    insurance,
    lookups,
    own_insurance,
    cards,
    chips,
    roles,
    break_glass,
    rights,
    exports,
    requests,
    breaches,
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
    facility_pages,
    shell,
    landing,
    sticker,
    bike_feeds,
    bike_terms,
    stations_page,
    station_page,
    rider_choice,
    scan_pages,
    ride_page,
    rides_pages,
    wallet_pages,
    top_up_pages,
    app_links,
    signing_in,
    session_pages,
    me,
    my_consents,
    my_access_log,
    my_insurance,
    my_data,
    privacy,
    staff_index,
    staff_insurance,
    staff_emergencies,
    staff_codes,
    staff_code_changes,
    staff_roles,
    staff_audit,
    staff_breaches,
    app_consent,
    oauth,
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
    )
    database = database or Database(settings.database_url, pool_size=settings.threads)
    session.register(app, database, settings.key_ring)
    providers.register(app, settings)
    gateway.register(app, settings)
    pushing.register(app, settings)
    streaming.register(app, settings.threads)
    throttled.register(app, settings.limits)
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
    simulating.register(app, settings)
    return app
