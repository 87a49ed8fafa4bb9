"""The stores of an application, and how many photos it takes in at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from flask import Flask, current_app

from citizen_api.http.session import is_sandboxed
from citizen_api.media.problems import BusyWithPhotos
from citizen_api.media.store import FolderStore, MediaStore
from citizen_api.sandboxing import SCHEMA
from citizen_api.settings import Settings

EXTENSION: Final = "citizen-media"


class Shelf:
    """The store, made when it is first used: each process has its own.

    `seats`: how many photos may be on their way in; `darkroom`: one is developed at a
    time, so that those who look for something to eat have the rest of the machine.
    """

    def __init__(
        self,
        settings: Settings,
        seats: int,
        darkroom: threading.Lock,
        inside: str = "",
    ) -> None:
        self._settings, self._inside = settings, inside
        self._store: MediaStore | None = None
        self._making = threading.Lock()
        self._seats = threading.BoundedSemaphore(seats)
        self.darkroom = darkroom

    @property
    def store(self) -> MediaStore:
        """The store."""
        with self._making:
            if self._store is None:
                self._store = made(self._settings, self._inside)
            return self._store

    @contextmanager
    def seat(self) -> Iterator[None]:
        """A block that takes a photo in. Raises BusyWithPhotos."""
        if not self._seats.acquire(blocking=False):
            raise BusyWithPhotos
        try:
            yield
        finally:
            self._seats.release()


class Shelves(NamedTuple):
    """Where photos of the city are, and those of test keys."""

    city: Shelf
    sandbox: Shelf


def made(settings: Settings, inside: str = "") -> MediaStore:
    """The store that the settings name, or a folder inside it."""
    if not settings.media_s3_endpoint:
        return FolderStore(Path(settings.media_folder, inside))
    # Its library is slow to load, and most do without it.
    bucket = import_module("citizen_api.media.bucket")
    store: MediaStore = bucket.BucketStore(
        bucket.Bucket(
            settings.media_s3_endpoint,
            settings.media_s3_bucket,
            settings.media_s3_region,
            settings.media_s3_key,
            settings.media_s3_secret,
        ),
        inside,
    )
    return store


def register(app: Flask, settings: Settings) -> None:
    """Give an application its stores.

    A fifth of its threads may take photos in, one more those of test keys.
    """
    darkroom = threading.Lock()
    app.extensions[EXTENSION] = Shelves(
        Shelf(settings, max(1, settings.threads // 5), darkroom),
        Shelf(settings, 1, darkroom, SCHEMA),
    )


def shelves() -> Shelves:
    """What the application at hand has."""
    found: Shelves = current_app.extensions[EXTENSION]
    return found


def shelf() -> Shelf:
    """Where the photos of the request at hand are."""
    found = shelves()
    return found.sandbox if is_sandboxed() else found.city
