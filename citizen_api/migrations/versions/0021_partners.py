"""partners: keys of machines, webhooks, and what they are told"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    api_keys()
    webhooks()
    webhook_deliveries()
    webhook_feed()


def api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("old_hash", sa.LargeBinary(), nullable=True),
        sa.Column("old_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('test', 'live')", name=op.f("ck_api_keys_kind")),
        sa.CheckConstraint(
            "char_length(name) <= 80", name=op.f("ck_api_keys_name_length")
        ),
        sa.CheckConstraint(
            "kind = 'live' OR expires_at IS NOT NULL",
            name=op.f("ck_api_keys_test_ends"),
        ),
        sa.CheckConstraint(
            "(old_hash IS NULL) = (old_until IS NULL)", name=op.f("ck_api_keys_old")
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL)",
            name=op.f("ck_api_keys_revoked"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("hash", name=op.f("uq_api_keys_hash")),
        sa.UniqueConstraint("old_hash", name=op.f("uq_api_keys_old_hash")),
    )
    op.create_index("ix_api_keys_created_at_id", "api_keys", ["created_at", "id"])


def webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("events", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("old_secret", sa.LargeBinary(), nullable=True),
        sa.Column("old_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("off", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("said", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "char_length(url) <= 500", name=op.f("ck_webhooks_url_length")
        ),
        sa.CheckConstraint(
            "off IN ('asked', 'gone', 'failing')", name=op.f("ck_webhooks_off")
        ),
        sa.CheckConstraint(
            "(old_secret IS NULL) = (old_until IS NULL)", name=op.f("ck_webhooks_old")
        ),
        sa.ForeignKeyConstraint(
            ["key_id"],
            ["api_keys.id"],
            name=op.f("fk_webhooks_key_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
        sa.UniqueConstraint("key", name=op.f("uq_webhooks_key")),
    )
    op.create_index(op.f("ix_webhooks_key_id"), "webhooks", ["key_id"])


def webhook_deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'delivered', 'dead')",
            name=op.f("ck_webhook_deliveries_state"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (state = 'waiting')",
            name=op.f("ck_webhook_deliveries_ended"),
        ),
        sa.CheckConstraint(
            "(next_at IS NULL) = (state <> 'waiting')",
            name=op.f("ck_webhook_deliveries_next"),
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhooks.id"],
            name=op.f("fk_webhook_deliveries_webhook_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint(
            "webhook_id", "event", name=op.f("uq_webhook_deliveries_webhook_id_event")
        ),
    )
    op.create_index(
        "ix_webhook_deliveries_newest",
        "webhook_deliveries",
        ["webhook_id", "created_at", "id"],
    )
    op.create_index(
        op.f("ix_webhook_deliveries_ended_at"), "webhook_deliveries", ["ended_at"]
    )


def webhook_feed() -> None:
    op.create_table(
        "webhook_feed",
        sa.Column("one", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.CheckConstraint("one", name=op.f("ck_webhook_feed_one")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_webhook_feed")),
    )
    op.create_table(
        "webhook_marks",
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("menu", sa.LargeBinary(), nullable=False),
        sa.Column("rest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("venue", name=op.f("pk_webhook_marks")),
    )


def downgrade() -> None:
    op.execute("DROP SCHEMA IF EXISTS sandbox CASCADE")  # made anew by `migrate`
    op.drop_table("webhook_marks")
    op.drop_table("webhook_feed")
    op.drop_table("webhook_deliveries")
    op.drop_table("webhooks")
    op.drop_table("api_keys")
