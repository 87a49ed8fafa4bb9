"""S7, S8: no secret that people type, and none compared in a time that tells of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

ROOT = Path(__file__).parents[1]
PACKAGES = ("citizen_api", "identity", "qr")
SECRET = re.compile(
    r"(\w+_)?(token|secret|password|otp|pin|cookie|verifier|challenge|nonce"
    r"|hash|digest|mac|hmac|signature)"
)
TYPED = re.compile(r"otp|one_time|passw|passcode|(^|_)pin($|_)", re.IGNORECASE)
# The hashes of the audit log are no secrets: everybody who verifies it reads them.
NO_SECRETS = {"identity/audit_chain.py"}


def named(node: ast.expr) -> str:
    """What an operand is called: `row.hash`, `sent["token"]`, `token_hash(code)`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=function):
            return named(function)
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
    return ""


def is_column(node: ast.expr) -> bool:
    """Whether the database compares: `Bike.token`, `tickets.c.token`."""
    if not isinstance(node, ast.Attribute):
        return False
    table = named(node.value)
    return table == "c" or table[:1].isupper()


def is_query(node: ast.AST) -> bool:
    """Whether this is the condition of a statement."""
    return isinstance(node, ast.Call) and named(node.func) in {"where", "filter"}


def compared(node: ast.AST) -> Iterator[ast.Compare]:
    """What Python itself compares by == or !=, below a node."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Compare):
            sides = [child.left, *child.comparators]
            plain = any(isinstance(each, ast.Eq | ast.NotEq) for each in child.ops)
            if plain and not any(map(is_column, sides)):
                yield child
        if is_query(child):
            continue
        yield from compared(child)


def told_by_time(source: str) -> list[str]:
    """The comparisons of a module that tell of a secret by the time they take."""
    return [
        ast.unparse(each)
        for each in compared(ast.parse(source))
        if any(SECRET.fullmatch(named(side)) for side in (each.left, *each.comparators))
    ]


def test_s8_every_secret_is_compared_by_compare_digest() -> None:
    files = [
        file.relative_to(ROOT)
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        if "migrations" not in file.parts
    ]
    told = {str(file): told_by_time((ROOT / file).read_text()) for file in files}

    assert len(files) > 200
    assert {name for name, found in told.items() if found} <= NO_SECRETS, told


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("if sent['token'] == row.token: pass", True),
        ("return_value = hashed != token_hash(code)", True),
        ("good = access_token == known", True),
        ("select(A).where(row.hash == mine)", False),
        ("one(session, Bike.token == token)", False),
        ("hmac.compare_digest(token, known)", False),
        ("status_code == 200", False),
    ],
)
def test_s8_such_a_comparison_is_seen(source: str, found: bool) -> None:
    assert bool(told_by_time(source)) is found


def names_in(content: Any) -> Iterator[str]:
    """The names of all fields and parameters of a document."""
    if isinstance(content, dict):
        yield from content.get("properties", {})
        if "in" in content and isinstance(content.get("name"), str):
            yield content["name"]
        for each in content.values():
            yield from names_in(each)
    if isinstance(content, list):
        for each in content:
            yield from names_in(each)


def test_s7_people_type_no_password_and_no_one_time_code(client: FlaskClient) -> None:
    # VNeID asks for every factor (S28 wants its level 2): docs/decisions/0009.
    names = set(names_in(client.get("/openapi.json").json))
    pages = (ROOT / "citizen_api" / "pages" / "templates").rglob("*.html")
    text = "".join(page.read_text() for page in pages)
    inputs = re.findall(r'(?:name|type)="([^"]+)"', text)

    assert {"number", "purpose"} <= names
    assert [each for each in (*names, *inputs) if TYPED.search(each)] == []
