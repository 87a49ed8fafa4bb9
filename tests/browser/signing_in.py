"""A city whose VNeID and insurance gateway are simulated, and people who sign in."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from citizen_api.app import create_app
from citizen_api.providers import VNEID_PATH
from citizen_api.settings import Settings
from citizen_api.simulating import EXTENSION
from identity.simulators.vneid import context
from tests.conftest import SECRETS, close
from tests.identity.serving import served


@contextmanager
def simulated(url: str) -> Iterator[Flask]:
    """The service with its simulators, served at its `PUBLIC_URL`."""
    door = DispatcherMiddleware(NotFound())
    with served(door) as base:
        settings = Settings(
            database_url=url, public_url=base, simulators="on", **SECRETS
        )
        app = door.app = create_app(settings)
        yield app
    vneid = app.extensions[EXTENSION][VNEID_PATH].made
    if vneid is not None:
        vneid.extensions[context.EXTENSION].store.close()
    close(app)


def sign_in(page: Page, persona: str, path: str = "/me") -> None:
    """Sign in with VNeID, whose login and consent pages are passed."""
    page.goto(path)
    if "/sim/" not in page.url:
        page.get_by_role("link", name="VNeID").tap()
    page.locator("select[name=persona]").select_option(persona)
    page.get_by_role("button").tap()
    page.locator("button[name=allow]").tap()
    expect(page.locator(".account-menu")).to_be_visible()
    if "back=" in page.url:  # staff who are signed in on another phone, too
        page.get_by_role("link", name="It is me: go on").tap()
    page.wait_for_url(f"**{path}")
