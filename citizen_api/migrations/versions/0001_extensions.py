"""extensions, and the function that folds names as `geo.names.fold` does"""

from alembic import op

from geo.names import FOLD_SQL

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

EXTENSIONS = ("postgis", "btree_gist", "pg_trgm")


def upgrade() -> None:
    for extension in EXTENSIONS:
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.execute(FOLD_SQL)
    # 5 votes of 3.5 stars stand for what is not known yet: reviews/rules.py.
    op.execute(
        """
        CREATE FUNCTION shrunk_score(ratings int, stars int) RETURNS smallint
        LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
        CASE WHEN ratings = 0 THEN 0
             ELSE round((1750 + 100.0 * stars) / (5 + ratings)) END
        """
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION shrunk_score(int, int)")
    op.execute("DROP FUNCTION fold_name(text)")
