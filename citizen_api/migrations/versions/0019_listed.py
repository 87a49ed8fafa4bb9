"""what the city says of venues: merged, closed, licensed; and of its own calendar"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OURS = {
    "city": "Thành phố Hải Phòng (City of Hải Phòng)",
    "owner": "Chủ quán (the owner)",
    "visitor": "Khách báo, thành phố xác nhận (visitors, confirmed by the city)",
}
CURRENT = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.add_column("venues", sa.Column("merged_into_id", sa.Integer()))
    op.add_column("venues", sa.Column("closed_on", sa.Date()))
    op.add_column("venues", sa.Column("closed_source", sa.Text()))
    op.create_foreign_key(
        op.f("fk_venues_merged_into_id"),
        "venues",
        "venues",
        ["merged_into_id"],
        ["id"],
    )
    op.create_foreign_key(
        op.f("fk_venues_closed_source"), "venues", "sources", ["closed_source"], ["id"]
    )
    op.create_check_constraint(
        op.f("ck_venues_merged_into_another"), "venues", "merged_into_id <> id"
    )
    op.create_check_constraint(
        op.f("ck_venues_closed"),
        "venues",
        "(closed_on IS NULL) = (closed_source IS NULL)",
    )
    op.create_index(
        "ix_venues_merged_into_id",
        "venues",
        ["merged_into_id"],
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    _kinds_of_sources()
    _licences()
    _notices()
    _changes()


def _kinds_of_sources() -> None:
    op.add_column(
        "sources", sa.Column("kind", sa.Text(), server_default="press", nullable=False)
    )
    op.create_check_constraint(
        op.f("ck_sources_kind"),
        "sources",
        "kind IN ('owner', 'visitor', 'city', 'press', 'imported')",
    )
    # A source of our own may be there: owners edit since 0018.
    keep = sa.text(
        "INSERT INTO sources (id, title, kind) VALUES (:id, :title, :id)"
        " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind"
    )
    for name, title in OURS.items():
        op.execute(keep.bindparams(id=name, title=title))
    op.execute("UPDATE sources SET kind = 'imported' WHERE licence IS NOT NULL")


def _licences() -> None:
    op.create_table(
        "venue_licences",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('business', 'food_safety')", name=op.f("ck_venue_licences_kind")
        ),
        sa.CheckConstraint(
            "char_length(issued_by) <= 120", name=op.f("ck_venue_licences_issued_by")
        ),
        sa.CheckConstraint(
            "valid_until > issued_on", name=op.f("ck_venue_licences_validity")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_venue_licences_venue_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_venue_licences_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_licences")),
    )
    op.create_index(
        "uq_venue_licences_current",
        "venue_licences",
        ["venue_id", "kind"],
        unique=True,
        postgresql_where=CURRENT,
    )


def _notices() -> None:
    op.create_table(
        "calendar_notices",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('holiday', 'day_off_in_lieu', 'working_day_in_lieu',"
            " 'ordinary_day')",
            name=op.f("ck_calendar_notices_kind"),
        ),
        sa.CheckConstraint(
            "status IN ('official', 'expected')",
            name=op.f("ck_calendar_notices_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_notices")),
    )
    op.create_index(
        "uq_calendar_notices_current",
        "calendar_notices",
        ["day"],
        unique=True,
        postgresql_where=CURRENT,
    )
    op.add_column(
        "schedules",
        sa.Column(
            "calendar_version", sa.BigInteger(), server_default="0", nullable=False
        ),
    )


def _changes() -> None:
    op.create_table(
        "venue_changes",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("asked", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("steps", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_venue_changes_venue_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["venues.id"], name=op.f("fk_venue_changes_other_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_changes")),
        sa.UniqueConstraint("case_id", name=op.f("uq_venue_changes_case_id")),
    )
    op.create_index("ix_venue_changes_venue_id", "venue_changes", ["venue_id"])


def downgrade() -> None:
    op.drop_table("venue_changes")
    op.drop_column("schedules", "calendar_version")
    op.drop_table("calendar_notices")
    op.drop_table("venue_licences")
    op.drop_column("sources", "kind")
    for name in ("merged_into_id", "closed_on", "closed_source"):
        op.drop_column("venues", name)
    _forget_ours()


def _forget_ours() -> None:
    """Sources of our own go, unless a fact still stands on one."""
    op.execute(
        """
        DELETE FROM sources s WHERE id IN ('city', 'owner', 'visitor')
          AND NOT EXISTS (SELECT FROM menu_prices WHERE source_id = s.id)
          AND NOT EXISTS (SELECT FROM menu_items WHERE source_id = s.id)
          AND NOT EXISTS (SELECT FROM opening_hours WHERE source_id = s.id)
        """
    )
