"""citizen reports."""

import pytest
from flask import Flask

from tests.commands.conftest import Citizen
from tests.listings.reporting import Reporter
from tests.reviews.addresses import VENUE

BY = ("--by", "Lan")
NOTE = ("--note", "Đã sửa giá")


def test_the_open_reports_are_listed(fresh: Flask, city: Citizen) -> None:
    said = {"kind": "price", "dish_id": "banh-da-cua", "text": "Nay\n45.000"}
    number = Reporter(fresh).report(**said).get_json()["id"]

    answer = city("reports", "list")

    line, total = answer.output.splitlines()
    assert line.startswith(f"{number}  ")
    assert VENUE in line
    assert "price | banh-da-cua | Nay 45.000" in line
    assert total == "1 new"


@pytest.mark.parametrize(
    ("verb", "status"), [("accept", "accepted"), ("reject", "rejected")]
)
def test_a_phone_reads_what_became_of_its_report(
    fresh: Flask, city: Citizen, verb: str, status: str
) -> None:
    phone = Reporter(fresh)
    number = phone.report(kind="closed").get_json()["id"]

    answer = city("reports", verb, str(number), *BY, *NOTE)

    assert answer.output == f"Report {number} is {status}.\n"
    item = phone.reported()["items"][0]
    assert (item["status"], item["note"]) == (status, "Đã sửa giá")
    assert item["handled_at"].endswith("+07:00")
    assert "Lan" not in str(item)


def test_after_the_decision_the_same_may_be_reported_anew(
    fresh: Flask, city: Citizen
) -> None:
    phone = Reporter(fresh)
    first = phone.report(kind="closed").get_json()["id"]
    city("reports", "reject", str(first), *BY, *NOTE)

    again = phone.report(kind="closed")

    assert again.status_code == 201
    assert again.get_json()["id"] != first


def test_a_report_is_decided_once(fresh: Flask, city: Citizen) -> None:
    number = str(Reporter(fresh).report(kind="closed").get_json()["id"])
    city("reports", "accept", number, *BY, *NOTE)

    again = city("reports", "reject", number, *BY, *NOTE)

    assert again.exit_code == 1
    assert again.output == f"Error: no open report has the number {number}\n"
    assert city("reports", "list", "--status", "accepted").output.endswith(
        "1 accepted\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("accept", "1", *BY),
        ("accept", "1", *NOTE),
        ("accept", "one", *BY, *NOTE),
        ("accept", "0", *BY, *NOTE),
        ("accept", str(2**31), *BY, *NOTE),
        ("accept", "1", "--by", "\u202eLan", *NOTE),
        ("accept", "1", "--by", "x" * 101, *NOTE),
        ("reject", "1", *BY, "--note", "x" * 501),
        ("reject", "1", *BY, "--note", " "),
        ("list", "--status", "gone"),
        ("list", "--limit", "0"),
    ],
)
def test_a_wrong_use_is_said(citizen: Citizen, words: tuple[str, ...]) -> None:
    answer = citizen("reports", *words)

    assert answer.exit_code == 2
    assert "Error: " in answer.output
