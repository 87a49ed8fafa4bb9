"""The guide of the sandbox names what there is, all of it and nothing else."""

import re
from dataclasses import fields

from citizen_api.providers import OURSELVES
from citizen_api.simulators.bank import MOST
from citizen_api.simulators.fleet import Faults
from citizen_api.simulators.telling import Mishaps
from identity.simulators.gateway.scenarios import DEFAULT_MS, Failing
from identity.simulators.vneid import DEMO_CLIENTS
from identity.simulators.vneid.scenarios import LONGEST_WAIT, NAMES
from tests.docs.guides import GUIDES
from tests.docs.tables import gateway_codes, people, problems

SANDBOX = (GUIDES / "sandbox.md").read_text()
SIGN_IN = (GUIDES / "sign-in.md").read_text()
FIRST_CELL = re.compile(r"^\| (`[^|]*`) \|", re.MULTILINE)


def named_below(heading: str) -> set[str]:
    """What the first column of the table below a heading names."""
    _, _, text = SANDBOX.partition(f"## {heading}\n")
    cells = FIRST_CELL.findall(text.partition("\n## ")[0])
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


def test_the_people_are_those_of_the_simulators() -> None:
    assert "\n".join(people()) in SANDBOX


def test_every_problem_is_told_with_what_comes_with_it() -> None:
    assert problems() in SANDBOX, "python -m tests.docs.tables writes it anew"


def test_each_scenario_of_vneid_is_told() -> None:
    assert named_below("VNeID: magic scenarios") == set(NAMES)
    assert f"{LONGEST_WAIT:,} at most" in SANDBOX
    assert OURSELVES.id in SANDBOX


def test_each_scenario_of_the_gateway_is_told() -> None:
    assert named_below("The insurance gateway: magic scenarios") == set(Failing)
    assert gateway_codes() in SANDBOX
    for milliseconds in DEFAULT_MS.values():
        assert f"(default {milliseconds:,}" in SANDBOX


def test_each_mishap_of_the_bank_is_told() -> None:
    mishaps = {each.name for each in fields(Mishaps)}

    assert set(MOST) <= mishaps
    told = named_below("The bank")
    assert told == mishaps | {"amount", "content", "transaction"}


def test_each_mishap_of_the_locks_is_told() -> None:
    known = {each.name for kind in (Mishaps, Faults) for each in fields(kind)}

    assert named_below("The locks") == known


def test_each_client_of_vneid_is_told() -> None:
    for client in DEMO_CLIENTS:
        assert f"`{client.id}`" in SIGN_IN
        assert client.secret is None or f"`{client.secret}`" in SIGN_IN
