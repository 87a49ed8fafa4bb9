"""riders' money: a ledger that is only added to, top-ups, and what the bank told"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = (
    "ledger_accounts",
    "ledger_entries",
    "ledger_postings",
    "top_ups",
    "bank_transfers",
)
STAYS = """
CREATE FUNCTION ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is only added to' USING ERRCODE = '42501';
END $$
"""
BALANCES = """
CREATE FUNCTION ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
    postings bigint;
    rest numeric;
BEGIN
    SELECT count(*), sum(amount) INTO postings, rest
    FROM ledger_postings WHERE entry_id = entry;
    IF postings < 2 OR rest <> 0 THEN
        RAISE EXCEPTION 'the postings of % do not sum to zero', entry
            USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$
"""
# Locked, so that two refunds that do not see each other cannot both pass.
REFUNDS = """
CREATE FUNCTION ledger_refunds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ledger_entries WHERE id = NEW.refund_of FOR UPDATE;
    IF EXISTS (
        SELECT FROM ledger_entries e
        JOIN ledger_postings p ON p.entry_id = e.id
        JOIN ledger_accounts a ON a.id = p.account_id
        WHERE a.kind = 'wallet' AND (e.id = NEW.refund_of OR e.refund_of = NEW.refund_of)
        GROUP BY a.id HAVING sum(p.amount) > 0
    ) THEN
        RAISE EXCEPTION 'more of % is given back than was charged', NEW.refund_of
            USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$
"""
CITY = """
INSERT INTO ledger_accounts (kind) VALUES ('bank'), ('fares'), ('unclaimed')
"""


def upgrade() -> None:
    accounts()
    entries()
    postings()
    top_ups()
    transfers()
    op.execute(CITY)
    triggers()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    for function in ("ledger_stays", "ledger_balances", "ledger_refunds"):
        op.execute(f"DROP FUNCTION {function}()")


def accounts() -> None:
    op.create_table(
        "ledger_accounts",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "kind IN ('wallet', 'held', 'bank', 'fares', 'unclaimed')",
            name=op.f("ck_ledger_accounts_kind"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(person_id, device_id)"
            " = CASE WHEN kind IN ('wallet', 'held') THEN 1 ELSE 0 END",
            name=op.f("ck_ledger_accounts_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_ledger_accounts_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_ledger_accounts_device_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_accounts")),
    )
    for owner in ("person_id", "device_id"):
        op.create_index(
            f"uq_ledger_accounts_{owner}",
            "ledger_accounts",
            [owner, "kind"],
            unique=True,
        )
    op.create_index(
        "uq_ledger_accounts_city",
        "ledger_accounts",
        ["kind"],
        unique=True,
        postgresql_where=sa.text("person_id IS NULL AND device_id IS NULL"),
    )


def entries() -> None:
    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refund_of", sa.Uuid(), nullable=True),
        sa.Column(
            "detail",
            postgresql.JSONB(),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "kind IN ('top_up', 'ride', 'pass', 'fee', 'refund', 'hold', 'release',"
            " 'unclaimed', 'claim')",
            name=op.f("ck_ledger_entries_kind"),
        ),
        sa.CheckConstraint(
            "char_length(reference) BETWEEN 1 AND 200",
            name=op.f("ck_ledger_entries_reference"),
        ),
        sa.CheckConstraint(
            "(kind = 'refund') = (refund_of IS NOT NULL)",
            name=op.f("ck_ledger_entries_refund"),
        ),
        sa.ForeignKeyConstraint(
            ["refund_of"],
            ["ledger_entries.id"],
            name=op.f("fk_ledger_entries_refund_of"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("seq", name=op.f("uq_ledger_entries_seq")),
        sa.UniqueConstraint(
            "kind", "reference", name=op.f("uq_ledger_entries_kind_reference")
        ),
    )
    op.create_index(
        op.f("ix_ledger_entries_refund_of"), "ledger_entries", ["refund_of"]
    )


def postings() -> None:
    op.create_table(
        "ledger_postings",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_ledger_postings_amount")),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["ledger_entries.id"],
            name=op.f("fk_ledger_postings_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["ledger_accounts.id"],
            name=op.f("fk_ledger_postings_account_id"),
        ),
        sa.PrimaryKeyConstraint(
            "entry_id", "account_id", name=op.f("pk_ledger_postings")
        ),
    )
    op.create_index(
        op.f("ix_ledger_postings_account_id"), "ledger_postings", ["account_id"]
    )


def top_ups() -> None:
    op.create_table(
        "top_ups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_top_ups_amount")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["ledger_accounts.id"], name=op.f("fk_top_ups_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_top_ups")),
        sa.UniqueConstraint("code", name=op.f("uq_top_ups_code")),
        sa.UniqueConstraint(
            "account_id", "key", name=op.f("uq_top_ups_account_id_key")
        ),
    )


def transfers() -> None:
    op.create_table(
        "bank_transfers",
        sa.Column("transaction", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("top_up_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_bank_transfers_amount")),
        sa.CheckConstraint(
            "outcome IN ('credited', 'late', 'other_amount', 'unclaimed')",
            name=op.f("ck_bank_transfers_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["top_up_id"], ["top_ups.id"], name=op.f("fk_bank_transfers_top_up_id")
        ),
        sa.PrimaryKeyConstraint("transaction", name=op.f("pk_bank_transfers")),
    )
    op.create_index(
        op.f("ix_bank_transfers_top_up_id"), "bank_transfers", ["top_up_id"]
    )


def triggers() -> None:
    for function in (STAYS, BALANCES, REFUNDS):
        op.execute(function)
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_stay BEFORE UPDATE OR DELETE OR TRUNCATE"
            f" ON {table} EXECUTE FUNCTION ledger_stays()"
        )
    checks = {"ledger_entries": "id", "ledger_postings": "entry_id"}
    for table, column in checks.items():
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_balance AFTER INSERT ON {table}"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
            f" EXECUTE FUNCTION ledger_balances('{column}')"
        )
    op.execute(
        "CREATE CONSTRAINT TRIGGER ledger_entries_refunds AFTER INSERT"
        " ON ledger_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        " WHEN (NEW.refund_of IS NOT NULL) EXECUTE FUNCTION ledger_refunds()"
    )
