"""the trigger that keeps scores right, whoever writes reviews"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COUNT_REVIEW = """
CREATE FUNCTION count_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gone smallint := CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.stars END;
    come smallint := CASE WHEN TG_OP = 'DELETE' THEN 0 ELSE NEW.stars END;
    venue int := CASE WHEN TG_OP = 'DELETE' THEN OLD.venue_id ELSE NEW.venue_id END;
    moved venue_scores;
BEGIN
    IF gone = come THEN
        RETURN NULL;
    END IF;
    INSERT INTO venue_scores AS s (venue_id, one, two, three, four, five)
    VALUES (venue, (come = 1)::int, (come = 2)::int, (come = 3)::int,
            (come = 4)::int, (come = 5)::int)
    ON CONFLICT (venue_id) DO UPDATE SET
        one = s.one + (come = 1)::int - (gone = 1)::int,
        two = s.two + (come = 2)::int - (gone = 2)::int,
        three = s.three + (come = 3)::int - (gone = 3)::int,
        four = s.four + (come = 4)::int - (gone = 4)::int,
        five = s.five + (come = 5)::int - (gone = 5)::int
    RETURNING s.* INTO moved;
    IF moved.score <> shrunk_score(
        moved.ratings_count - (come > 0)::int + (gone > 0)::int,
        moved.stars_sum - come + gone
    ) THEN
        INSERT INTO score_changes (venue_id) VALUES (venue);
    END IF;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    op.execute(COUNT_REVIEW)
    op.execute(
        "CREATE TRIGGER count_review AFTER INSERT OR UPDATE OF stars OR DELETE"
        " ON reviews FOR EACH ROW EXECUTE FUNCTION count_review()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER count_review ON reviews")
    op.execute("DROP FUNCTION count_review()")
