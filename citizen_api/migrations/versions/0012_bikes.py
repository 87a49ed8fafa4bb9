"""public bikes: systems, stations, bikes, their history, and feeds kept as bytes"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geography, Geometry
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    systems()
    stations()
    bikes()
    feeds()


def systems() -> None:
    op.create_table(
        "bike_systems",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("ours", sa.Boolean(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column(
            "facts", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bike_systems")),
        sa.UniqueConstraint("code", name=op.f("uq_bike_systems_code")),
    )
    op.create_index(
        "uq_bike_systems_ours",
        "bike_systems",
        ["ours"],
        unique=True,
        postgresql_where=sa.text("ours"),
    )
    op.create_table(
        "bike_imports",
        sa.Column("system_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column(
            "local", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("good_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("polled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["system_id"], ["bike_systems.id"], name=op.f("fk_bike_imports_system_id")
        ),
        sa.PrimaryKeyConstraint("system_id", name=op.f("pk_bike_imports")),
        sa.UniqueConstraint("url", name=op.f("uq_bike_imports_url")),
    )
    op.create_table(
        "bike_types",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("form_factor", sa.Text(), nullable=False),
        sa.Column("propulsion", sa.Text(), nullable=False),
        sa.Column("max_range_m", sa.Integer(), nullable=True),
        sa.Column("plan_ids", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("reserve_min", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "(propulsion = 'human') = (max_range_m IS NULL)",
            name=op.f("ck_bike_types_range_of_a_motor"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bike_types")),
    )
    op.create_table(
        "bike_zones",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column(
            "shape",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column("ride_start", sa.Boolean(), nullable=False),
        sa.Column("ride_end", sa.Boolean(), nullable=False),
        sa.Column("ride_through", sa.Boolean(), nullable=False),
        sa.Column("station_parking", sa.Boolean(), nullable=False),
        sa.Column("max_kph", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bike_zones")),
        sa.UniqueConstraint("code", name=op.f("uq_bike_zones_code")),
    )


def stations() -> None:
    op.create_table(
        "stations",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("system_id", sa.Integer(), nullable=False),
        sa.Column("told_id", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("address", postgresql.JSONB(), nullable=True),
        sa.Column("lon_e6", sa.Integer(), nullable=False),
        sa.Column("lat_e6", sa.Integer(), nullable=False),
        sa.Column(
            "place",
            Geography(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeogFromText",
                name="geography",
                nullable=False,
            ),
            sa.Computed(
                "(st_setsrid(st_makepoint(lon_e6::float8 / 1e6, lat_e6::float8 / 1e6), 4326))::geography",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("place_note", sa.Text(), nullable=True),
        sa.Column("ward_id", sa.SmallInteger(), nullable=True),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column(
            "docks_disabled", sa.SmallInteger(), server_default="0", nullable=False
        ),
        sa.Column("is_virtual", sa.Boolean(), nullable=False),
        sa.Column("parking_type", sa.Text(), nullable=True),
        sa.Column(
            "simulated", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.Column(
            "is_installed", sa.Boolean(), server_default=sa.text("true"), nullable=False
        ),
        sa.Column(
            "is_renting", sa.Boolean(), server_default=sa.text("true"), nullable=False
        ),
        sa.Column(
            "is_returning", sa.Boolean(), server_default=sa.text("true"), nullable=False
        ),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name ? 'vi'", name=op.f("ck_stations_said_in_vi")),
        sa.CheckConstraint(
            "capacity >= 0 AND docks_disabled >= 0",
            name=op.f("ck_stations_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name=op.f("fk_stations_schedule_id")
        ),
        sa.ForeignKeyConstraint(
            ["system_id"], ["bike_systems.id"], name=op.f("fk_stations_system_id")
        ),
        sa.ForeignKeyConstraint(
            ["ward_id"], ["areas.id"], name=op.f("fk_stations_ward_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stations")),
        sa.UniqueConstraint("slug", name=op.f("uq_stations_slug")),
        sa.UniqueConstraint(
            "system_id", "told_id", name=op.f("uq_stations_system_id_told_id")
        ),
    )
    op.create_index("ix_stations_place", "stations", ["place"], postgresql_using="gist")
    op.create_table(
        "station_reports",
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("by_type", postgresql.JSONB(), nullable=False),
        sa.Column("disabled", sa.Integer(), nullable=False),
        sa.Column("docks_available", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["station_id"],
            ["stations.id"],
            name=op.f("fk_station_reports_station_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("station_id", name=op.f("pk_station_reports")),
    )
    op.create_table(
        "station_samples",
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bikes", sa.SmallInteger(), nullable=False),
        sa.Column("docks", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["station_id"],
            ["stations.id"],
            name=op.f("fk_station_samples_station_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("station_id", "at", name=op.f("pk_station_samples")),
    )
    op.create_index(
        "ix_station_samples_at", "station_samples", ["at"], postgresql_using="brin"
    )
    op.create_table(
        "bike_alerts",
        sa.Column(
            "id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False
        ),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "station_ids", sa.ARRAY(sa.Integer()), server_default="{}", nullable=False
        ),
        sa.Column("summary", postgresql.JSONB(), nullable=False),
        sa.Column("description", postgresql.JSONB(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(type IN ('station_closure', 'station_move')) <= (station_ids <> '{}')",
            name=op.f("ck_bike_alerts_names_stations"),
        ),
        sa.CheckConstraint(
            "summary ?& ARRAY['vi', 'en']",
            name=op.f("ck_bike_alerts_said_in_vi_and_en"),
        ),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_bike_alerts_ends_after_it_starts")
        ),
        sa.CheckConstraint(
            "type IN ('system_closure', 'station_closure', 'station_move', 'other')",
            name=op.f("ck_bike_alerts_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bike_alerts")),
    )


def bikes() -> None:
    op.create_table(
        "bikes",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("type_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("lon_e6", sa.Integer(), nullable=True),
        sa.Column("lat_e6", sa.Integer(), nullable=True),
        sa.Column(
            "vehicle_id",
            sa.Uuid(),
            server_default=sa.text("gen_random_uuid()"),
            nullable=False,
        ),
        sa.Column("battery", sa.SmallInteger(), nullable=True),
        sa.Column("range_m", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column(
            "simulated", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.CheckConstraint("code ~ '^[0-9]{8}$'", name=op.f("ck_bikes_code")),
        sa.CheckConstraint(
            "state NOT IN ('available', 'reserved') OR ((station_id IS NOT NULL OR lon_e6 IS NOT NULL) AND fault IS NULL)",
            name=op.f("ck_bikes_fit_for_a_rider"),
        ),
        sa.CheckConstraint(
            "station_id IS NULL OR state NOT IN ('on_trip', 'missing', 'removed')",
            name=op.f("ck_bikes_is_somewhere"),
        ),
        sa.CheckConstraint(
            "token ~ '^[A-Za-z0-9_-]{22}$'", name=op.f("ck_bikes_token")
        ),
        sa.CheckConstraint(
            "(lon_e6 IS NULL) = (lat_e6 IS NULL)", name=op.f("ck_bikes_both_degrees")
        ),
        sa.CheckConstraint("battery BETWEEN 0 AND 100", name=op.f("ck_bikes_battery")),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name=op.f("fk_bikes_station_id")
        ),
        sa.CheckConstraint(
            "state IN ('available', 'reserved', 'claimed', 'on_trip', 'non_operational', 'non_contactable', 'missing', 'removed')",
            name=op.f("ck_bikes_state"),
        ),
        sa.ForeignKeyConstraint(
            ["type_id"], ["bike_types.id"], name=op.f("fk_bikes_type_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bikes")),
        sa.UniqueConstraint("code", name=op.f("uq_bikes_code")),
        sa.UniqueConstraint("number", name=op.f("uq_bikes_number")),
        sa.UniqueConstraint("token", name=op.f("uq_bikes_token")),
        sa.UniqueConstraint("vehicle_id", name=op.f("uq_bikes_vehicle_id")),
    )
    op.create_index("ix_bikes_station_id", "bikes", ["station_id", "state", "type_id"])
    op.create_table(
        "bike_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("bike_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("became", sa.Text(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bike_id"], ["bikes.id"], name=op.f("fk_bike_events_bike_id")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name=op.f("fk_bike_events_station_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bike_events")),
    )
    op.create_index("ix_bike_events_bike_id_id", "bike_events", ["bike_id", "id"])


def feeds() -> None:
    op.create_table(
        "bike_feeds",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_bike_feeds")),
        prefixes=["UNLOGGED"],
    )
    op.create_index(op.f("ix_bike_feeds_edition"), "bike_feeds", ["edition"])


def downgrade() -> None:
    for table in (
        "bike_feeds",
        "bike_events",
        "bikes",
        "bike_alerts",
        "station_samples",
        "station_reports",
        "stations",
        "bike_zones",
        "bike_types",
        "bike_imports",
        "bike_systems",
    ):
        op.drop_table(table)
