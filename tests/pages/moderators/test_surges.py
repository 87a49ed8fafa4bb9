"""A moderator holds a burst of ratings by hand."""

from sqlalchemy import text

from citizen_api.roles.models import Role
from tests.factories import Stall, build, changing
from tests.pages.staff.working import Worker

HERE = "/staff/moderation"
NEW = f"{HERE}/surges"
WHY = text(
    "SELECT why FROM surges WHERE venue_id ="
    " (SELECT id FROM venues WHERE slug = :venue)"
)


def test_ratings_are_held_and_somebody_else_decides(judge: Worker) -> None:
    (venue,) = build(judge.app, Stall(name="Quán bị dội"))
    assert f'href="{NEW}"' in judge.text(HERE)

    answer = judge.fill(NEW, venue_id=f"https://x.vn/venues/{venue}?lang=en")

    assert answer.status_code == 303
    page = judge.text(answer.location)
    assert "The ratings are held from now on." in page
    assert "somebody else must decide" in page
    with changing(judge.app) as session:
        assert session.scalars(WHY, {"venue": venue}).all() == ["person"]
    again = judge.fill(NEW, venue_id=venue).location
    assert again == answer.location


def test_a_venue_that_is_none_is_marked(judge: Worker) -> None:
    for typed in ("", "no-such-venue"):
        answer = judge.fill(NEW, venue_id=typed)
        assert answer.status_code == 422
        assert 'id="venue_id-error"' in answer.get_data(as_text=True)


def test_the_page_is_for_moderators(judge: Worker) -> None:
    other = Worker(judge.app, Role.CODE_KEEPER, persona="P006")

    assert 'value="test-9"' in judge.text(f"{NEW}?venue=test-9")
    assert other.open(NEW).status_code == 403
    assert other.send(NEW, {"venue_id": "test-9"}).status_code == 403
    assert judge.send(NEW, {"venue_id": "test-9"}).status_code == 403
