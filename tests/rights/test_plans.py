"""The access log is read by its indexes, however many look-ups there are."""

from sqlalchemy.orm import Session

from citizen_api.rights.watching import LOG

MANY = """
INSERT INTO lookups (id, facility, person_id, purpose, presented, channel,
    number_index, name_birth_index, state, asked_at, key, sent)
SELECT gen_random_uuid(), '00001', '00000000-0000-4000-8000-000000000001',
       'reception', 'nothing', 'number', decode(md5(n::text), 'hex'), '\\x00',
       'asked', now(), decode(md5(n::text), 'hex'), '\\x00'
FROM generate_series(1, 20000) n
"""
EVENTS = """
INSERT INTO audit_events (seq, at, fields, previous, hash)
SELECT n, now(), '{"action": "insurance.lookup", "outcome": "asked"}', '\\x00', '\\x00'
FROM generate_series(1, 20000) n
"""
NEEDED = (
    "INSERT INTO facilities (code, name, folded, kind, takes, invented)"
    " VALUES ('00001', 'x', 'x', 'hospital', '{}', '{}')",
    "INSERT INTO people (id, synthetic)"
    " VALUES ('00000000-0000-4000-8000-000000000001', true)",
    MANY,
    EVENTS,
    "ANALYZE lookups, audit_events",
)


def test_the_access_log_never_reads_all_look_ups(session: Session) -> None:
    connection = session.connection()
    for statement in NEEDED:
        connection.exec_driver_sql(statement)

    values = {
        "citizens": [b"1"],
        "socials": [b"2"],
        "at": None,
        "id": None,
        "limit": 21,
    }
    plan = connection.exec_driver_sql(f"EXPLAIN {LOG}", values)

    text = "\n".join(row[0] for row in plan)
    assert "Seq Scan on lookups" not in text
    assert "ix_lookups_number_index" in text
    assert "ix_audit_events_seen" in text
