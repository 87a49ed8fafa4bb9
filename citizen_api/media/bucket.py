"""Files in a bucket of any S3-compatible store. Loaded only where there is one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from citizen_api.media.rules import NAME
from citizen_api.problems import NotFound, Unavailable

MISSING: Final = {"NoSuchKey", "404"}
PATIENCE: Final = Config(
    connect_timeout=3,
    read_timeout=10,
    retries={"max_attempts": 2, "mode": "standard"},
    s3={"addressing_style": "path"},
)


class Bucket(NamedTuple):
    """Where it is, and who may write to it."""

    endpoint: str
    name: str
    region: str
    key: str
    secret: str


class BucketStore:
    """As `media.store.MediaStore`; a file that is put is there whole or not at all.

    `inside`: a folder of the bucket. The client may be used by several threads; each
    process makes its own.
    """

    far = True

    def __init__(self, bucket: Bucket, inside: str = "") -> None:
        self._name = bucket.name
        self._folder = f"{inside}/" if inside else ""
        self._client: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=bucket.endpoint,
            region_name=bucket.region,
            aws_access_key_id=bucket.key,
            aws_secret_access_key=bucket.secret,
            config=PATIENCE,
        )

    def put(self, name: str, content: bytes) -> None:
        """As the protocol says."""
        with _answered():
            self._client.put_object(
                Bucket=self._name,
                Key=self._folder + name,
                Body=content,
                ContentType="image/jpeg",
            )

    def read(self, name: str) -> bytes:
        """As the protocol says."""
        with _answered():
            found = self._client.get_object(Bucket=self._name, Key=self._folder + name)
            content: bytes = found["Body"].read()
        return content

    def delete(self, name: str) -> None:
        """As the protocol says."""
        with _answered():
            self._client.delete_object(Bucket=self._name, Key=self._folder + name)

    def names(self, shard: str) -> Iterator[str]:
        """As the protocol says; the store itself ends what was left unfinished."""
        pages = self._client.get_paginator("list_objects_v2")
        begins = self._folder + shard
        with _answered():
            for page in pages.paginate(Bucket=self._name, Prefix=begins):
                for each in page.get("Contents", ()):
                    name = each["Key"].removeprefix(self._folder)
                    if NAME.fullmatch(name):
                        yield name


@contextmanager
def _answered() -> Iterator[None]:
    """Raise NotFound for what is not there, Unavailable for a store that is away."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in MISSING:
            raise NotFound from None
        raise Unavailable from error
    except BotoCoreError as error:
        raise Unavailable from error
