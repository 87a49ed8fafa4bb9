"""the city board: words that found nothing, and scans by their day"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fruitless_searches",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("visitors", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "char_length(words) <= 40",
            name=op.f("ck_fruitless_searches_words_length"),
        ),
        sa.PrimaryKeyConstraint("day", "words", name=op.f("pk_fruitless_searches")),
    )
    op.create_index("ix_link_scans_day", "link_scans", ["day"], postgresql_using="brin")


def downgrade() -> None:
    op.drop_index("ix_link_scans_day", "link_scans")
    op.drop_table("fruitless_searches")
