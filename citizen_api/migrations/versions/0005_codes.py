"""what a code stands for, where it hangs, who changed it, who opened it"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TARGETS = ("venue_id", "dish_id", "street_id", "tour_id")
STANDS_FOR_ONE_THING = """
num_nonnulls(venue_id, dish_id, street_id, tour_id, reference) = 1
AND CASE kind
    WHEN 'venue' THEN venue_id IS NOT NULL
    WHEN 'dish' THEN dish_id IS NOT NULL
    WHEN 'street' THEN street_id IS NOT NULL
    WHEN 'tour' THEN tour_id IS NOT NULL
    ELSE kind IN ('station', 'bike', 'receipt', 'page') AND reference IS NOT NULL
END
"""
CHECKS = {
    "stands_for_one_thing": STANDS_FOR_ONE_THING,
    "place_is_whole": "num_nonnulls(lon_e6, lat_e6, radius_m) IN (0, 3)",
    "starts_before_it_ends": "starts_at < ends_at",
    "one_fallback": (
        "num_nonnulls(fallback_code, fallback_url) <= 1 AND fallback_code <> code"
    ),
}
ADDED: dict[str, TypeEngine[Any]] = {
    "dish_id": sa.SmallInteger(),
    "tour_id": sa.Integer(),
    "reference": sa.Text(),
    "lon_e6": sa.Integer(),
    "lat_e6": sa.Integer(),
    "radius_m": sa.Integer(),
    "place_label": sa.Text(),
    "campaign": sa.Text(),
    "keeper": sa.Text(),
    "starts_at": sa.DateTime(timezone=True),
    "ends_at": sa.DateTime(timezone=True),
    "fallback_code": sa.Text(),
    "fallback_url": sa.Text(),
    "revoked_at": sa.DateTime(timezone=True),
}
REFERRED = {
    "dish_id": "dishes.id",
    "tour_id": "tours.id",
    "fallback_code": "links.code",
}


def upgrade() -> None:
    op.add_column("links", sa.Column("kind", sa.Text(), nullable=True))
    op.execute(
        "UPDATE links SET kind = CASE WHEN venue_id IS NULL THEN 'street' ELSE 'venue' END"
    )
    op.alter_column("links", "kind", nullable=False)
    for name, kind in ADDED.items():
        op.add_column("links", sa.Column(name, kind, nullable=True))
    op.drop_constraint("ck_links_stands_for_one_thing", "links")
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_links_{name}"), "links", condition)
    for name, target in REFERRED.items():
        table, column = target.split(".")
        op.create_foreign_key(
            op.f(f"fk_links_{name}"), "links", table, [name], [column]
        )
    op.drop_constraint("uq_links_venue_id", "links")
    op.drop_constraint("uq_links_street_id", "links")
    for name in TARGETS:
        op.create_index(op.f(f"ix_links_{name}"), "links", [name])
    create_changes()
    create_scans()
    create_flags()


def create_changes() -> None:
    op.create_table(
        "link_changes",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("after", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code"], ["links.code"], name=op.f("fk_link_changes_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_changes")),
    )
    op.create_index(op.f("ix_link_changes_code"), "link_changes", ["code"])


def create_scans() -> None:
    op.create_table(
        "link_scans",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("near", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "hour BETWEEN 0 AND 23", name=op.f("ck_link_scans_hour_of_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["code"], ["links.code"], name=op.f("fk_link_scans_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_scans")),
    )
    op.create_index("ix_link_scans_code_day", "link_scans", ["code", "day"])


def create_flags() -> None:
    op.create_table(
        "link_flags",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["code"], ["links.code"], name=op.f("fk_link_flags_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_flags")),
    )
    op.create_index(
        "uq_link_flags_open",
        "link_flags",
        ["code", "kind"],
        unique=True,
        postgresql_where=sa.text("resolved_at IS NULL"),
    )


def downgrade() -> None:
    for table in ("link_flags", "link_scans", "link_changes"):
        op.drop_table(table)
    # Earlier versions know one code for each venue and food street, and no more.
    op.execute("UPDATE links SET fallback_code = NULL")
    op.execute(
        "DELETE FROM links l WHERE kind NOT IN ('venue', 'street') OR EXISTS ("
        "SELECT FROM links f WHERE (f.venue_id = l.venue_id OR f.street_id = l.street_id)"
        " AND (f.created_at, f.code) < (l.created_at, l.code))"
    )
    for name in TARGETS:
        op.drop_index(op.f(f"ix_links_{name}"), table_name="links")
    for name in CHECKS:
        op.drop_constraint(f"ck_links_{name}", "links")
    for name in ("kind", *ADDED):
        op.drop_column("links", name)
    op.create_check_constraint(
        op.f("ck_links_stands_for_one_thing"),
        "links",
        "num_nonnulls(venue_id, street_id) = 1",
    )
    op.create_unique_constraint(op.f("uq_links_venue_id"), "links", ["venue_id"])
    op.create_unique_constraint(op.f("uq_links_street_id"), "links", ["street_id"])
