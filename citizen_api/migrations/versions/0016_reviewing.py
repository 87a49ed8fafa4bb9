"""reviewing: cases with their public log, and all that belongs to a review"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KINDS = (
    "review_held",
    "review_report",
    "surge",
    "listing_edit",
    "claim",
    "merge",
    "report",
    "photo",
    "appeal",
)
ACTS = ("opened", "proposed", "decided", "declined", "undone")
STATES = ("open", "proposed", "decided", "undone")
FAULTS = (
    "spam",
    "insult",
    "personal_data",
    "not_a_visit",
    "paid",
    "wrong_venue",
    "other",
)
OUTCOMES = ("new", "accepted", "rejected", "gone")
A_WORD = "~ '^[a-z][a-z0-9_]{0,39}$'"
# What a review said before it was changed.
KEEP_VERSION = """
CREATE FUNCTION keep_review_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO review_versions
        (review_id, version, stars, dishes, text, language, visited_on, written_at)
    VALUES (OLD.id, OLD.version, OLD.stars, OLD.dishes, OLD.text, OLD.language,
            OLD.visited_on, OLD.updated_at);
    RETURN NULL;
END $$
"""
# A step of a case that nobody took but the rules.
END_CASES = """
CREATE FUNCTION end_review_cases(review int, only_kind text, word text) RETURNS void
LANGUAGE sql AS $$
    WITH ended AS (
        UPDATE cases SET state = 'decided', decision = word, decided_at = now(),
            decided_by = 'system', second_by = NULL
        WHERE subject_kind = 'review' AND subject_id = review::text
          AND state IN ('open', 'proposed')
          AND (only_kind IS NULL OR kind = only_kind)
        RETURNING id, kind, venue_id, reason, decision, decided_at
    )
    INSERT INTO case_entries (case_id, at, act, kind, venue_id, reason, decision)
    SELECT id, decided_at, 'decided', kind, venue_id, reason, decision FROM ended
$$
"""
OPEN_CASE = """
CREATE FUNCTION open_review_case(review reviews) RETURNS void LANGUAGE sql AS $$
    WITH opened AS (
        INSERT INTO cases (kind, subject_kind, subject_id, venue_id, reason, opened_at,
                           opened_by)
        VALUES ('review_held', 'review', review.id::text, review.venue_id,
                coalesce(review.held_reason, 'content'), now(), 'system')
        ON CONFLICT (kind, subject_kind, subject_id)
            WHERE state IN ('open', 'proposed') DO NOTHING
        RETURNING id, kind, venue_id, reason, opened_at
    )
    INSERT INTO case_entries (case_id, at, act, kind, venue_id, reason)
    SELECT id, opened_at, 'opened', kind, venue_id, reason FROM opened
$$
"""
# A text that is held for a look has an open case for as long as it is.
FOLLOW = """
CREATE FUNCTION follow_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was boolean := TG_OP <> 'INSERT' AND OLD.state = 'held'
        AND OLD.held_for = 'content';
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM end_review_cases(OLD.id, NULL, 'withdrawn');
        UPDATE review_reports SET status = 'gone', handled_at = now()
        WHERE review_id = OLD.id AND status = 'new';
        RETURN OLD;
    END IF;
    IF NEW.state = 'held' AND NEW.held_for = 'content' THEN
        PERFORM open_review_case(NEW);
    ELSIF was THEN
        PERFORM end_review_cases(NEW.id, 'review_held', 'changed');
    END IF;
    RETURN NEW;
END $$
"""
COUNT_VOTE = """
CREATE FUNCTION count_review_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE reviews SET helpful_count = helpful_count + 1 WHERE id = NEW.review_id;
    ELSE
        UPDATE reviews SET helpful_count = helpful_count - 1 WHERE id = OLD.review_id;
    END IF;
    RETURN NULL;
END $$
"""
TRIGGERS = (
    "CREATE TRIGGER keep_review_version AFTER UPDATE ON reviews FOR EACH ROW"
    " WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION keep_review_version()",
    "CREATE TRIGGER follow_held_review AFTER INSERT ON reviews FOR EACH ROW"
    " WHEN (NEW.held_for = 'content') EXECUTE FUNCTION follow_review()",
    "CREATE TRIGGER follow_changed_review"
    " AFTER UPDATE OF state, held_for, held_reason ON reviews FOR EACH ROW"
    " WHEN (OLD.held_for = 'content' OR NEW.held_for = 'content')"
    " EXECUTE FUNCTION follow_review()",
    "CREATE TRIGGER follow_gone_review BEFORE DELETE ON reviews FOR EACH ROW"
    " EXECUTE FUNCTION follow_review()",
    "CREATE TRIGGER count_review_vote AFTER INSERT OR DELETE ON review_votes"
    " FOR EACH ROW EXECUTE FUNCTION count_review_vote()",
)
ON_REVIEWS = (
    "keep_review_version",
    "follow_held_review",
    "follow_changed_review",
    "follow_gone_review",
)
FUNCTIONS = (
    "keep_review_version()",
    "follow_review()",
    "open_review_case(reviews)",
    "end_review_cases(int, text, text)",
    "count_review_vote()",
)
TABLES = (
    "review_appeals",
    "review_reports",
    "review_replies",
    "review_votes",
    "review_versions",
    "device_people",
)


def one_of(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    named = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(
        f"{column} IN ({named})", name=op.f(f"ck_{table}_{column}")
    )


def upgrade() -> None:
    cases()
    case_entries()
    reviews()
    device_people()
    versions()
    votes()
    replies()
    reports()
    appeals()
    for statement in (KEEP_VERSION, END_CASES, OPEN_CASE, FOLLOW, COUNT_VOTE):
        op.execute(statement)
    for statement in TRIGGERS:
        op.execute(statement)


def moment(name: str, *, needed: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not needed)


def key(table: str, column: str, to: str, **options: Any) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [to], name=name, **options)


def who(table: str, word: str) -> list[Any]:
    """A device or a citizen."""
    return [
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        key(table, "device_id", "devices.id"),
        key(table, "person_id", "people.id"),
        sa.CheckConstraint(
            "num_nonnulls(device_id, person_id) = 1", name=op.f(f"ck_{table}_{word}")
        ),
    ]


def not_longer(table: str, most: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"char_length(text) <= {most}", name=op.f(f"ck_{table}_text_length")
    )


def index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, [*columns])


def cases() -> None:
    op.create_table(
        "cases",
        sa.Column(
            "id",
            sa.Uuid(),
            server_default=sa.text("gen_random_uuid()"),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("barred", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("second_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        one_of("cases", "kind", KINDS),
        one_of("cases", "state", STATES),
        sa.CheckConstraint(f"reason {A_WORD}", name=op.f("ck_cases_reason")),
        sa.CheckConstraint(f"decision {A_WORD}", name=op.f("ck_cases_decision")),
        sa.CheckConstraint(
            "(state = 'open') = (decision IS NULL)"
            " AND num_nulls(decision, decided_at, decided_by) IN (0, 3)",
            name=op.f("ck_cases_decided"),
        ),
        sa.CheckConstraint(
            "second_by <> decided_by", name=op.f("ck_cases_second_person")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_cases_venue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index(
        "uq_cases_open",
        "cases",
        ["kind", "subject_kind", "subject_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('open', 'proposed')"),
    )
    op.create_index("ix_cases_state_opened_at", "cases", ["state", "opened_at", "id"])
    op.create_index("ix_cases_subject", "cases", ["subject_kind", "subject_id"])
    op.create_index("ix_cases_venue_id", "cases", ["venue_id"])


def case_entries() -> None:
    op.create_table(
        "case_entries",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        one_of("case_entries", "act", ACTS),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_entries_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_case_entries_venue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_entries")),
    )
    op.create_index(op.f("ix_case_entries_case_id"), "case_entries", ["case_id"])
    op.create_index("ix_case_entries_at", "case_entries", ["at"])
    op.create_index("ix_case_entries_venue_id_id", "case_entries", ["venue_id", "id"])


def reviews() -> None:
    op.alter_column("reviews", "device_id", nullable=True)
    for column in (
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("helpful_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("held_reason", sa.Text(), nullable=True),
    ):
        op.add_column("reviews", column)
    op.create_foreign_key(
        "fk_reviews_person_id", "reviews", "people", ["person_id"], ["id"]
    )
    op.create_check_constraint(
        op.f("ck_reviews_one_writer"),
        "reviews",
        "num_nonnulls(device_id, person_id) = 1",
    )
    op.drop_constraint("uq_reviews_venue_id_device_id", "reviews")
    op.create_unique_constraint(
        "uq_reviews_venue_id_device_id_person_id",
        "reviews",
        ["venue_id", "device_id", "person_id"],
        postgresql_nulls_not_distinct=True,
    )
    index("reviews", "person_id")
    op.create_index(
        "ix_reviews_helpful", "reviews", ["venue_id", "helpful_count", "id"]
    )


def device_people() -> None:
    op.create_table(
        "device_people",
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        moment("since"),
        key("device_people", "device_id", "devices.id"),
        key("device_people", "person_id", "people.id"),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device_people")),
    )
    index("device_people", "person_id")


def versions() -> None:
    op.create_table(
        "review_versions",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stars", sa.SmallInteger(), nullable=False),
        sa.Column("dishes", postgresql.JSONB(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=True),
        moment("written_at"),
        key("review_versions", "review_id", "reviews.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(
            "review_id", "version", name=op.f("pk_review_versions")
        ),
    )


def votes() -> None:
    op.create_table(
        "review_votes",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        *who("review_votes", "one_voter"),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        key("review_votes", "review_id", "reviews.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_votes")),
        sa.UniqueConstraint(
            "review_id",
            "device_id",
            "person_id",
            name="uq_review_votes_review_id_device_id_person_id",
            postgresql_nulls_not_distinct=True,
        ),
    )
    index("review_votes", "device_id")
    index("review_votes", "person_id")


def replies() -> None:
    op.create_table(
        "review_replies",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        moment("created_at"),
        moment("updated_at"),
        not_longer("review_replies", 2000),
        key("review_replies", "review_id", "reviews.id", ondelete="CASCADE"),
        key("review_replies", "written_by", "people.id"),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review_replies")),
    )
    index("review_replies", "written_by")


def reports() -> None:
    op.create_table(
        "review_reports",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        *who("review_reports", "one_reporter"),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="new", nullable=False),
        moment("created_at"),
        moment("handled_at", needed=False),
        sa.Column("note", sa.Text(), nullable=True),
        one_of("review_reports", "fault", FAULTS),
        one_of("review_reports", "status", OUTCOMES),
        not_longer("review_reports", 500),
        key("review_reports", "review_id", "reviews.id", ondelete="SET NULL"),
        key("review_reports", "venue_id", "venues.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_reports")),
    )
    index("review_reports", "review_id")
    index("review_reports", "venue_id")
    index("review_reports", "device_id", "id")
    index("review_reports", "person_id", "id")
    op.create_index(
        "uq_review_reports_once",
        "review_reports",
        ["review_id", "device_id", "person_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("review_id IS NOT NULL"),
    )


def appeals() -> None:
    op.create_table(
        "review_appeals",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        *who("review_appeals", "one_appellant"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        moment("created_at"),
        one_of("review_appeals", "side", ("writer", "owner")),
        not_longer("review_appeals", 1000),
        key("review_appeals", "case_id", "cases.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_appeals")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "decision",
            "side",
            "device_id",
            "person_id",
            name="uq_review_appeals_once",
            postgresql_nulls_not_distinct=True,
        ),
    )
    for column in ("device_id", "person_id", "case_id"):
        index("review_appeals", column)


def downgrade() -> None:
    op.execute("DELETE FROM reviews WHERE device_id IS NULL")
    op.drop_constraint("uq_reviews_venue_id_device_id_person_id", "reviews")
    for trigger in ON_REVIEWS:
        op.execute(f"DROP TRIGGER {trigger} ON reviews")
    for table in TABLES:
        op.drop_table(table)
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    op.drop_index("ix_reviews_helpful", "reviews")
    for column in (
        "person_id",
        "language",
        "visited_on",
        "helpful_count",
        "held_reason",
    ):
        op.drop_column("reviews", column)
    op.alter_column("reviews", "device_id", nullable=False)
    op.create_unique_constraint(
        "uq_reviews_venue_id_device_id", "reviews", ["venue_id", "device_id"]
    )
    for table in ("case_entries", "cases"):
        op.drop_table(table)
