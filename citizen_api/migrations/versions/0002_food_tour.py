"""the tables of the food tour"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "areas",
        sa.Column("id", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district_id", sa.SmallInteger(), nullable=True),
        sa.Column("successors", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "shape",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("west_e6", sa.Integer(), nullable=True),
        sa.Column("south_e6", sa.Integer(), nullable=True),
        sa.Column("east_e6", sa.Integer(), nullable=True),
        sa.Column("north_e6", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["areas.id"], name=op.f("fk_areas_district_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
    )
    op.create_index(
        "ix_areas_shape", "areas", ["shape"], unique=False, postgresql_using="gist"
    )
    op.create_index("uq_areas_kind_code", "areas", ["kind", "code"], unique=True)
    op.create_table(
        "devices",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_devices_token_hash")),
    )
    op.create_table(
        "dishes",
        sa.Column("id", sa.SmallInteger(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=True),
        sa.Column("description_basis", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("signature", sa.Boolean(), nullable=False),
        sa.Column("source_ids", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("venue_count", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dishes")),
        sa.UniqueConstraint("slug", name=op.f("uq_dishes_slug")),
    )
    op.create_table(
        "map_clusters",
        sa.Column("zoom", sa.SmallInteger(), nullable=False),
        sa.Column("tile_x", sa.Integer(), nullable=False),
        sa.Column("tile_y", sa.Integer(), nullable=False),
        sa.Column("cell", sa.SmallInteger(), nullable=False),
        sa.Column(
            "place",
            Geometry(
                geometry_type="POINT",
                srid=3857,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column("venues", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint(
            "zoom", "tile_x", "tile_y", "cell", name=op.f("pk_map_clusters")
        ),
    )
    op.create_table(
        "map_places",
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column(
            "place",
            Geometry(
                geometry_type="POINT",
                srid=3857,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("venue_id", name=op.f("pk_map_places")),
    )
    op.create_index(
        "ix_map_places_place",
        "map_places",
        ["place"],
        unique=False,
        postgresql_using="gist",
    )
    op.create_table(
        "offers",
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("dish_id", sa.SmallInteger(), nullable=False),
        sa.Column(
            "place",
            Geometry(
                geometry_type="POINT",
                srid=32648,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("lon_e6", sa.Integer(), nullable=True),
        sa.Column("lat_e6", sa.Integer(), nullable=True),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("price", sa.Integer(), nullable=True),
        sa.Column("cell_1km", sa.Integer(), nullable=False),
        sa.Column("cell_8km", sa.Integer(), nullable=False),
        sa.Column("score", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("ward_id", sa.SmallInteger(), nullable=True),
        sa.Column("former_ward_id", sa.SmallInteger(), nullable=True),
        sa.Column("former_district_id", sa.SmallInteger(), nullable=True),
        sa.Column("street_id", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("venue_id", "dish_id", name=op.f("pk_offers")),
    )
    op.create_index(
        "ix_offers_1km",
        "offers",
        [
            "dish_id",
            "cell_1km",
            sa.literal_column("score DESC"),
            sa.literal_column("venue_id DESC"),
        ],
        unique=False,
    )
    op.create_index(
        "ix_offers_8km",
        "offers",
        [
            "dish_id",
            "cell_8km",
            sa.literal_column("score DESC"),
            sa.literal_column("venue_id DESC"),
        ],
        unique=False,
    )
    op.create_index(
        "ix_offers_dish_id_place",
        "offers",
        ["dish_id", "place"],
        unique=False,
        postgresql_using="gist",
    )
    op.create_index(
        "ix_offers_price",
        "offers",
        ["dish_id", "price", "venue_id"],
        unique=False,
        postgresql_where=sa.text("price IS NOT NULL"),
    )
    op.create_index(
        "ix_offers_score",
        "offers",
        [
            "dish_id",
            sa.literal_column("score DESC"),
            sa.literal_column("venue_id DESC"),
        ],
        unique=False,
    )
    op.create_index(
        "ix_offers_unplaced",
        "offers",
        ["dish_id", "venue_id"],
        unique=False,
        postgresql_where=sa.text("place IS NULL"),
    )
    op.create_table(
        "public_holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "holiday",
                "day_off_in_lieu",
                "working_day_in_lieu",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "official",
                "expected",
                name="status",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_public_holidays")),
    )
    op.create_table(
        "schedules",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("week", postgresql.INT4MULTIRANGE(), nullable=False),
        sa.Column(
            "unknown",
            postgresql.INT4MULTIRANGE(),
            server_default=sa.text("'{}'::int4multirange"),
            nullable=False,
        ),
        sa.Column("compiled_until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
        sa.UniqueConstraint("text", name=op.f("uq_schedules_text")),
    )
    op.create_table(
        "score_changes",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_changes")),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("precision", sa.SmallInteger(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    op.create_table(
        "versions",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_versions")),
    )
    op.create_table(
        "city_prices",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("dish_id", sa.SmallInteger(), nullable=False),
        sa.Column("price_min", sa.Integer(), nullable=False),
        sa.Column("price_max", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("precision", sa.SmallInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dish_id"], ["dishes.id"], name=op.f("fk_city_prices_dish_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_city_prices_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_prices")),
    )
    op.create_index(
        op.f("ix_city_prices_dish_id"), "city_prices", ["dish_id"], unique=False
    )
    op.create_table(
        "dish_forms",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("dish_id", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dish_id"], ["dishes.id"], name=op.f("fk_dish_forms_dish_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dish_forms")),
        sa.UniqueConstraint("dish_id", "text", name=op.f("uq_dish_forms_dish_id_text")),
    )
    op.create_index(
        op.f("ix_dish_forms_dish_id"), "dish_forms", ["dish_id"], unique=False
    )
    op.create_table(
        "schedule_exceptions",
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("open", postgresql.INT4MULTIRANGE(), nullable=False),
        sa.Column(
            "unknown",
            postgresql.INT4MULTIRANGE(),
            server_default=sa.text("'{}'::int4multirange"),
            nullable=False,
        ),
        sa.Column("holiday", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["schedules.id"],
            name=op.f("fk_schedule_exceptions_schedule_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "schedule_id", "day", name=op.f("pk_schedule_exceptions")
        ),
    )
    op.create_table(
        "venues",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("house_number", sa.Text(), nullable=True),
        sa.Column("alley", sa.Text(), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("street_id", sa.SmallInteger(), nullable=True),
        sa.Column("ward_id", sa.SmallInteger(), nullable=True),
        sa.Column("ward_certain", sa.Boolean(), nullable=False),
        sa.Column("former_ward_id", sa.SmallInteger(), nullable=True),
        sa.Column("former_district_id", sa.SmallInteger(), nullable=True),
        sa.Column("lon_e6", sa.Integer(), nullable=True),
        sa.Column("lat_e6", sa.Integer(), nullable=True),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("place_note", sa.Text(), nullable=True),
        sa.Column("place_source", sa.Text(), nullable=True),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("honours", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source_ids", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["former_district_id"],
            ["areas.id"],
            name=op.f("fk_venues_former_district_id"),
        ),
        sa.ForeignKeyConstraint(
            ["former_ward_id"], ["areas.id"], name=op.f("fk_venues_former_ward_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_source"], ["sources.id"], name=op.f("fk_venues_place_source")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name=op.f("fk_venues_schedule_id")
        ),
        sa.ForeignKeyConstraint(
            ["street_id"], ["areas.id"], name=op.f("fk_venues_street_id")
        ),
        sa.ForeignKeyConstraint(
            ["ward_id"], ["areas.id"], name=op.f("fk_venues_ward_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venues")),
        sa.UniqueConstraint("slug", name=op.f("uq_venues_slug")),
    )
    op.create_index(
        "ix_venues_folded",
        "venues",
        ["folded"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.create_table(
        "links",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("street_id", sa.SmallInteger(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "num_nonnulls(venue_id, street_id) = 1",
            name=op.f("ck_links_stands_for_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["street_id"], ["areas.id"], name=op.f("fk_links_street_id")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_links_venue_id")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_links")),
        sa.UniqueConstraint("street_id", name=op.f("uq_links_street_id")),
        sa.UniqueConstraint("venue_id", name=op.f("uq_links_venue_id")),
    )
    op.create_table(
        "menu_items",
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("dish_id", sa.SmallInteger(), nullable=False),
        sa.Column("price_min", sa.Integer(), nullable=True),
        sa.Column("price_max", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("precision", sa.SmallInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dish_id"], ["dishes.id"], name=op.f("fk_menu_items_dish_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_menu_items_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_menu_items_venue_id")
        ),
        sa.PrimaryKeyConstraint("venue_id", "dish_id", name=op.f("pk_menu_items")),
    )
    op.create_index("ix_menu_items_dish_id", "menu_items", ["dish_id"], unique=False)
    op.create_table(
        "opening_hours",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("used", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("precision", sa.SmallInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name=op.f("fk_opening_hours_schedule_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_opening_hours_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_opening_hours_venue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
    )
    op.create_index(
        op.f("ix_opening_hours_venue_id"), "opening_hours", ["venue_id"], unique=False
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.SmallInteger(), nullable=False),
        sa.Column(
            "dishes",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_reviews_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_reviews_venue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint(
            "venue_id", "device_id", name=op.f("uq_reviews_venue_id_device_id")
        ),
    )
    op.create_index(
        op.f("ix_reviews_device_id"), "reviews", ["device_id"], unique=False
    )
    op.create_index(
        "ix_reviews_venue_id_id", "reviews", ["venue_id", "id"], unique=False
    )
    op.create_table(
        "venue_scores",
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("one", sa.Integer(), server_default="0", nullable=False),
        sa.Column("two", sa.Integer(), server_default="0", nullable=False),
        sa.Column("three", sa.Integer(), server_default="0", nullable=False),
        sa.Column("four", sa.Integer(), server_default="0", nullable=False),
        sa.Column("five", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "ratings_count",
            sa.Integer(),
            sa.Computed("one + two + three + four + five", persisted=True),
            nullable=False,
        ),
        sa.Column(
            "stars_sum",
            sa.Integer(),
            sa.Computed(
                "one + 2 * two + 3 * three + 4 * four + 5 * five", persisted=True
            ),
            nullable=False,
        ),
        sa.Column(
            "score",
            sa.SmallInteger(),
            sa.Computed(
                "shrunk_score(one + two + three + four + five, one + 2 * two + 3 * three + 4 * four + 5 * five)",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_venue_scores_venue_id")
        ),
        sa.PrimaryKeyConstraint("venue_id", name=op.f("pk_venue_scores")),
        postgresql_with={"fillfactor": "70"},
    )
    op.create_table(
        "menu_prices",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("dish_id", sa.SmallInteger(), nullable=False),
        sa.Column("price_min", sa.Integer(), nullable=False),
        sa.Column("price_max", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("precision", sa.SmallInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_menu_prices_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id", "dish_id"],
            ["menu_items.venue_id", "menu_items.dish_id"],
            name=op.f("fk_menu_prices_venue_id_dish_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_menu_prices")),
    )
    op.create_index(
        "ix_menu_prices_venue_id_dish_id",
        "menu_prices",
        ["venue_id", "dish_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_menu_prices_venue_id_dish_id", table_name="menu_prices")
    op.drop_table("menu_prices")
    op.drop_table("venue_scores")
    op.drop_index("ix_reviews_venue_id_id", table_name="reviews")
    op.drop_index(op.f("ix_reviews_device_id"), table_name="reviews")
    op.drop_table("reviews")
    op.drop_index(op.f("ix_opening_hours_venue_id"), table_name="opening_hours")
    op.drop_table("opening_hours")
    op.drop_index("ix_menu_items_dish_id", table_name="menu_items")
    op.drop_table("menu_items")
    op.drop_table("links")
    op.drop_index(
        "ix_venues_folded",
        table_name="venues",
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.drop_table("venues")
    op.drop_table("schedule_exceptions")
    op.drop_index(op.f("ix_dish_forms_dish_id"), table_name="dish_forms")
    op.drop_table("dish_forms")
    op.drop_index(op.f("ix_city_prices_dish_id"), table_name="city_prices")
    op.drop_table("city_prices")
    op.drop_table("versions")
    op.drop_table("sources")
    op.drop_table("score_changes")
    op.drop_table("schedules")
    op.drop_table("public_holidays")
    op.drop_index(
        "ix_offers_unplaced",
        table_name="offers",
        postgresql_where=sa.text("place IS NULL"),
    )
    op.drop_index("ix_offers_score", table_name="offers")
    op.drop_index(
        "ix_offers_price",
        table_name="offers",
        postgresql_where=sa.text("price IS NOT NULL"),
    )
    op.drop_index(
        "ix_offers_dish_id_place", table_name="offers", postgresql_using="gist"
    )
    op.drop_index("ix_offers_8km", table_name="offers")
    op.drop_index("ix_offers_1km", table_name="offers")
    op.drop_table("offers")
    op.drop_index(
        "ix_map_places_place", table_name="map_places", postgresql_using="gist"
    )
    op.drop_table("map_places")
    op.drop_table("map_clusters")
    op.drop_table("dishes")
    op.drop_table("devices")
    op.drop_index("uq_areas_kind_code", table_name="areas")
    op.drop_index("ix_areas_shape", table_name="areas", postgresql_using="gist")
    op.drop_table("areas")
