"""Sold out and closed today, with one tap each; the same way back."""

from tests.pages.owners.owning import DISH, Owner


def tap(owner: Owner, action: str, dish: str = "") -> str:
    """Press a button; the page that follows."""
    owner.does("/today", action=action, dish=dish)
    return owner.text("/today?done=1")


def test_a_dish_is_sold_out_and_there_again(owner: Owner) -> None:
    page = tap(owner, "sold_out", DISH)

    assert owner.dish()["sold_out_until"] == "2026-11-22T00:00:00+07:00"
    assert "There is some again" in page
    assert "Guests see it now" in page
    assert "1 dish sold out" in owner.open("/me/venues").get_data(as_text=True)
    assert 'value="sold_out"' in tap(owner, "restock", DISH)
    assert owner.dish()["sold_out_until"] is None


def test_a_venue_closes_for_today_and_opens_after_all(owner: Owner) -> None:
    assert "Open after all" in tap(owner, "close")
    assert owner.listing()["closed_today"]
    assert "Closed today" in owner.text()

    assert "Close for today" in tap(owner, "open")
    assert not owner.listing()["closed_today"]


def test_a_tap_that_is_none_does_nothing(owner: Owner) -> None:
    for action, dish in (("", ""), ("sold_out", "\0"), ("sold_out", ""), ("x", DISH)):
        said = owner.refused("/today", 422, action=action, dish=dish)
        assert "Press one of the buttons" in said
    said = owner.refused("/today", 422, action="sold_out", dish="nem-cua-be")
    assert "no longer on the menu" in said
    assert owner.listing()["version"] == 0


def test_of_two_phones_at_once_the_later_sees_both_versions(owner: Owner) -> None:
    late = owner.form(f"{owner.one}/today") | {"action": "sold_out", "dish": DISH}
    tap(owner, "close")

    answer = owner.send(f"{owner.one}/today", late)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 412
    assert "Somebody changed this meanwhile" in page
    assert '<dd class="words">sold out</dd>' in page
    assert '<dd class="words">there is some</dd>' in page
    assert owner.dish()["sold_out_until"] is None
    for version in ("", "x", "-1", "9" * 12, "٣"):
        again = owner.send(f"{owner.one}/today", late | {"version": version})
        assert again.status_code == 428
