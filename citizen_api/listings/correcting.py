"""What several people report of a venue is one case; accepted, it becomes a fact.

A moderator first says what is right, where a report alone does not: the price, the
hours, since when it is closed. What became of it stands beside each report.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.cases import actions as cases
from citizen_api.cases import queries as case_queries
from citizen_api.cases.models import Case
from citizen_api.cases.models import Kind as CaseKind
from citizen_api.cases.models import State as CaseState
from citizen_api.cases.problems import AlreadyDecided
from citizen_api.cases.rules import Opened
from citizen_api.listings import merging, proposing
from citizen_api.listings.correction_facts import (
    ensure_there,
    put,
    standing,
    take_back,
)
from citizen_api.listings.correction_rules import (
    Correction,
    ensure_enough,
    ensure_fits,
    kept,
    read,
)
from citizen_api.listings.models import Kind, Status, VenueReport
from citizen_api.listings.records import VenueChange
from citizen_api.problems import NotFound
from citizen_api.schedules.evaluating import HO_CHI_MINH
from citizen_api.venues.models import Venue

SUBJECT: Final = "venue_reports"
ACCEPT: Final = "accept"
DECISIONS: Final = (ACCEPT, "refuse")
NO_DISH: Final = "-"
SAID: Final = {
    ACCEPT: "Đã sửa theo báo cáo. · Corrected as reported.",
    "merge": (
        "Đã đề nghị gộp hai quán, chờ người thứ hai xem."
        " · A merge is proposed; a second person will look."
    ),
    "nothing": (
        "Đã xem, cảm ơn bạn; trang của quán không có gì thay đổi."
        " · Looked at, thank you; nothing on the listing was changed."
    ),
    "refuse": "Chưa thấy sai. · Nothing wrong was found.",
}
DISH: Final = text("SELECT slug FROM dishes WHERE id = :id")
OPEN: Final = text(
    """
    SELECT r.id FROM venue_reports r
    JOIN venues v ON v.id = r.venue_id
    LEFT JOIN dishes d ON d.id = r.dish_id
    WHERE coalesce(v.merged_into_id, v.id) = :venue AND r.kind = :kind
      AND coalesce(d.slug, :no_dish) = :dish AND r.status = 'new'
    ORDER BY r.id FOR UPDATE OF r
    """
)


class Subject(NamedTuple):
    """What is wrong: reports of this are decided together."""

    venue: int
    kind: Kind
    dish: str

    @property
    def text(self) -> str:
        """As a case names it."""
        return f"{self.venue}:{self.kind}:{self.dish}"

    @classmethod
    def of(cls, case: Case) -> "Subject":
        """What a case is about."""
        venue, kind, dish = case.subject_id.split(":", 2)
        return cls(int(venue), Kind(kind), dish)


def open_for(session: Session, subject: Subject, *, by: str, at: datetime) -> UUID:
    """The case of such reports. Last in the transaction; raises AuditUnavailable."""
    return cases.open_case(
        session,
        Opened(
            CaseKind.REPORT,
            SUBJECT,
            subject.text,
            subject.venue,
            subject.kind.value,
            by,
            at,
        ),
    )


def close_when_done(
    session: Session, report: VenueReport, status: Status, at: datetime
) -> None:
    """End the case of reports of which none is open any more.

    Last in the transaction. Raises AuditUnavailable.
    """
    dish = session.scalar(DISH, {"id": report.dish_id}) or NO_DISH
    subject = Subject(report.venue_id, Kind(report.kind), dish)
    if not _open(session, report.venue_id, subject):
        cases.close(
            session, CaseKind.REPORT, SUBJECT, subject.text, f"{status}_by_hand", at
        )


def correct(
    session: Session, case_id: UUID, correction: Correction, by: str, at: datetime
) -> None:
    """Say what is right, before the case is decided.

    Last in the transaction. Raises NotFound, AlreadyDecided, InvalidRequest,
    AuditUnavailable.
    """
    case = case_queries.case(session, case_id, lock=True)
    if case.kind != CaseKind.REPORT:
        raise NotFound
    if case.state != CaseState.OPEN:
        raise AlreadyDecided
    ensure_fits(Subject.of(case).kind, correction, at.astimezone(HO_CHI_MINH).date())
    ensure_there(session, correction)
    row = {"case_id": case.id, "venue_id": case.venue_id, "asked": kept(correction)}
    made = insert(VenueChange).values(**row)
    session.execute(
        made.on_conflict_do_update(
            index_elements=["case_id"], set_={"asked": made.excluded.asked}
        )
    )
    said = sorted(name for name, value in correction._asdict().items() if value)
    detail = {"case": str(case.id), "reason": case.reason, "said": said}
    event = Event(action="case.corrected", actor=by, outcome="kept", detail=detail)
    record(session, event)


def correction_of(session: Session, case_id: UUID) -> Correction:
    """What a moderator said is right."""
    asked = select(VenueChange.asked).where(VenueChange.case_id == case_id)
    return read(session.scalar(asked) or {})


def apply(session: Session, case: Case, decision: str, by: str, at: datetime) -> None:
    """Decide the reports of a case; accepted, the listing says what is right.

    Raises CorrectionNeeded, InvalidRequest, NotFound, AlreadyMerged, SameVenue,
    MergeProposed.
    """
    subject = Subject.of(case)
    venue = standing(session, subject.venue)
    handled = _open(session, venue.id, subject)
    accepted = decision == ACCEPT
    done = _accept(session, case, venue, by, at) if accepted else {}
    steps: dict[str, Any] = {"reports": handled} | done
    status = Status.ACCEPTED if accepted else Status.REJECTED
    note = case.note or SAID[_outcome(done) if accepted else decision]
    for number in handled:
        report = session.get_one(VenueReport, number)
        report.status, report.handled_at = status, at
        report.handled_by, report.note = by, note[:500]
    row = {"case_id": case.id, "venue_id": venue.id, "steps": steps, "made_at": at}
    made = insert(VenueChange).values(**row)
    new = {name: made.excluded[name] for name in ("venue_id", "steps", "made_at")}
    session.execute(made.on_conflict_do_update(index_elements=["case_id"], set_=new))


def undo(session: Session, case: Case, by: str, at: datetime) -> None:
    """Take back what was decided: the reports are open again, and so is the venue.

    Raises ChangedSince when the owner said something else meanwhile.
    """
    asked = select(VenueChange).where(VenueChange.case_id == case.id)
    change = session.scalars(asked.with_for_update()).one()
    venue = standing(session, change.venue_id)
    take_back(session, venue, change.steps, by, at)
    if slug := change.steps.get("merge"):
        cases.close(session, CaseKind.MERGE, merging.SUBJECT, slug, "withdrawn", at)
    _reopen(session, change.steps["reports"])
    change.undone_at = at
    session.flush()


def _accept(
    session: Session, case: Case, venue: Venue, by: str, at: datetime
) -> dict[str, Any]:
    """Do what is right; how to take it back."""
    subject, correction = Subject.of(case), correction_of(session, case.id)
    dish = correction.dish_id if subject.dish == NO_DISH else subject.dish
    ensure_enough(subject.kind, correction, dish)
    if subject.kind is Kind.DUPLICATE and correction.into:
        proposing.propose(session, venue.slug, correction.into, by=by, at=at)
        return {"merge": venue.slug}
    return put(session, venue, subject.kind, dish, correction, by, at)


def _outcome(done: dict[str, Any]) -> str:
    """What became of an accepted report; not every one changes the listing."""
    if "merge" in done:
        return "merge"
    return ACCEPT if any(done.values()) else "nothing"


def _reopen(session: Session, numbers: Sequence[int]) -> None:
    """Let reports be open again, but where their writer has made a new one since."""
    for number in numbers:
        report = session.get_one(VenueReport, number)
        newer = select(VenueReport.id).where(
            VenueReport.device_id.is_not_distinct_from(report.device_id),
            VenueReport.person_id.is_not_distinct_from(report.person_id),
            VenueReport.venue_id == report.venue_id,
            VenueReport.kind == report.kind,
            VenueReport.status == Status.NEW,
        )
        if session.scalar(newer) is None:
            report.status = Status.NEW
            report.handled_at = report.handled_by = report.note = None
            session.flush()


def _open(session: Session, venue: int, subject: Subject) -> list[int]:
    values = {
        "venue": venue,
        "kind": subject.kind,
        "dish": subject.dish,
        "no_dish": NO_DISH,
    }
    return list(session.scalars(OPEN, values))
