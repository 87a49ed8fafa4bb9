"""The store of an application, and how many photos it takes in at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Final

from flask import Flask, current_app

from citizen_api.media.problems import BusyWithPhotos
from citizen_api.media.store import FolderStore, MediaStore
from citizen_api.settings import Settings

EXTENSION: Final = "citizen-media"


class Shelf:
    """The store, made when it is first used: each process has its own.

    `seats`: how many photos may be on their way in; `darkroom`: one is developed at a
    time, so that those who look for something to eat have the rest of the machine.
    """

    def __init__(self, settings: Settings, seats: int) -> None:
        self._settings = settings
        self._store: MediaStore | None = None
        self._making = threading.Lock()
        self._seats = threading.BoundedSemaphore(seats)
        self.darkroom = threading.Lock()

    @property
    def store(self) -> MediaStore:
        """The store."""
        with self._making:
            if self._store is None:
                self._store = made(self._settings)
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


def made(settings: Settings) -> MediaStore:
    """The store that the settings name."""
    if not settings.media_s3_endpoint:
        return FolderStore(Path(settings.media_folder))
    # Its library is slow to load, and most do without it.
    bucket = import_module("citizen_api.media.bucket")
    store: MediaStore = bucket.BucketStore(
        bucket.Bucket(
            settings.media_s3_endpoint,
            settings.media_s3_bucket,
            settings.media_s3_region,
            settings.media_s3_key,
            settings.media_s3_secret,
        )
    )
    return store


def register(app: Flask, settings: Settings) -> None:
    """Give an application its store; a fifth of its threads may take photos in."""
    app.extensions[EXTENSION] = Shelf(settings, max(1, settings.threads // 5))


def shelf() -> Shelf:
    """What the application at hand has."""
    found: Shelf = current_app.extensions[EXTENSION]
    return found
