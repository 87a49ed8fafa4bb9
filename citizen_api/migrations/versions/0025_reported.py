"""what citizens report as wrong with venues"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLE = "venue_reports"
OPEN = "uq_venue_reports_open"
ONCE = "uq_venue_reports_device_id_key"
WHOSE = "ck_venue_reports_one_reporter"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("person_id", sa.Uuid(), nullable=True))
    op.alter_column(TABLE, "device_id", nullable=True)
    name = op.f("fk_venue_reports_person_id")
    op.create_foreign_key(name, TABLE, "people", ["person_id"], ["id"])
    op.create_check_constraint(
        op.f(WHOSE), TABLE, "num_nonnulls(device_id, person_id) = 1"
    )
    op.drop_constraint(op.f(ONCE), TABLE)
    op.drop_index(OPEN, TABLE)
    once("uq_venue_reports_key", "key IS NOT NULL", "key")
    once(OPEN, "status = 'new'", "venue_id", "kind")
    op.create_index("ix_venue_reports_person_id_id", TABLE, ["person_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_venue_reports_person_id_id", TABLE)
    op.drop_index(OPEN, TABLE)
    op.drop_index("uq_venue_reports_key", TABLE)
    op.execute("DELETE FROM venue_reports WHERE device_id IS NULL")
    op.create_unique_constraint(op.f(ONCE), TABLE, ["device_id", "key"])
    op.create_index(
        OPEN,
        TABLE,
        ["device_id", "venue_id", "kind"],
        unique=True,
        postgresql_where=sa.text("status = 'new'"),
    )
    op.drop_constraint(op.f(WHOSE), TABLE)
    op.drop_constraint(op.f("fk_venue_reports_person_id"), TABLE)
    op.alter_column(TABLE, "device_id", nullable=False)
    op.drop_column(TABLE, "person_id")


def once(name: str, where: str, *columns: str) -> None:
    op.create_index(
        name,
        TABLE,
        ["device_id", "person_id", *columns],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text(where),
    )
