"""What a station counts: derived from its bikes in one place, for lists and feeds."""

from typing import Final

# Whatever stands there takes room; what somebody is just unlocking is counted nowhere.
COUNTED: Final = """
sum(standing)::int AS standing, sum(free)::int AS available,
sum(broken)::int AS disabled, jsonb_object_agg(type_id, free) AS by_type
"""
BY_TYPE: Final = """
SELECT station_id, type_id, count(*) AS standing,
       count(*) FILTER (WHERE state = 'available') AS free,
       count(*) FILTER (WHERE state = 'non_operational') AS broken
FROM bikes WHERE {there} GROUP BY station_id, type_id
"""
CLOSED: Final = """
SELECT coalesce(
    (y.facts ->> 'termination_date')::date < (%(now)s ::timestamptz)::date, false
) OR y.ours AND EXISTS (
    SELECT FROM bike_alerts a
    WHERE a.type IN ('station_closure', 'system_closure')
      AND a.starts_at <= %(now)s AND (a.ends_at IS NULL OR a.ends_at > %(now)s)
      AND (a.station_ids = '{}' OR s.id = ANY (a.station_ids))
) AS closed
"""


def _stations(counts: str) -> str:
    """Every station with its counts; of another system it has what its feed said.

    Outside its opening hours nothing is rented there, but a bike may be brought.
    """
    return f"""
SELECT s.id, s.slug, s.name, s.address, s.lon_e6, s.lat_e6, s.place, s.accuracy_m,
       s.basis, s.capacity, s.docks_disabled, s.is_virtual, s.parking_type,
       s.simulated, y.code AS system, y.ours, y.name AS system_name,
       w.code AS ward, w.name AS ward_name, h.text AS hours,
       coalesce(r.available, c.available, 0) AS available,
       coalesce(r.by_type, c.by_type, '{{}}') AS by_type,
       coalesce(r.disabled, c.disabled, 0) AS disabled,
       CASE WHEN y.ours THEN
           greatest(s.capacity - s.docks_disabled - coalesce(c.standing, 0), 0)
       ELSE r.docks_available END AS docks_available,
       s.is_installed AS installed,
       s.is_installed AND s.is_renting AND NOT x.closed
           AND (s.schedule_id IS NULL OR s.schedule_id >= 8 * length(%(open)s)
                OR get_bit(%(open)s, s.schedule_id) = 1) AS renting,
       s.is_installed AND s.is_returning AND NOT x.closed AS taking_back,
       CASE WHEN y.ours THEN %(now)s ::timestamptz ELSE r.reported_at END AS as_of
FROM stations s
JOIN bike_systems y ON y.id = s.system_id
LEFT JOIN areas w ON w.id = s.ward_id
LEFT JOIN schedules h ON h.id = s.schedule_id
LEFT JOIN station_reports r ON r.station_id = s.id
{counts}
CROSS JOIN LATERAL ({CLOSED}) x
WHERE s.removed_at IS NULL
"""  # noqa: S608 - our own words


# Not grouped by station: PostgreSQL would count all of them to find the nearest.
ONE_BY_ONE: Final = _stations(
    f"CROSS JOIN LATERAL (SELECT {COUNTED}"  # noqa: S608 - as above
    f" FROM ({BY_TYPE.format(there='station_id = s.id')}) n) c"
)
ALL_AT_ONCE: Final = _stations(
    f"LEFT JOIN (SELECT station_id, {COUNTED}"  # noqa: S608 - as above
    f" FROM ({BY_TYPE.format(there='station_id IS NOT NULL')}) n"
    " GROUP BY station_id) c ON c.station_id = s.id"
)
