"""which words about codes came before, so that a retry counts once"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_keys",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_link_keys")),
    )
    op.create_index(op.f("ix_link_keys_day"), "link_keys", ["day"])


def downgrade() -> None:
    op.drop_table("link_keys")
