"""what people report as wrong with venues"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "venue_reports",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dish_id", sa.SmallInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="new", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('closed', 'moved', 'price', 'hours', 'not_served', 'duplicate', 'other')",
            name=op.f("ck_venue_reports_kind"),
        ),
        sa.CheckConstraint(
            "char_length(text) <= 500", name=op.f("ck_venue_reports_text_length")
        ),
        sa.CheckConstraint(
            "status IN ('new', 'accepted', 'rejected')",
            name=op.f("ck_venue_reports_status"),
        ),
        sa.CheckConstraint(
            "(status = 'new') = (handled_at IS NULL)"
            " AND (handled_at IS NULL) = (handled_by IS NULL)",
            name=op.f("ck_venue_reports_handled"),
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_venue_reports_venue_id")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_venue_reports_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["dish_id"], ["dishes.id"], name=op.f("fk_venue_reports_dish_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_reports")),
        sa.UniqueConstraint(
            "device_id", "key", name=op.f("uq_venue_reports_device_id_key")
        ),
    )
    op.create_index(op.f("ix_venue_reports_venue_id"), "venue_reports", ["venue_id"])
    op.create_index(
        "ix_venue_reports_device_id_id", "venue_reports", ["device_id", "id"]
    )
    op.create_index("ix_venue_reports_status_id", "venue_reports", ["status", "id"])
    op.create_index(
        "uq_venue_reports_open",
        "venue_reports",
        ["device_id", "venue_id", "kind"],
        unique=True,
        postgresql_where=sa.text("status = 'new'"),
    )


def downgrade() -> None:
    op.drop_table("venue_reports")
