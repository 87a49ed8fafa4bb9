"""Who the private PostgreSQL runs as: the caller; an ordinary user for root."""

import os
import pwd
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from citizen_api.local_postgres.binaries import PostgresError

__all__ = ["NotOursError", "Owner"]

UNPRIVILEGED = ("postgres", "nobody")


class NotOursError(PostgresError):
    """A file or folder of the cluster belongs to another user."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} belongs to another user: run as that user, or delete it"
        )


@dataclass(frozen=True)
class Owner:
    """The operating-system user of the server and of its files."""

    name: str
    uid: int
    gid: int

    @classmethod
    def current(cls) -> "Owner":
        """The caller; for root `postgres`, or `nobody` where there is no such user."""
        uid = os.geteuid()
        candidates = UNPRIVILEGED if uid == 0 else (uid,)
        for who in candidates:
            try:
                entry = pwd.getpwuid(who) if isinstance(who, int) else pwd.getpwnam(who)
            except KeyError:
                continue
            return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)
        raise PostgresError(
            f"user id {uid} has no name on this machine, and PostgreSQL needs one:"
            " run as a user that /etc/passwd knows, or set DATABASE_URL"
        )

    @property
    def names(self) -> set[str]:
        """Everybody who may connect: the owner and the caller."""
        return {self.name, pwd.getpwuid(os.geteuid()).pw_name}

    def spawn(
        self, command: Sequence[str | Path], output: int
    ) -> subprocess.Popen[bytes]:
        """Starts a program as this user, out of reach of the terminal's signals.

        `output` is the file descriptor that takes what it prints.
        """
        switch = os.geteuid() == 0
        return subprocess.Popen(  # noqa: S603 - no shell, our own words
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
            user=self.uid if switch else None,
            group=self.gid if switch else None,
            extra_groups=[] if switch else None,
            start_new_session=True,
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether this user may pass through the folder and all above it."""
        check = self.spawn(["test", "-x", folder], subprocess.DEVNULL)
        return check.wait(timeout=60) == 0

    def take(self, folder: Path) -> None:
        """Makes the folder this user's own, closed to everybody else."""
        os.chown(folder, self.uid, self.gid, follow_symlinks=False)
        folder.chmod(0o700)

    def ensure_owns(self, folder: Path) -> None:
        """Raises NotOursError unless it is this user's own folder, and no link."""
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != self.uid:
            raise NotOursError(folder)
