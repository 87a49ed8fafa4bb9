"""health facilities, and look-ups of who is insured how"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    facilities()
    lookups()
    covers()
    op.create_table(
        "chip_challenges",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_chip_challenges_person_id")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_chip_challenges")),
    )
    for column in ("person_id", "expires_at"):
        op.create_index(
            op.f(f"ix_chip_challenges_{column}"), "chip_challenges", [column]
        )


def downgrade() -> None:
    for table in ("chip_challenges", "covers", "lookups", "facilities"):
        op.drop_table(table)


def facilities() -> None:
    op.create_table(
        "facilities",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("ward_id", sa.SmallInteger(), nullable=True),
        sa.Column("lon_e6", sa.Integer(), nullable=True),
        sa.Column("lat_e6", sa.Integer(), nullable=True),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.Column("takes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("invented", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint(
            "code ~ '^[0-9]{5}$'", name=op.f("ck_facilities_five_digits")
        ),
        sa.CheckConstraint(
            "(lon_e6 IS NULL) = (lat_e6 IS NULL)",
            name=op.f("ck_facilities_place_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["ward_id"], ["areas.id"], name=op.f("fk_facilities_ward_id")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_facilities")),
    )


def lookups() -> None:
    op.create_table(
        "lookups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("presented", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("number_index", sa.LargeBinary(), nullable=False),
        sa.Column("name_birth_index", sa.LargeBinary(), nullable=False),
        sa.Column("social_index", sa.LargeBinary(), nullable=True),
        sa.Column("question", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("result_code", sa.Text(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("break_glass_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("sent", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('reception', 'treatment', 'discharge', 'payment', 'emergency')",
            name=op.f("ck_lookups_purpose"),
        ),
        sa.CheckConstraint(
            "presented IN ('citizen_card', 'chip_card', 'vneid', 'insurance_card',"
            " 'birth_certificate', 'nothing')",
            name=op.f("ck_lookups_presented"),
        ),
        sa.CheckConstraint(
            "channel IN ('number', 'scan')", name=op.f("ck_lookups_channel")
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'answered', 'not_verified_yet', 'not_verified')",
            name=op.f("ck_lookups_state"),
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (result_code IS NULL)",
            name=op.f("ck_lookups_answer_is_dated"),
        ),
        sa.ForeignKeyConstraint(
            ["facility"], ["facilities.code"], name=op.f("fk_lookups_facility")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_lookups_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookups")),
    )
    for column in (
        "number_index",
        "name_birth_index",
        "social_index",
        "break_glass_id",
    ):
        op.create_index(op.f(f"ix_lookups_{column}"), "lookups", [column])
    op.create_index(
        "uq_lookups_person_id_key", "lookups", ["person_id", "key"], unique=True
    )
    op.create_index(
        "ix_lookups_facility_asked_at_id", "lookups", ["facility", "asked_at", "id"]
    )
    op.create_index(
        "ix_lookups_kept",
        "lookups",
        ["asked_at"],
        postgresql_where=sa.text("question IS NOT NULL OR answer IS NOT NULL"),
    )


def covers() -> None:
    op.create_table(
        "covers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("result_code", sa.Text(), nullable=False),
        sa.Column("social_index", sa.LargeBinary(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_covers_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_covers")),
        sa.UniqueConstraint("person_id", name=op.f("uq_covers_person_id")),
    )
