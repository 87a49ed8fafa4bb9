"""Taking changes back, and what moderators decide of those that waited."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from citizen_api.cases.models import Case
from citizen_api.listings import about, days
from citizen_api.listings.edit_models import ListingChange, Part, State, Who
from citizen_api.listings.edits import Edit, Editor, locked, settle, show, tell
from citizen_api.problems import NotFound, Problem, Said
from citizen_api.venues.bests import show_price
from citizen_api.venues.models import MenuItem, MenuPrice, OpeningHours, Venue

ACCEPT: Final = "accept"
DECISIONS: Final = (ACCEPT, "refuse")
OF_PRICES: Final = (Part.MENU, Part.CONFIRMATION)


class ChangedSince(Problem):
    """A later change stands on this one."""

    name = "changed-since"
    status = 409
    title = "It was changed again since"
    said = Said(
        "Phần này đã được sửa tiếp. Hãy hoàn tác lần sửa sau cùng trước.",
        "This was changed again since. Undo the latest change first.",
    )


class NothingToTakeBack(Problem):
    """The change waits, was refused or undone, or is itself an undoing."""

    name = "change-not-live"
    status = 409
    title = "This change cannot be undone"
    said = Said(
        "Thay đổi này đang chờ, đã bị từ chối hoặc đã được hoàn tác.",
        "This change waits, was refused or was undone already.",
    )


def undo_change(
    session: Session, slug: str, number: int, editor: Editor, note: str | None = None
) -> ListingChange:
    """Take a change back: the facts before it stand again; the change that does so.

    Raises NotFound, VenueMoved, NotForOwners, NothingToTakeBack, ChangedSince,
    AuditUnavailable.
    """
    edit = locked(session, slug, editor)
    change = session.get(ListingChange, number, populate_existing=True)
    if change is None or change.venue_id != edit.venue.id:
        raise NotFound
    if editor.who == Who.OWNER and not is_owners(change.who, change.part):
        raise about.NotForOwners
    made = taken_back(edit, change)
    made.note = note
    settle(edit, [made])
    return made


def is_owners(who: str, part: str) -> bool:
    """Whether an owner made a change that nobody else had to look at."""
    return who == Who.OWNER and part not in about.SLOW


def taken_back(edit: Edit, change: ListingChange) -> ListingChange:
    """Let the facts before a change stand again."""
    if change.state != State.LIVE or change.undoes is not None:
        raise NothingToTakeBack
    if later(edit.session, change) is not None:
        raise ChangedSince
    part = Part(change.part)
    made = edit.note(part, change.after, change.before, dish_id=change.dish_id)
    made.undoes, change.state = change.id, State.UNDONE
    edit.session.flush()
    UNDO[part](edit, change, made)
    return made


def later(session: Session, change: ListingChange) -> ListingChange | None:
    """A later change that stands on this one."""
    found = select(ListingChange).where(
        ListingChange.venue_id == change.venue_id,
        ListingChange.id > change.id,
        ListingChange.state == State.LIVE,
        ListingChange.undoes.is_(None),
        same_part(change),
    )
    if change.part == Part.DAY:
        day = ListingChange.after["day"].astext
        found = found.where(day == change.after["day"])
    return session.scalars(found.limit(1)).first()


def same_part(change: ListingChange) -> ColumnElement[bool]:
    """The changes that are about the same as this one."""
    if change.part not in OF_PRICES:
        return (ListingChange.part == change.part) & (
            ListingChange.dish_id.is_not_distinct_from(change.dish_id)
        )
    prices = ListingChange.part.in_(OF_PRICES)
    if change.dish_id is None:
        return prices
    of_dish = ListingChange.dish_id == change.dish_id
    return prices & or_(of_dish, ListingChange.dish_id.is_(None))


def undo_hours(edit: Edit, change: ListingChange, made: ListingChange) -> None:
    """The hours before it are said again."""
    swap(edit, OpeningHours, change, made)
    days.show(edit, "/hours")


def undo_day(edit: Edit, change: ListingChange, made: ListingChange) -> None:
    """The date has the hours before it."""
    days.put_day(edit, date.fromisoformat(change.before["day"]), change.before)
    days.show(edit, "/day")


def undo_prices(edit: Edit, change: ListingChange, made: ListingChange) -> None:
    """The prices before it are said again; the dish is on the menu as it was."""
    dishes = touched(edit, change)
    swap(edit, MenuPrice, change, made)
    served = change.before.get("served", True)
    for dish_id in dishes:
        item = edit.session.get(MenuItem, (edit.venue.id, dish_id))
        if item is None and served:
            note = change.before.get("note")
            item = MenuItem(venue_id=edit.venue.id, dish_id=dish_id, note=note)
            edit.session.add(item)
            edit.session.flush()
        elif item is not None and not served:
            edit.session.delete(item)
            edit.session.flush()
            continue
        if item is not None:
            show_price(edit.session, item)


def undo_sold_out(edit: Edit, change: ListingChange, made: ListingChange) -> None:
    """It is sold out, or not, as before; nothing for a dish that left the menu."""
    item = edit.session.get(MenuItem, (edit.venue.id, change.dish_id))
    until = change.before["sold_out_until"]
    if item is not None:
        item.sold_out_until = until and datetime.fromisoformat(until)
        edit.session.flush()


def undo_texts(edit: Edit, change: ListingChange, made: ListingChange) -> None:
    """The words before it stand again."""
    prefix = "description_" if change.part == Part.DESCRIPTION else ""
    for name, value in change.before.items():
        setattr(edit.listing, prefix + name, value)
    edit.session.flush()


def undo_slow(edit: Edit, change: ListingChange, made: ListingChange) -> None:
    """The venue is called, or lies, as before."""
    about.put(edit.session, edit.venue, Part(change.part), change.before)


UNDO: Final[Mapping[Part, Callable[[Edit, ListingChange, ListingChange], None]]] = {
    Part.HOURS: undo_hours,
    Part.DAY: undo_day,
    Part.MENU: undo_prices,
    Part.CONFIRMATION: undo_prices,
    Part.SOLD_OUT: undo_sold_out,
    Part.CONTACTS: undo_texts,
    Part.DESCRIPTION: undo_texts,
    **dict.fromkeys(about.SLOW, undo_slow),
}


def swap(
    edit: Edit,
    facts: type[MenuPrice] | type[OpeningHours],
    change: ListingChange,
    made: ListingChange,
) -> None:
    """What a change said stands no longer, what it ended stands again."""
    ours = facts.venue_id == edit.venue.id
    edit.session.execute(
        update(facts)
        .where(ours, facts.made_by == change.id, facts.ended_by.is_(None))
        .values(ended_by=made.id)
    )
    edit.session.execute(
        update(facts).where(ours, facts.ended_by == change.id).values(ended_by=None)
    )
    edit.session.expire_all()


def touched(edit: Edit, change: ListingChange) -> list[int]:
    """The dishes whose prices a change is about."""
    if change.dish_id is not None:
        return [change.dish_id]
    found = select(MenuPrice.dish_id).where(
        MenuPrice.venue_id == edit.venue.id, MenuPrice.made_by == change.id
    )
    return list(edit.session.scalars(found.distinct()))


def apply(session: Session, case: Case, decision: str, by: str, at: datetime) -> None:
    """Do what a moderator decided of an edit that waited."""
    edit, change = of_case(session, case, by, at)
    if change.state != State.WAITING:
        return
    change.note = case.note
    if decision != ACCEPT:
        change.state = State.REFUSED
    else:
        part = Part(change.part)
        change.before = about.current(edit.venue, part)
        about.put(session, edit.venue, part, change.after)
        change.state = State.LIVE
    session.flush()
    settle(edit, [change])


def undo(session: Session, case: Case, by: str, at: datetime) -> None:
    """Take back what was decided: the edit waits again."""
    edit, change = of_case(session, case, by, at)
    if change.state == State.LIVE:
        about.put(session, edit.venue, Part(change.part), change.before)
    elif change.state != State.REFUSED:
        return
    change.state, change.note = State.REFUSED, None
    session.flush()
    if about.waiting(session, edit.venue.id, Part(change.part)) is None:
        change.state = State.WAITING
        session.flush()
    show(edit, [change])
    tell(edit, [change])


def of_case(
    session: Session, case: Case, by: str, at: datetime
) -> tuple[Edit, ListingChange]:
    """The edit that a case is about, its listing locked."""
    change = session.get_one(ListingChange, int(case.subject_id))
    venue = session.get_one(Venue, change.venue_id)
    edit = locked(session, venue.slug, Editor(by, at, Who.MODERATOR))
    session.refresh(change)
    return edit, change
