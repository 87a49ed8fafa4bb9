"""citizen work."""

import logging
import signal
import sys
import threading

import click

from citizen_api.commands.surroundings import environment, made_secrets
from citizen_api.db import Database
from citizen_api.jobs.running import Worker
from citizen_api.settings import from_environment
from citizen_api.working import make_app
from citizen_api.working import worker as everything

SIGNALS = (signal.SIGINT, signal.SIGTERM)
LOOK_EVERY_S = 1.0


@click.command("work")
def command() -> None:
    """Do what nobody waits for: retries, anchors of the audit log, deleting old data.

    Beside the server; `citizen up` starts one. Several may work at once. INT or TERM
    ends it after the job at hand. Keep what it prints: the anchors prove later that
    nobody cut the end of the audit log.
    """
    logging.basicConfig(stream=sys.stdout, format="%(message)s")
    logging.getLogger("citizen_api").setLevel(logging.INFO)
    # For the threads that follow, too: the signals wait until somebody asks for them.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    settings = from_environment(environment(made_secrets()))
    database = Database(settings.database_url, pool_size=1)
    try:
        ended = work_until_told(everything(make_app(settings, database)))
    finally:
        database.close()
    sys.exit(0 if ended else 1)


def work_until_told(worker: Worker) -> bool:
    """True when a signal ended the work, False when a fault of ours did."""
    stopped = threading.Event()
    working = threading.Thread(target=worker.run, args=[stopped])
    working.start()
    told = None
    while told is None and working.is_alive():
        told = signal.sigtimedwait(SIGNALS, LOOK_EVERY_S)
    stopped.set()
    working.join()
    return told is not None
