"""S9, S10, S11: people's data closed, found by number, and under new keys."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from citizen_api.accounts.models import Person
from citizen_api.commands import surroundings
from citizen_api.roles.queries import person_with
from citizen_api.settings import from_environment
from identity.key_ring import KeyRing, new_keys, read_keys
from identity.simulators.personas import personas
from identity.vault import Tampered, Where, blind_index, seal, sealed_by, unseal
from tests.commands.conftest import Citizen, citizen_on, free_port
from tests.conftest import DATA_KEYS, ENVIRON, close, copied, dropped, make_app
from tests.factories import changing, database_of, known_person

MANY = 200
NUMBERS = [each.number for each in personas()]


@pytest.fixture(scope="module")
def service(server_url: str, migrated_url: str, worker: str) -> Iterator[Flask]:
    """The service on a database that these tests share."""
    name = f"rotated_{worker}"
    made = make_app(copied(server_url, f"migrated_{worker}", name))
    yield made
    close(made)
    dropped(name)


@pytest.fixture
def url(service: Flask) -> str:
    """The address of that database."""
    engine = database_of(service).engine
    return str(engine.url.render_as_string(False))


@pytest.fixture
def app(service: Flask) -> Flask:
    """The service; two people have signed in, and nobody else."""
    with changing(service) as session:
        for table in ("access_tokens", "page_tokens", "sessions", "people"):
            session.execute(text(f"DELETE FROM {table}"))
    for persona in ("P001", "P002"):
        known_person(service, persona)
    return service


class Office:
    """Where keys are changed: the ring is a file of its own."""

    def __init__(self, url: str, folder: Path) -> None:
        self.folder = folder
        self.file = folder / ".local" / "data_keys"
        self.file.parent.mkdir()
        self.file.write_text(DATA_KEYS)
        self._citizen = citizen_on(url)

    @property
    def ring(self) -> KeyRing:
        """The keys as they are now."""
        return read_keys(self.file.read_text())

    def run(self, *words: str) -> str:
        """What `citizen keys` says when it works."""
        answer = self._citizen("keys", *words, DATA_KEYS="")
        assert answer.exit_code == 0, answer.output
        return answer.output

    def refused(self, *words: str) -> str:
        """What it says when it does not."""
        answer = self._citizen("keys", *words, DATA_KEYS="")
        assert answer.exit_code == 1
        return answer.output


@pytest.fixture
def office(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The commands on that database."""
    monkeypatch.setattr(surroundings, "CHECKOUT", tmp_path)
    return Office(url, tmp_path)


def people(app: Flask) -> list[Person]:
    with changing(app) as session:
        return list(session.scalars(select(Person)))


def opened(ring: KeyRing, person: Person, cell: bytes | None = None) -> str:
    """The number of a person, or another cell in its place."""
    where = Where("people", "number", str(person.id))
    return unseal(ring, where, cell or person.number or b"")


def ensure_found(app: Flask, ring: KeyRing) -> None:
    """Everybody's cells open, and everybody is found by number."""
    everybody = people(app)
    with changing(app) as session:
        for person in everybody:
            assert person_with(session, ring, opened(ring, person)) == person.id


def crowd(app: Flask, ring: KeyRing) -> None:
    """Many more people."""
    rows = []
    for at in range(MANY):
        number, known = f"0991{at:08}", uuid4()
        rows.append(
            {
                "id": known,
                "number": seal(ring, Where("people", "number", str(known)), number),
                "number_index": blind_index(ring, "citizen_number", number),
                "synthetic": True,
            }
        )
    with changing(app) as session:
        session.execute(insert(Person), rows)


def test_s9_a_dump_tells_nobody_s_number_name_or_birth(app: Flask, url: str) -> None:
    for each in personas():
        known_person(app, each.id)

    pg_dump = ["pg_dump", "--data-only", url.replace("+psycopg", "")]
    dump = subprocess.run(pg_dump, capture_output=True, check=True).stdout.decode()

    assert str(people(app)[0].id) in dump
    for each in personas():
        for told in (each.number, each.name):
            assert told not in dump
            assert told.encode().hex() not in dump


def test_s9_a_number_that_was_moved_to_somebody_else_does_not_open(
    app: Flask,
) -> None:
    ring = read_keys(DATA_KEYS)
    one, other = people(app)

    with pytest.raises(Tampered):
        opened(ring, one, other.number)
    with pytest.raises(Tampered):
        opened(ring, one, one.name)


def test_s10_without_its_keys_nobody_is_found(app: Flask) -> None:
    stranger = read_keys(new_keys("test", os.urandom))

    with changing(app) as session:
        known = [person_with(session, read_keys(DATA_KEYS), each) for each in NUMBERS]
        unknown = [person_with(session, stranger, each) for each in NUMBERS]

    assert sum(each is not None for each in known) == 2
    assert set(unknown) == {None}


def test_s11_the_keys_of_cells_rotate_in_four_steps(app: Flask, office: Office) -> None:
    office.run("add", "seal")
    assert office.ring.seal_id == "test"
    office.run("use", "seal", "k1")
    ensure_found(app, office.ring)

    office.run("reseal")
    office.run("retire", "seal", "test")

    assert list(office.ring.seal_keys) == ["k1"]
    assert {sealed_by(each.number or b"") for each in people(app)} == {"k1"}
    ensure_found(app, office.ring)


def test_s11_the_keys_of_indexes_rotate_in_four_steps(
    app: Flask, office: Office
) -> None:
    before = {each.number_index for each in people(app)}
    office.run("add", "index", "--id", "winter")
    office.run("use", "index", "winter")
    ensure_found(app, office.ring)

    office.run("reseal")
    office.run("retire", "index", "test", "--forget")

    assert list(office.ring.index_keys) == ["winter"]
    assert before.isdisjoint(each.number_index for each in people(app))
    ensure_found(app, office.ring)


def test_s11_nobody_becomes_two_people_meanwhile(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.run("add", "index")
    office.run("use", "index", "k1")
    monkeypatch.setitem(app.extensions, "citizen-keys", office.ring)

    for _ in range(2):
        known_person(app, "P001")

    assert len(people(app)) == 2
    ensure_found(app, office.ring)


def test_s11_a_rotation_that_was_killed_is_begun_again(
    app: Flask, url: str, office: Office
) -> None:
    crowd(app, read_keys(DATA_KEYS))
    for purpose in ("seal", "index"):
        office.run("add", purpose)
        office.run("use", purpose, "k1")
    environ = ENVIRON | {"DATABASE_URL": url, "DATA_KEYS": office.file.read_text()}
    words = [sys.executable, "-m", "citizen_api.commands", "keys", "reseal"]
    with subprocess.Popen(
        [*words, "--batch", "5"],
        env=os.environ | environ,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stderr is not None
        while "people: 50 rows" not in run.stderr.readline():
            assert run.poll() is None
        run.send_signal(signal.SIGKILL)

    under = {sealed_by(each.number or b"") for each in people(app)}
    assert under == {"test", "k1"}
    ensure_found(app, office.ring)
    said = office.refused("retire", "seal", "test")
    assert "people.number has cells under it" in said

    office.run("reseal")
    assert " 0 of them" in office.run("reseal")
    office.run("retire", "seal", "test")
    office.run("retire", "index", "test", "--forget")
    ensure_found(app, office.ring)


def test_the_service_goes_first(app: Flask, office: Office) -> None:
    office.run("add", "seal")
    office.run("use", "seal", "k1")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with changing(app) as session:
            session.execute(text("UPDATE people SET created_at = created_at"))
            held.set()
            done.wait(0.5)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    office.run("reseal")
    done.set()
    thread.join()

    assert {sealed_by(each.number or b"") for each in people(app)} == {"k1"}


def test_what_cannot_be_opened_is_told_and_left(app: Flask, office: Office) -> None:
    one, other = people(app)
    with changing(app) as session:
        moved = text("UPDATE people SET name = :name WHERE id = :id")
        session.execute(moved, {"name": other.name, "id": one.id})
    office.run("add", "seal")
    office.run("use", "seal", "k1")

    said = office.refused("reseal")

    assert f"people {one.id}: people.name is not whole" in said
    under = {each.id: sealed_by(each.number or b"") for each in people(app)}
    assert under == {one.id: "test", other.id: "k1"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("use", "seal", "k9"), "no seal key k9"),
        (("retire", "seal", "test"), "the current one"),
        (("retire", "index", "k9"), "no index key k9"),
        (("add", "seal", "--id", "test"), "twice"),
        (("add", "seal", "--id", "K 1"), "a key id is"),
    ],
)
def test_what_would_break_the_ring_is_refused(
    office: Office, words: tuple[str, ...], said: str
) -> None:
    before = office.file.read_text()

    assert said in office.refused(*words)
    assert office.file.read_text() == before


def test_an_index_key_is_needed_by_the_audit_log(office: Office) -> None:
    office.run("add", "index")
    office.run("use", "index", "k1")

    assert "--forget" in office.refused("retire", "index", "test")
    assert set(office.ring.index_keys) == {"test", "k1"}


def test_a_ring_of_the_environment_is_printed_and_not_kept(
    citizen: Citizen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "CHECKOUT", tmp_path)

    answer = citizen("keys", "add", "seal")

    ring = read_keys(answer.stdout)
    assert list(ring.seal_keys) == ["test", "k1"]
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_tells_of_keys_that_do_not_fit(app: Flask, url: str) -> None:
    keys = new_keys("test", os.urandom)

    answer = citizen_on(url)("doctor", DATA_KEYS=keys, PORT=str(free_port()))

    assert answer.exit_code == 1
    assert "wrong  people.number cannot be opened" in answer.output


def test_the_doctor_tells_of_a_rotation_that_is_not_finished(
    app: Flask, url: str
) -> None:
    citizen = citizen_on(url)
    whole = citizen("doctor", PORT=str(free_port()))
    newer = citizen("keys", "add", "seal").stdout
    used = citizen("keys", "use", "seal", "k1", DATA_KEYS=newer).stdout
    half = citizen("doctor", DATA_KEYS=used, PORT=str(free_port()))

    assert "DATA_KEYS open the personal data" in whole.output
    assert "still under test" in half.output
    assert from_environment(ENVIRON | {"DATABASE_URL": url, "DATA_KEYS": used})
