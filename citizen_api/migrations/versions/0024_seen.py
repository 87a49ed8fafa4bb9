"""indexes of who read an answer or asked again, and of covers by social number"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

SUBJECT = sa.text("(fields ->> 'subject')")
REVEALED = "fields ->> 'outcome' = 'revealed'"
SEEN = "fields ->> 'outcome' IN ('revealed', 'read', 'asked_again')"


def upgrade() -> None:
    indexed("revealed", "seen", SEEN)
    op.create_index("ix_covers_social_index", "covers", ["social_index"])


def downgrade() -> None:
    op.drop_index("ix_covers_social_index", "covers")
    indexed("seen", "revealed", REVEALED)


def indexed(before: str, after: str, which: str) -> None:
    """Find entries by whom they are about and by when, those of an outcome only."""
    for end, column in (("", SUBJECT), ("_at", "at")):
        op.drop_index(f"ix_audit_events_{before}{end}", "audit_events")
        op.create_index(
            f"ix_audit_events_{after}{end}",
            "audit_events",
            [column],
            postgresql_where=sa.text(which),
        )
