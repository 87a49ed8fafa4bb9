"""The examples in the OpenAPI file are answers that the service could give."""

from typing import Any

import pytest
from marshmallow import Schema

from citizen_api.wallets import samples
from citizen_api.wallets.schemas import (
    BankEventBodySchema,
    EntryPageSchema,
    EntrySchema,
    StatementSchema,
    TopUpSchema,
    WalletSchema,
)
from qr.vietqr import parse


@pytest.mark.parametrize(
    ("schema", "sample"),
    [
        (TopUpSchema(), samples.TOP_UP),
        (WalletSchema(), samples.WALLET),
        (EntrySchema(), samples.RIDDEN),
        (EntryPageSchema(), samples.ENTRIES),
        (StatementSchema(), samples.STATEMENT),
    ],
)
def test_an_example_has_every_field_and_no_other(
    schema: Schema, sample: dict[str, Any]
) -> None:
    assert set(sample) == set(schema.fields)


def test_the_payload_of_the_example_is_the_transfer_beside_it() -> None:
    target = samples.TOP_UP["transfer"]

    transfer = parse(samples.TOP_UP["payload"])

    assert (transfer.bank, transfer.account) == (target["bank"], target["account"])
    assert (transfer.purpose, transfer.amount) == (target["purpose"], 50_000)


def test_the_example_of_an_event_is_taken() -> None:
    assert BankEventBodySchema().load(samples.BANK_EVENT)["data"]["amount"] == 50_000
