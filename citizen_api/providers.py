"""The national systems as this application reaches them, or their stand-ins."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from flask import Flask, current_app

from citizen_api.http.clock import now
from citizen_api.problems import Problem, Said
from citizen_api.settings import Settings
from identity.providers.egw2024 import Account, Egw2024
from identity.providers.insurance import InsuranceProvider
from identity.providers.openid import OpenIdProvider
from identity.providers.openid_calls import Client
from identity.providers.sign_in import IdentityProvider

EXTENSION = "citizen-providers"
VNEID_PATH = "/sim/vneid"
GATEWAY_PATH = "/sim/gateway"
LOCAL = {"127.0.0.1", "localhost", "::1"}
OURSELVES = Client("haiphong-citizen", "haiphong-citizen-secret")
# Every code of a facility in the province 99, which does not exist.
DEMO_ACCOUNTS = {
    facility: Account(f"{facility}_BV", f"demo-{facility}")
    for facility in (f"99{number:03d}" for number in range(1, 1000))
}


class NoProvider(Problem):
    """This installation is not connected to the national system."""

    name = "no-provider"
    status = 503
    title = "Not connected to the national system"
    said = Said(
        "Máy chủ này chưa được nối với hệ thống quốc gia.",
        "This server is not connected to the national system.",
    )


@dataclass
class Providers:
    """What settings say, made when it is first needed: a worker forks before that."""

    settings: Settings

    @cached_property
    def identity(self) -> IdentityProvider:
        """VNeID; raises NoProvider."""
        settings = self.settings
        if settings.simulated:
            return OpenIdProvider(here(settings) + VNEID_PATH, OURSELVES, now)
        if not settings.vneid_issuer:
            raise NoProvider
        secret = settings.vneid_client_secret or None
        client = Client(settings.vneid_client_id, secret)
        return OpenIdProvider(settings.vneid_issuer, client, now)

    @cached_property
    def insurance(self) -> InsuranceProvider:
        """The insurance gateway; raises NoProvider."""
        settings = self.settings
        if settings.simulated:
            return Egw2024(here(settings) + GATEWAY_PATH, DEMO_ACCOUNTS, now)
        if not settings.insurance_gateway_url:
            raise NoProvider
        accounts = accounts_of(settings.insurance_gateway_accounts)
        return Egw2024(settings.insurance_gateway_url, accounts, now)


def accounts_of(text: str) -> Mapping[str, Account]:
    """The accounts by facility, of `facility:user:password,…`."""
    parts = (each.split(":", 2) for each in text.split(",") if each)
    return {facility: Account(name, password) for facility, name, password in parts}


def here(settings: Settings) -> str:
    """Where this machine and its browsers reach us, no trailing slash.

    OpenID Connect takes plain http on this machine only.
    """
    parts = urlsplit(settings.public_url)
    if parts.scheme == "https" or parts.hostname in LOCAL:
        return settings.public_url
    return f"http://127.0.0.1:{settings.port}"


def callback_of(settings: Settings) -> str:
    """Where VNeID sends people back to."""
    return f"{here(settings)}/sign-in/callback"


def register(app: Flask, settings: Settings) -> None:
    """Let an application reach the national systems; nothing is asked yet."""
    app.config["SIGN_IN_CALLBACK"] = callback_of(settings)
    app.config["INVENTED_PEOPLE"] = settings.invented_people
    app.extensions[EXTENSION] = Providers(settings)


def identity_provider() -> IdentityProvider:
    """Whoever knows who people are; raises NoProvider."""
    providers: Providers = current_app.extensions[EXTENSION]
    return providers.identity


def insurance_provider() -> InsuranceProvider:
    """Whoever knows who is insured how; raises NoProvider."""
    providers: Providers = current_app.extensions[EXTENSION]
    return providers.insurance
