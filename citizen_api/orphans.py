"""No program outlives who began it, also when that is killed outright (Linux)."""

import os
import shutil


def ends_with_its_starter(signal: str) -> list[str]:
    """The prefix of a command that gets a signal when this process is killed.

    Who was killed before setpriv could say so began nothing: hence the shell.
    """
    setpriv = shutil.which("setpriv")
    while_there = ["sh", "-c", 'test $PPID = "$0" && exec "$@"', str(os.getpid())]
    return [setpriv, f"--pdeathsig={signal}", *while_there] if setpriv else []
