"""Moderators say what is right, before reports of visitors are accepted."""

from tests.pages.moderators import waiting
from tests.pages.staff.working import Worker

HERE = "/staff/moderation"
REASON = {"note": "Đã gọi điện hỏi quán."}


def test_a_reported_price_is_corrected_before_it_is_accepted(judge: Worker) -> None:
    case = waiting.report(judge.app)
    path = f"{HERE}/{case}/correction"
    early = judge.form(f"{HERE}/{case}") | REASON | {"decision": "accept"}
    assert judge.send(f"{HERE}/{case}/decision", early).status_code == 409
    less = judge.fill(path, min="50.000", max="40.000")
    assert (less.status_code, "max-error" in less.text) == (422, True)
    for typed in ("nhiều", "9" * 5000):
        assert "min-error" in judge.fill(path, min=typed).text

    assert judge.fill(path, min="50.000", max="", unit="bát").status_code == 303

    entry = judge.entries("case.corrected")[-1]
    told = {"case": case, "reason": "price", "said": ["price"]}
    assert (entry["actor"], entry["detail"]) == (judge.actor, told)
    assert "50,000" in judge.text(f"{HERE}/{case}")
    assert 'value="50000"' in judge.text(path)
    assert judge.send(f"{HERE}/{case}/decision", early).status_code == 303
    assert judge.fill(path, min="60000").status_code == 409


def test_wrong_hours_are_named_beside_their_field(judge: Worker) -> None:
    path = f"{HERE}/{waiting.report(judge.app, 'hours')}/correction"

    wrong = judge.fill(path, opening_hours="mỗi ngày")
    assert (wrong.status_code, "opening_hours-error" in wrong.text) == (422, True)

    assert judge.fill(path, opening_hours="Mo-Su 06:00-11:00").status_code == 303


def test_a_venue_that_moved_is_put_where_it_is(judge: Worker) -> None:
    case = waiting.report(judge.app, "moved")
    path = f"{HERE}/{case}/correction"
    wrong = judge.fill(path, text="5 Lê Lợi", at="ở đâu đó")
    assert (wrong.status_code, "at-error" in wrong.text) == (422, True)

    assert judge.fill(path, text="5 Lê Lợi", at="20.86, 106.688").status_code == 303

    assert "5 Lê Lợi" in judge.text(f"{HERE}/{case}")
    assert 'value="20.86, 106.688"' in judge.text(path)
    ready = judge.form(f"{HERE}/{case}") | REASON | {"decision": "accept"}
    assert judge.send(f"{HERE}/{case}/decision", ready).status_code == 303


def test_a_duplicate_names_the_place_that_it_is(judge: Worker) -> None:
    case = waiting.report(judge.app, "duplicate")
    path = f"{HERE}/{case}/correction"
    assert "into-error" in judge.fill(path, into="no-such").text

    assert judge.fill(path, into=waiting.OTHER).status_code == 303

    assert waiting.OTHER in judge.text(f"{HERE}/{case}")
    ready = judge.form(f"{HERE}/{case}") | REASON | {"decision": "accept"}
    assert judge.send(f"{HERE}/{case}/decision", ready).status_code == 303


def test_only_reports_are_corrected(judge: Worker) -> None:
    judge.text(f"{HERE}/{waiting.held(judge.app)}/correction", 404)
