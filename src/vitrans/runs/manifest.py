"""What a run has made in a folder: settings, and the sha256 of each input and result.

The manifest is a file of JSON lines, the settings first, then a line for each result, written just
before the result itself. So a run that was killed at any moment goes on from it: a last line that
was cut off is passed over, a result that is not what its line says is made again, and it is no
correction if it is still what was there before. Results of earlier runs, which may have had other
settings, are kept in it, and marked: whether they were corrected is known by them.
"""

import contextlib
import hashlib
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from vitrans.errors import OutputError, UsageError
from vitrans.files import read_bytes, remove_leftovers, sha256

FILE = ".vitrans-run.jsonl"
_NAMES = "surrogateescape"  # names of files may have bytes that are no UTF-8


@dataclass(frozen=True, slots=True)
class Record:
    """A result.

    Attributes:
        source: the sha256 of what it was made from.
        result: its own sha256.
        replaced: that of the file in whose place it was to be written, empty if of none.
        is_earlier: whether a run made it that had other settings.
    """

    source: str
    result: str
    replaced: str = ""
    is_earlier: bool = False


@dataclass(slots=True)
class Manifest:
    """The results of a run, by their paths in its folder.

    Attributes:
        folder: the folder of the results.
        settings: what decides the results, by name, as text.
        earlier: the results of the run that was there before.
        resumed: whether this run goes on with the earlier one.
        same: whether the earlier run had the same settings.
    """

    folder: Path
    settings: Mapping[str, str]
    earlier: dict[str, Record] = field(default_factory=dict)
    resumed: bool = False
    same: bool = False
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
        return cls(folder, settings, earlier, resume and bool(known), known == dict(settings))

    def begin(self) -> None:
        """Write the settings, and all results that are known so far.

        What an earlier run has left half written is removed.

        Raises:
            OutputError: the folder cannot be written to.
        """
        if (self.folder / FILE).is_file():
            remove_leftovers(self.folder)
        rows: list[Mapping[str, object]] = [self.settings]
        for name, record in self.earlier.items():
            rows.append(_row(name, record if self.same else replace(record, is_earlier=True)))
        temporary = self.folder / f"{FILE}.new"
        try:
            temporary.write_text("".join(map(_line, rows)), encoding="utf-8", errors=_NAMES)
            temporary.replace(self.folder / FILE)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise _cannot_write(self.folder, error) from error

    def is_done(self, target: Path, source: bytes) -> bool:
        """Say whether a result is there as this run, gone on with, makes it of a source."""
        record = self.earlier.get(self._name(target))
        if not (self.resumed and record and not record.is_earlier and self.is_of(target, source)):
            return False
        return target.is_file() and sha256(target) == record.result

    def is_of(self, target: Path, source: bytes) -> bool:
        """Say whether a result was made from what its source is now."""
        record = self.earlier.get(self._name(target))
        return bool(record and record.source == digest(source))

    def is_changed(self, target: Path) -> bool:
        """Say whether somebody has changed a result since the run that wrote it."""
        record = self.earlier.get(self._name(target))
        if not (record and target.is_file()):
            return False
        return sha256(target) not in (record.result, record.replaced)

    def add(self, target: Path, source: bytes, result: bytes) -> None:
        """Note a result that is about to be written.

        Raises:
            OutputError: the manifest cannot be written.
        """
        there = sha256(target) if target.is_file() else ""
        record = Record(digest(source), digest(result), there)
        try:
            with (
                self._lock,
                (self.folder / FILE).open("a", encoding="utf-8", errors=_NAMES) as file,
            ):
                file.write(_line(_row(self._name(target), record)))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise _cannot_write(self.folder, error) from error

    def _name(self, target: Path) -> str:
        return Path(os.path.relpath(target, self.folder)).as_posix()


def _line(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _row(name: str, record: Record) -> dict[str, object]:
    row: dict[str, object] = {
        "result": name,
        "source_sha256": record.source,
        "result_sha256": record.result,
    }
    if record.replaced:
        row["replaced_sha256"] = record.replaced
    if record.is_earlier:
        row["earlier"] = True
    return row


def _read(path: Path) -> tuple[dict[str, str], dict[str, Record]]:
    """Return the settings and results of a manifest; a line that was cut off is passed over."""
    if not path.is_file():
        return {}, {}
    settings: dict[str, str] = {}
    records = {}
    for line in read_bytes(path).decode("utf-8", _NAMES).split("\n"):
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if "result" in row:
            records[row["result"]] = Record(
                row["source_sha256"],
                row["result_sha256"],
                row.get("replaced_sha256", ""),
                row.get("earlier", False),
            )
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
