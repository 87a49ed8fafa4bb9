"""Clients can be made from the document by tools of others, and they work.

Skipped, with the reason, where a tool cannot be had; in CI that is a failure.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from citizen_api.commands.openapi import document
from tests.browser.conftest import served
from tests.conftest import close, copied, make_app
from tests.docs.guides import GUIDES

pytestmark = [pytest.mark.clients, pytest.mark.slow]

HERE = Path(__file__).parent / "clients"
GUIDE = (GUIDES / "clients.md").read_text()
VENUE = "banh-da-cua-"
KOTLIN = "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"
# Short runs: what the better compiler saves, it has cost already.
QUICK = ("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
# What stands in the document and a generator cannot take; each is harmless.
EXPLAINED = (
    "OpenAPI 3.1 support is still in beta",
    "Failed to get the schema name: null",  # GeoJSON beside JSON in one answer
    "(reserved word) cannot be used as model name. Renamed to Model",
)


def lacking(reason: str) -> None:
    """Skip, or fail where it must be there."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def ran(*words: str | Path, cwd: Path, **environ: str) -> str:
    """What a program prints on both ways; it must go well."""
    done = subprocess.run(
        words,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, **environ},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def live(server_url: str, seeded_url: str, worker: str) -> Iterator[str]:
    """The address of a city in which clients write."""
    app: Flask = make_app(copied(server_url, f"seeded_{worker}", f"called_{worker}"))
    yield from served(app)
    close(app)


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document as it is committed."""
    file = tmp_path_factory.mktemp("contract") / "api.json"
    file.write_text(document(), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pinned packages of npm."""
    folder = tmp_path_factory.mktemp("npm")
    npm = shutil.which("npm")
    if npm is None:
        lacking("npm is not on this machine")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, folder)
    words = [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(words, cwd=folder, capture_output=True, check=False)
    if done.returncode:
        lacking("npm cannot fetch the packages")
    return folder


@pytest.fixture(scope="module")
def java() -> str:
    """The Java of this machine."""
    found = shutil.which("java")
    if found is None:
        lacking("Java is not on this machine: apt-get install default-jre-headless")
    return str(found)


@pytest.fixture(scope="module")
def generator() -> Path:
    """The generator of clients in many languages."""
    spec = importlib.util.find_spec("openapi_generator_cli")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "openapi-generator.jar"


Made = tuple[Path, str]


@pytest.fixture(scope="module")
def generated(
    java: str, generator: Path, contract: Path, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    """Kotlin models, Swift and Dart clients, made in one go; and what was said."""
    folder = tmp_path_factory.mktemp("generated")
    for each in HERE.glob("*.generator.json"):
        wanted: dict[str, Any] = json.loads(each.read_text())
        name = wanted["generatorName"]
        wanted |= {"inputSpec": str(contract), "outputDir": str(folder / name)}
        (folder / each.name).write_text(json.dumps(wanted))
    configs = [str(each) for each in sorted(folder.glob("*.generator.json"))]
    said = ran(java, *QUICK, "-jar", generator, "batch", *configs, cwd=folder)
    return folder, said


@pytest.fixture(scope="module")
def typed(packages: Path, contract: Path) -> Path:
    """The types of the document, and what compiles them."""
    tools = packages / "node_modules" / ".bin"
    ran(tools / "openapi-typescript", contract, "-o", "api.d.ts", cwd=packages)
    return tools / "tsc"


def test_typescript_compiles_strictly_and_calls(
    packages: Path, typed: Path, live: str
) -> None:
    shutil.copy(HERE / "call.ts", packages)
    strict = ("--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes")
    modern = ("--target", "es2022", "--module", "nodenext", "--skipLibCheck")
    ran(typed, *strict, *modern, "call.ts", cwd=packages)

    said = ran("node", "call.js", live, cwd=packages)

    assert said.startswith(VENUE)
    assert said.split()[1:] == ["201", "5"]


def test_a_misspelt_name_does_not_compile(packages: Path, typed: Path) -> None:
    wrong = (HERE / "call.ts").read_text().replace("stars: 5", "starz: 5")
    (packages / "wrong.ts").write_text(wrong)
    modern = ("--target", "es2022", "--module", "nodenext", "--skipLibCheck")
    words = [str(typed), "--noEmit", "--strict", *modern, "wrong.ts"]
    done = subprocess.run(
        words, cwd=packages, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert "starz" in done.stdout


def test_python_is_generated_without_a_warning_and_calls(
    contract: Path, live: str, tmp_path: Path
) -> None:
    words = ("generate", "--path", str(contract), "--meta", "none", "--fail-on-warning")
    config = ("--config", str(HERE / "python.yaml"))
    made = ("--output-path", "citizen_client")
    ran(
        sys.executable,
        "-m",
        "openapi_python_client",
        *words,
        *config,
        *made,
        cwd=tmp_path,
    )

    said = ran(
        sys.executable, HERE / "call.py", live, cwd=tmp_path, PYTHONPATH=str(tmp_path)
    )

    assert said.startswith(VENUE)
    assert said.split()[1:] == ["201", "5"]


def test_kotlin_models_compile_and_read_what_is_answered(
    generated: Made, packages: Path, java: str, generator: Path, live: str
) -> None:
    """The generator brings Jackson along; its own HTTP layer needs Maven."""
    folder, _ = generated
    compiler = packages / "node_modules" / "kotlin-compiler"
    library = compiler / "lib" / "kotlin-stdlib.jar"
    tool = f"{compiler / 'lib' / 'kotlin-compiler.jar'}:{library}"
    models = folder / "kotlin" / "src" / "main" / "kotlin"
    into = ("-no-reflect", "-nowarn", "-kotlin-home", compiler, "-d", "call.jar")
    known = ("-cp", generator)
    ran(
        *(java, *QUICK, "-cp", tool, KOTLIN, *into, *known),
        *(models, HERE / "Call.kt"),
        cwd=folder,
    )

    path = f"call.jar:{library}:{generator}"
    said = ran(java, *QUICK, "-cp", path, "CallKt", live, cwd=folder)

    assert said.splitlines()[-1].startswith(VENUE)
    assert said.split()[-1] == "5"


def test_swift_and_dart_have_every_door_and_every_shape(
    generated: Made, contract: Path
) -> None:
    folder, _ = generated
    told = json.loads(contract.read_text())
    doors = {
        each["operationId"]
        for item in told["paths"].values()
        for each in item.values()
        if "operationId" in each
    }
    for language, ending in (("swift6", "swift"), ("dart", "dart")):
        files = list((folder / language).rglob(f"*.{ending}"))
        text = "".join(each.read_text() for each in files)
        names = {camel(each) for each in doors}
        assert {each for each in names if f"{each}(" not in text} == set()
        assert len(files) > len(told["components"]["schemas"])


def camel(name: str) -> str:
    """`put_my_review` as these languages write it."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def test_generators_warn_of_nothing_that_is_not_explained(generated: Made) -> None:
    _, said = generated
    warnings = [line for line in said.splitlines() if " WARN " in line]

    assert [
        line for line in warnings if not any(each in line for each in EXPLAINED)
    ] == []


@pytest.mark.parametrize("name", ["call.ts", "call.py", "Call.kt", "python.yaml"])
def test_the_guide_shows_what_is_run_here(name: str) -> None:
    assert (HERE / name).read_text() in GUIDE
