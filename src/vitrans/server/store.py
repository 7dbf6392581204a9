"""What outlives the server: glossaries, documents, and how much was translated, in SQLite.

Every change is a transaction in write-ahead mode, written through: what was answered is there after
a kill or a power cut. Several processes may share it.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vitrans.errors import InputError, OutputError

_FILE = "server.sqlite3"
_VERSION = 1
_WAIT = 30.0
_SCHEMA = """
CREATE TABLE glossary (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, created TEXT NOT NULL
);
CREATE TABLE dictionary (
    glossary TEXT NOT NULL REFERENCES glossary (id) ON DELETE CASCADE,
    source TEXT NOT NULL, target TEXT NOT NULL, entries TEXT NOT NULL,
    PRIMARY KEY (glossary, source, target)
);
CREATE TABLE document (
    id TEXT PRIMARY KEY, secret TEXT NOT NULL, owner TEXT NOT NULL, job TEXT NOT NULL,
    state TEXT NOT NULL, error TEXT NOT NULL, run TEXT NOT NULL, created REAL NOT NULL,
    characters INTEGER NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL
);
CREATE TABLE usage (
    owner TEXT PRIMARY KEY, characters INTEGER NOT NULL, documents INTEGER NOT NULL
);
"""


class Store:
    """A connection that the threads of a process share."""

    def __init__(self, folder: Path) -> None:
        """Open the store of a folder, made if need be.

        Raises:
            OutputError: the folder cannot be made or written to.
            InputError: the file is of a newer version, or is no such file.
        """
        self._lock = threading.RLock()
        path = folder / _FILE
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=_WAIT, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._prepare(path)
        except sqlite3.DatabaseError as error:
            raise InputError(f"{str(path)!r} cannot be used ({error}); give --data-dir") from error
        except OSError as error:
            raise OutputError(
                f"cannot keep data in {str(folder)!r} ({error.strerror}); give --data-dir"
            ) from error

    def _prepare(self, path: Path) -> None:
        """Make the tables, if they are not there."""
        with self.changing() as rows:
            [version] = rows.execute("PRAGMA user_version").fetchone()
            if version > _VERSION:
                raise InputError(
                    f"{str(path)!r} is of a newer vitrans; update this one, or give --data-dir"
                )
            if version == 0:
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    rows.execute(statement)
                rows.execute(f"PRAGMA user_version = {_VERSION}")

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Have changes made as a whole, or not at all."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Have the connection to oneself."""
        with self._lock:
            yield self._connection

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()
