"""The guides for developers: their blocks, run as somebody who copies them would."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

GUIDES = Path(__file__).parents[2] / "docs" / "developers"
WRITTEN = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = ("bash", "python")
ANY = "…"
COMMANDS = "citizen_api.commands"
ENDS_WITHIN_S = 300


@dataclass(frozen=True)
class Snippet:
    """What is typed, and what the guide shows below: text, JSON, or nothing."""

    language: str
    code: str
    kind: str
    shown: str


def snippets(guide: str, base: str) -> list[Snippet]:
    """What a guide has somebody type, at a service of this address."""
    text = (GUIDES / guide).read_text().replace(WRITTEN, base)
    text = text.replace(".venv/bin/citizen ", f"{sys.executable} -m {COMMANDS} ")
    blocks = [*BLOCK.findall(text), ("", "")]
    return [
        Snippet(language, code, *(("", "") if after[0] in RUN else after))
        for (language, code), after in pairwise(blocks)
        if language in RUN
    ]


def agrees(printed: str, snippet: Snippet) -> bool:
    """Whether what was printed is what the guide shows."""
    if snippet.kind == "json":
        return holds(json.loads(printed), json.loads(snippet.shown))
    return not snippet.kind or printed.split() == snippet.shown.split()


def holds(answer: Any, shown: Any) -> bool:
    """Whether all that is shown stands in the answer; … is anything."""
    if isinstance(shown, dict):
        return all(key in answer and holds(answer[key], shown[key]) for key in shown)
    return shown == ANY or bool(answer == shown)


class Terminal:
    """One shell for all blocks of a guide; somebody at a browser beside it.

    `browse` opens an address that was printed, and gives the one where it ended.
    """

    def __init__(self, browse: Callable[[str], str], **environ: str) -> None:
        self._browse, self._addresses = browse, list[str]()
        self._shell = subprocess.Popen(
            ["bash", "-eu"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environ,
        )
        self._alarm = threading.Timer(ENDS_WITHIN_S, self._shell.kill)
        self._alarm.start()

    def run(self, code: str) -> str:
        """Type a block; what it prints."""
        before, read, after = code.partition("read -r BACK\n")
        self._type(f"{before}echo; echo {ANY}\n")
        printed = "".join(self._lines())
        self._addresses += [each for each in printed.split() if "/authorize?" in each]
        if not read:
            return printed
        self._type(f"BACK='{self._browse(self._addresses[-1])}'\n")
        return self.run(after)

    def close(self) -> None:
        """Leave the shell."""
        self._shell.communicate()
        self._alarm.cancel()

    def _lines(self) -> Iterator[str]:
        assert self._shell.stdout
        for line in self._shell.stdout:
            if line == f"{ANY}\n":
                return
            yield line
        raise AssertionError("the shell has ended: one of its commands failed")

    def _type(self, text: str) -> None:
        assert self._shell.stdin
        self._shell.stdin.write(text)
        self._shell.stdin.flush()
