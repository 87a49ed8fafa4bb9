"""What each kind of item is made of: a statement that gives ids and bodies.

All keys are ASCII and no number has more than six decimals, so that every JSON library
writes the same canonical form. Nothing depends on the day: what is stale, or open, is
for the app to say.
"""

from typing import Final

from citizen_api.schedules.queries import IN_FORCE
from citizen_api.venues.queries.details import BEST_FIRST

PLACE: Final = """CASE WHEN {0}.lon_e6 IS NOT NULL THEN jsonb_build_object(
    'type', 'Point', 'coordinates', jsonb_build_array(
        trim_scale({0}.lon_e6::numeric / 1000000),
        trim_scale({0}.lat_e6::numeric / 1000000))) END"""
AREA: Final = """(SELECT jsonb_build_object('code', a.code, 'name', a.name)
    FROM areas a WHERE a.id = {0})"""
FACT: Final = """'source', {0}.source_id,
    'checked_at', left({0}.checked_on::text, coalesce({0}.precision, 10)),
    'note', {0}.note"""
PRICE: Final = f"""jsonb_build_object(
    'min', p.price_min, 'max', p.price_max, 'unit', p.unit, {FACT.format("p")})"""
# A multirange is written {[420,660),[960,1260)}.
MINUTES: Final = "translate({0}::text, '{{}})', '[]]')::jsonb"

DISHES: Final = f"""
SELECT d.slug AS id, jsonb_build_object(
    'id', d.slug,
    'name', jsonb_build_object('vi', d.name_vi, 'en', d.name_en),
    'category', d.category,
    'signature', d.signature,
    'description', jsonb_build_object(
        'vi', d.description_vi, 'en', d.description_en,
        'basis', d.description_basis),
    'forms', coalesce((
        SELECT jsonb_agg(jsonb_build_object(
            'text', f.text, 'kind', f.kind, 'language', f.language) ORDER BY f.id)
        FROM dish_forms f WHERE f.dish_id = d.id), '[]'),
    'city_prices', coalesce((
        SELECT jsonb_agg({PRICE} ORDER BY {BEST_FIRST})
        FROM city_prices p WHERE p.dish_id = d.id), '[]'),
    'sources', to_jsonb(d.source_ids)) AS body
FROM dishes d
"""  # noqa: S608 - our own words, here and below
MENU: Final = f"""
    SELECT jsonb_agg(jsonb_build_object(
        'dish', d.slug, 'note', m.note,
        'prices', coalesce((
            SELECT jsonb_agg({PRICE} ORDER BY {BEST_FIRST})
            FROM menu_prices p
            WHERE p.venue_id = m.venue_id AND p.dish_id = m.dish_id
              AND p.ended_by IS NULL), '[]'),
        'sold_out_until', m.sold_out_until) ORDER BY d.id)
    FROM menu_items m JOIN dishes d ON d.id = m.dish_id WHERE m.venue_id = v.id
"""  # noqa: S608
TOLD_HOURS: Final = f"""
    SELECT jsonb_agg(jsonb_build_object(
        'opening_hours', h.text, 'used', h.used, {FACT.format("h")}
        ) ORDER BY h.used DESC, h.checked_on DESC NULLS LAST, h.id)
    FROM opening_hours h WHERE h.venue_id = v.id AND h.ended_by IS NULL
"""  # noqa: S608
LICENCES: Final = """
    SELECT jsonb_agg(jsonb_build_object(
        'kind', l.kind, 'issued_by', l.issued_by, 'issued_on', l.issued_on,
        'valid_until', l.valid_until, 'source', l.source_id,
        'checked_at', l.checked_on) ORDER BY l.kind)
    FROM venue_licences l WHERE l.venue_id = v.id AND l.ended_at IS NULL
"""
VENUES: Final = f"""
SELECT v.slug AS id, jsonb_build_object(
    'id', v.slug,
    'name', v.name,
    'aliases', to_jsonb(v.aliases),
    'kind', v.kind,
    'address', jsonb_build_object(
        'text', v.address, 'street', v.street,
        'house_number', v.house_number, 'alley', v.alley,
        'ward', {AREA.format("v.ward_id")}, 'ward_certain', v.ward_certain,
        'former_ward', {AREA.format("v.former_ward_id")},
        'former_district', {AREA.format("v.former_district_id")}),
    'location', {PLACE.format("v")},
    'accuracy_m', v.accuracy_m,
    'basis', v.basis,
    'place_note', v.place_note,
    'place_source', v.place_source,
    'hours', v.schedule_id::text,
    'hours_told', coalesce(({TOLD_HOURS}), '[]'),
    'menu', coalesce(({MENU}), '[]'),
    'honours', v.honours,
    'licences', coalesce(({LICENCES}), '[]'),
    'closed_on', v.closed_on,
    'closed_source', v.closed_source,
    'note', v.note,
    'description', jsonb_build_object('vi', k.description_vi, 'en', k.description_en),
    'contacts', jsonb_build_object(
        'phone', k.phone, 'website', k.website, 'facebook', k.facebook),
    'sources', to_jsonb(v.source_ids)) AS body
FROM venues v LEFT JOIN venue_listings k ON k.venue_id = v.id
WHERE v.merged_into_id IS NULL
"""  # noqa: S608
HOURS: Final = f"""
SELECT s.id::text AS id, jsonb_build_object(
    'id', s.id::text,
    'opening_hours', s.text,
    'week', {MINUTES.format("s.week")},
    'maybe', {MINUTES.format("s.unknown")},
    'compiled_until', s.compiled_until,
    'exceptions', coalesce((
        SELECT jsonb_object_agg(e.day, jsonb_build_object(
            'open', {MINUTES.format("e.open")},
            'maybe', {MINUTES.format("e.unknown")}))
        FROM schedule_exceptions e WHERE e.schedule_id = s.id), '{{}}')) AS body
FROM schedules s
WHERE s.id IN (
    SELECT v.schedule_id FROM venues v WHERE v.merged_into_id IS NULL
    UNION SELECT t.schedule_id FROM stations t WHERE t.removed_at IS NULL)
"""  # noqa: S608
HOLIDAYS: Final = f"""
SELECT h.day::text AS id, jsonb_build_object(
    'id', h.day,
    'name', jsonb_build_object('vi', h.name_vi, 'en', h.name_en),
    'kind', h.kind,
    'status', h.status,
    'source', h.source) AS body
FROM ({IN_FORCE}) h
"""  # noqa: S608
STATIONS: Final = f"""
SELECT t.slug AS id, jsonb_build_object(
    'id', t.slug,
    'system', s.code,
    'name', t.name,
    'address', t.address,
    'ward', {AREA.format("t.ward_id")},
    'location', {PLACE.format("t")},
    'accuracy_m', t.accuracy_m,
    'basis', t.basis,
    'place_note', t.place_note,
    'hours', t.schedule_id::text,
    'capacity', t.capacity,
    'virtual', t.is_virtual,
    'parking', t.parking_type,
    'simulated', t.simulated) AS body
FROM stations t JOIN bike_systems s ON s.id = t.system_id
WHERE t.removed_at IS NULL
"""  # noqa: S608
FACILITIES: Final = f"""
SELECT f.code AS id, jsonb_build_object(
    'id', f.code,
    'name', f.name,
    'kind', f.kind,
    'invented', to_jsonb(f.invented),
    'address', f.address,
    'ward', {AREA.format("f.ward_id")},
    'location', {PLACE.format("f")},
    'accuracy_m', f.accuracy_m,
    'takes', to_jsonb(f.takes)) AS body
FROM facilities f
"""  # noqa: S608
SOURCES: Final = """
SELECT s.id, jsonb_build_object(
    'id', s.id,
    'title', s.title,
    'address', s.address,
    'published', left(s.published::text, coalesce(s.precision, 10)),
    'licence', s.licence,
    'kind', s.kind) AS body
FROM sources s
"""

PIECES: Final = {
    "dishes": DISHES,
    "facilities": FACILITIES,
    "holidays": HOLIDAYS,
    "hours": HOURS,
    "sources": SOURCES,
    "stations": STATIONS,
    "venues": VENUES,
}
