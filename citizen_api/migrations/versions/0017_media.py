"""photos, their files, and who was where"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

LOOSEN = """
CREATE FUNCTION loosen_files() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE media_files SET loose_since = now()
    WHERE name IN (SELECT file FROM gone UNION ALL SELECT thumb FROM gone);
    RETURN NULL;
END $$
"""
WHEN_PHOTOS_GO = """
CREATE TRIGGER loosen_files AFTER DELETE ON photos
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION loosen_files()
"""


def upgrade() -> None:
    op.create_table(
        "media_files",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("loose_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "name ~ '^[0-9a-f]{64}[.]jpg$'", name=op.f("ck_media_files_name")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_media_files")),
    )
    op.create_index(
        "ix_media_files_loose_since",
        "media_files",
        ["loose_since"],
        postgresql_where=sa.text("loose_since IS NOT NULL"),
    )
    photos()
    op.execute(LOOSEN)
    op.execute(WHEN_PHOTOS_GO)
    visits()


def photos() -> None:
    op.create_table(
        "photos",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("thumb", sa.Text(), nullable=False),
        sa.Column("width", sa.SmallInteger(), nullable=False),
        sa.Column("height", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default="shown", nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("said", sa.LargeBinary(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "state IN ('shown', 'held', 'removed')", name=op.f("ck_photos_state")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_photos_venue_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_photos_review_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["file"], ["media_files.name"], name=op.f("fk_photos_file")
        ),
        sa.ForeignKeyConstraint(
            ["thumb"], ["media_files.name"], name=op.f("fk_photos_thumb")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("key", name=op.f("uq_photos_key")),
    )
    op.create_index(op.f("ix_photos_file"), "photos", ["file"])
    op.create_index(op.f("ix_photos_thumb"), "photos", ["thumb"])
    op.create_index("ix_photos_venue_id_id", "photos", ["venue_id", "id"])
    op.create_index(
        "uq_photos_review_id_file", "photos", ["review_id", "file"], unique=True
    )
    op.create_index(
        "uq_photos_venue_id_file",
        "photos",
        ["venue_id", "file"],
        unique=True,
        postgresql_where=sa.text("review_id IS NULL"),
    )
    op.create_index(
        "ix_photos_removed",
        "photos",
        ["state_at"],
        postgresql_where=sa.text("state = 'removed'"),
    )


def visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.CheckConstraint("how IN ('code', 'scan')", name=op.f("ck_visits_how")),
        sa.CheckConstraint(
            "num_nonnulls(device_id, person_id) = 1", name=op.f("ck_visits_one_visitor")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_visits_venue_id")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_visits_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_visits_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(
        "uq_visits_device_id_venue_id_day",
        "visits",
        ["device_id", "venue_id", "day"],
        unique=True,
    )
    op.create_index(
        "uq_visits_person_id_venue_id_day",
        "visits",
        ["person_id", "venue_id", "day"],
        unique=True,
    )
    op.create_index(op.f("ix_visits_venue_id"), "visits", ["venue_id"])
    op.create_index(op.f("ix_visits_day"), "visits", ["day"])


def downgrade() -> None:
    op.drop_table("visits")
    op.drop_table("photos")
    op.execute("DROP FUNCTION loosen_files()")
    op.drop_table("media_files")
