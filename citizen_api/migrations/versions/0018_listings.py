"""listings: claims, what owners keep, every change of it, and facts that end"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    facts()
    venue_days()
    venue_listings()
    listing_changes()
    listing_nudges()
    claims()


def facts() -> None:
    """What a source says no longer stays, also when the dish left the menu."""
    for table in ("menu_prices", "opening_hours"):
        op.add_column(table, sa.Column("made_by", sa.Integer()))
        op.add_column(table, sa.Column("ended_by", sa.Integer()))
    op.add_column("menu_items", sa.Column("sold_out_until", MOMENT))
    op.drop_constraint(op.f("fk_menu_prices_venue_id_dish_id"), "menu_prices")
    op.create_foreign_key(
        op.f("fk_menu_prices_venue_id"), "menu_prices", "venues", ["venue_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_menu_prices_dish_id"), "menu_prices", "dishes", ["dish_id"], ["id"]
    )


def venue_days() -> None:
    op.create_table(
        "venue_days",
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "closed OR hours IS NOT NULL", name=op.f("ck_venue_days_says_what")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_venue_days_venue_id")
        ),
        sa.PrimaryKeyConstraint("venue_id", "day", name=op.f("pk_venue_days")),
    )


def venue_listings() -> None:
    op.create_table(
        "venue_listings",
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("description_vi", sa.Text(), nullable=True),
        sa.Column("description_en", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("facebook", sa.Text(), nullable=True),
        sa.Column("owned_at", MOMENT, nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "char_length(description_vi) <= 1000",
            name=op.f("ck_venue_listings_description_vi"),
        ),
        sa.CheckConstraint(
            "char_length(description_en) <= 1000",
            name=op.f("ck_venue_listings_description_en"),
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_venue_listings_venue_id")
        ),
        sa.PrimaryKeyConstraint("venue_id", name=op.f("pk_venue_listings")),
    )


def listing_changes() -> None:
    op.create_table(
        "listing_changes",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("dish_id", sa.SmallInteger(), nullable=True),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("after", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "who IN ('owner', 'moderator')", name=op.f("ck_listing_changes_who")
        ),
        sa.CheckConstraint(
            "part IN ('hours', 'day', 'menu', 'sold_out', 'confirmation', 'contacts',"
            " 'description', 'name', 'kind', 'address', 'location')",
            name=op.f("ck_listing_changes_part"),
        ),
        sa.CheckConstraint(
            "state IN ('live', 'waiting', 'refused', 'undone')",
            name=op.f("ck_listing_changes_state"),
        ),
        sa.ForeignKeyConstraint(
            ["dish_id"], ["dishes.id"], name=op.f("fk_listing_changes_dish_id")
        ),
        sa.ForeignKeyConstraint(
            ["undoes"], ["listing_changes.id"], name=op.f("fk_listing_changes_undoes")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_listing_changes_venue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_changes")),
    )
    op.create_index(
        "ix_listing_changes_venue_id_id", "listing_changes", ["venue_id", "id"]
    )
    op.create_index(
        "uq_listing_changes_waiting",
        "listing_changes",
        ["venue_id", "part"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )


def listing_nudges() -> None:
    op.create_table(
        "listing_nudges",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_listing_nudges_venue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_nudges")),
    )
    op.create_index(
        "ix_listing_nudges_venue_id_at", "listing_nudges", ["venue_id", "at"]
    )


def claims() -> None:
    op.create_table(
        "venue_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("proved_at", MOMENT, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "proof IN ('code', 'moderator')", name=op.f("ck_venue_claims_proof")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'waiting', 'accepted', 'refused', 'withdrawn')",
            name=op.f("ck_venue_claims_state"),
        ),
        sa.CheckConstraint(
            "(state IN ('open', 'waiting')) = (decided_at IS NULL)",
            name=op.f("ck_venue_claims_decided"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_venue_claims_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["roles_held.id"], name=op.f("fk_venue_claims_role_id")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_venue_claims_venue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_claims")),
    )
    op.create_index(op.f("ix_venue_claims_venue_id"), "venue_claims", ["venue_id"])
    op.create_index(
        "ix_venue_claims_person_id", "venue_claims", ["person_id", "asked_at", "id"]
    )
    op.create_index(
        "uq_venue_claims_open",
        "venue_claims",
        ["venue_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('open', 'waiting')"),
    )
    op.create_table(
        "claim_codes",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_claim_codes_venue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_codes")),
        sa.UniqueConstraint("hash", name=op.f("uq_claim_codes_hash")),
    )
    op.create_index(
        "uq_claim_codes_current",
        "claim_codes",
        ["venue_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    for table in (
        "claim_codes",
        "venue_claims",
        "listing_nudges",
        "listing_changes",
        "venue_listings",
        "venue_days",
    ):
        op.drop_table(table)
    op.drop_constraint(op.f("fk_menu_prices_dish_id"), "menu_prices")
    op.drop_constraint(op.f("fk_menu_prices_venue_id"), "menu_prices")
    # As before, a price has its dish on the menu, and no source says two things.
    for table in ("menu_prices", "opening_hours"):
        op.execute(f"DELETE FROM {table} WHERE ended_by IS NOT NULL")  # noqa: S608
        op.drop_column(table, "ended_by")
        op.drop_column(table, "made_by")
    op.execute(
        "DELETE FROM menu_prices p WHERE NOT EXISTS (SELECT FROM menu_items m"
        " WHERE (m.venue_id, m.dish_id) = (p.venue_id, p.dish_id))"
    )
    op.drop_column("menu_items", "sold_out_until")
    op.create_foreign_key(
        op.f("fk_menu_prices_venue_id_dish_id"),
        "menu_prices",
        "menu_items",
        ["venue_id", "dish_id"],
        ["venue_id", "dish_id"],
    )
