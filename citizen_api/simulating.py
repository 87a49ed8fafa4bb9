"""The stand-ins of other systems under /sim, made when they are first asked."""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from importlib import import_module

from flask import Flask
from sqlalchemy import NullPool, create_engine
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.http_proxy import ProxyMiddleware

from citizen_api.db import driver_url
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.http.headers import Environ, StartResponse, Wsgi
from citizen_api.providers import (
    DEMO_ACCOUNTS,
    GATEWAY_PATH,
    OURSELVES,
    VNEID_PATH,
    callback_of,
    here,
)
from citizen_api.rentals.gateway import LOCKS_PATH
from citizen_api.settings import Settings

PREFIX = "/sim/"
BANK_PATH = "/sim/bank"
BANK_EVENTS = "/v1/bank/events"
LOCK_EVENTS = "/v1/locks/events"
EXTENSION = "citizen-simulators"


class WhenAsked:
    """A WSGI application that is made at its first request, once in a process.

    Their code takes a fifth of a second to load, and few ask for them.
    """

    def __init__(self, make: Callable[[], Flask]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self.made: Flask | None = None

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Pass the request on."""
        with self._lock:
            made = self.made = self.made or self._make()
        return made(environ, start_response)


def register(app: Flask, settings: Settings) -> None:
    """Serve the simulators beside the service, where the settings say so."""
    if not settings.simulated:
        return
    service = app.wsgi_app
    mounts = app.extensions[EXTENSION] = {
        VNEID_PATH: WhenAsked(lambda: vneid(settings)),
        GATEWAY_PATH: WhenAsked(lambda: gateway(settings)),
        BANK_PATH: WhenAsked(lambda: bank(settings)),
        LOCKS_PATH: WhenAsked(lambda: locks(settings)),
    }
    simulators: Wsgi = DispatcherMiddleware(NotFound(), mounts)
    if settings.lock_gateway_url:
        # A fleet in a process of its own is one, whichever worker is asked for it.
        fleet = {"target": settings.lock_gateway_url, "remove_prefix": True}
        simulators = ProxyMiddleware(simulators, {LOCKS_PATH: fleet})

    def chosen(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        simulated = environ["PATH_INFO"].startswith(PREFIX)
        return (simulators if simulated else service)(environ, start_response)

    app.wsgi_app = chosen  # type: ignore[method-assign]


def vneid(settings: Settings) -> Flask:
    """VNeID, which knows this service as a client beside those of the sandbox."""
    loaded = import_module("identity.simulators.vneid")
    ourselves = loaded.Registration(
        OURSELVES.id,
        "Dịch vụ Hải Phòng",
        (callback_of(settings),),
        secret=OURSELVES.secret,
    )
    made: Flask = loaded.create_simulator(
        settings.database_url,
        here(settings) + VNEID_PATH,
        allowed=settings.simulated,
        clients=(*loaded.DEMO_CLIENTS, ourselves),
    )
    return made


def gateway(settings: Settings) -> Flask:
    """The insurance gateway, with an account for each facility of the sandbox."""
    loaded = import_module("identity.simulators.gateway.app")
    engine = create_engine(
        driver_url(settings.database_url), poolclass=NullPool, hide_parameters=True
    )
    accounts = {each.username: each.password for each in DEMO_ACCOUNTS.values()}
    made: Flask = loaded.create_gateway(
        engine, accounts, lambda: datetime.now(HO_CHI_MINH), allowed=settings.simulated
    )
    return made


def bank(settings: Settings) -> Flask:
    """A bank that tells this service of what is paid."""
    loaded = import_module("citizen_api.simulators.bank")
    made: Flask = loaded.bank_at(
        here(settings) + BANK_EVENTS,
        settings.bank_key,
        lambda: datetime.now(HO_CHI_MINH),
    )
    return made


def locks(settings: Settings) -> Flask:
    """The locks of the city's bikes, which obey this service and tell it."""
    loaded = import_module("citizen_api.simulators.locks")
    made: Flask = loaded.locks_at(
        here(settings) + LOCK_EVENTS,
        settings.lock_key,
        lambda: datetime.now(HO_CHI_MINH),
    )
    return made
