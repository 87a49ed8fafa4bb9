"""the offline pack: every public thing under the version that changed it last"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sync_versions",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_sync_versions")),
    )
    op.create_table(
        "sync_items",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        sa.Column("body", JSONB(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(body IS NULL) = (deleted_at IS NOT NULL)"
            " AND (body IS NULL) = (hash IS NULL)",
            name=op.f("ck_sync_items_there_or_deleted"),
        ),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_sync_items")),
    )
    op.create_index(
        op.f("ix_sync_items_version_kind_id"), "sync_items", ["version", "kind", "id"]
    )


def downgrade() -> None:
    op.drop_table("sync_items")
    op.drop_table("sync_versions")
