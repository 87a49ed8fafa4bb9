"""the tables of curated tours"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tours",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("summary", postgresql.JSONB(), nullable=False),
        sa.Column("part_of_day", sa.Text(), nullable=False),
        sa.Column("set_off", sa.Time(), nullable=False),
        sa.Column("curated_by", sa.Text(), nullable=False),
        sa.Column("curated_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "name ?& ARRAY['vi', 'en'] AND summary ?& ARRAY['vi', 'en']",
            name=op.f("ck_tours_said_in_vi_and_en"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tours")),
        sa.UniqueConstraint("slug", name=op.f("uq_tours_slug")),
    )
    op.create_table(
        "tour_stops",
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("dish_ids", sa.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("note", postgresql.JSONB(), nullable=True),
        sa.Column("stay_min", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tour_id"],
            ["tours.id"],
            name=op.f("fk_tour_stops_tour_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"],
            ["venues.id"],
            name=op.f("fk_tour_stops_venue_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tour_id", "position", name=op.f("pk_tour_stops")),
    )
    op.create_index(op.f("ix_tour_stops_venue_id"), "tour_stops", ["venue_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_tour_stops_venue_id"), table_name="tour_stops")
    op.drop_table("tour_stops")
    op.drop_table("tours")
