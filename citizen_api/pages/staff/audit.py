"""The audit log, for auditors: the newest entries, and whether the chain is whole."""

from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import current_app, request
from werkzeug import Response

from citizen_api.audits.actions import record
from citizen_api.audits.queries import actions_known, check, entries_before, last_link
from citizen_api.audits.rules import Event, key_id
from citizen_api.callers import Staff
from citizen_api.http.clock import now
from citizen_api.http.cursors import begins, cut
from citizen_api.http.session import database, transaction
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.visitors import at_work
from citizen_api.roles.models import Role
from identity.audit_chain import BrokenChain, Link

HERE: Final = "/staff/audit"
PER_PAGE: Final = 50
MOST_CHECKED: Final = 200_000  # some seconds; the command has all the time there is
QUESTION: Final = ["staff audit"]

blueprint = personal("staff_audit")


@blueprint.get(HERE)
@at_work(Role.AUDITOR)
def listed(staff: Staff) -> Response:
    """The newest entries, of one action or of all; that they were read is one more."""
    asked = request.args
    action = asked.get("action", "").strip()[:80]
    question = [*QUESTION, action]
    before = begins(question, asked)
    with transaction() as session:
        found = entries_before(session, before, action or None, PER_PAGE + 1)
        known = actions_known(session)
        some, following = cut(question, found, PER_PAGE, lambda each: each.seq)
        record(session, read_by(staff, "read", len(some)))
    return own_page(
        "staff/audit.html",
        items=[shown(each) for each in some],
        action=action,
        known=known,
        following=following,
    )


@blueprint.get(f"{HERE}/verification")
@at_work(Role.AUDITOR)
def verified(staff: Staff) -> Response:
    """Walk the whole chain with its anchors; name the first bad entry."""
    key: Ed25519PublicKey = current_app.config["AUDIT_PUBLIC_KEY"]
    result: dict[str, Any] = {"checked": None, "broken": None, "is_long": False}
    with database().engine.connect() as connection:
        connection.execution_options(isolation_level="REPEATABLE READ")
        last = last_link(connection)
        result["is_long"] = last is not None and last.seq > MOST_CHECKED
        if not result["is_long"]:
            try:
                result["checked"] = check(connection, {key_id(key): key}, now())
            except BrokenChain as broken:
                result["broken"] = broken
    with transaction() as session:
        record(session, read_by(staff, "verified", last.seq if last else 0))
    return own_page("staff/audit_verification.html", at=now(), **result)


def read_by(staff: Staff, verb: str, count: int) -> Event:
    """That somebody looked at the log."""
    detail = {"count": count}
    return Event(
        action=f"audit.{verb}", actor=staff.actor, outcome="done", detail=detail
    )


def shown(entry: Link) -> dict[str, Any]:
    """An entry as the page tells of it."""
    event: dict[str, Any] = entry.fields["event"]
    detail: dict[str, Any] = event.get("detail") or {}
    return {
        "seq": entry.seq,
        "at": datetime.fromisoformat(entry.fields["at"]),
        "detail": [f"{name}: {value}" for name, value in detail.items()],
        **{
            name: event.get(name)
            for name in ("action", "actor", "outcome", "facility", "purpose", "subject")
        },
    }
