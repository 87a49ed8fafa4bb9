"""The menu of a venue: dishes, their prices, and what is sold out today."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from citizen_api.listings.edit_models import (
    ListingChange,
    ListingNudge,
    Part,
)
from citizen_api.listings.edits import DAY_PRECISION, OWNER, Edit
from citizen_api.problems import NotFound
from citizen_api.schedules.dated import end_of_day
from citizen_api.schedules.queries import one
from citizen_api.venues.bests import show_price
from citizen_api.venues.models import MenuItem, MenuPrice

DISH: Final = text("SELECT id FROM dishes WHERE slug = :slug")


class Cost(NamedTuple):
    """A price in VND; no `most` means "from"."""

    least: int
    most: int | None
    unit: str | None

    @property
    def said(self) -> dict[str, Any]:
        """As a change keeps it."""
        return {"min": self.least, "max": self.most, "unit": self.unit}


def serve(edit: Edit, slug: str, cost: Cost | None) -> list[ListingChange]:
    """Serve a dish at this price; None when it is not told.

    The same again on the same day changes nothing. Raises NotFound for an unknown
    dish.
    """
    dish_id = dish_called(edit.session, slug)
    item = edit.session.get(MenuItem, (edit.venue.id, dish_id))
    if item is not None and is_said(edit, item, cost):
        return []
    before = {"served": item is not None, "price": item and shown(item)}
    after = {"served": True, "price": cost and cost.said}
    change = edit.note(Part.MENU, before, after, dish_id=dish_id)
    if item is None:
        item = MenuItem(venue_id=edit.venue.id, dish_id=dish_id)
        edit.session.add(item)
        edit.session.flush()
    tell(edit, item, cost, change)
    if edit.editor.source == OWNER:
        confirmed(edit)
    return [change]


def is_said(edit: Edit, item: MenuItem, cost: Cost | None) -> bool:
    """Whether the same was said today, or nothing of a price unknown."""
    mine = own_price(edit, item.dish_id)
    if cost is None or mine is None:
        return cost is None and mine is None
    same = cost == Cost(mine.price_min, mine.price_max, mine.unit)
    return same and mine.checked_on == edit.editor.today


def tell(edit: Edit, item: MenuItem, cost: Cost | None, change: ListingChange) -> None:
    """Let the editor's word on a price be this one; all others stay."""
    end_prices(edit, item.dish_id, change, MenuPrice.source_id == edit.editor.source)
    if cost is not None:
        edit.session.add(
            MenuPrice(
                venue_id=item.venue_id,
                dish_id=item.dish_id,
                price_min=cost.least,
                price_max=cost.most,
                unit=cost.unit,
                source_id=edit.editor.source,
                checked_on=edit.editor.today,
                precision=DAY_PRECISION,
                made_by=change.id,
            )
        )
        edit.session.flush()
        item.note = None
    show_price(edit.session, item)


def withdraw(edit: Edit, slug: str) -> list[ListingChange]:
    """Take a dish off the menu; its prices stay as history. Raises NotFound."""
    item = item_called(edit, slug)
    before = {"served": True, "price": shown(item), "note": item.note}
    after = {"served": False, "price": None}
    change = edit.note(Part.MENU, before, after, dish_id=item.dish_id)
    end_prices(edit, item.dish_id, change)
    edit.session.delete(item)
    edit.session.flush()
    return [change]


def sell_out(edit: Edit, slug: str) -> list[ListingChange]:
    """Say that there is none left today; it ends by itself. Raises NotFound."""
    schedule = one(edit.session, edit.venue.schedule_id)
    return set_sold_out(edit, slug, end_of_day(schedule, edit.editor.at))


def restock(edit: Edit, slug: str) -> list[ListingChange]:
    """Say that there is some again. Raises NotFound."""
    return set_sold_out(edit, slug, None)


def set_sold_out(edit: Edit, slug: str, until: datetime | None) -> list[ListingChange]:
    """Say until when there is none; one that is over counts as none."""
    item = item_called(edit, slug)
    before = item.sold_out_until
    if before is not None and before <= edit.editor.at:
        before = None
    if before == until:
        return []
    change = edit.note(
        Part.SOLD_OUT, sold_out(before), sold_out(until), dish_id=item.dish_id
    )
    item.sold_out_until = until
    edit.session.flush()
    return [change]


def confirm(edit: Edit) -> list[ListingChange]:
    """Say that every price shown is right today; facts of today stay as they are."""
    found = select(MenuItem).where(
        MenuItem.venue_id == edit.venue.id, MenuItem.price_min.is_not(None)
    )
    items = edit.session.scalars(found.order_by(MenuItem.dish_id)).all()
    late = [item for item in items if not is_said(edit, item, cost_of(item))]
    confirmed(edit)
    if not late:
        return []
    names = {"dishes": len(late)}
    change = edit.note(Part.CONFIRMATION, {}, names)
    for item in late:
        tell(edit, item, cost_of(item), change)
    return [change]


def confirmed(edit: Edit) -> None:
    """Note that the owner looked after the prices: no nudge is needed for a while."""
    edit.listing.confirmed_at = edit.editor.at
    edit.session.execute(
        update(ListingNudge)
        .where(
            ListingNudge.venue_id == edit.venue.id,
            ListingNudge.answered_at.is_(None),
        )
        .values(answered_at=edit.editor.at)
    )


def end_prices(edit: Edit, dish_id: int, change: ListingChange, *which: Any) -> None:
    """Let prices of a dish stand no longer; they stay as history."""
    edit.session.execute(
        update(MenuPrice)
        .where(
            MenuPrice.venue_id == edit.venue.id,
            MenuPrice.dish_id == dish_id,
            MenuPrice.ended_by.is_(None),
            *which,
        )
        .values(ended_by=change.id)
    )


def own_price(edit: Edit, dish_id: int) -> MenuPrice | None:
    """What the editor's source says now of the price of a dish."""
    return edit.session.scalar(
        select(MenuPrice).where(
            MenuPrice.venue_id == edit.venue.id,
            MenuPrice.dish_id == dish_id,
            MenuPrice.source_id == edit.editor.source,
            MenuPrice.ended_by.is_(None),
        )
    )


def dish_called(session: Session, slug: str) -> int:
    """The number of a dish; raises NotFound."""
    found: int | None = session.scalar(DISH, {"slug": slug})
    if found is None:
        raise NotFound
    return found


def item_called(edit: Edit, slug: str) -> MenuItem:
    """A dish on the menu; raises NotFound."""
    key = edit.venue.id, dish_called(edit.session, slug)
    item = edit.session.get(MenuItem, key)
    if item is None:
        raise NotFound
    return item


def cost_of(item: MenuItem) -> Cost | None:
    """The price that is shown."""
    if item.price_min is None:
        return None
    return Cost(item.price_min, item.price_max, item.unit)


def shown(item: MenuItem) -> dict[str, Any] | None:
    """The price that is shown, as a change keeps it."""
    cost = cost_of(item)
    return cost and cost.said


def sold_out(until: datetime | None) -> dict[str, Any]:
    """As a change keeps it."""
    return {"sold_out_until": until and until.isoformat()}
