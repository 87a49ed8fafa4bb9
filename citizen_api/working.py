"""What the worker does: each kind of job, and who does it.

A handler runs inside the context of the application, takes the job, and returns when
it is to be done again, or None when it is done. It may be run twice when its worker
dies half-way, and takes less than two minutes: what takes longer does a part and asks
for the next at once.
"""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from datetime import time as time_of_day
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, current_app
from sqlalchemy.orm import Session

from citizen_api import providers
from citizen_api.accounts import forgetting as accounts
from citizen_api.audits import actions as audits
from citizen_api.audits.rules import anchor_text
from citizen_api.bikes import history as bike_history
from citizen_api.bikes.fetching import fetcher
from citizen_api.bikes.importing import Memory, poll
from citizen_api.breaches import actions as breaches
from citizen_api.calendars.actions import SCHEDULES_JOB
from citizen_api.db import Database
from citizen_api.emergencies import actions as emergencies
from citizen_api.emergencies.rules import OVERDUE_JOB
from citizen_api.http import session as sessions
from citizen_api.http.clock import now
from citizen_api.http.session import key_ring, transaction
from citizen_api.insurance import actions as insurance
from citizen_api.insurance import asking
from citizen_api.insurance.desks import desk
from citizen_api.jobs import actions as jobs
from citizen_api.jobs.actions import Held
from citizen_api.jobs.running import Handler, Worker
from citizen_api.listings import merging, nudging
from citizen_api.listings.correction_facts import MAP_JOB
from citizen_api.maps import actions as maps
from citizen_api.media import actions as media
from citizen_api.media import shelves, sweeping
from citizen_api.partners import actions as partners
from citizen_api.partners import delivering, feeding
from citizen_api.partners.subscribing import DELIVER
from citizen_api.rentals import gateway, pushing
from citizen_api.rentals import jobs as rentals
from citizen_api.rentals.moves import DUE_JOB, PUSH_JOB
from citizen_api.rentals.standing import CLOSE_JOB
from citizen_api.reviews import claiming
from citizen_api.reviews.settling import settle
from citizen_api.reviews.surges import watch
from citizen_api.reviews.weighing import move_city, spread_city, weigh
from citizen_api.rights import actions as rights
from citizen_api.rights import erasing, exporting
from citizen_api.rights.rules import ERASE_JOB, EXPORT_JOB
from citizen_api.schedules.actions import recompile_due
from citizen_api.schedules.evaluating import open_bits
from citizen_api.schedules.queries import load_all
from citizen_api.settings import Settings
from citizen_api.sync import actions as sync
from citizen_api.sync.watching import Watch
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
SYNC_WATCH: Final = "citizen-sync-watch"
WEBHOOK_FEED: Final = "webhook-feed"
SCORES: Final = "scores"
SURGES: Final = "surges"
REVIEW_WRITERS: Final = "review-writers"
BIKE_MEMORY: Final = "citizen-bike-memory"
AUDIT_KEY: Final = "citizen-audit-key"
LOOK_EVERY: Final = timedelta(seconds=30)
WATCH_EVERY: Final = timedelta(minutes=5)
FORGET_EVERY: Final = timedelta(hours=1)
POLL_EVERY: Final = timedelta(seconds=5)
SURGES_EVERY: Final = timedelta(minutes=1)
QUIET_HOUR: Final = time_of_day(3)
FEED_EVERY: Final = timedelta(seconds=10)
COMPILE_EVERY: Final = timedelta(minutes=1)
COMPILED_AT_ONCE: Final = 100

log = logging.getLogger(__name__)


def anchor_audit(job: Held) -> datetime:
    """Anchor the audit log when that is due; the anchor is also printed."""
    key: Ed25519PrivateKey = current_app.extensions[AUDIT_KEY]
    with transaction() as changing:
        made = audits.anchor_when_due(changing, key, now())
    if made is not None:
        log.info("audit anchor %s", anchor_text(made))
    return now() + LOOK_EVERY


def retain(job: Held) -> datetime:
    """Delete what one part of the service keeps no longer."""
    with transaction() as changing:
        FORGETTING[job.key](changing, now())
    return now() + FORGET_EVERY


def retry_lookup(job: Held) -> datetime | None:
    """Ask the insurance gateway again for a facility that could not be answered."""
    return asking.retry(desk(), UUID(job.key))


def watch_for_breaches(job: Held) -> datetime:
    """See whether the look-ups of late are as they should be."""
    with transaction() as changing:
        found = breaches.detect(changing, now=now())
    for breach in found:
        log.warning("breach %s is to be assessed and reported in 72 hours", breach)
    return now() + WATCH_EVERY


def note_overdue_review(job: Held) -> None:
    """Record that nobody reviewed an emergency in time."""
    with transaction() as changing:
        emergencies.note_overdue(changing, UUID(job.key))


def export(job: Held) -> datetime | None:
    """Make the next part of somebody's data; the rest at once."""
    more = exporting.step(sessions.database(), key_ring(), UUID(job.key), now=now())
    return now() if more else None


def erase(job: Held) -> datetime | None:
    """Erase somebody whose day has come."""
    with transaction() as changing:
        return erasing.erase_when_due(changing, UUID(job.key), now=now())


def sample_stations(job: Held) -> datetime:
    """Keep what every station counts now."""
    at = now()
    opened = open_bits(sessions.kept(load_all), at)
    with transaction() as changing:
        bike_history.sample(changing.connection(), opened, at)
    return bike_history.slot(at) + bike_history.EVERY


def read_bike_feeds(job: Held) -> datetime:
    """Read the feed of another operator that is due longest."""
    memories: dict[str, Memory] = current_app.extensions.setdefault(BIKE_MEMORY, {})

    def memory_for(url: str, local: bool) -> Memory:
        return memories.setdefault(url, Memory(fetcher(local=local), time.monotonic))

    done = poll(sessions.database().sessions, memory_for, now())
    return now() + POLL_EVERY if done is None else now()


def sweep_media(job: Held) -> datetime:
    """Delete the files of photos that are gone; make a few strange ones known."""
    store, at = shelves.shelf().store, now()
    with transaction() as changing:
        sweeping.sweep(changing, store)
        sweeping.adopt(changing, store, sweeping.shard_at(at))
    return at + sweeping.EVERY


def keep_sync(job: Held) -> datetime:
    """Bring the offline pack up to the city when that is due."""
    watch: Watch = current_app.extensions.setdefault(SYNC_WATCH, Watch())
    return watch.look(sessions.database(), now())


def compile_schedules(job: Held) -> datetime:
    """Compile the opening hours whose calendar changed, or whose years run out."""
    with transaction() as changing:
        done = recompile_due(changing, now().date(), COMPILED_AT_ONCE)
    return now() + (COMPILE_EVERY if done < COMPILED_AT_ONCE else timedelta())


def feed_webhooks(job: Held) -> datetime:
    """Tell partners of what changed since the last look."""
    base: str = current_app.config["PUBLIC_URL"]
    with transaction() as changing:
        more = feeding.feed(changing, base, now())
    return now() if more else now() + FEED_EVERY


def send_webhook(job: Held) -> datetime | None:
    """Send one event to one partner; again later, when it was not taken."""
    local: bool = current_app.config["LOOPBACK_WEBHOOKS"]
    return delivering.deliver(
        sessions.database(), key_ring(), UUID(job.key), now(), local=local
    )


def bring_scores_to_the_day(job: Held) -> datetime:
    """Weigh some of the reviews whose day has come; the rest at once.

    When all are done, the city's level follows; until tomorrow night.
    """
    at = now()
    with transaction() as changing:
        more = weigh(changing, at.date())
    if more:
        return now()
    with transaction() as changing:
        move_city(changing)
        if spread_city(changing):
            return now()
    return datetime.combine(at.date() + timedelta(days=1), QUIET_HOUR, at.tzinfo)


def watch_for_surges(job: Held) -> datetime:
    """Open and hold what the process that took a rating did not come to."""
    for surge in watch(sessions.database(), now()):
        log.warning("surge %s waits for a moderator", surge)
    with transaction() as changing:
        more = settle(changing)
    return now() if more else now() + SURGES_EVERY


def put_reviews_right(job: Held) -> datetime:
    """Hold what owners wrote of their venues, and give citizens what is theirs."""
    with transaction() as changing:
        claiming.sweep(changing, now())
    return now() + WATCH_EVERY


def look_after_listings(job: Held) -> datetime:
    """Nudge owners whose prices are old, and forget special days that are over."""
    with transaction() as changing:
        nudging.nudge(changing, now())
    with transaction() as changing:
        nudging.tidy(changing, now())
    return now() + nudging.EVERY


def sweep_merge(job: Held) -> None:
    """Let what was written of a venue while it was merged go over too."""
    with transaction() as changing:
        merging.sweep(changing, UUID(job.key), now())


def draw_map(job: Held) -> None:
    """Draw the venues that stand."""
    with transaction() as changing:
        maps.rebuild(changing)


FORGETTING: Mapping[str, Forgetting] = {
    "accounts": accounts.forget,
    "audits": audits.forget,
    "bikes": bike_history.forget,
    "breaches": breaches.forget,
    "emergencies": emergencies.forget,
    "insurance": insurance.forget,
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
    ANCHOR: anchor_audit,
    RETENTION: retain,
    BIKE_IMPORTS: read_bike_feeds,
    BIKE_SAMPLES: sample_stations,
    BREACHES: watch_for_breaches,
    nudging.JOB: look_after_listings,
    SCORES: bring_scores_to_the_day,
    SURGES: watch_for_surges,
    REVIEW_WRITERS: put_reviews_right,
    SYNC: keep_sync,
    MEDIA_SWEEP: sweep_media,
    OVERDUE_JOB: note_overdue_review,
    EXPORT_JOB: export,
    ERASE_JOB: erase,
    insurance.RETRY: retry_lookup,
    DUE_JOB: rentals.do_what_is_due,
    WEBHOOK_FEED: feed_webhooks,
    DELIVER: send_webhook,
    PUSH_JOB: rentals.push,
    CLOSE_JOB: rentals.close_lock,
    SCHEDULES_JOB: compile_schedules,
    merging.SWEEP_JOB: sweep_merge,
    MAP_JOB: draw_map,
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
