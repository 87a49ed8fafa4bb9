"""what people ask about their own data, emergencies, and breaches"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = (
    "rights_requests",
    "export_parts",
    "break_glasses",
    "breaches",
    "breach_lookups",
)
STILL_OPEN = sa.text("state IN ('waiting', 'running')")


def upgrade() -> None:
    requests()
    emergencies()
    breaches()
    # Whose number was read in full: the access log of a citizen tells.
    op.create_index(
        "ix_audit_events_revealed",
        "audit_events",
        [sa.text("(fields ->> 'subject')")],
        postgresql_where=sa.text("fields ->> 'outcome' = 'revealed'"),
    )


def downgrade() -> None:
    op.drop_index("ix_audit_events_revealed", "audit_events")
    op.drop_constraint("fk_lookups_break_glass_id", "lookups")
    for table in reversed(TABLES):
        op.drop_table(table)


def moment(name: str, *, needed: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not needed)


def person(table: str, column: str = "person_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["people.id"], name=op.f(f"fk_{table}_{column}")
    )


def requests() -> None:
    op.create_table(
        "rights_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("percent", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        moment("asked_at", needed=True),
        sa.Column("answer_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        moment("acts_at"),
        moment("answered_at"),
        moment("ended_at"),
        moment("expires_at"),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("key_body", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('export', 'erasure', 'rectification', 'restriction')",
            name=op.f("ck_rights_requests_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'cancelled', 'refused')",
            name=op.f("ck_rights_requests_state"),
        ),
        sa.CheckConstraint(
            "percent BETWEEN 0 AND 100", name=op.f("ck_rights_requests_percent")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (state IN ('waiting', 'running'))",
            name=op.f("ck_rights_requests_ended"),
        ),
        person("rights_requests"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_requests")),
        sa.UniqueConstraint(
            "person_id", "key", name=op.f("uq_rights_requests_person_id_key")
        ),
    )
    op.create_index(
        "uq_rights_requests_open",
        "rights_requests",
        ["person_id", "kind"],
        unique=True,
        postgresql_where=STILL_OPEN,
    )
    op.create_index(
        "ix_rights_requests_person_id_asked_at",
        "rights_requests",
        ["person_id", "asked_at", "id"],
    )
    op.create_index(
        "ix_rights_requests_due",
        "rights_requests",
        ["done_on", "id"],
        postgresql_where=STILL_OPEN,
    )
    op.create_table(
        "export_parts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["rights_requests.id"],
            name=op.f("fk_export_parts_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_parts")),
        sa.UniqueConstraint(
            "request_id", "number", name=op.f("uq_export_parts_request_id_number")
        ),
    )


def emergencies() -> None:
    op.create_table(
        "break_glasses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("number_index", sa.LargeBinary(), nullable=False),
        sa.Column("name_birth_index", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        moment("opened_at", needed=True),
        moment("expires_at", needed=True),
        moment("review_due_at", needed=True),
        moment("reviewed_at"),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("opinion", sa.LargeBinary(), nullable=True),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("key_body", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('justified', 'not_justified')",
            name=op.f("ck_break_glasses_verdict"),
        ),
        sa.CheckConstraint(
            "num_nulls(reviewed_at, reviewer_id, verdict, opinion) IN (0, 4)",
            name=op.f("ck_break_glasses_reviewed"),
        ),
        sa.CheckConstraint(
            "reviewer_id <> staff_id", name=op.f("ck_break_glasses_second_person")
        ),
        sa.ForeignKeyConstraint(
            ["facility"], ["facilities.code"], name=op.f("fk_break_glasses_facility")
        ),
        person("break_glasses", "staff_id"),
        person("break_glasses", "reviewer_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glasses")),
        sa.UniqueConstraint(
            "staff_id", "key", name=op.f("uq_break_glasses_staff_id_key")
        ),
    )
    op.create_index(
        op.f("ix_break_glasses_number_index"), "break_glasses", ["number_index"]
    )
    op.create_index(op.f("ix_break_glasses_staff_id"), "break_glasses", ["staff_id"])
    op.create_index("ix_break_glasses_opened_at", "break_glasses", ["opened_at", "id"])
    op.create_index(
        "ix_break_glasses_unreviewed",
        "break_glasses",
        ["opened_at", "id"],
        postgresql_where=sa.text("reviewed_at IS NULL"),
    )
    op.create_foreign_key(
        "fk_lookups_break_glass_id",
        "lookups",
        "break_glasses",
        ["break_glass_id"],
        ["id"],
    )


def breaches() -> None:
    op.create_table(
        "breaches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        moment("detected_at", needed=True),
        moment("due_at", needed=True),
        moment("first_at", needed=True),
        moment("last_at", needed=True),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("harm", sa.Text(), server_default="unknown", nullable=False),
        sa.Column("assessment", sa.LargeBinary(), nullable=True),
        sa.Column("assessed_by", sa.Uuid(), nullable=True),
        moment("notified_at"),
        sa.Column("notified_by", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'notified', 'closed')", name=op.f("ck_breaches_state")
        ),
        sa.CheckConstraint(
            "harm IN ('unknown', 'none', 'possible', 'serious')",
            name=op.f("ck_breaches_harm"),
        ),
        sa.CheckConstraint(
            "num_nulls(notified_at, notified_by, reference) IN (0, 3)",
            name=op.f("ck_breaches_notified"),
        ),
        person("breaches", "assessed_by"),
        person("breaches", "notified_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
    )
    op.create_index(
        "uq_breaches_open",
        "breaches",
        ["rule", "key"],
        unique=True,
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_index("ix_breaches_detected_at", "breaches", ["detected_at", "id"])
    op.create_table(
        "breach_lookups",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("lookup_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["breach_id"],
            ["breaches.id"],
            name=op.f("fk_breach_lookups_breach_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lookup_id"], ["lookups.id"], name=op.f("fk_breach_lookups_lookup_id")
        ),
        person("breach_lookups"),
        sa.PrimaryKeyConstraint(
            "breach_id", "lookup_id", name=op.f("pk_breach_lookups")
        ),
    )
    op.create_index(
        op.f("ix_breach_lookups_person_id"), "breach_lookups", ["person_id"]
    )
    op.create_index(
        op.f("ix_breach_lookups_lookup_id"), "breach_lookups", ["lookup_id"]
    )
