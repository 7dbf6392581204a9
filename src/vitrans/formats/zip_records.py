"""The records of a zip archive, rewritten where an entry is replaced (PKWARE's APPNOTE 6.3).

Python's zipfile cannot copy an entry as it lies; so the records are read here, and only the
fields that must change are written.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_STORED, _DEFLATED = 0, 8
_DESCRIPTOR = 1 << 3  # sizes and checksum stand behind the contents
_ZIP64 = 1  # an extra field
_LARGEST = 0xFFFFFFFF


class _Entry(NamedTuple):
    """An entry of the table: its fixed fields, and its name, extra fields and comment."""

    fields: tuple[int, ...]
    name: bytes
    extra: bytes
    comment: bytes

    @property
    def method(self) -> int:
        return self.fields[4]

    @property
    def size(self) -> int:
        """The size of its contents as they lie in the archive."""
        return self.fields[8]

    @property
    def offset(self) -> int:
        return self.fields[16]

    def moved(self, offset: int) -> bytes:
        """Return the record of the entry at another place."""
        return self._packed((*self.fields[:-1], offset), self.extra)

    def renewed(self, offset: int, contents: "_Contents") -> bytes:
        """Return the record of the entry with other contents."""
        extra = _without_zip64(self.extra)
        flags = self.fields[3] & ~_DESCRIPTOR
        _, made, needs, _, method, time, date = self.fields[:7]
        head = (made, needs, flags, method, time, date, *contents.sums)
        lengths = (len(self.name), len(extra), len(self.comment))
        return self._packed((0, *head, *lengths, *self.fields[13:16], offset), extra)

    def _packed(self, fields: tuple[int, ...], extra: bytes) -> bytes:
        return _CENTRAL.pack(b"PK\1\2", *fields[1:]) + self.name + extra + self.comment


class _Contents(NamedTuple):
    """What an entry holds, as it lies in the archive, with its checksum and sizes."""

    data: bytes
    sums: tuple[int, int, int]


def replaced(data: bytes, table: int, contents: Mapping[int, bytes]) -> bytes | None:
    """Return an archive with other contents in some entries, None where entries overlap.

    Args:
        data: the archive.
        table: where its table of entries starts.
        contents: what entries are to hold, by their number in the table.
    """
    entries = list(_entries(data, table))
    order = sorted(range(len(entries)), key=lambda number: entries[number].offset)
    ends = [*(entries[number].offset for number in order), table]
    pieces = [data[: ends[0]]]
    places: dict[int, int] = {}
    packed: dict[int, _Contents] = {}
    at = ends[0]
    for number, (start, end) in zip(order, pairwise(ends), strict=True):
        places[number] = at
        entry = data[start:end]
        if not _fits(entry, entries[number]):
            return None
        if number in contents:
            packed[number] = _packed(contents[number], entries[number].method)
            entry = _renewed(entry, packed[number])
        pieces.append(entry)
        at += len(entry)
    records = [
        entry.renewed(places[number], packed[number])
        if number in packed
        else entry.moved(places[number])
        for number, entry in enumerate(entries)
    ]
    return b"".join((*pieces, *records, _end(data, records, at)))


def _entries(data: bytes, at: int) -> Iterator[_Entry]:
    """Yield the entries of the table that starts at a place."""
    while data.startswith(b"PK\1\2", at):
        fields = _CENTRAL.unpack_from(data, at)
        name, extra, comment = fields[10:13]
        at += _CENTRAL.size
        ends = (at + name, at + name + extra, at + name + extra + comment)
        # The signature is no number, but keeps the places of the others.
        yield _Entry((0, *fields[1:]), data[at : ends[0]], data[ends[0] : ends[1]],
                     data[ends[1] : ends[2]])  # fmt: skip
        at = ends[2]


def _fits(entry: bytes, record: _Entry) -> bool:
    """Say whether an entry has room for what its record says."""
    if not entry.startswith(b"PK\3\4") or len(entry) < _LOCAL.size:
        return False
    name, extra = _LOCAL.unpack_from(entry)[9:11]
    return record.size == _LARGEST or _LOCAL.size + name + extra + record.size <= len(entry)


def _packed(data: bytes, method: int) -> _Contents:
    """Return contents as the archive has them: stored, or else deflated."""
    raw = data
    if method != _STORED:
        packer = zlib.compressobj(level=6, wbits=-15)
        raw = packer.compress(data) + packer.flush()
    return _Contents(raw, (zlib.crc32(data), len(raw), len(data)))


def _renewed(entry: bytes, contents: _Contents) -> bytes:
    """Return an entry with other contents under its own name, date and extra fields."""
    _, needs, flags, method, time, date, *_, name, extra = _LOCAL.unpack_from(entry)
    start = _LOCAL.size + name
    more = _without_zip64(entry[start : start + extra])
    head = (needs, flags & ~_DESCRIPTOR, method, time, date, *contents.sums, name, len(more))
    return _LOCAL.pack(b"PK\3\4", *head) + entry[_LOCAL.size : start] + more + contents.data


def _without_zip64(extra: bytes) -> bytes:
    """Return extra fields without the sizes of a large file."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        if kind != _ZIP64:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return kept + extra[at:]


def _end(data: bytes, records: list[bytes], table: int) -> bytes:
    """Return the record at the end, with the archive's comment."""
    found = data.rfind(b"PK\5\6")
    comment = data[found + _END.size :]
    count, size = len(records), sum(map(len, records))
    return _END.pack(b"PK\5\6", 0, 0, count, count, size, table, len(comment)) + comment
