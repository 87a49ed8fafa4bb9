"""What keeps a process from being ready, by name."""

from citizen_api.problems import Said, Unavailable

LATER = {"Retry-After": "5"}


class DatabaseUnreachable(Unavailable):
    """The database does not answer."""

    name = "database-unreachable"
    title = "The database does not answer"
    said = Said("Cơ sở dữ liệu không trả lời.", "The database does not answer.")


class NotMigrated(Unavailable):
    """The database lacks migrations that this version needs."""

    name = "not-migrated"
    title = "The database is older than this version"
    said = Said(
        "Cơ sở dữ liệu cũ hơn phiên bản này: cần chạy citizen migrate.",
        "The database is older than this version: citizen migrate brings it up.",
    )


class NotSeeded(Unavailable):
    """There is no dish in the database."""

    name = "not-seeded"
    title = "The city is not loaded"
    said = Said(
        "Chưa có dữ liệu thành phố: cần chạy citizen seed.",
        "The city is not loaded: citizen seed loads it.",
    )


def ensure_migrated(revision: str | None, newest: str) -> None:
    """Raises NotMigrated below the newest revision.

    A database that is newer serves on, so that a new version can be brought in
    while the old one runs.
    """
    if revision is None or revision < newest:
        raise NotMigrated(headers=LATER)
