"""The answers of the offline pack and of open data."""

from typing import Any, Final

from sqlalchemy import text

from citizen_api.examples.asking import MOMENT, City

DATED: Final = text("UPDATE sync_versions SET made_at = :moment")
QUESTIONS: Final = {"get_sync": "/v1/sync", "list_datasets": "/v1/datasets"}


def open_data_answers(city: City) -> dict[str, Any]:
    """The answer to each question, by name."""
    with city.database.sessions.begin() as session:
        session.execute(DATED, {"moment": MOMENT})
    return {name: city.get(path) for name, path in QUESTIONS.items()}
