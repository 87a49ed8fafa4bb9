"""Chores of identity: audit, look-ups, breaches, what people asked of us."""

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app

from citizen_api.audits import actions as audits
from citizen_api.audits.rules import anchor_text
from citizen_api.breaches import actions as breaches
from citizen_api.emergencies import actions as emergencies
from citizen_api.http import session as sessions
from citizen_api.http.clock import now
from citizen_api.http.session import key_ring, transaction
from citizen_api.insurance import asking
from citizen_api.insurance.desks import desk
from citizen_api.jobs.actions import Held
from citizen_api.rights import erasing, exporting

AUDIT_KEY: Final = "citizen-audit-key"
LOOK_EVERY: Final = timedelta(seconds=30)
WATCH_EVERY: Final = timedelta(minutes=5)
log = logging.getLogger(__name__)


def anchor_audit(job: Held) -> datetime:
    """Anchor the audit log when that is due; the anchor is also printed."""
    key: Ed25519PrivateKey = current_app.extensions[AUDIT_KEY]
    with transaction() as changing:
        made = audits.anchor_when_due(changing, key, now())
    if made is not None:
        log.info("audit anchor %s", anchor_text(made))
    return now() + LOOK_EVERY


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


def watch_over_review(job: Held) -> datetime | None:
    """Tell that an emergency waits for its review; record that nobody came in time."""
    with transaction() as changing:
        due = emergencies.review_due(changing, UUID(job.key), now=now())
    if due is None:
        return None
    log.warning("emergency access %s is to be reviewed by %s", job.key, due)
    return due if due > now() else None


def export(job: Held) -> datetime | None:
    """Make the next part of somebody's data; the rest at once."""
    more = exporting.step(sessions.database(), key_ring(), UUID(job.key), now=now())
    return now() if more else None


def erase(job: Held) -> datetime | None:
    """Erase somebody whose day has come."""
    with transaction() as changing:
        return erasing.erase_when_due(changing, UUID(job.key), now=now())
