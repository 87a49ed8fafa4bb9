"""Schemathesis looks for answers that the OpenAPI document does not promise."""

import logging
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis import Case, HookContext, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from werkzeug.serving import make_server

from citizen_api import fields
from tests.contract.everybody import Everybody, let_in

ENOUGH = 2_000
PHASES = ("EXAMPLES", "COVERAGE", "FUZZING", "STATEFUL_TESTING")
EXAMPLES = 1
EXAMPLES_OF_SEARCHES = 20
# Where many parameters may be wrong together.
SEARCHES = [
    "list_venues",
    "list_dishes",
    "list_stations",
    "list_facilities",
    "get_around",
    "put_my_review",
]
# No schema tells bytes that are a photo from those that are none.
PHOTOS = ["add_review_photo", "add_venue_photo"]
# What is answered before a door opens, or where there is none.
SHUT = {401, 403, 404, 405, 406, 413, 414, 429}
REFUSED = ["400", "401", "404", "405", "406", "412", "413", "414", "415", "422", "428"]
TAKEN = ["2xx", "304", "401", "403", "404", "409", "412", "422", "428"]
# What a schema can say; what is valid by the schema is refused for other reasons only.
TOLD_BY_THE_SCHEMA = (
    fields.REQUIRED,
    fields.NULL,
    fields.UNKNOWN,
    fields.WRONG_TYPE,
    fields.WHOLE,
    fields.NUMBER,
    fields.TEXT,
    fields.TRUTH,
    fields.ID,
    fields.AT_LEAST,
    fields.AT_MOST,
    fields.BETWEEN,
    fields.ONE_OF,
    fields.LONGEST,
)
GAP = re.compile(r"\\{\w+\\}")
OUGHT_TO_BE_TOLD = re.compile(
    "|".join(
        GAP.sub(".+", re.escape(said.to(language)))
        for said in TOLD_BY_THE_SCHEMA
        for language in ("vi", "en")
    )
)


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
    fresh.config["STREAM_LASTS_S"] = 0
    server = make_server("127.0.0.1", 0, fresh, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/openapi.json"
    server.shutdown()
    thread.join()
    server.server_close()


def config() -> SchemathesisConfig:
    """Every check and every phase, the same cases in each run."""
    return SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "generation": {
                "deterministic": True,
                "max-examples": EXAMPLES,
                "database": "none",
            },
            "operations": [
                {
                    "include-operation-id": SEARCHES,
                    "generation": {"max-examples": EXAMPLES_OF_SEARCHES},
                },
                {
                    "include-operation-id": PHOTOS,
                    "checks": {
                        "positive_data_acceptance": {
                            "expected-statuses": [*TAKEN, "415"]
                        },
                    },
                },
            ],
            "continue-on-failure": True,
            "phases": {
                # One method that a door does not have is like another.
                "coverage": {"unexpected-methods": ["PATCH"]},
                "stateful": {"max-steps": 6, "generation": {"max-examples": 20}},
            },
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


@dataclass
class Seen:
    """What a run did and found: cases by phase, statuses by door."""

    cases: Counter[str] = field(default_factory=Counter)
    answers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    found: list[str] = field(default_factory=list)

    def note(self, event: events.ScenarioFinished) -> None:
        """Add what happened in a scenario."""
        recorder = event.recorder
        self.cases[event.phase.name] += len(recorder.cases)
        self.found += failures(event)
        for number, each in recorder.interactions.items():
            if each.response is not None:
                door = recorder.cases[number].value.operation.label
                self.answers[door].add(each.response.status_code)


def run(everybody: Everybody, address: str) -> Seen:
    """Try everything once."""
    schema = schemathesis.openapi.from_url(address, config=config())
    seen = Seen()
    with let_in(everybody, schema):
        for event in from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                seen.note(event)
            elif isinstance(event, events.NonFatalError | events.FatalError):
                seen.found.append(repr(event))
    return seen


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_nothing_is_found(fresh: Flask, address: str, refused: set[str]) -> None:
    seen = run(Everybody(fresh), address)

    assert seen.found == []
    assert {door for door, told in seen.answers.items() if told <= SHUT} == set()
    assert 429 not in set().union(*seen.answers.values())
    assert all(seen.cases[phase] > 0 for phase in PHASES), seen.cases
    assert seen.cases.total() >= ENOUGH
    assert refused
    assert {each for each in refused if OUGHT_TO_BE_TOLD.fullmatch(each)} == set()
