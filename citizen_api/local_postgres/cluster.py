"""A private PostgreSQL cluster: where it lives, how it is made, started and locked."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from citizen_api.local_postgres.binaries import Binaries, PostgresError, find_binaries
from citizen_api.local_postgres.owner import NotOursError, Owner
from citizen_api.local_postgres.server import PORT, USER, Server, end_leftovers
from citizen_api.orphans import ends_with_its_starter

__all__ = ["SHORT_PATHS", "Cluster", "try_lock"]

DATABASE = "citizen"
# Sockets live here whatever TMPDIR says: their path may have 107 bytes only.
SHORT_PATHS = Path("/tmp")  # noqa: S108 - closed folders with checked owners
BEYOND_ROOT = Path("/var/lib/haiphong-citizen")
SMALL_MACHINE = 2 * 1024**3
LARGEST_LOG = 10 * 1024**2
INITDB_WITHIN = 120.0


@dataclass(frozen=True)
class Cluster:
    """The places of one private cluster; `home` holds the data and the lock."""

    home: Path
    sockets: Path
    log: Path
    owner: Owner
    durable: bool = True

    @classmethod
    def of(cls, checkout: Path) -> "Cluster":
        """The cluster that belongs to a checkout; nothing is touched yet.

        Its data is in `.local/postgres`, or in /var/lib when the server's user may
        not enter the checkout (root's own folder).
        """
        checkout = checkout.resolve()
        owner = Owner.current()
        digest = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:12]
        local = checkout / ".local"
        home = local / "postgres"
        nearest = local if local.exists() else checkout
        if home.is_symlink() or not (home.exists() or owner.can_enter(nearest)):
            home = BEYOND_ROOT / digest
        sockets = SHORT_PATHS / f"citizen-{owner.uid}-{digest}"
        return cls(home, sockets, local / "postgres.log", owner)

    @property
    def url(self) -> str:
        """The SQLAlchemy address; the same in every process of this checkout."""
        return (
            f"postgresql+psycopg://{USER}@/{DATABASE}?host={self.sockets}&port={PORT}"
        )

    @property
    def data(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "data"

    @contextmanager
    def running(self) -> Iterator[Server]:
        """The cluster, made if need be, started; stopped when the block ends.

        Raises PostgresError: missing, already in use, or what the server's log says.
        """
        with self._as_the_only_one():
            server = self._launch()
            try:
                server.wait_until_ready()
                _ensure_database(server)
                yield server
            finally:
                server.stop()
                shutil.rmtree(self.sockets)

    @contextmanager
    def _as_the_only_one(self) -> Iterator[None]:
        lock = self._open_lock()
        try:
            if not try_lock(lock):
                holder = os.pread(lock, 20, 0).decode()
                raise PostgresError(
                    f"the database of this checkout is in use by process {holder}:"
                    " stop that one first, or set DATABASE_URL"
                )
            os.truncate(lock, 0)
            os.pwrite(lock, str(os.getpid()).encode(), 0)
            yield
        finally:
            os.close(lock)

    def _open_lock(self) -> int:
        try:
            self._ensure_home()
            return os.open(self.home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as error:
            raise NotOursError(Path(error.filename)) from error

    def _ensure_home(self) -> None:
        local = self.log.parent
        for folder in (local, self.home.parent):
            if not folder.exists():
                folder.mkdir()
                folder.chmod(0o755)
        if not self.home.exists():
            self.home.mkdir()
            self.owner.take(self.home)
        self.owner.ensure_owns(self.home)
        pointer = local / "postgres"
        if self.home.parent == BEYOND_ROOT and not pointer.is_symlink():
            pointer.symlink_to(self.home)

    def _launch(self) -> Server:
        binaries = find_binaries(self._major())
        end_leftovers(self.data)
        if not self.data.exists():
            self._make_data(binaries)
        self._make_sockets()
        self.log.touch(mode=0o600)
        too_long = self.log.stat().st_size > LARGEST_LOG
        with self.log.open("wb" if too_long else "ab") as log:
            process = self.owner.spawn(
                [*ends_with_its_starter("INT"), binaries.postgres, *self._options()],
                log.fileno(),
            )
        return Server(process, self.sockets, self.log, self.url)

    def _major(self) -> int | None:
        version = self.data / "PG_VERSION"
        return int(version.read_text()) if version.exists() else None

    def _make_data(self, binaries: Binaries) -> None:
        draft = self.home / "draft"
        if draft.exists():
            shutil.rmtree(draft)
        with tempfile.TemporaryFile() as printed:
            options = ["--encoding=UTF8", "--locale=C.UTF-8", f"--username={USER}"]
            options += [] if self.durable else ["--no-sync"]
            process = self.owner.spawn(
                [binaries.initdb, f"--pgdata={draft}", *options], printed.fileno()
            )
            if process.wait(timeout=INITDB_WITHIN) != 0:
                printed.seek(0)
                raise PostgresError(printed.read().decode().strip())
        self._admit_only_us(draft)
        draft.rename(self.data)

    def _admit_only_us(self, data: Path) -> None:
        (data / "pg_hba.conf").write_text("local all all peer map=us\n")
        lines = [f'us "{name}" {USER}\n' for name in sorted(self.owner.names)]
        (data / "pg_ident.conf").write_text("".join(lines))

    def _make_sockets(self) -> None:
        try:
            self.sockets.mkdir(mode=0o700)
        except FileExistsError:
            self.owner.ensure_owns(self.sockets)
            for leftover in self.sockets.glob(".s.PGSQL.*"):
                leftover.unlink()
        self.owner.take(self.sockets)

    def _options(self) -> Iterator[str]:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.sockets,
            "unix_socket_permissions": "0700",
            "port": PORT,
            "shared_buffers": "128MB" if memory < SMALL_MACHINE else "256MB",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "fsync": "on" if self.durable else "off",
            "synchronous_commit": "on" if self.durable else "off",
            "full_page_writes": "on" if self.durable else "off",
        }
        yield f"-D{self.data}"
        yield from (f"--{name}={value}" for name, value in settings.items())


def try_lock(file: int) -> bool:
    """Locks an open file for as long as it stays open; False when it is taken."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ensure_database(server: Server) -> None:
    with server.connect() as connection:
        known = "SELECT FROM pg_database WHERE datname = %s"
        if connection.execute(known, [DATABASE]).rowcount == 0:
            connection.execute(f"CREATE DATABASE {DATABASE}")
