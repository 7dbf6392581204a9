"""A memory's file: made whole, opened to read or to write, errors in plain words.

A reader sees the file as it was when it was opened, whatever is written meanwhile; one process at a
time writes, and others wait for it.
"""

import contextlib
import os
import secrets
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

from vitrans import places
from vitrans.errors import InputError, OutputError, UsageError, VitransError
from vitrans.files import make_folder
from vitrans.memory import schema

DEFAULT = "default"
"""The name by which people call their own memory."""

_WAIT = 120_000  # milliseconds that a writer waits for another one
_CACHE = 64_000  # KiB of the file that a connection keeps in mind
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_READ_ONLY = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def memory_path(given: str | Path) -> Path:
    """Return the file of a memory: that of the user's own where `default` is given."""
    return places.data("memory.db") if str(given) == DEFAULT else Path(given)


class Memory:
    """An open memory; threads take turns."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Take a connection to a file that is a memory."""
        self.path = path
        self.connection = connection
        self.lock = threading.RLock()
        self._close = weakref.finalize(self, connection.close)

    @classmethod
    def reading(cls, path: Path) -> "Memory":
        """Open a memory to read, as it stands now.

        Raises:
            InputError: there is none, or it is no memory that this version can read.
        """
        _check_is_there(path)
        with _plain_words(path):
            connection = _reading_connection(path)
            try:
                schema.check(connection, str(path))
                connection.execute("PRAGMA query_only = 1")
                connection.execute(f"PRAGMA cache_size = -{_CACHE}")
                connection.execute("BEGIN")
                connection.execute("SELECT count(*) FROM engines").fetchone()  # from here on
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    @classmethod
    def writing(cls, path: Path) -> "Memory":
        """Open a memory to write, made if it is not there.

        Raises:
            InputError: the file is no memory that this version can write.
            OutputError: it cannot be made or written.
        """
        if not path.exists():
            _make(path)
        _check_is_there(path)
        if not _may_write(path):
            raise _read_only(path)
        with _plain_words(path):
            connection = _connect(path, "mode=rw")
            try:
                schema.check(connection, str(path))
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.execute(f"PRAGMA cache_size = -{_CACHE}")
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    @contextlib.contextmanager
    def reads(self) -> Iterator[sqlite3.Connection]:
        """Give the connection to one thread."""
        with self.lock, _plain_words(self.path):
            yield self.connection

    @contextlib.contextmanager
    def writes(self) -> Iterator[sqlite3.Connection]:
        """Give the connection within a transaction: all that is done in it is kept, or nothing.

        Raises:
            OutputError: another process writes for too long, or the disk is full.
        """
        with self.lock, _plain_words(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file; the last one to do so brings all of it into one."""
        self._close()


def _make(path: Path) -> None:
    """Make a memory under another name, and give it its own when it is whole."""
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        with _plain_words(path):
            connection = _connect(temporary, "mode=rwc")
            try:
                schema.create(connection)
            finally:
                connection.close()
        with contextlib.suppress(FileExistsError):  # another process was faster
            _name(temporary, path)
    except OSError as error:
        raise OutputError(
            f"cannot make the memory {str(path)!r}: {(error.strerror or str(error)).lower()}; "
            "name another place"
        ) from error
    finally:
        for end in ("", "-wal", "-shm"):
            Path(f"{temporary}{end}").unlink(missing_ok=True)


def _name(temporary: Path, path: Path) -> None:
    """Give a file a name that nothing else may have; FileExistsError if something has it."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system that has no links
        if path.exists():
            raise FileExistsError(path) from None
        temporary.rename(path)


def _connect(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?{how}",
        uri=True,
        timeout=_WAIT / 1000,
        isolation_level=None,
        check_same_thread=False,
    )


def _reading_connection(path: Path) -> sqlite3.Connection:
    """Return a connection that reads, the file as it lies where nothing can be put beside it."""
    for how in ("mode=rw", "mode=ro", "immutable=1"):
        if how == "mode=rw" and not _may_write(path):
            continue
        connection = _connect(path, how)
        try:
            connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            if how == "immutable=1" or _code(error) not in _READ_ONLY:
                raise
            continue
        return connection
    raise AssertionError("the loop returns or raises")


def _may_write(path: Path) -> bool:
    """Say whether a file may be written, and others beside it."""
    return os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)


def _check_is_there(path: Path) -> None:
    if path.is_dir():
        raise InputError(f"{str(path)!r} is a directory; name the file of a memory")
    if not path.exists():
        raise InputError(
            f"there is no memory {str(path)!r}; make one: vitrans memory import FILE.tmx "
            f"--memory {path.name}"
        )
    if path.suffix.lower() in (".tmx", ".tsv", ".csv", ".jsonl", ".xliff", ".xlf"):
        raise UsageError(
            f"{str(path)!r} is a file to import, not a memory: vitrans memory import {path.name} "
            f"--memory {path.stem}.db"
        )


@contextlib.contextmanager
def _plain_words(path: Path) -> Iterator[None]:
    """Say in plain words what SQLite has to say.

    Raises:
        InputError: the file is damaged, or no memory.
        OutputError: it cannot be written.
    """
    try:
        yield
    except sqlite3.Error as error:
        if told := _told(path, error):
            raise told from error
        raise


def _told(path: Path, error: sqlite3.Error) -> VitransError | None:
    """Return what to say of an error that a file or a disk is to blame for."""
    code = _code(error)
    if code in _FULL:
        return OutputError(
            f"cannot write the memory {str(path)!r}: {error}; what was saved before is sound: "
            "free some space and run the command again"
        )
    if code in _BUSY:
        return OutputError(
            f"another program has been writing the memory {str(path)!r} for "
            f"{_WAIT // 60_000} minutes; wait for it, then run the command again"
        )
    if code in _READ_ONLY:
        return _read_only(path)
    if code == sqlite3.SQLITE_NOTADB:
        return InputError(
            f"{str(path)!r} is not a translation memory; import a TMX into one: vitrans memory "
            "import FILE.tmx --memory NAME.db"
        )
    if code == sqlite3.SQLITE_CORRUPT:
        return InputError(
            f"the memory {str(path)!r} is damaged ({error}); take a copy that is not, or import "
            "its TMX again"
        )
    return None


def _read_only(path: Path) -> OutputError:
    return OutputError(
        f"the memory {str(path)!r}, or its folder, is read-only; change its permissions, or copy "
        "it elsewhere"
    )


def _code(error: sqlite3.Error) -> int:
    """Return the kind of an error, without what SQLite says of it in detail."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
