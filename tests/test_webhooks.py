"""Signed events, as the standard has them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from citizen_api.settings import BadSetting, Settings
from citizen_api.webhooks import BadSecret, Signed, ensure_signed, key_of, signature
from tests.conftest import SECRETS

# The example that the libraries of the standard test themselves with.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NAME, MOMENT = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_example_of_the_standard_is_signed_alike() -> None:
    assert signature(key_of(SECRET), NAME, MOMENT, BODY) == SIGNATURE


def test_the_example_of_the_standard_is_believed() -> None:
    event = Signed(NAME, str(MOMENT), SIGNATURE, BODY)

    ensure_signed(key_of(SECRET), event, datetime.fromtimestamp(MOMENT + 60, UTC))


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_é"],
)
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(BadSecret):
        key_of(secret)


@dataclass
class Bank:
    """Settings about the bank."""

    account: str = "970436:0881000458086"
    secret: str = SECRET
    environment: str = "demo"
    simulators: str = ""

    def settings(self) -> Settings:
        return Settings(
            database_url="postgresql:///nowhere",
            **SECRETS
            | {
                "bank_account": self.account,
                "bank_secret": self.secret,
                "environment": self.environment,
                "simulators": self.simulators,
                "public_url": "https://example.org",
            },
        )


def test_a_service_with_a_bank_has_its_key() -> None:
    assert Bank(environment="production").settings().bank_key == key_of(SECRET)


def test_a_service_without_a_bank_has_no_key() -> None:
    assert Bank(secret="").settings().bank_key == b""


def test_the_simulated_bank_has_a_key_of_its_own() -> None:
    assert len(Bank(secret="", simulators="on").settings().bank_key) == 32


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (Bank(secret="whsec_c2hvcnQ="), "BANK_SECRET"),
        (Bank(account="0881000458086"), "BANK_ACCOUNT"),
        (Bank(account="97043:1"), "BANK_ACCOUNT"),
        (Bank(account="999999:1234567890", environment="production"), "BANK_ACCOUNT"),
    ],
)
def test_a_bank_that_cannot_be_is_refused_at_the_start(wrong: Bank, named: str) -> None:
    with pytest.raises(BadSetting, match=named):
        wrong.settings()
