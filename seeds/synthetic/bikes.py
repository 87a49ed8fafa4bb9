"""Made-up stations and bikes in any number, for measurements."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

BIKES_EACH: Final = 10
STATIONS: Final = text(
    """
    INSERT INTO stations (
        system_id, told_id, slug, name, lon_e6, lat_e6, accuracy_m, basis, capacity,
        is_virtual, parking_type, simulated)
    SELECT y.id, slug, slug,
           jsonb_build_object('vi', 'Trạm mẫu ' || n, 'en', 'Sample station ' || n),
           106400000 + (n * 7919::bigint) % 700000,
           20600000 + (n * 104729::bigint) % 450000,
           10, 'sample', 10 + n % 11, true, 'sidewalk_parking', true
    FROM generate_series(1, :count) AS n
    CROSS JOIN LATERAL (SELECT 'syn-station-' || n AS slug) named
    JOIN bike_systems y ON y.ours
    ON CONFLICT DO NOTHING
    """
)
# Their codes are nobody's: they are not made by chance, and have no check digit.
BIKES: Final = text(
    """
    INSERT INTO bikes (
        number, token, code, type_id, state, state_since, station_id, reported_at,
        battery, range_m, simulated)
    SELECT 'SYN' || s.id || '-' || nth, lpad('syn_' || s.id || '_' || nth, 22, '0'),
           (90000000 + s.id * 20 + nth)::text,
           CASE WHEN nth % 5 = 0 THEN 'electric' ELSE 'bicycle' END, 'available',
           now(), s.id, now(), CASE WHEN nth % 5 = 0 THEN 80 END,
           CASE WHEN nth % 5 = 0 THEN 72000 END, true
    FROM stations s CROSS JOIN generate_series(1, :each) AS nth
    WHERE s.slug LIKE 'syn-station-%'
    ON CONFLICT DO NOTHING
    """
)


def sample_stations(session: Session, count: int) -> int:
    """Make the first `count` made-up stations, ten bikes each; how many are new."""
    new = session.connection().execute(STATIONS, {"count": count}).rowcount
    session.execute(BIKES, {"each": BIKES_EACH})
    session.execute(text("ANALYZE stations, bikes"))
    return new
