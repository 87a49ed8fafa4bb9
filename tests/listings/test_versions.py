"""Two who edit at once: one wins, the other reads both versions."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from tests.listings.owning import RIVAL, Keeper, keeper
from tests.reviews.phones import problem

DISH = "banh-da-cua"
TIMES = 12


def price(least: int) -> dict[str, object]:
    """A body that says a price."""
    return {"price": {"min": least, "max": None, "unit": None}}


def test_an_edit_says_what_it_starts_from(shared: Flask) -> None:
    owner = keeper(shared)
    owner.read()

    none = owner.send("PATCH", "", {"hours": "08:00-12:00"}, tag=None)
    first = owner.send("PATCH", "", {"hours": "08:00-12:00"}, tag=owner.tag)
    again = owner.send("PATCH", "", {"hours": "08:00-13:00"}, tag=owner.tag)
    then = owner.send("PATCH", "", {"hours": "08:00-13:00"}, tag=first.headers["ETag"])
    odd = owner.send("PATCH", "", {"hours": "08:00-13:00"}, tag='"x"')

    assert (problem(none), none.status_code) == ("version-required", 428)
    assert (first.status_code, then.status_code) == (200, 200)
    assert (problem(again), problem(odd)) == ("stale-version", "stale-version")


def test_who_comes_second_reads_both_versions(shared: Flask) -> None:
    owner = keeper(shared)
    rival = Keeper(shared, owner.venue, RIVAL)
    for each in (owner, rival):
        each.read()
    owner.send("PUT", f"/dishes/{DISH}", price(45_000), tag=owner.tag)

    late = rival.send("PUT", f"/dishes/{DISH}", price(50_000), tag=rival.tag)

    told = late.get_json()
    assert (late.status_code, told["yours"]) == (412, price(50_000))
    assert told["theirs"] == owner.read()
    assert told["theirs"]["menu"][0]["price"]["min"] == 45_000
    then = rival.send("PUT", f"/dishes/{DISH}", price(50_000), late.headers["ETag"])
    assert then.status_code == 200


def test_of_many_at_once_exactly_one_wins(shared: Flask) -> None:
    owner = keeper(shared)
    rival = Keeper(shared, owner.venue, RIVAL)
    owner.read()

    def edit(number: int) -> int:
        who = owner if number % 2 else rival
        body = price(40_000 + 1000 * number)
        return who.send("PUT", f"/dishes/{DISH}", body, tag=owner.tag).status_code

    with ThreadPoolExecutor(TIMES) as threads:
        answers = Counter(threads.map(edit, range(TIMES)))

    assert answers == {200: 1, 412: TIMES - 1}
    assert owner.read()["version"] == 1
    assert len(owner.history(DISH)) == 1


def test_edits_of_many_venues_at_once_do_not_hinder_each_other(shared: Flask) -> None:
    owners = [keeper(shared) for _ in range(4)]

    def edit(number: int) -> int:
        owner = owners[number % 4]
        if number % 3 == 0:
            return owner.send("PUT", "/closed-today").status_code
        if number % 3 == 1:
            return owner.send("DELETE", "/closed-today").status_code
        return owner.send("PUT", f"/dishes/{DISH}", price(30_000 + number)).status_code

    with ThreadPoolExecutor(TIMES) as threads:
        assert set(threads.map(edit, range(24))) == {200}
