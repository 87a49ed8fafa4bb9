"""rentals: who has which bike, what its lock told, passes, and what was answered"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


IS_OPEN = sa.text(
    "state IN ('reserved', 'unlocking', 'active', 'paused', 'ending', 'review')"
)


def upgrade() -> None:
    rental_answers()
    group_tickets()
    ride_passes()
    rentals()
    lock_commands()
    lock_events()
    rental_events()
    rental_refunds()


def rental_answers() -> None:
    op.create_table(
        "rental_answers",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rental_answers")),
    )
    op.create_index(op.f("ix_rental_answers_at"), "rental_answers", ["at"])


def group_tickets() -> None:
    op.create_table(
        "group_tickets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("bikes", sa.SmallInteger(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(person_id, device_id) = 1",
            name=op.f("ck_group_tickets_one_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_group_tickets_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_group_tickets_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_tickets")),
        sa.UniqueConstraint("key", name=op.f("uq_group_tickets_key")),
    )
    op.create_index(op.f("ix_group_tickets_device_id"), "group_tickets", ["device_id"])
    op.create_index(op.f("ix_group_tickets_person_id"), "group_tickets", ["person_id"])


def ride_passes() -> None:
    op.create_table(
        "ride_passes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("plan", postgresql.JSONB(), nullable=False),
        sa.Column("bought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refunded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(person_id, device_id) = 1",
            name=op.f("ck_ride_passes_one_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_ride_passes_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_ride_passes_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ride_passes")),
        sa.UniqueConstraint("key", name=op.f("uq_ride_passes_key")),
    )
    op.create_index(op.f("ix_ride_passes_device_id"), "ride_passes", ["device_id"])
    op.create_index(op.f("ix_ride_passes_person_id"), "ride_passes", ["person_id"])


def rentals() -> None:
    op.create_table(
        "rentals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bike_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("slot", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("plan", postgresql.JSONB(), nullable=False),
        sa.Column("pass_id", sa.Uuid(), nullable=True),
        sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("command", sa.Uuid(), nullable=True),
        sa.Column("unlock_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_lock_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_lock_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_lon_e6", sa.Integer(), nullable=True),
        sa.Column("closed_lat_e6", sa.Integer(), nullable=True),
        sa.Column("closed_accuracy_m", sa.Integer(), nullable=True),
        sa.Column(
            "our_clock", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.Column(
            "pause_wanted",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("pass_left_s", sa.Integer(), nullable=True),
        sa.Column("refused_for", sa.Text(), nullable=True),
        sa.Column("free_s", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("review_for", sa.Text(), nullable=True),
        sa.Column("review_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("start_station_id", sa.Integer(), nullable=True),
        sa.Column("end_station_id", sa.Integer(), nullable=True),
        sa.Column(
            "overfull", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("price", sa.Integer(), nullable=True),
        sa.Column("free_for", sa.Text(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('reserved', 'failed', 'expired', 'cancelled') OR (price IS NULL AND entry_id IS NULL)",
            name=op.f("ck_rentals_free_unless_ridden"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(person_id, device_id) = 1", name=op.f("ck_rentals_one_owner")
        ),
        sa.CheckConstraint("slot BETWEEN 1 AND 5", name=op.f("ck_rentals_slot")),
        sa.ForeignKeyConstraint(
            ["bike_id"], ["bikes.id"], name=op.f("fk_rentals_bike_id")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_rentals_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["end_station_id"], ["stations.id"], name=op.f("fk_rentals_end_station_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_rentals_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["pass_id"], ["ride_passes.id"], name=op.f("fk_rentals_pass_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_rentals_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["start_station_id"],
            ["stations.id"],
            name=op.f("fk_rentals_start_station_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rentals")),
        sa.UniqueConstraint("key", name=op.f("uq_rentals_key")),
    )
    op.create_index("ix_rentals_bike_id", "rentals", ["bike_id", "reserved_at"])
    op.create_index(
        "ix_rentals_device_id", "rentals", ["device_id", "reserved_at", "id"]
    )
    op.create_index(op.f("ix_rentals_pass_id"), "rentals", ["pass_id"])
    op.create_index(
        "ix_rentals_person_id", "rentals", ["person_id", "reserved_at", "id"]
    )
    op.create_index(
        "uq_rentals_open_bike",
        "rentals",
        ["bike_id"],
        unique=True,
        postgresql_where=IS_OPEN,
    )
    op.create_index(
        "uq_rentals_open_device",
        "rentals",
        ["device_id", "slot"],
        unique=True,
        postgresql_where=IS_OPEN,
    )
    op.create_index(
        "uq_rentals_open_person",
        "rentals",
        ["person_id", "slot"],
        unique=True,
        postgresql_where=IS_OPEN,
    )


def lock_commands() -> None:
    op.create_table(
        "lock_commands",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bike_id", sa.Integer(), nullable=False),
        sa.Column("rental_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bike_id"], ["bikes.id"], name=op.f("fk_lock_commands_bike_id")
        ),
        sa.ForeignKeyConstraint(
            ["rental_id"], ["rentals.id"], name=op.f("fk_lock_commands_rental_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lock_commands")),
    )
    op.create_index(op.f("ix_lock_commands_rental_id"), "lock_commands", ["rental_id"])


def lock_events() -> None:
    op.create_table(
        "lock_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("bike_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lock_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("command", sa.Uuid(), nullable=True),
        sa.Column("rental_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("raw", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bike_id"], ["bikes.id"], name=op.f("fk_lock_events_bike_id")
        ),
        sa.ForeignKeyConstraint(
            ["rental_id"], ["rentals.id"], name=op.f("fk_lock_events_rental_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lock_events")),
        sa.UniqueConstraint(
            "bike_id", "event", name=op.f("uq_lock_events_bike_id_event")
        ),
    )
    op.create_index(
        "ix_lock_events_received_at",
        "lock_events",
        ["received_at"],
        postgresql_using="brin",
    )
    op.create_index(op.f("ix_lock_events_rental_id"), "lock_events", ["rental_id"])


def rental_events() -> None:
    op.create_table(
        "rental_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("rental_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column(
            "detail", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["rental_id"], ["rentals.id"], name=op.f("fk_rental_events_rental_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rental_events")),
        sa.UniqueConstraint(
            "rental_id", "version", name=op.f("uq_rental_events_rental_id_version")
        ),
    )


def rental_refunds() -> None:
    op.create_table(
        "rental_refunds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rental_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["people.id"], name=op.f("fk_rental_refunds_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["people.id"], name=op.f("fk_rental_refunds_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_rental_refunds_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["rental_id"], ["rentals.id"], name=op.f("fk_rental_refunds_rental_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rental_refunds")),
        sa.UniqueConstraint("key", name=op.f("uq_rental_refunds_key")),
    )
    op.create_index(
        op.f("ix_rental_refunds_rental_id"), "rental_refunds", ["rental_id"]
    )


def downgrade() -> None:
    for table in (
        "rental_refunds",
        "rental_events",
        "lock_events",
        "lock_commands",
        "rentals",
        "ride_passes",
        "group_tickets",
        "rental_answers",
    ):
        op.drop_table(table)
