"""citizen wallets."""

from flask import Flask

from tests.commands.conftest import Citizen
from tests.factories import database_of, last_entry
from tests.wallets.people import Rider, citizen, tell, transfer, visitor

WHY = ("--by", "Lan", "--note", "Khách quên ghi mã")


def purpose_of(rider: Rider) -> str:
    return str(rider.ask(50_000).get_json()["transfer"]["purpose"])


def test_what_named_nobody_is_listed_until_it_is_claimed(
    fresh: Flask, city: Citizen
) -> None:
    rider = citizen(fresh)
    tell(fresh, transfer("quên mã", 50_000, "FT1"))

    listed = city("wallets", "unclaimed").output
    claimed = city("wallets", "claim", "FT1", purpose_of(rider), *WHY)

    assert listed == "FT1  2026-11-21  50000 đ\n1 unclaimed\n"
    assert claimed.exit_code == 0
    assert claimed.output.startswith("FT1 is claimed: entry ")
    assert city("wallets", "unclaimed").output == "0 unclaimed\n"
    assert rider.wallet()["balance"] == 50_000


def test_who_claimed_is_in_the_audit_log(fresh: Flask, city: Citizen) -> None:
    purpose = purpose_of(visitor(fresh))
    tell(fresh, transfer("quên mã", 50_000, "FT1"))

    city("wallets", "claim", "FT1", purpose.lower(), *WHY)

    fields = last_entry(fresh)
    assert (fields["action"], fields["actor"]) == ("wallet.claim", "command")
    assert fields["detail"]["by"] == "Lan"


def test_what_is_claimed_is_not_given_to_another(fresh: Flask, city: Citizen) -> None:
    first, other = citizen(fresh), visitor(fresh)
    tell(fresh, transfer("quên mã", 50_000, "FT1"))
    city("wallets", "claim", "FT1", purpose_of(first), *WHY)

    refused = city("wallets", "claim", "FT1", purpose_of(other), *WHY)

    assert refused.exit_code != 0
    assert "was given to somebody else" in refused.output
    assert other.wallet()["balance"] == 0


def test_what_is_unknown_is_not_claimed(fresh: Flask, city: Citizen) -> None:
    rider = visitor(fresh)
    purpose = purpose_of(rider)
    tell(fresh, transfer(purpose, 50_000, "FT1"))

    for words in (("FT1", purpose), ("FT2", purpose), ("FT1", "HPW23456789")):
        refused = city("wallets", "claim", *words, *WHY)
        assert "no such transaction is unclaimed" in refused.output


def test_the_ledger_is_added_up(fresh: Flask, city: Citizen) -> None:
    visitor(fresh).top_up(50_000)
    tell(fresh, transfer("quên mã", 20_000))

    answer = city("wallets", "check")

    assert answer.exit_code == 0
    assert "It adds up; the bank told of 70000 đ." in answer.output


def test_a_ledger_that_does_not_add_up_is_told(fresh: Flask, city: Citizen) -> None:
    database_of(fresh).write(
        "INSERT INTO bank_transfers VALUES"
        " ('FT9', 'evt', 1, now(), now(), 'unclaimed', NULL) RETURNING 1",
        {},
    )

    answer = city("wallets", "check")

    assert answer.exit_code != 0
    assert "does not add up" in answer.output
