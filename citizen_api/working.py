"""What the worker does: each kind of job, and who does it.

A handler runs inside the context of the application, takes the job, and returns when
it is to be done again, or None when it is done. It may be run twice when its worker
dies half-way, and takes less than two minutes: what takes longer does a part and asks
for the next at once.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy.orm import Session

from citizen_api import providers
from citizen_api.accounts import forgetting as accounts
from citizen_api.audits import actions as audits
from citizen_api.bikes import history as bike_history
from citizen_api.breaches import actions as breaches
from citizen_api.calendars.actions import SCHEDULES_JOB
from citizen_api.chores import bikes, city, people
from citizen_api.chores.people import AUDIT_KEY
from citizen_api.db import Database
from citizen_api.emergencies import actions as emergencies
from citizen_api.emergencies.rules import REVIEW_JOB
from citizen_api.http import session as sessions
from citizen_api.http.clock import now
from citizen_api.http.session import transaction
from citizen_api.insurance import actions as insurance
from citizen_api.insurance import forgetting as insurance_forgetting
from citizen_api.jobs import actions as jobs
from citizen_api.jobs.actions import Held
from citizen_api.jobs.running import Handler, Worker
from citizen_api.listings import merging, nudging
from citizen_api.listings.correction_facts import MAP_JOB
from citizen_api.media import actions as media
from citizen_api.media import shelves
from citizen_api.partners import actions as partners
from citizen_api.partners.subscribing import DELIVER
from citizen_api.rentals import gateway, pushing
from citizen_api.rentals import jobs as rentals
from citizen_api.rentals.faults import FAULT_JOB
from citizen_api.rentals.moves import DUE_JOB, PUSH_JOB
from citizen_api.rentals.standing import CLOSE_JOB
from citizen_api.rights import actions as rights
from citizen_api.rights.rules import ERASE_JOB, EXPORT_JOB
from citizen_api.settings import Settings
from citizen_api.sync import actions as sync
from citizen_api.throttles import actions as throttles
from citizen_api.venues import fruitless
from citizen_api.visits import actions as visits

Forgetting = Callable[[Session, datetime], None]

ANCHOR: Final = "audit-anchor"
RETENTION: Final = "retention"
BREACHES: Final = "breaches"
MEDIA_SWEEP: Final = "media-sweep"
BIKE_SAMPLES: Final = "bike-samples"
BIKE_IMPORTS: Final = "bike-imports"
SYNC: Final = "sync"
WEBHOOK_FEED: Final = "webhook-feed"
SCORES: Final = "scores"
SCORE_ORDER: Final = "score-order"
SURGES: Final = "surges"
REVIEW_WRITERS: Final = "review-writers"

FORGET_EVERY: Final = timedelta(hours=1)


def retain(job: Held) -> datetime:
    """Delete what one part of the service keeps no longer."""
    with transaction() as changing:
        FORGETTING[job.key](changing, now())
    return now() + FORGET_EVERY


FORGETTING: Mapping[str, Forgetting] = {
    "accounts": accounts.forget,
    "audits": audits.forget,
    "bikes": bike_history.forget,
    "breaches": breaches.forget,
    "emergencies": emergencies.forget,
    "insurance": insurance_forgetting.forget,
    "jobs": jobs.forget,
    "media": media.forget,
    "partners": partners.forget,
    "rentals": rentals.forget,
    "rights": rights.forget,
    "searches": fruitless.forget,
    "sync": sync.forget,
    "throttles": throttles.forget,
    "visits": visits.forget,
}
HANDLERS: Mapping[str, Handler] = {
    ANCHOR: people.anchor_audit,
    RETENTION: retain,
    BIKE_IMPORTS: bikes.read_bike_feeds,
    BIKE_SAMPLES: bikes.sample_stations,
    BREACHES: people.watch_for_breaches,
    nudging.JOB: city.look_after_listings,
    SCORES: city.bring_scores_to_the_day,
    SCORE_ORDER: city.follow_scores,
    SURGES: city.watch_for_surges,
    REVIEW_WRITERS: city.put_reviews_right,
    SYNC: city.keep_sync,
    MEDIA_SWEEP: city.sweep_media,
    REVIEW_JOB: people.watch_over_review,
    EXPORT_JOB: people.export,
    ERASE_JOB: people.erase,
    insurance.RETRY: people.retry_lookup,
    DUE_JOB: rentals.do_what_is_due,
    WEBHOOK_FEED: city.feed_webhooks,
    DELIVER: city.send_webhook,
    FAULT_JOB: rentals.pass_on_fault,
    PUSH_JOB: rentals.push,
    CLOSE_JOB: rentals.close_lock,
    SCHEDULES_JOB: city.compile_schedules,
    merging.SWEEP_JOB: city.sweep_merge,
    MAP_JOB: city.draw_map,
}
FOR_EVER = (
    *(
        (kind, "")
        for kind in (
            ANCHOR,
            BIKE_IMPORTS,
            BIKE_SAMPLES,
            BREACHES,
            nudging.JOB,
            MEDIA_SWEEP,
            REVIEW_WRITERS,
            SCHEDULES_JOB,
            SCORES,
            SCORE_ORDER,
            SURGES,
            SYNC,
            WEBHOOK_FEED,
        )
    ),
    *((RETENTION, part) for part in FORGETTING),
)
"""The jobs that are always there, by kind and key: they ask to be done again."""


def make_app(settings: Settings, database: Database) -> Flask:
    """What handlers find around them: no doors and no pages, so that it is small."""
    app = Flask("citizen_api.working", static_folder=None)
    app.config.update(
        SIGNING_KEY=settings.secret_key,
        PUBLIC_URL=settings.public_url,
        LOOPBACK_WEBHOOKS=settings.loopback_webhooks == "on",
    )
    app.extensions[AUDIT_KEY] = Ed25519PrivateKey.from_private_bytes(
        settings.audit_seed
    )
    sessions.register(app, database, settings.key_ring)
    providers.register(app, settings)
    gateway.register(app, settings)
    pushing.register(app, settings)
    shelves.register(app, settings)
    return app


def worker(app: Flask) -> Worker:
    """Who does all of these."""
    return Worker(app, HANDLERS, FOR_EVER)
