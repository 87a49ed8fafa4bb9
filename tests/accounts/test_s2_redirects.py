"""S2: which redirect URIs an app may register (RFC 8252 7, AppAuth's rules)."""

import pytest
from sqlalchemy.orm import Session

from citizen_api.accounts.problems import BadClient
from citizen_api.accounts.queries import clients, known_client
from citizen_api.accounts.registering import close_client, register_client
from citizen_api.accounts.requesting import KnownClient
from tests.conftest import NOON


def app(**changes: object) -> KnownClient:
    """An app that may be registered, with changes."""
    good = KnownClient("an-app", "An app", ["https://app.example/in"], ["profile"])
    return good._replace(**changes)


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.haiphong.example/callback",
        "vn.haiphong.citizen:/callback",
        "http://127.0.0.1/callback",
        "http://[::1]/callback",
        "http://localhost:3000/callback",
    ],
)
def test_s2_native_apps_are_answered_in_these_ways(session: Session, uri: str) -> None:
    register_client(session, app(redirect_uris=[uri]))

    found = known_client(session, "an-app")
    assert found is not None
    assert found.redirect_uris == [uri]


@pytest.mark.parametrize(
    "uri",
    [
        "http://app.example/callback",
        "javascript:alert(1)",
        "callback",
        "myapp:/callback",
        "vn.haiphong.citizen://callback",
        "https://app.example/callback#fragment",
        "https://app.example/\\callback",
        "https://user@app.example/callback",
        "https://*.example/callback",
        "https://app.example/ callback",
        "",
    ],
)
def test_s2_nothing_else_is_registered(session: Session, uri: str) -> None:
    with pytest.raises(BadClient):
        register_client(session, app(redirect_uris=[uri]))


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "pages"},
        {"id": "An-App"},
        {"id": "-"},
        {"id": "x" * 65},
        {"id": "'; DROP"},
        {"redirect_uris": []},
        {"scopes": []},
        {"scopes": ["everything"]},
    ],
)
def test_an_app_that_is_not_whole_is_not_registered(
    session: Session, changes: dict[str, object]
) -> None:
    with pytest.raises(BadClient):
        register_client(session, app(**changes))


def test_registering_again_changes_the_app(session: Session) -> None:
    register_client(session, app())
    register_client(session, app(name="Renamed", scopes=["rentals", "profile"]))

    session.expire_all()
    [kept] = clients(session)
    assert (kept.name, kept.scopes) == ("Renamed", ["profile", "rentals"])


def test_a_closed_app_is_known_no_more_until_it_is_registered_again(
    session: Session,
) -> None:
    register_client(session, app())

    assert close_client(session, "an-app", now=NOON)
    assert not close_client(session, "an-app", now=NOON)
    session.expire_all()
    assert known_client(session, "an-app") is None

    register_client(session, app())
    session.expire_all()
    assert known_client(session, "an-app") is not None
