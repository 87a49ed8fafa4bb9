"""The pages of moderators: what waits, one case of each kind, and what is decided."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.roles.models import Role
from tests.factories import changing
from tests.pages.moderators import waiting
from tests.pages.moderators.waiting import COLLEAGUE, OWNER
from tests.pages.staff.working import Worker, without_roles
from tests.reviews.addresses import VENUE
from tests.reviews.phones import Phone

HERE = "/staff/moderation"
Maker = Callable[[Flask], str]
REASON = {"note": "Đã gọi điện hỏi quán."}


@pytest.fixture
def judge(judge: Worker) -> Worker:
    """The moderator, where no case waits."""
    with changing(judge.app) as session:
        session.execute(text("TRUNCATE cases CASCADE"))
        session.execute(text("DELETE FROM venue_claims"))
        session.execute(text("DELETE FROM listing_changes WHERE state = 'waiting'"))
    return judge


def decided(judge: Worker, case: str, decision: str, **more: str) -> int:
    typed = REASON | {"decision": decision} | more
    return judge.send(
        f"{HERE}/{case}/decision", judge.form(f"{HERE}/{case}") | typed
    ).status_code


@pytest.mark.parametrize("part", ["", "/decision", "/second", "/undo", "/correction"])
def test_the_pages_are_for_moderators(judge: Worker, part: str) -> None:
    case = waiting.report(judge.app)
    path = f"{HERE}/{case}{part}"

    assert judge.open(path).status_code in {200, 303}
    other = Worker(judge.app, Role.CODE_KEEPER, persona="P006")
    assert other.open(path).status_code == 403
    unsure = Worker(judge.app, Role.MODERATOR, persona="P007", acr="LoA1")
    assert "acr=LoA2" in unsure.open(path).location
    if part:
        assert other.send(path, {}).status_code == 403
        foreign = {"Sec-Fetch-Site": "cross-site"}
        assert judge.send(path, {}, **foreign).status_code == 403
        assert judge.send(path, {"decision": "accept"}).status_code == 403


def test_a_moderator_whose_role_is_taken_away_sees_nothing_more(judge: Worker) -> None:
    case = waiting.held(judge.app)
    form = judge.form(f"{HERE}/{case}")
    without_roles(judge.app)

    assert judge.open(HERE).status_code == 403
    typed = form | REASON | {"decision": "count"}
    assert judge.send(f"{HERE}/{case}/decision", typed).status_code == 403


def test_the_queue_has_what_waits_and_is_filtered_by_kind(judge: Worker) -> None:
    held, claim = waiting.held(judge.app), waiting.claim(judge.app, "P008")

    queue = judge.text(HERE)
    assert held in queue
    assert claim in queue
    claims = judge.text(f"{HERE}?kind=claim")
    assert claim in claims
    assert held not in claims
    assert held not in judge.text(f"{HERE}?state=decided&kind=review_held")
    judge.text(f"{HERE}?state=nonsense&kind=nonsense")
    judge.text(f"{HERE}?cursor=nonsense", 422)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (waiting.held, "0912 345 678"),
        (waiting.reported, "&lt;b&gt;Dở&lt;/b&gt;"),
        (waiting.surge, "Dở quá, đừng đến"),
        (waiting.edit, "Bánh đa cua Bà Cụ mới"),
        (waiting.claim, "Quán của mẹ tôi"),
        (waiting.merge, "This one stays"),
        (waiting.report, "Giá đã tăng"),
        (waiting.photo, "/staff/moderation/photos/"),
        (waiting.appeal, "Tôi đã ăn ở đây hôm qua."),
    ],
)
def test_a_case_shows_what_it_is_about(judge: Worker, make: Maker, words: str) -> None:
    shown = judge.text(f"{HERE}/{make(judge.app)}")

    assert words in shown
    assert 'name="note"' in shown


def test_reading_the_words_of_a_claim_is_recorded(judge: Worker) -> None:
    case = waiting.claim(judge.app, "P009")

    judge.text(f"{HERE}/{case}")

    entry = judge.entries("claim.read")[-1]
    assert (entry["actor"], entry["detail"]) == (judge.actor, {"case": case})


def test_a_decision_needs_a_choice_and_a_reason(judge: Worker) -> None:
    path = f"{HERE}/{waiting.reported(judge.app)}"

    empty = judge.send(f"{path}/decision", judge.form(path))
    page = empty.get_data(as_text=True)
    assert empty.status_code == 422
    assert "decision-error" in page
    assert "note-error" in page
    typed = judge.form(path) | {"decision": "drop", "note": "x" * 1001}
    long = judge.send(f"{path}/decision", typed)
    assert (long.status_code, "x" * 1001 in long.text) == (422, True)
    wrong = judge.send(f"{path}/decision", typed | REASON | {"decision": "grant"})
    assert wrong.status_code == 422


def test_a_reported_review_is_removed_and_comes_back_by_undo(judge: Worker) -> None:
    case = waiting.reported(judge.app)

    assert decided(judge, case, "drop") == 303
    page = judge.text(f"{HERE}/{case}")
    assert REASON["note"] in page
    assert "by me" in page
    assert decided(judge, case, "drop") == 409
    assert "Undo it" in judge.text(f"{HERE}/{case}/undo")

    anew = judge.fill(f"{HERE}/{case}/undo")

    assert anew.status_code == 303
    assert case not in anew.location
    assert "judge it anew" in judge.text(anew.location).lower()
    assert judge.fill(f"{HERE}/{case}/undo").status_code == 409


def test_words_that_were_changed_meanwhile_are_shown_again(judge: Worker) -> None:
    phone = Phone(judge.app)
    phone.rate(stars=4, text="Gọi 0912 345 678")
    case = waiting.newest(judge.app, "review_held")
    form = judge.form(f"{HERE}/{case}")
    phone.rate(stars=1, text="Gọi 0987 654 321", if_match="*")

    typed = form | REASON | {"decision": "count"}
    answer = judge.send(f"{HERE}/{case}/decision", typed)

    assert answer.status_code == 412
    assert "0987 654 321" in answer.text
    assert REASON["note"] in answer.text
    assert decided(judge, case, "count") == 303


def test_dropping_a_burst_takes_two(judge: Worker) -> None:
    case = waiting.surge(judge.app)
    assert decided(judge, case, "drop") == 303
    assert "You proposed this" in judge.text(f"{HERE}/{case}")
    colleague = Worker(judge.app, Role.MODERATOR, persona=COLLEAGUE)

    empty = colleague.send(f"{HERE}/{case}/second", colleague.form(f"{HERE}/{case}"))
    assert (empty.status_code, "agrees-error" in empty.text) == (422, True)
    again = judge.form(f"{HERE}/{case}/undo") | {"agrees": "yes"}
    typed = colleague.form(f"{HERE}/{case}") | {"agrees": "yes"}
    assert judge.send(f"{HERE}/{case}/second", again).status_code == 403
    assert colleague.send(f"{HERE}/{case}/second", typed).status_code == 303

    with changing(judge.app) as session:
        states = text(
            "SELECT DISTINCT r.state FROM reviews r JOIN cases c"
            " ON c.subject_id = r.surge_id::text WHERE c.id = :case"
        )
        assert session.scalars(states, {"case": case}).all() == ["dropped"]


def test_a_second_person_may_say_no(judge: Worker) -> None:
    case = waiting.merge(judge.app)
    typed = judge.form(f"{HERE}/{case}") | {"agrees": "no", "note": "Hai quán khác."}

    assert judge.send(f"{HERE}/{case}/second", typed).status_code == 303

    assert 'value="merge"' in judge.text(f"{HERE}/{case}")


def test_who_has_a_part_in_a_case_is_told_so(judge: Worker) -> None:
    case = waiting.edit(judge.app, "Bánh đa cua Bà Cụ cũ")
    owner = Worker(judge.app, Role.MODERATOR, persona=OWNER)

    page = owner.text(f"{HERE}/{case}")

    assert "somebody else must decide" in page
    typed = judge.form(f"{HERE}/{case}") | REASON | {"decision": "accept"}
    form = owner.form(f"{HERE}/{case}")
    refused = owner.send(f"{HERE}/{case}/decision", typed | form)
    assert refused.status_code == 403


def test_an_edit_shows_all_versions_that_differ(judge: Worker) -> None:
    case = waiting.edit(judge.app, "Bánh đa cua Bà Cụ 3")
    rename = text("UPDATE venues SET name = 'Tên mới nhất' WHERE slug = :slug")
    with changing(judge.app) as session:
        session.execute(rename, {"slug": VENUE})

    page = judge.text(f"{HERE}/{case}")

    for words in ("Bánh đa cua Bà Cụ 3", "Tên mới nhất", "when they asked"):
        assert words in page


def test_the_photo_of_a_case_is_for_moderators(judge: Worker) -> None:
    waiting.photo(judge.app)
    with changing(judge.app) as session:
        number = session.scalar(text("SELECT max(id) FROM photos"))
    path = f"{HERE}/photos/{number}"

    with judge.open(path) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert answer.headers["Cache-Control"] == "no-store"
    assert judge.open(f"{HERE}/photos/99999999").status_code == 404
    assert Worker(judge.app, Role.AUDITOR, persona="P006").open(path).status_code == 403
