"""What people said of venues, for an export and an erasure: words of statements."""

from typing import Final

REVIEWS: Final = """
SELECT r.id, v.slug AS venue, r.stars, r.dishes, r.text, r.language, r.visited_on,
       r.visited, r.state, r.held_reason, r.helpful_count, r.created_at, r.updated_at
FROM reviews r JOIN venues v ON v.id = r.venue_id
WHERE r.person_id = :person ORDER BY r.id
"""
VERSIONS: Final = """
SELECT o.review_id, o.version, o.stars, o.dishes, o.text, o.language, o.visited_on,
       o.written_at
FROM review_versions o JOIN reviews r ON r.id = o.review_id
WHERE r.person_id = :person ORDER BY o.review_id, o.version
"""
VOTES: Final = """
SELECT review_id, at FROM review_votes WHERE person_id = :person ORDER BY id
"""
REPORTS: Final = """
SELECT p.id, p.review_id, v.slug AS venue, p.fault, p.text, p.status, p.created_at,
       p.handled_at, p.note
FROM review_reports p JOIN venues v ON v.id = p.venue_id
WHERE p.person_id = :person ORDER BY p.id
"""
PHOTO_REPORTS: Final = """
SELECT p.id, p.photo_id, v.slug AS venue, p.fault, p.created_at
FROM photo_reports p JOIN venues v ON v.id = p.venue_id
WHERE p.person_id = :person ORDER BY p.id
"""
VENUE_REPORTS: Final = """
SELECT p.id, v.slug AS venue, p.kind, d.slug AS dish, p.text, p.status, p.created_at,
       p.handled_at, p.note
FROM venue_reports p JOIN venues v ON v.id = p.venue_id
LEFT JOIN dishes d ON d.id = p.dish_id
WHERE p.person_id = :person ORDER BY p.id
"""
APPEALS: Final = """
SELECT id, subject_kind, subject_id, side, text, created_at FROM review_appeals
WHERE person_id = :person ORDER BY id
"""
REPLIES: Final = """
SELECT review_id, text, created_at, updated_at FROM review_replies
WHERE written_by = :person ORDER BY review_id
"""
PHONES: Final = """
SELECT device_id, since FROM device_people WHERE person_id = :person ORDER BY device_id
"""
# What the venue said, its owner's replies, stays with the venue; the id tells nobody.
ERASED: Final = (
    "DELETE FROM review_appeals WHERE person_id = :person",
    "DELETE FROM review_reports WHERE person_id = :person",
    "DELETE FROM photo_reports WHERE person_id = :person",
    "DELETE FROM venue_reports WHERE person_id = :person",
    "DELETE FROM review_votes WHERE person_id = :person",
    "DELETE FROM reviews WHERE person_id = :person",
    "DELETE FROM device_people WHERE person_id = :person",
)
