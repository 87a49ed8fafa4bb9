"""Something to write down in a server, to see later what it has kept."""

from citizen_api.local_postgres import Server


def count_after_writing(server: Server) -> int:
    """Writes one more note; how many there are now."""
    with server.connect() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS notes (id int)")
        connection.execute("INSERT INTO notes VALUES (1)")
        row = connection.execute("SELECT count(*) FROM notes").fetchone()
    assert row is not None
    return int(row[0])
