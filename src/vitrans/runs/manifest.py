"""What a run has made in a folder: settings, and the sha256 of each input and result.

The manifest is a file of JSON lines, the settings first, then a line for each result, written after
the result itself. So a run that was killed at any moment goes on from it: a last line that was cut
off is passed over, and its file is made again.
"""

import contextlib
import hashlib
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vitrans.errors import OutputError, UsageError
from vitrans.files import read_bytes, remove_leftovers, sha256

FILE = ".vitrans-run.jsonl"


@dataclass(frozen=True, slots=True)
class Record:
    """A result: the sha256 of what it was made from, and of itself."""

    source: str
    result: str


@dataclass(slots=True)
class Manifest:
    """The results of a run, by their paths in its folder.

    Attributes:
        folder: the folder of the results.
        settings: what decides the results, by name, as text.
        earlier: the results of the run that was there before.
        resumed: whether this run goes on with the earlier one.
    """

    folder: Path
    settings: Mapping[str, str]
    earlier: dict[str, Record] = field(default_factory=dict)
    resumed: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def open(cls, folder: Path, settings: Mapping[str, str], resume: bool) -> "Manifest":
        """Return the manifest of a run, with what an earlier run into the same folder made.

        Raises:
            UsageError: the earlier run is to be gone on with, and had other settings.
            InputError: its manifest cannot be read.
        """
        known, earlier = _read(folder / FILE)
        if resume and known:
            names = sorted(known.keys() | settings.keys())
            if other := [name for name in names if known.get(name) != settings.get(name)]:
                raise UsageError(
                    f"the run into {str(folder)!r} had another {', '.join(other)}; give the same "
                    "to --resume, leave --resume out to translate all files anew, or give another "
                    "folder"
                )
        return cls(folder, settings, earlier, resume and bool(known))

    def begin(self) -> None:
        """Write the settings, and all results that are known so far.

        What the run that is gone on with has left half written is removed.

        Raises:
            OutputError: the folder cannot be written to.
        """
        if self.resumed:
            remove_leftovers(self.folder)
        rows = [dict(self.settings)]
        rows += [_row(name, record) for name, record in self.earlier.items()]
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        temporary = self.folder / f"{FILE}.new"
        try:
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(self.folder / FILE)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise _cannot_write(self.folder, error) from error

    def is_done(self, target: Path, source: bytes) -> bool:
        """Say whether a result is there as this run, gone on with, makes it of a source."""
        record = self.earlier.get(self._name(target))
        if not (self.resumed and record and self.is_of(target, source)):
            return False
        return target.is_file() and sha256(target) == record.result

    def is_of(self, target: Path, source: bytes) -> bool:
        """Say whether a result was made from what its source is now."""
        record = self.earlier.get(self._name(target))
        return bool(record and record.source == digest(source))

    def is_changed(self, target: Path) -> bool:
        """Say whether somebody has changed a result since the run that wrote it."""
        record = self.earlier.get(self._name(target))
        return bool(record and target.is_file() and sha256(target) != record.result)

    def add(self, target: Path, source: bytes, result: bytes) -> None:
        """Note a result that has just been written.

        Raises:
            OutputError: the manifest cannot be written.
        """
        record = Record(digest(source), digest(result))
        line = json.dumps(_row(self._name(target), record), ensure_ascii=False) + "\n"
        try:
            with self._lock, (self.folder / FILE).open("a", encoding="utf-8") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise _cannot_write(self.folder, error) from error

    def _name(self, target: Path) -> str:
        return Path(os.path.relpath(target, self.folder)).as_posix()


def _row(name: str, record: Record) -> dict[str, str]:
    return {"result": name, "source_sha256": record.source, "result_sha256": record.result}


def _read(path: Path) -> tuple[dict[str, str], dict[str, Record]]:
    """Return the settings and results of a manifest; a line that was cut off is passed over."""
    if not path.is_file():
        return {}, {}
    settings: dict[str, str] = {}
    records = {}
    for line in read_bytes(path).decode("utf-8", "replace").split("\n"):
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if "result" in row:
            records[row["result"]] = Record(row["source_sha256"], row["result_sha256"])
        else:
            settings = {str(name): str(value) for name, value in row.items()}
    return settings, records


def digest(data: bytes) -> str:
    """Return the sha256 of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _cannot_write(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        f"cannot write {FILE} into {str(folder)!r} ({error.strerror or error}); free some space or "
        "give another --output-dir"
    )
