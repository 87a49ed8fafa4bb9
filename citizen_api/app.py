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
from citizen_api.bikes.label_resources import blueprint as bike_labels
from citizen_api.bikes.resources import blueprint as bikes
from citizen_api.board.resources import blueprint as board
from citizen_api.breaches.resources import blueprint as breaches
from citizen_api.calendars.resources import blueprint as calendars
from citizen_api.callers import sandbox
from citizen_api.datasets.resources import blueprint as datasets
from citizen_api.db import Database
from citizen_api.devices.resources import blueprint as devices
from citizen_api.dishes.resources import blueprint as dishes
from citizen_api.facilities.resources import blueprint as facilities
from citizen_api.health.resources import blueprint as health
from citizen_api.http import caching, compression, headers, session
from citizen_api.http.service import LateRule, make_api
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
from citizen_api.listings.claim_resources import blueprint as claims
from citizen_api.listings.day_resources import blueprint as venue_days
from citizen_api.listings.edit_resources import blueprint as owners
from citizen_api.listings.menu_resources import blueprint as menus
from citizen_api.listings.merge_resources import blueprint as merges
from citizen_api.listings.resources import blueprint as listings
from citizen_api.maps.resources import blueprint as maps
from citizen_api.media import shelves
from citizen_api.media.file_resources import blueprint as photo_files
from citizen_api.media.resources import blueprint as media
from citizen_api.moderation.log_resources import blueprint as moderation_log
from citizen_api.moderation.resources import blueprint as moderation
from citizen_api.pages import html, languages, trouble
from citizen_api.pages.app_links import blueprint as app_links
from citizen_api.pages.assets import blueprint as assets
from citizen_api.pages.bike_terms import blueprint as bike_terms
from citizen_api.pages.bikes.station import blueprint as station_page
from citizen_api.pages.bikes.stations import blueprint as stations_page
from citizen_api.pages.board.board import blueprint as staff_board
from citizen_api.pages.datasets import blueprint as dataset_pages
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
from citizen_api.pages.me.passes import blueprint as passes_page
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
from citizen_api.pages.moderation import blueprint as moderation_page
from citizen_api.pages.moderators.case import blueprint as case_pages
from citizen_api.pages.moderators.correction import blueprint as correction_page
from citizen_api.pages.moderators.licences import blueprint as licence_pages
from citizen_api.pages.moderators.notices import blueprint as notice_pages
from citizen_api.pages.moderators.photos import blueprint as case_photos
from citizen_api.pages.moderators.queue import blueprint as case_queue
from citizen_api.pages.one_review import blueprint as one_review
from citizen_api.pages.owners.about import blueprint as owner_about
from citizen_api.pages.owners.changes import blueprint as owner_changes
from citizen_api.pages.owners.claiming import blueprint as owner_claims
from citizen_api.pages.owners.counter import blueprint as owner_counter
from citizen_api.pages.owners.dishes import blueprint as owner_menu
from citizen_api.pages.owners.hours import blueprint as owner_hours
from citizen_api.pages.owners.reviews import blueprint as owner_reviews
from citizen_api.pages.owners.today import blueprint as owner_today
from citizen_api.pages.owners.venues import blueprint as owner_venues
from citizen_api.pages.photos import blueprint as photo_pages
from citizen_api.pages.rating import blueprint as rating
from citizen_api.pages.reporting import blueprint as reporting
from citizen_api.pages.search import blueprint as search
from citizen_api.pages.shell import blueprint as shell
from citizen_api.pages.staff.audit import blueprint as staff_audit
from citizen_api.pages.staff.bike_labels import blueprint as staff_bike_labels
from citizen_api.pages.staff.breaches import blueprint as staff_breaches
from citizen_api.pages.staff.code_changes import blueprint as staff_code_changes
from citizen_api.pages.staff.code_giving import blueprint as staff_code_giving
from citizen_api.pages.staff.codes import blueprint as staff_codes
from citizen_api.pages.staff.emergencies import blueprint as staff_emergencies
from citizen_api.pages.staff.index import blueprint as staff_index
from citizen_api.pages.staff.insurance import blueprint as staff_insurance
from citizen_api.pages.staff.roles import blueprint as staff_roles
from citizen_api.pages.sticker import blueprint as sticker
from citizen_api.pages.tours import blueprint as tour_pages
from citizen_api.pages.venue import blueprint as venue
from citizen_api.pages.visits import blueprint as visit_pages
from citizen_api.partners.resources import blueprint as partners
from citizen_api.partners.webhook_resources import blueprint as webhooks
from citizen_api.rentals import gateway, pushing, streaming
from citizen_api.rentals.lock_resources import blueprint as locks
from citizen_api.rentals.own_resources import blueprint as my_rentals
from citizen_api.rentals.pass_resources import blueprint as passes
from citizen_api.rentals.resources import blueprint as rentals
from citizen_api.rentals.staff_resources import blueprint as bike_staff
from citizen_api.reviews.appeal_resources import blueprint as review_appeals
from citizen_api.reviews.own_resources import blueprint as own_reviews
from citizen_api.reviews.photos import blueprint as review_photos
from citizen_api.reviews.reply_resources import blueprint as review_replies
from citizen_api.reviews.report_resources import blueprint as review_reports
from citizen_api.reviews.resources import blueprint as reviews
from citizen_api.reviews.vote_resources import blueprint as review_votes
from citizen_api.rights.exports import blueprint as exports
from citizen_api.rights.requests import blueprint as requests
from citizen_api.rights.resources import blueprint as rights
from citizen_api.roles.resources import blueprint as roles
from citizen_api.settings import Settings
from citizen_api.sync.resources import blueprint as sync
from citizen_api.throttles import doors as throttled
from citizen_api.tours.resources import blueprint as tours
from citizen_api.venues import pointing
from citizen_api.venues.licence_resources import blueprint as licences
from citizen_api.venues.photos import blueprint as venue_photos
from citizen_api.venues.resources import blueprint as venues
from citizen_api.visits.resources import blueprint as visits
from citizen_api.wallets.resources import blueprint as wallets
from citizen_api.wallets.top_up_resources import blueprint as top_ups
from qr.design import Design
from qr.logo import FLAMBOYANT

ROOMS = (
    dishes,
    calendars,
    venues,
    licences,
    reviews,
    own_reviews,
    review_photos,
    review_votes,
    review_reports,
    review_replies,
    review_appeals,
    moderation,
    moderation_log,
    venue_photos,
    photo_files,
    visits,
    listings,
    merges,
    claims,
    owners,
    menus,
    venue_days,
    devices,
    around,
    sync,
    datasets,
    board,
    tours,
    links,
    prints,
    codes,
    street_posters,
    maps,
    bikes,
    bike_labels,
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
    partners,
    webhooks,
    health,
)
PAGES = (
    home,
    search,
    venue,
    rating,
    one_review,
    photo_pages,
    visit_pages,
    reporting,
    mine,
    tour_pages,
    facility_pages,
    dataset_pages,
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
    passes_page,
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
    staff_code_giving,
    staff_bike_labels,
    staff_roles,
    staff_audit,
    staff_breaches,
    staff_board,
    case_queue,
    case_pages,
    correction_page,
    case_photos,
    notice_pages,
    licence_pages,
    moderation_page,
    owner_venues,
    owner_today,
    owner_menu,
    owner_hours,
    owner_about,
    owner_reviews,
    owner_counter,
    owner_changes,
    owner_claims,
    app_consent,
    oauth,
    documentation,
    assets,
    media,
)


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
