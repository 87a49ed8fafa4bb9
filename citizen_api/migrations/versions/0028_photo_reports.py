"""who reported a photo, so that they are told what became of it"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLE = "photo_reports"
FAULTS = "'spam', 'insult', 'personal_data', 'wrong_place', 'other'"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        key("venue_id", "venues.id"),
        key("device_id", "devices.id"),
        key("person_id", "people.id"),
        sa.CheckConstraint(
            "num_nonnulls(device_id, person_id) = 1",
            name=op.f(f"ck_{TABLE}_one_reporter"),
        ),
        sa.CheckConstraint(f"fault IN ({FAULTS})", name=op.f(f"ck_{TABLE}_fault")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint(
            "photo_id",
            "device_id",
            "person_id",
            name=op.f(f"uq_{TABLE}_photo_id_device_id_person_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    for columns in (["venue_id"], ["device_id", "id"], ["person_id", "id"]):
        op.create_index(f"ix_{TABLE}_{'_'.join(columns)}", TABLE, columns)


def downgrade() -> None:
    op.drop_table(TABLE)


def key(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{TABLE}_{column}"))
