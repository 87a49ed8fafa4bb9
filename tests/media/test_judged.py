"""Photos that are held or removed are out of sight, and come back."""

from flask import Flask

from citizen_api.cases.models import Case
from citizen_api.cases.rules import Verdict
from citizen_api.media import actions
from citizen_api.moderation.actions import decide, undo
from citizen_api.reviews import photo_cases
from citizen_api.roles.models import Role
from tests.conftest import NOON
from tests.factories import changing, on_staff
from tests.media.pictures import photo
from tests.media.sending import Sender, at_venue, photos
from tests.reviews.phones import problem


def sent(sender: Sender, size: tuple[int, int]) -> tuple[int, str]:
    made = sender.send_photo(photo(size)).get_json()
    return made["id"], made["url"]


def test_a_held_photo_is_out_of_sight_until_it_is_shown(
    sender: Sender, city: Flask
) -> None:
    number, url = sent(sender, (81, 60))
    with changing(city) as session:
        assert actions.hold(session, number, NOON)
        assert not actions.hold(session, number, NOON)

    assert sender.seen(url) == 404
    assert number not in {each["id"] for each in at_venue(city)}

    with changing(city) as session:
        assert actions.show(session, number, NOON)
    assert sender.seen(url) == 200


def test_a_case_removes_a_photo_and_may_be_undone(sender: Sender, city: Flask) -> None:
    number, url = sent(sender, (82, 60))
    with changing(city) as session:
        opened = photo_cases.report(session, number, "insult", by="device:1", at=NOON)
    verdict = Verdict(photo_cases.REMOVE, "person:0", NOON)
    with changing(city) as session:
        decide(session, opened, verdict)
    assert sender.seen(url) == 404

    with changing(city) as session:
        undo(session, opened, verdict)
    assert sender.seen(url) == 200


def test_who_took_a_photo_reads_why_it_was_removed(sender: Sender, city: Flask) -> None:
    number, url = sent(sender, (86, 60))
    path = photos(sender.review)
    with changing(city) as session:
        opened = photo_cases.report(session, number, "insult", by="device:1", at=NOON)
        decide(session, opened, Verdict("remove", "person:0", NOON, "Có mặt em bé."))

    (told,) = sender.client.get(path, headers=sender.headers()).get_json()["items"]

    assert (told["id"], told["url"], told["state"]) == (number, url, "removed")
    assert (told["reason"], told["note"]) == ("insult", "Có mặt em bé.")
    with changing(city) as session:
        undo(session, opened, Verdict("", "person:0", NOON))
    (told,) = sender.client.get(path, headers=sender.headers()).get_json()["items"]
    assert (told["state"], told["reason"], told["note"]) == ("shown", None, None)
    other = Sender(city)
    refused = other.client.get(path, headers=other.headers())
    assert problem(refused) == "not-found"


def test_what_was_removed_does_not_come_back_by_sending_it_again(
    sender: Sender, city: Flask
) -> None:
    number, url = sent(sender, (83, 60))
    with changing(city) as session:
        actions.remove(session, number, NOON)

    again = sender.send_photo(photo((83, 60)))

    assert (again.status_code, again.get_json()["id"]) == (200, number)
    assert sender.seen(url) == 404


def test_moderators_see_what_is_out_of_sight_and_nobody_else(
    sender: Sender, city: Flask
) -> None:
    number, _ = sent(sender, (84, 60))
    with changing(city) as session:
        actions.remove(session, number, NOON)
        case = Case(subject_id=str(number))
        told = photo_cases.about(session, case)["photo"]
    moderator = on_staff(city, Role.MODERATOR)

    with sender.client.get(told["file_url"], headers=moderator) as answer:
        assert answer.data.startswith(b"\xff\xd8\xff")
        assert answer.headers["Cache-Control"] == "no-store"
    refused = sender.client.get(told["file_url"])
    assert (refused.status_code, problem(refused)) == (401, "not-signed-in")


def test_what_was_removed_is_forgotten_in_time(sender: Sender, city: Flask) -> None:
    number, _ = sent(sender, (85, 60))
    with changing(city) as session:
        actions.remove(session, number, NOON)
        actions.forget(session, NOON + actions.REMOVED_FOR)
        assert photo_cases.about(session, Case(subject_id=str(number)))["photo"]
        actions.forget(session, NOON + 2 * actions.REMOVED_FOR)
        assert not photo_cases.about(session, Case(subject_id=str(number)))["photo"]
