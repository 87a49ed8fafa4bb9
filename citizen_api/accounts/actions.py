"""What keeps people, and begins and ends their sessions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.accounts import models
from citizen_api.accounts.models import (
    PAGES,
    AccessToken,
    AuthorizationCode,
    PageToken,
    Person,
    RefreshToken,
)
from citizen_api.accounts.problems import OtherAccount
from citizen_api.accounts.rules import (
    ACCESS_LIFE,
    APP_LIFE,
    PAGES_LIFE,
    REFRESH_IDLE,
    Seen,
    is_synthetic,
)
from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.tokens import new_token, token_hash
from identity.key_ring import KeyRing
from identity.providers.sign_in import Person as Told
from identity.providers.sign_in import SignedIn
from identity.vault import Where, blind_indexes, seal

CELLS = ("number", "name", "birth")


def keep_person(session: Session, ring: KeyRing, told: Told) -> UUID:
    """The person whom VNeID told of, made when new; what it told is kept.

    Found by the subject, else by the number: VNeID may give a person another subject.
    Raises OtherAccount when the two are of different people.
    """
    indexes = told.number and blind_indexes(ring, "citizen_number", told.number)
    found = same_people(session, told.subject, indexes or [])
    if not found:
        fresh = insert(Person).values(
            id=uuid4(),
            subject=told.subject,
            number_index=indexes[0] if indexes else None,
            synthetic=is_synthetic(told.number),
        )
        session.execute(fresh.on_conflict_do_nothing())
        found = same_people(session, told.subject, indexes or [])
    if len(found) != 1:
        raise OtherAccount
    remember(found[0], ring, told, indexes or [])
    session.flush()
    return found[0].id


def same_people(
    session: Session, subject: str, indexes: Sequence[bytes]
) -> Sequence[Person]:
    """Whoever has this subject, or this number; held until the transaction ends."""
    same = or_(Person.subject == subject, Person.number_index.in_(indexes))
    return session.scalars(select(Person).where(same).with_for_update()).all()


def remember(
    person: Person, ring: KeyRing, told: Told, indexes: Sequence[bytes]
) -> None:
    """Close what VNeID told into the cells of a person; the rest stays as it was."""
    person.subject = told.subject
    if indexes:
        if person.number_index not in {None, *indexes}:
            raise OtherAccount
        person.number_index = indexes[0]
        person.synthetic = is_synthetic(told.number)
    for name in CELLS:
        text: str | None = getattr(told, name)
        if text is not None:
            where = Where("people", name, str(person.id))
            setattr(person, name, seal(ring, where, text))


def begin_session(
    session: Session,
    person_id: UUID,
    client: str,
    seen: Seen,
    *,
    device_name: str | None,
    now: datetime,
) -> UUID:
    """A new session of a person at an app, or at our pages; its id."""
    life: timedelta = PAGES_LIFE if client == PAGES else APP_LIFE
    made = models.Session(
        id=uuid4(),
        person_id=person_id,
        client=client,
        device_name=device_name,
        acr=seen.acr,
        amr=list(seen.amr),
        auth_time=seen.auth_time,
        created_at=now,
        last_used_at=now,
        expires_at=now + life,
    )
    session.add(made)
    session.flush()
    return made.id


def give_access_token(
    session: Session, session_id: UUID, scopes: Sequence[str], *, now: datetime
) -> str:
    """What opens the API for ten minutes; shown this once."""
    token = new_token()
    session.add(
        AccessToken(
            hash=token_hash(token),
            session_id=session_id,
            scopes=list(scopes),
            expires_at=now + ACCESS_LIFE,
        )
    )
    session.flush()
    return token


def give_refresh_token(
    session: Session, session_id: UUID, scopes: Sequence[str], *, now: datetime
) -> str:
    """What gets the next tokens within seven days; shown this once."""
    token = new_token()
    session.add(
        RefreshToken(
            hash=token_hash(token),
            session_id=session_id,
            scopes=list(scopes),
            expires_at=now + REFRESH_IDLE,
        )
    )
    session.flush()
    return token


def give_page_token(session: Session, session_id: UUID, *, now: datetime) -> str:
    """What the cookie of our pages holds."""
    token = new_token()
    session.add(
        PageToken(
            hash=token_hash(token), session_id=session_id, expires_at=now + PAGES_LIFE
        )
    )
    session.flush()
    return token


def end_sessions(
    session: Session,
    person_id: UUID,
    *,
    only: UUID | None = None,
    now: datetime,
) -> int:
    """End all open sessions of a person, or one; how many.

    With all of them goes the code that an app has not used yet. Codes first: one that
    becomes a session at this moment is waited for.
    """
    code = AuthorizationCode
    ending = update(models.Session).where(
        models.Session.person_id == person_id, models.Session.ended_at.is_(None)
    )
    if only is None:
        unused = update(code).where(code.person_id == person_id, code.used_at.is_(None))
        session.execute(unused.values(used_at=now))
    else:
        ending = ending.where(models.Session.id == only)
    ended = session.execute(ending.values(ended_at=now).returning(models.Session.id))
    return len(ended.all())


class Browser(NamedTuple):
    """What somebody signs in with; `page_token`: of the session that it had before."""

    device_name: str | None
    page_token: str | None


def sign_in(
    session: Session,
    ring: KeyRing,
    seen: SignedIn,
    told: Told,
    browser: Browser,
    *,
    now: datetime,
) -> str:
    """Begin a session of our own pages, and end the browser's former one.

    The new token for its cookie: a former one is worth nothing after a sign-in.
    Raises OtherAccount, AuditUnavailable.
    """
    person = keep_person(session, ring, told)
    if browser.page_token is not None:
        end_page_session(session, browser.page_token, now=now)
    surely = Seen(seen.acr, seen.amr, seen.auth_time)
    begun = begin_session(
        session, person, PAGES, surely, device_name=browser.device_name, now=now
    )
    token = give_page_token(session, begun, now=now)
    event = Event(
        action="signed_in",
        actor=f"person:{person}",
        outcome="done",
        detail={"acr": seen.acr, "device": browser.device_name},
    )
    record(session, event)
    return token


def end_page_session(session: Session, page_token: str, *, now: datetime) -> None:
    """End the session that the cookie of our pages belongs to."""
    hers = select(PageToken.session_id).where(PageToken.hash == token_hash(page_token))
    session.execute(
        update(models.Session)
        .where(models.Session.id.in_(hers), models.Session.ended_at.is_(None))
        .values(ended_at=now)
    )
