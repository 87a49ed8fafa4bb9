"""An S3-compatible server for the tests, and buckets in it."""

import itertools
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from boto3.session import Session

from citizen_api.media.bucket import Bucket
from tests.faults.serving import free_port

READY_WITHIN_S = 60.0
NUMBERS = itertools.count(1)


@contextmanager
def s3_server() -> Iterator[str]:
    """moto's server as a process of its own; its address."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait_until_it_answers(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    """Returns at the first answer."""
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server has ended"
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/moto-api/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise TimeoutError("the server does not answer")


def bucket(endpoint: str) -> Bucket:
    """A new bucket on a server."""
    named = Bucket(endpoint, f"photos-{next(NUMBERS)}", "us-east-1", "key", "secret")
    client = Session().client(
        "s3",
        endpoint_url=endpoint,
        region_name=named.region,
        aws_access_key_id=named.key,
        aws_secret_access_key=named.secret,
    )
    client.create_bucket(Bucket=named.name)
    client.close()
    return named
