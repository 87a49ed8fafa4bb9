"""the JSON of a venue as far as it stands in its own row"""

import sqlalchemy as sa
from alembic import op

from citizen_api.venues.models import SHOWN

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # to_json is not declared immutable, but is, of texts and numbers.
    op.execute(
        """
        CREATE FUNCTION venue_shown(
            slug text, name text, kind text, address text, street text,
            lon_e6 int, lat_e6 int, accuracy_m int, basis text
        ) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
            '{"id":' || to_json(slug) || ',"name":' || to_json(name)
            || ',"kind":' || to_json(kind)
            || ',"location":' || CASE WHEN lon_e6 IS NULL THEN 'null' ELSE
                '{"type":"Point","coordinates":[' || lon_e6 / 1e6::float8
                || ',' || lat_e6 / 1e6::float8 || ']}' END
            || ',"accuracy_m":' || coalesce(accuracy_m::text, 'null')
            || ',"basis":' || coalesce(to_json(basis)::text, 'null')
            || ',"address":{"text":' || to_json(address)
            || ',"street":' || coalesce(to_json(street)::text, 'null')
        """
    )
    column = sa.Column("shown", sa.Text(), sa.Computed(SHOWN, persisted=True))
    op.add_column("venues", column)
    op.alter_column("venues", "shown", nullable=False)


def downgrade() -> None:
    op.drop_column("venues", "shown")
    op.execute(
        "DROP FUNCTION venue_shown(text, text, text, text, text, int, int, int, text)"
    )
