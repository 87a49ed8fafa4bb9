"""S18: what an app gets while a claim is taken back is without that claim, too."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from flask import Flask
from sqlalchemy import select

from citizen_api.accounts.actions import give_refresh_token
from citizen_api.accounts.granting import refresh
from citizen_api.accounts.models import RefreshToken
from tests.conftest import NOON
from tests.factories import changing, database_of
from tests.rights.citizens import ALL, CONSENTS, allowed, both, send

WAITS = (
    "SELECT FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def test_s18_a_refresh_at_the_same_moment_keeps_no_claim(fresh: Flask) -> None:
    me, elsewhere = both(fresh)
    path = f"{CONSENTS}/{allowed(fresh, me)}/claims/insurance"
    with changing(fresh) as session:
        token = give_refresh_token(session, me.session, ALL, now=NOON)

    with ThreadPoolExecutor(1) as threads:
        with changing(fresh) as session:
            assert refresh(session, "citizen-app", token, None, now=NOON)
            back = threads.submit(send, fresh, "DELETE", path, elsewhere.headers)
            while not database_of(fresh).find(WAITS, {}) and not back.done():
                sleep(0.01)
        assert back.result().status_code == 204

    with changing(fresh) as session:
        held = session.scalars(select(RefreshToken.scopes)).all()
    assert len(held) == 2
    assert not [scopes for scopes in held if "insurance" in scopes]
