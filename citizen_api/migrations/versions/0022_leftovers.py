"""the ledger in the order of its postings, and indexes of what is old or revealed"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("ledger_accounts", "ledger_entries", "ledger_postings")
KINDS = "'top_up', 'ride', 'pass', 'fee', 'refund', 'unclaimed', 'claim'"
KINDS_BEFORE = (
    "'top_up', 'ride', 'pass', 'fee', 'refund', 'hold', 'release', 'unclaimed', 'claim'"
)
# The order within an account is that in which its entries were made.
ORDERED = """
UPDATE ledger_postings p SET seq = numbered.seq FROM (
    SELECT q.entry_id, q.account_id, row_number() OVER (ORDER BY e.seq, q.account_id)
    FROM ledger_postings q JOIN ledger_entries e ON e.id = q.entry_id
) AS numbered (entry_id, account_id, seq)
WHERE numbered.entry_id = p.entry_id AND numbered.account_id = p.account_id
"""
ORDERED_BEFORE = """
UPDATE ledger_entries e SET seq = numbered.seq FROM (
    SELECT entry_id, row_number() OVER (ORDER BY min(seq))
    FROM ledger_postings GROUP BY entry_id
) AS numbered (entry_id, seq) WHERE numbered.entry_id = e.id
"""
GO_ON = (
    "SELECT setval(pg_get_serial_sequence('{table}', 'seq'),"
    " (SELECT max(seq) FROM {table})) FROM {table} LIMIT 1"
)


def upgrade() -> None:
    guard("DISABLE")
    numbered("ledger_postings", ORDERED)
    op.create_index(
        "uq_ledger_postings_account_id",
        "ledger_postings",
        ["account_id", "seq"],
        unique=True,
        postgresql_include=["amount"],
    )
    op.drop_index("ix_ledger_postings_account_id", "ledger_postings")
    op.drop_column("ledger_entries", "seq")
    op.execute("DELETE FROM ledger_accounts WHERE kind = 'held'")
    words("'wallet', 'bank', 'fares', 'unclaimed'", "'wallet'", KINDS)
    guard("ENABLE")
    op.create_index(
        "ix_lookups_asked_at", "lookups", ["asked_at"], postgresql_using="brin"
    )
    op.create_index(
        "ix_audit_events_revealed_at",
        "audit_events",
        ["at"],
        postgresql_where=sa.text("fields ->> 'outcome' = 'revealed'"),
    )


def downgrade() -> None:
    op.drop_index("ix_audit_events_revealed_at", "audit_events")
    op.drop_index("ix_lookups_asked_at", "lookups")
    guard("DISABLE")
    numbered("ledger_entries", ORDERED_BEFORE)
    op.create_unique_constraint(
        op.f("uq_ledger_entries_seq"), "ledger_entries", ["seq"]
    )
    op.create_index(
        op.f("ix_ledger_postings_account_id"), "ledger_postings", ["account_id"]
    )
    op.drop_column("ledger_postings", "seq")
    both = "'wallet', 'held'"
    words(f"{both}, 'bank', 'fares', 'unclaimed'", both, KINDS_BEFORE)
    op.execute(
        "INSERT INTO ledger_accounts (kind, person_id, device_id)"
        " SELECT 'held', person_id, device_id FROM ledger_accounts"
        " WHERE kind = 'wallet'"
    )
    guard("ENABLE")


def guard(what: str) -> None:
    """Let rows be changed, which nobody else sees before it is over."""
    if what == "ENABLE":
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} {what} TRIGGER USER")


def numbered(table: str, order: str) -> None:
    """Give a table its order, which new rows go on with."""
    op.add_column(table, sa.Column("seq", sa.BigInteger(), nullable=True))
    op.execute(order)
    op.alter_column(table, "seq", nullable=False)
    op.execute(f"ALTER TABLE {table} ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY")
    op.execute(GO_ON.format(table=table))


def words(purses: str, owned: str, kinds: str) -> None:
    """Which accounts there are, which of them have an owner, and why money moves."""
    checks = {
        ("ledger_accounts", "kind"): f"kind IN ({purses})",
        ("ledger_accounts", "owner"): "num_nonnulls(person_id, device_id)"
        f" = CASE WHEN kind IN ({owned}) THEN 1 ELSE 0 END",
        ("ledger_entries", "kind"): f"kind IN ({kinds})",
    }
    for (table, name), check in checks.items():
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, check)
