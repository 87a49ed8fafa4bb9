"""Changes are committed while phones keep up: everybody ends with the same."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from flask import Flask

from tests.factories import Stall, build
from tests.sync.changing import brought_up, change, without
from tests.sync.pack import Pack

STEPS = 4
PRICE = "UPDATE menu_prices SET price_min = price_min + 1 WHERE id % {} = {}"


def keep_changing(city: Flask, number: int) -> None:
    """Move prices, and let venues come and go, each change brought up at once."""
    for step in range(STEPS):
        [slug] = build(city, Stall())
        change(city, PRICE.format(2 * STEPS, 2 * step + number))
        brought_up(city)
        change(city, *without(slug))
        brought_up(city)


def keep_up(city: Flask, limit: int, done: Event) -> Pack:
    """A phone that never stops, with pages of a size; proves itself each time."""
    phone = Pack(city.test_client(), limit)
    while not done.is_set():
        phone.sync()
    return phone.sync()


def test_whoever_syncs_while_others_change_has_what_a_newcomer_has(
    city: Flask,
) -> None:
    build(city, Stall())
    done = Event()
    with ThreadPoolExecutor(4) as threads:
        phones = [threads.submit(keep_up, city, limit, done) for limit in (29, 997)]
        changes = [threads.submit(keep_changing, city, number) for number in (0, 1)]
        for each in changes:
            each.exception()
        done.set()
    for each in changes:
        each.result()

    newcomer = Pack(city.test_client()).sync()
    for phone in phones:
        assert phone.result().items == newcomer.items
        assert phone.result().pages > 5


def test_two_that_bring_it_up_at_once_make_one_version(city: Flask) -> None:
    brought_up(city)
    for step in range(4):
        change(city, PRICE.format(9, step))
        with ThreadPoolExecutor(3) as threads:
            made = list(threads.map(lambda _: brought_up(city), range(3)))
        assert sum(number is not None for number in made) == 1
