"""Schemathesis looks for answers that the OpenAPI document does not promise."""

import logging
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis import Case, HookContext, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from werkzeug.serving import make_server

from citizen_api import fields
from citizen_api.links.prints import NO_SIZE
from citizen_api.links.resources import NO_SCAN
from citizen_api.listings.rules import NO_DISH_HERE, SAY_WHAT
from citizen_api.reviews.resources import NO_DISH
from citizen_api.reviews.schemas import TWICE
from citizen_api.venues import asking

ENOUGH = 2_000
EXAMPLES = 80
REFUSED = ["400", "401", "404", "405", "406", "412", "413", "414", "415", "422", "428"]
TAKEN = ["2xx", "304", "401", "404", "409", "412", "422", "428"]
# What JSON Schema cannot say of a value, or of one value beside another.
BEYOND_THE_SCHEMA = {
    fields.CONTROL,
    fields.EMPTY,
    NO_SCAN,
    NO_SIZE,
    NO_DISH,
    NO_DISH_HERE,
    SAY_WHAT,
    TWICE,
    asking.NEEDS_BOTH,
    asking.NEEDS_CENTRE,
    asking.NEEDS_DISH,
    asking.NO_AREA,
    asking.NOT_A_TIME,
    asking.OTHER_DISH,
    *asking.BBOX.values(),
}
REASONS = {said.to(language) for said in BEYOND_THE_SCHEMA for language in ("vi", "en")}


def is_valid(case: Case) -> bool:
    """Whether a case is what the document asks for."""
    return case.meta is not None and case.meta.generation.mode.value == "positive"


@pytest.fixture
def refused() -> Iterator[set[str]]:
    """Why valid data was refused all the same.

    A cursor comes from a page, and a dish from the list, so that no schema tells them:
    valid cases go without the one and with a dish that is there.
    """
    reasons: set[str] = set()

    def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
        if is_valid(case) and case.query:
            case.query.pop("cursor", None)
            if "dish" in case.query:
                case.query["dish"] = "banh-da-cua"

    def after_call(context: HookContext, case: Case, response: Response) -> None:
        if is_valid(case) and response.status_code == 422:
            reasons.update(error["detail"] for error in response.json()["errors"])

    schemathesis.hook(before_call)
    schemathesis.hook(after_call)
    yield reasons
    schemathesis.hooks.unregister(before_call)
    schemathesis.hooks.unregister(after_call)


@pytest.fixture
def address(fresh: Flask) -> Iterator[str]:
    """The service on a port of its own: a client sees what a client sees."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, fresh, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/openapi.json"
    server.shutdown()
    thread.join()
    server.server_close()


def config(fresh: Flask) -> SchemathesisConfig:
    """Every check and every phase, the same cases in each run."""
    token = fresh.test_client().post("/v1/devices").get_json()["token"]
    return SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "auth": {"openapi": {"device": {"bearer": token}}},
            "generation": {
                "deterministic": True,
                "max-examples": EXAMPLES,
                "database": "none",
            },
            "continue-on-failure": True,
            "phases": {"stateful": {"max-steps": 6}},
            "checks": {
                "positive_data_acceptance": {"expected-statuses": TAKEN},
                "negative_data_rejection": {"expected-statuses": REFUSED},
            },
        }
    )


def failures(event: events.ScenarioFinished) -> Iterator[str]:
    """What a scenario found, with the command that shows it again."""
    for checks in event.recorder.checks.values():
        for check in checks:
            if check.failure_info is not None:
                info = check.failure_info
                yield f"{check.name}: {info.failure}\n{info.code_sample}"[:2_000]


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_nothing_is_found(fresh: Flask, address: str, refused: set[str]) -> None:
    schema = schemathesis.openapi.from_url(address, config=config(fresh))
    cases: Counter[str] = Counter()
    found: list[str] = []

    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            cases[event.phase.name] += len(event.recorder.cases)
            found += failures(event)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            found.append(repr(event))

    assert found == []
    assert {"EXAMPLES", "COVERAGE", "FUZZING", "STATEFUL_TESTING"} <= set(cases)
    assert cases.total() >= ENOUGH
    assert refused
    assert refused <= REASONS
