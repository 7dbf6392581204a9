"""API keys: made once and shown once; the file has their names and hashes alone."""

import hashlib
import secrets
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from vitrans.errors import InputError, UsageError
from vitrans.files import read_text, write_text
from vitrans.text import lines

_HEADER = "# vitrans serve: the name of a key, its SHA-256, when it was made\n"
_PREFIX = "vt-"


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept."""

    name: str
    digest: str
    made: str


def digest_of(secret: str) -> str:
    """Return the hash of a key; a key is random and long, so that a quick hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def read_keys(path: Path) -> list[Key]:
    """Return the keys of a file.

    Raises:
        InputError: it cannot be read, or is no such file.
    """
    rows = (line.rstrip("\r\n") for line in lines(read_text(path)))
    found = [row.split("\t") for row in rows if row and not row.startswith("#")]
    if any(len(row) != 3 for row in found):
        raise InputError(f"{str(path)!r} is no file of keys; `vitrans serve keys add` makes one")
    return [Key(*row) for row in found]


def add_key(path: Path, name: str) -> str:
    """Add a key of a name to a file, made if need be, and return the key itself.

    Raises:
        UsageError: there is one of the name, or it is no name.
    """
    name = " ".join(name.split())
    if not name or name.startswith("#"):
        raise UsageError("a key needs a name, such as that of who is to use it")
    known = read_keys(path) if path.exists() else []
    if name in {key.name for key in known}:
        raise UsageError(f"there is a key {name!r} already; remove it, or take another name")
    secret = _PREFIX + secrets.token_urlsafe(32)
    made = datetime.now(UTC).strftime("%Y-%m-%d")
    _write(path, [*known, Key(name, digest_of(secret), made)])
    return secret


def remove_key(path: Path, name: str) -> None:
    """Take the key of a name out of a file.

    Raises:
        UsageError: there is none.
    """
    known = read_keys(path)
    kept = [key for key in known if key.name != name]
    if len(kept) == len(known):
        names = ", ".join(key.name for key in known) or "none"
        raise UsageError(f"there is no key {name!r}; there are: {names}")
    _write(path, kept)


def _write(path: Path, keys: Iterable[Key]) -> None:
    new = not path.exists()
    if new:
        path.touch(mode=0o600)
    write_text(path, _HEADER + "".join(f"{k.name}\t{k.digest}\t{k.made}\n" for k in keys))


@dataclass(slots=True)
class KeyFile:
    """The keys that a server takes; what is added or removed counts without a new start."""

    path: Path
    _stamp: tuple[int, int] = (0, 0)
    _names: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def name_of(self, secret: str) -> str | None:
        """Return the name of a key, None if it is not one of them."""
        with self._lock:
            status = self.path.stat()
            stamp = status.st_mtime_ns, status.st_ino
            if stamp != self._stamp:
                self._names = {key.digest: key.name for key in read_keys(self.path)}
                self._stamp = stamp
            return self._names.get(digest_of(secret))
