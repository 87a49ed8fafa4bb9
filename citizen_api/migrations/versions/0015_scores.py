"""what a review weighs, scores of dishes, and surges"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# The rules in words: docs/decisions/0014-what-a-review-weighs.md; the same in Python:
# scores/rules.py.
RULES = (
    """
    CREATE FUNCTION review_standing(history int, days int) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    CASE WHEN history >= 2 THEN 'known' WHEN days >= 3 THEN 'single' ELSE 'new' END
    """,
    """
    CREATE FUNCTION review_weight(standing text, visited boolean, days int)
    RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    CASE WHEN standing = 'new' THEN 1
         ELSE floor(
             CASE standing WHEN 'known' THEN 100 ELSE 25 END
             * CASE WHEN visited THEN 2 ELSE 1 END
             * power(0.5::float8, greatest(days, 0) / 365.0::float8) + 0.5
         ) END
    """,
    """
    CREATE FUNCTION shrunk_score(weight int, stars bigint, prior smallint)
    RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    (2 * (1000 * prior::bigint + 100 * stars) + 1000 + weight) / (2 * (1000 + weight))
    """,
)
# Whoever writes a review: what it weighs, and whether it is held, is decided here.
WEIGH_REVIEW = """
CREATE FUNCTION weigh_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := (NEW.updated_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    history int;
    seen record;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.stars = OLD.stars AND NEW.dishes = OLD.dishes THEN
        IF NEW.visited <> OLD.visited THEN
            NEW.weight := review_weight(
                NEW.standing, NEW.visited, (now()::date - today)::int
            );
        END IF;
        RETURN NEW;
    END IF;
    -- Who has no device signed in as a citizen.
    history := CASE WHEN NEW.device_id IS NULL THEN 2 ELSE (
        SELECT count(*) FROM (
            SELECT FROM reviews r
            WHERE r.device_id = NEW.device_id AND r.id <> NEW.id
              AND r.state = 'counted'
              AND (r.updated_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date <= today - 3
            LIMIT 2
        ) r
    ) END;
    NEW.standing := review_standing(history, 0);
    NEW.weight := review_weight(NEW.standing, NEW.visited, 0);
    NEW.weigh_on := today + CASE NEW.standing WHEN 'new' THEN 3 ELSE 30 END;
    IF NEW.standing = 'new' THEN
        SELECT s.surge_id, s.surge_until, s.new_on, s.new_count INTO seen
        FROM venue_scores s WHERE s.venue_id = NEW.venue_id;
        IF seen.surge_until > NEW.updated_at AND NEW.state = 'counted' THEN
            NEW.state := 'held';
            NEW.held_for := 'surge';
            NEW.surge_id := seen.surge_id;
        ELSIF seen.new_on = today AND seen.new_count >= 20 THEN
            NEW.weight := 0;
        END IF;
    END IF;
    RETURN NEW;
END $$
"""
# What changes from one review (null: none) to another of the same venue.
MOVE_SCORES = """
CREATE FUNCTION move_scores(venue int, gone reviews, come reviews) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    old_stars int := CASE WHEN gone.state = 'counted' THEN gone.stars ELSE 0 END;
    new_stars int := CASE WHEN come.state = 'counted' THEN come.stars ELSE 0 END;
    old_weight int := CASE WHEN gone.state = 'counted' THEN gone.weight ELSE 0 END;
    new_weight int := CASE WHEN come.state = 'counted' THEN come.weight ELSE 0 END;
    more int := (new_stars > 0)::int - (old_stars > 0)::int;
    heavier int := new_weight - old_weight;
    brighter int := new_weight * new_stars - old_weight * old_stars;
    fresh boolean := coalesce(
        come.standing = 'new' AND come.updated_at IS DISTINCT FROM gone.updated_at,
        FALSE
    );
    today date := (come.updated_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    moved record;
BEGIN
    LOOP
        UPDATE venue_scores AS s SET
            one = s.one + (new_stars = 1)::int - (old_stars = 1)::int,
            two = s.two + (new_stars = 2)::int - (old_stars = 2)::int,
            three = s.three + (new_stars = 3)::int - (old_stars = 3)::int,
            four = s.four + (new_stars = 4)::int - (old_stars = 4)::int,
            five = s.five + (new_stars = 5)::int - (old_stars = 5)::int,
            weight = s.weight + heavier,
            weighted_stars = s.weighted_stars + brighter,
            known = s.known + (new_stars > 0 AND come.standing = 'known')::int
                            - (old_stars > 0 AND gone.standing = 'known')::int,
            visited = s.visited + (new_stars > 0 AND come.visited)::int
                                - (old_stars > 0 AND gone.visited)::int,
            new_count = CASE WHEN NOT fresh THEN s.new_count
                             WHEN s.new_on = today THEN s.new_count + 1
                             ELSE 1 END,
            new_on = CASE WHEN fresh THEN today ELSE s.new_on END
        WHERE s.venue_id = venue
        RETURNING s.* INTO moved;
        EXIT WHEN FOUND;
        INSERT INTO venue_scores (venue_id, prior)
        SELECT venue, c.stars FROM city_scores c ON CONFLICT DO NOTHING;
    END LOOP;
    IF moved.score <> (CASE
        WHEN moved.ratings_count = more THEN 0
        ELSE shrunk_score(
            moved.weight - heavier, moved.weighted_stars - brighter, moved.prior
        ) END)
    THEN
        INSERT INTO score_changes (venue_id) VALUES (venue);
    END IF;
    IF fresh AND mod(moved.new_count, 4) = 0
        AND (moved.surge_until > come.updated_at) IS NOT TRUE
    THEN
        INSERT INTO surge_looks (venue_id) VALUES (venue);
    END IF;
    IF gone.held_for IS NOT NULL OR come.held_for IS NOT NULL THEN
        INSERT INTO review_holds AS h (venue_id, state, held_for, count)
        SELECT venue, state, held_for, sum(n)
        FROM (VALUES (gone.state, gone.held_for, -1), (come.state, come.held_for, 1))
             AS t (state, held_for, n)
        WHERE held_for IS NOT NULL
        GROUP BY state, held_for HAVING sum(n) <> 0 ORDER BY state, held_for
        ON CONFLICT (venue_id, state, held_for) DO UPDATE SET
            count = h.count + excluded.count;
    END IF;
    IF gone.dishes <> '{}' OR come.dishes <> '{}' THEN
        INSERT INTO dish_scores AS s (
            venue_id, dish_id, ratings_count, stars_sum, weight, weighted_stars, prior
        )
        SELECT venue, d.id, sum(n), sum(n * stars), sum(w), sum(w * stars), moved.prior
        FROM (
            SELECT key, value::int AS stars, 1 AS n, new_weight AS w
            FROM jsonb_each_text(come.dishes) WHERE new_stars > 0
            UNION ALL
            SELECT key, value::int, -1, -old_weight
            FROM jsonb_each_text(gone.dishes) WHERE old_stars > 0
        ) t JOIN dishes d ON d.slug = t.key
        GROUP BY d.id
        ON CONFLICT (venue_id, dish_id) DO UPDATE SET
            ratings_count = s.ratings_count + excluded.ratings_count,
            stars_sum = s.stars_sum + excluded.stars_sum,
            weight = s.weight + excluded.weight,
            weighted_stars = s.weighted_stars + excluded.weighted_stars;
    END IF;
END $$
"""
COUNT_REVIEW = """
CREATE OR REPLACE FUNCTION count_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM move_scores(NEW.venue_id, NULL, NEW);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM move_scores(OLD.venue_id, OLD, NULL);
    ELSIF NEW.venue_id <> OLD.venue_id THEN
        PERFORM move_scores(OLD.venue_id, OLD, NULL);
        PERFORM move_scores(NEW.venue_id, NULL, NEW);
    ELSIF (NEW.state, NEW.held_for, NEW.stars, NEW.dishes, NEW.weight, NEW.standing,
           NEW.visited)
        IS DISTINCT FROM
          (OLD.state, OLD.held_for, OLD.stars, OLD.dishes, OLD.weight, OLD.standing,
           OLD.visited)
    THEN
        PERFORM move_scores(NEW.venue_id, OLD, NEW);
    END IF;
    RETURN NULL;
END $$
"""
# What there is weighs what it did until the nightly job comes to it.
FILL = (
    """
    UPDATE venue_scores SET weight = 100 * (one + two + three + four + five),
        weighted_stars = 100 * (one + 2 * two + 3 * three + 4 * four + 5 * five),
        known = one + two + three + four + five
    """,
    """
    INSERT INTO dish_scores (
        venue_id, dish_id, ratings_count, stars_sum, weight, weighted_stars
    )
    SELECT r.venue_id, d.id, count(*), sum(value::int), 100 * count(*),
           100 * sum(value::int)
    FROM reviews r, jsonb_each_text(r.dishes) JOIN dishes d ON d.slug = key
    GROUP BY r.venue_id, d.id
    """,
)
SCORE = (
    "CASE WHEN {count} = 0 THEN 0 ELSE shrunk_score(weight, weighted_stars, prior) END"
)
COUNT = "one + two + three + four + five"
SUM = "one + 2 * two + 3 * three + 4 * four + 5 * five"
FORMER_SCORE = """
CREATE FUNCTION shrunk_score(ratings int, stars int) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
CASE WHEN ratings = 0 THEN 0
     ELSE round((1750 + 100.0 * stars) / (5 + ratings)) END
"""
FORMER_COUNT_REVIEW = """
CREATE OR REPLACE FUNCTION count_review() RETURNS trigger LANGUAGE plpgsql AS $$
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
RECOUNT = """
UPDATE venue_scores s SET (one, two, three, four, five) = (
    SELECT count(*) FILTER (WHERE stars = 1), count(*) FILTER (WHERE stars = 2),
           count(*) FILTER (WHERE stars = 3), count(*) FILTER (WHERE stars = 4),
           count(*) FILTER (WHERE stars = 5)
    FROM reviews r WHERE r.venue_id = s.venue_id
) WHERE venue_id IN (SELECT venue_id FROM reviews WHERE state <> 'counted')
"""


def upgrade() -> None:
    _make_surges()
    _widen_reviews()
    _make_scores()
    for statement in (*RULES, WEIGH_REVIEW):
        op.execute(statement)
    _widen_venue_scores()
    for statement in (*FILL, MOVE_SCORES, COUNT_REVIEW):
        op.execute(statement)
    op.execute("DROP TRIGGER count_review ON reviews")
    op.execute(
        "CREATE TRIGGER count_review AFTER INSERT OR DELETE OR UPDATE OF venue_id,"
        " stars, dishes, state, held_for, weight, standing, visited"
        " ON reviews FOR EACH ROW EXECUTE FUNCTION count_review()"
    )
    op.execute(
        "CREATE TRIGGER weigh_review BEFORE INSERT OR UPDATE OF stars, dishes, visited"
        " ON reviews FOR EACH ROW EXECUTE FUNCTION weigh_review()"
    )


def _make_surges() -> None:
    op.create_table(
        "surges",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column(
            "settled", sa.Boolean(), server_default=sa.text("true"), nullable=False
        ),
        sa.CheckConstraint(
            "why IN ('day', 'month', 'person')", name=op.f("ck_surges_why")
        ),
        sa.CheckConstraint(
            "decision IN ('release', 'drop')", name=op.f("ck_surges_decision")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_surges_venue_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surges")),
    )
    op.create_index("ix_surges_venue_id", "surges", ["venue_id"])
    op.create_table(
        "surge_venues",
        sa.Column("surge_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["surge_id"], ["surges.id"], name=op.f("fk_surge_venues_surge_id")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_surge_venues_venue_id")
        ),
        sa.PrimaryKeyConstraint("surge_id", "venue_id", name=op.f("pk_surge_venues")),
    )
    op.create_index("ix_surge_venues_venue_id", "surge_venues", ["venue_id"])
    op.create_table(
        "surge_looks",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surge_looks")),
    )


def _widen_reviews() -> None:
    text, small = sa.Text(), sa.SmallInteger()
    op.add_column(
        "reviews", sa.Column("state", text, server_default="counted", nullable=False)
    )
    op.add_column("reviews", sa.Column("held_for", text, nullable=True))
    op.add_column("reviews", sa.Column("surge_id", sa.Integer(), nullable=True))
    op.add_column(
        "reviews",
        sa.Column("visited", sa.Boolean(), server_default="false", nullable=False),
    )
    # Reviews that are there weigh as much as before, until the nightly job comes.
    op.add_column(
        "reviews", sa.Column("standing", text, server_default="known", nullable=False)
    )
    op.add_column(
        "reviews", sa.Column("weight", small, server_default="100", nullable=False)
    )
    op.add_column(
        "reviews",
        sa.Column(
            "weigh_on", sa.Date(), server_default=sa.text("now()"), nullable=False
        ),
    )
    op.alter_column("reviews", "standing", server_default="new")
    op.alter_column("reviews", "weight", server_default="0")
    for name, rule in (
        ("state", "state IN ('counted', 'held', 'dropped')"),
        ("held_for", "held_for IN ('surge', 'content', 'conflict', 'report')"),
        ("standing", "standing IN ('new', 'single', 'known')"),
        ("reason", "(state = 'counted') = (held_for IS NULL)"),
    ):
        op.create_check_constraint(op.f(f"ck_reviews_{name}"), "reviews", rule)
    op.create_foreign_key(
        op.f("fk_reviews_surge_id"), "reviews", "surges", ["surge_id"], ["id"]
    )
    op.create_index("ix_reviews_weigh_on", "reviews", ["weigh_on"])
    op.create_index(
        "ix_reviews_new",
        "reviews",
        ["venue_id"],
        postgresql_where=sa.text("standing = 'new' AND state = 'counted'"),
    )
    op.create_index(
        "ix_reviews_surge_id",
        "reviews",
        ["surge_id"],
        postgresql_where=sa.text("surge_id IS NOT NULL"),
    )


def _make_scores() -> None:
    city = op.create_table(
        "city_scores",
        sa.Column("id", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("stars", sa.SmallInteger(), server_default="350", nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_city_scores_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_scores")),
    )
    op.bulk_insert(city, [{"id": 1}])
    op.create_table(
        "review_holds",
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("held_for", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_review_holds_venue_id")
        ),
        sa.PrimaryKeyConstraint(
            "venue_id", "state", "held_for", name=op.f("pk_review_holds")
        ),
        postgresql_with={"fillfactor": "70"},
    )


def _widen_venue_scores() -> None:
    op.drop_column("venue_scores", "score")
    op.execute("DROP FUNCTION shrunk_score(int, int)")
    more: list[sa.Column[Any]] = [
        sa.Column("known", sa.Integer(), server_default="0", nullable=False),
        sa.Column("visited", sa.Integer(), server_default="0", nullable=False),
        sa.Column("new_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("new_on", sa.Date(), nullable=True),
        sa.Column("surge_id", sa.Integer(), nullable=True),
        sa.Column("surge_until", sa.DateTime(timezone=True), nullable=True),
        _score(COUNT),
    ]
    for column in [*_weighed(), *more]:
        op.add_column("venue_scores", column)
    op.create_foreign_key(
        op.f("fk_venue_scores_surge_id"), "venue_scores", "surges", ["surge_id"], ["id"]
    )
    op.create_table(
        "dish_scores",
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("dish_id", sa.SmallInteger(), nullable=False),
        sa.Column("ratings_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("stars_sum", sa.Integer(), server_default="0", nullable=False),
        *_weighed(),
        _score("ratings_count"),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_dish_scores_venue_id")
        ),
        sa.ForeignKeyConstraint(
            ["dish_id"], ["dishes.id"], name=op.f("fk_dish_scores_dish_id")
        ),
        sa.PrimaryKeyConstraint("venue_id", "dish_id", name=op.f("pk_dish_scores")),
        postgresql_with={"fillfactor": "70"},
    )


def _weighed() -> list[sa.Column[int]]:
    return [
        sa.Column("weight", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "weighted_stars", sa.BigInteger(), server_default="0", nullable=False
        ),
        sa.Column("prior", sa.SmallInteger(), server_default="350", nullable=False),
    ]


def _score(count: str) -> sa.Column[int]:
    made = sa.Computed(SCORE.format(count=count), persisted=True)
    return sa.Column("score", sa.SmallInteger(), made, nullable=False)


def downgrade() -> None:
    op.execute("DROP TRIGGER weigh_review ON reviews")
    op.execute("DROP TRIGGER count_review ON reviews")
    op.execute(RECOUNT)
    op.drop_table("dish_scores")
    for name in (
        "score",
        "weight",
        "weighted_stars",
        "prior",
        "known",
        "visited",
        "new_count",
        "new_on",
        "surge_id",
        "surge_until",
    ):
        op.drop_column("venue_scores", name)
    for function in (
        "move_scores(int, reviews, reviews)",
        "weigh_review()",
        "review_standing(int, int)",
        "review_weight(text, boolean, int)",
        "shrunk_score(int, bigint, smallint)",
    ):
        op.execute(f"DROP FUNCTION {function}")
    op.execute(FORMER_SCORE)
    op.execute(FORMER_COUNT_REVIEW)
    op.add_column(
        "venue_scores",
        sa.Column(
            "score",
            sa.SmallInteger(),
            sa.Computed(f"shrunk_score({COUNT}, {SUM})", persisted=True),
            nullable=False,
        ),
    )
    for name in (
        "weigh_on",
        "weight",
        "standing",
        "visited",
        "surge_id",
        "held_for",
        "state",
    ):
        op.drop_column("reviews", name)
    for table in (
        "review_holds",
        "city_scores",
        "surge_looks",
        "surge_venues",
        "surges",
    ):
        op.drop_table(table)
    op.execute(
        "CREATE TRIGGER count_review AFTER INSERT OR UPDATE OF stars OR DELETE"
        " ON reviews FOR EACH ROW EXECUTE FUNCTION count_review()"
    )
