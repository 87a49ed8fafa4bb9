"""what a dish is, in Vietnamese too"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dishes", sa.Column("description_vi", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("dishes", "description_vi")
