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
from citizen_api.rentals import gateway, pushing
from citizen_api.rentals import jobs as rentals
from citizen_api.rentals.moves import DUE_JOB, PUSH_JOB
from citizen_api.rentals.standing import CLOSE_JOB
from citizen_api.rights import actions as rights
from citizen_api.rights import erasing, exporting
from citizen_api.rights.rules import ERASE_JOB, EXPORT_JOB
from citizen_api.schedules.evaluating import open_bits
from citizen_api.schedules.queries import load_all
from citizen_api.settings import Settings
from citizen_api.throttles import actions as throttles

Forgetting = Callable[[Session, datetime], None]

ANCHOR: Final = "audit-anchor"
RETENTION: Final = "retention"
BREACHES: Final = "breaches"
BIKE_SAMPLES: Final = "bike-samples"
BIKE_IMPORTS: Final = "bike-imports"
BIKE_MEMORY: Final = "citizen-bike-memory"
AUDIT_KEY: Final = "citizen-audit-key"
LOOK_EVERY: Final = timedelta(seconds=30)
WATCH_EVERY: Final = timedelta(minutes=5)
FORGET_EVERY: Final = timedelta(hours=1)
POLL_EVERY: Final = timedelta(seconds=5)

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


FORGETTING: Mapping[str, Forgetting] = {
    "accounts": accounts.forget,
    "audits": audits.forget,
    "bikes": bike_history.forget,
    "breaches": breaches.forget,
    "emergencies": emergencies.forget,
    "insurance": insurance.forget,
    "jobs": jobs.forget,
    "rentals": rentals.forget,
    "rights": rights.forget,
    "throttles": throttles.forget,
}
HANDLERS: Mapping[str, Handler] = {
    ANCHOR: anchor_audit,
    RETENTION: retain,
    BIKE_IMPORTS: read_bike_feeds,
    BIKE_SAMPLES: sample_stations,
    BREACHES: watch_for_breaches,
    OVERDUE_JOB: note_overdue_review,
    EXPORT_JOB: export,
    ERASE_JOB: erase,
    insurance.RETRY: retry_lookup,
    DUE_JOB: rentals.do_what_is_due,
    PUSH_JOB: rentals.push,
    CLOSE_JOB: rentals.close_lock,
}
FOR_EVER = (
    *((kind, "") for kind in (ANCHOR, BIKE_IMPORTS, BIKE_SAMPLES, BREACHES)),
    *((RETENTION, part) for part in FORGETTING),
)
"""The jobs that are always there, by kind and key: they ask to be done again."""


def make_app(settings: Settings, database: Database) -> Flask:
    """What handlers find around them: no doors and no pages, so that it is small."""
    app = Flask("citizen_api.working", static_folder=None)
    app.config.update(SIGNING_KEY=settings.secret_key, PUBLIC_URL=settings.public_url)
    app.extensions[AUDIT_KEY] = Ed25519PrivateKey.from_private_bytes(
        settings.audit_seed
    )
    sessions.register(app, database, settings.key_ring)
    providers.register(app, settings)
    gateway.register(app, settings)
    pushing.register(app, settings)
    return app


def worker(app: Flask) -> Worker:
    """Who does all of these."""
    return Worker(app, HANDLERS, FOR_EVER)
