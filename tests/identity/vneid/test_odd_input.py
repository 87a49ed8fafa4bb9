"""S21: whatever comes in, no answer is a 5xx."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.identity.vneid.driving import App, Person, asking

NAMES = [
    *asking(),
    "prompt",
    "max_age",
    "acr_values",
    "ui_locales",
    "request_uri",
    "lang",
]
TEXTS = st.text(max_size=30) | st.sampled_from(
    ["\\", "http://127.0.0.1\\@x/", "\0", "\u202e", "'; DROP TABLE client; --", "%00"]
)
FORMS = st.sampled_from(
    ["client_id", "grant_type", "code", "refresh_token", "token", "client_secret"]
)
A_FEW = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@A_FEW
@given(name=st.sampled_from(NAMES), value=TEXTS)
def test_s21_no_authorization_request_breaks_the_server(
    person: Person, name: str, value: str
) -> None:
    answer = person.get("/authorize", **asking(**{name: value}))
    assert answer.status_code in (303, 302, 400)


@A_FEW
@given(values=st.dictionaries(FORMS, TEXTS, max_size=4))
def test_s21_no_form_breaks_the_server(app_at: App, values: dict[str, str]) -> None:
    for path in ("/token", "/introspect", "/revoke", "/par"):
        answer = app_at.post(path, **values)
        assert answer.status_code in (200, 400, 401)
        assert answer.json()["sim"] is True


@pytest.mark.parametrize("persona", ["", "P001\0", "x" * 5000, "' OR 1=1"])
def test_s21_no_choice_breaks_the_login(person: Person, persona: str) -> None:
    page = person.open(**asking())
    assert person.log_in(page, persona).status_code == 422


def test_s21_there_are_not_too_many_parameters(app_at: App) -> None:
    many = {f"name{number}": "x" for number in range(50)}
    assert app_at.post("/token", **many).json()["error"] == "invalid_request"


def test_s21_a_body_is_of_a_sensible_size(app_at: App) -> None:
    assert app_at.post("/token", code="x" * 100_000).status_code == 413
