"""refunds that somebody rejected, and why"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("rejected_by", sa.Uuid(), nullable=True),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rejected_for", sa.Text(), nullable=True),
    ):
        op.add_column("rental_refunds", column)
    op.create_foreign_key(
        op.f("fk_rental_refunds_rejected_by"),
        "rental_refunds",
        "people",
        ["rejected_by"],
        ["id"],
    )
    op.create_check_constraint(
        op.f("ck_rental_refunds_rejected"),
        "rental_refunds",
        "num_nonnulls(rejected_by, rejected_at, rejected_for) IN (0, 3)"
        " AND num_nonnulls(entry_id, rejected_at) < 2",
    )


def downgrade() -> None:
    for column in ("rejected_by", "rejected_at", "rejected_for"):
        op.drop_column("rental_refunds", column)
