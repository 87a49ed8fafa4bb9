"""Whoever may call: a phone, a citizen who holds every role, machines that sign."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import schemathesis
from flask import Flask
from requests import PreparedRequest
from requests.auth import AuthBase
from schemathesis import BaseSchema, Case, HookContext, Response
from sqlalchemy import delete, text

from citizen_api.accounts.models import AccessToken
from citizen_api.examples.insurance import Told
from citizen_api.partners.models import ApiKey
from citizen_api.providers import EXTENSION, Providers
from citizen_api.rentals import gateway
from citizen_api.rentals.gateway import Heard
from citizen_api.roles.models import Role, RoleHeld
from citizen_api.tokens import new_token, token_hash
from citizen_api.webhooks import signature
from tests.conftest import BANK_KEY, NOON
from tests.factories import changing, known_person

KEYS = ("BANK_KEY", "LOCK_KEY")
FACILITY = "99001"
OUT = {401, 403}
FORGIVEN = (
    "CREATE FUNCTION forgive_count() RETURNS trigger LANGUAGE plpgsql"
    " AS 'BEGIN NEW.count = 1; RETURN NEW; END'",
    "CREATE FUNCTION forgive_miss() RETURNS trigger LANGUAGE plpgsql"
    " AS 'BEGIN NEW.misses = ''{}''; NEW.locked_until = NULL; RETURN NEW; END'",
    "CREATE TRIGGER forgive BEFORE INSERT OR UPDATE ON throttle_counts"
    " FOR EACH ROW EXECUTE FUNCTION forgive_count()",
    "CREATE TRIGGER forgive BEFORE INSERT OR UPDATE ON throttle_locks"
    " FOR EACH ROW EXECUTE FUNCTION forgive_miss()",
)


class Everybody:
    """The tokens that a run sends, which stay good whatever the run does."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.device = app.test_client().post("/v1/devices").get_json()["token"]
        self.citizen = new_token()
        given = app.test_client().post("/v1/sandbox/keys").get_json()
        self.key, self.key_id = given["key"], UUID(given["id"])
        providers: Providers = app.extensions[EXTENSION]
        providers.insurance = Told(NOON)
        app.extensions[gateway.EXTENSION].gateway = Obedient()
        app.config |= {"INVENTED_PEOPLE": True, **dict.fromkeys(KEYS, BANK_KEY)}
        self.forgive()
        self.sign_in()

    def sign_in(self) -> None:
        """Let the citizen's token be good, and hold every role."""
        known = known_person(self.app, "P002")
        with changing(self.app) as session:
            told = session.get_one(AccessToken, token_hash(known.token))
            session.execute(
                delete(AccessToken).where(AccessToken.hash == token_hash(self.citizen))
            )
            session.flush()
            told.hash = token_hash(self.citizen)
            session.execute(delete(RoleHeld))
            session.add_all(
                RoleHeld(
                    person_id=known.person,
                    role=role,
                    scope=FACILITY if role is Role.HEALTH_STAFF else "",
                    valid_from=NOON,
                    granted_by="command",
                    granted_at=NOON,
                )
                for role in Role
            )

    def keep_key(self) -> None:
        """Let the key be good again."""
        with changing(self.app) as session:
            kept = session.get_one(ApiKey, self.key_id)
            kept.hash, kept.old_hash, kept.old_until = token_hash(self.key), None, None
            kept.revoked_at = kept.revoked_by = None

    def forgive(self) -> None:
        """Have every use be the first, and no miss be remembered, from now on."""
        with changing(self.app) as session:
            for statement in FORGIVEN:
                session.execute(text(statement))

    def revive(self) -> None:
        """Have every code be good again."""
        with changing(self.app) as session:
            session.execute(text("UPDATE links SET revoked_at = NULL"))


class Obedient:
    """Locks that do what they are told."""

    def open(self, lock: str, command: UUID, until: datetime) -> Heard:
        """It will."""
        return Heard.TAKEN

    def close(self, lock: str) -> Heard:
        """It will."""
        return Heard.TAKEN


class Bearer(AuthBase):
    """Sends a token."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class Machine(AuthBase):
    """The bank, or a lock: it signs what it tells."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        body, moment = request.body or b"", int(NOON.timestamp())
        sent = body.encode() if isinstance(body, str) else body
        signed = {
            "webhook-id": "evt_1",
            "webhook-timestamp": str(moment),
            "webhook-signature": signature(BANK_KEY, "evt_1", moment, sent),
        }
        request.headers.update(signed)
        return request


@contextmanager
def let_in(everybody: Everybody, schema: BaseSchema) -> Iterator[None]:
    """While a run lasts everybody shows who they are; who is put out comes in again."""
    schemes = {
        "citizen": Bearer(everybody.citizen),
        "device": Bearer(everybody.device),
        "key": Bearer(everybody.key),
        "webhook": Machine(),
    }
    for name, shown in schemes.items():
        schema.auth.set_from_requests(shown).apply_to(takes(name))
    theirs = f"Bearer {everybody.citizen}"

    def after_call(context: HookContext, case: Case, response: Response) -> None:
        sent = response.request.headers.get("Authorization")
        if response.status_code in OUT and sent == theirs:
            everybody.sign_in()
        if sent == f"Bearer {everybody.key}" and response.status_code < 300:
            everybody.keep_key()
        if response.status_code == 200 and case.path.endswith("/revocation"):
            everybody.revive()

    schemathesis.hook(after_call)
    yield
    schemathesis.hooks.unregister(after_call)


def takes(scheme: str) -> Callable[[HookContext], bool]:
    """What tells whether a door lets in whoever shows this."""

    def taken(context: HookContext) -> bool:
        ways = context.operation.definition.raw.get("security", ())
        return any(scheme in way for way in ways)

    return taken
