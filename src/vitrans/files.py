"""Reading and writing files: any encoding that can be told, nothing altered or half-written."""

import contextlib
import errno
import glob
import hashlib
import logging
import os
import re
import secrets
import shlex
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from vitrans import encodings
from vitrans.errors import InputError, OutputError, UsageError

_LOG = logging.getLogger(__name__)
# The name of a file that is being written: random bytes, so that writers do not meet.
_RANDOM = 8
_LONGEST, _SHOWN = 255, 60  # of a longer name, which no file has, a message shows so much
_TEMPORARY = re.compile(rf"\.[0-9a-f]{{{2 * _RANDOM}}}\.tmp")


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise InputError(f"{str(path)!r} is a directory; name the files in it") from None
    except FileNotFoundError:
        raise InputError(f"there is no file {str(path)!r}; check the name") from None
    except PermissionError:
        raise InputError(f"no permission to read {str(path)!r}; try chmod +r on it") from None
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {str(path)!r}: {_reason(error)}") from error


def read_text(path: Path) -> str:
    """Return the text of a file, every character as it stands, line ends and UTF-8's BOM too.

    Its encoding is told by what it reads as; one other than UTF-8 is named by a warning in the
    log, which goes to standard error unless a program sets up its logging otherwise.

    Raises:
        InputError: the file cannot be read, or is no text in an encoding that can be told.
    """
    return decode(read_bytes(path), path)


def sha256(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal digits.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"cannot read {str(path)!r}: {_reason(error)}") from error


def decode(data: bytes, path: Path | None = None) -> str:
    """Return the text of bytes as `read_text` does; without a path they are standard input.

    Raises:
        InputError: the bytes are binary, or text in an encoding that cannot be told.
    """
    found = encodings.decode(data, str(path)) if path else encodings.decode(data)
    if found.notice:
        _LOG.warning("%s", found.notice)
    return found.text


def write_bytes(path: Path, data: bytes) -> None:
    """Write bytes through a temporary file beside `path`, moved into place when whole.

    A link is written through, a device or pipe written to; permissions of an old file are kept.

    Raises:
        OutputError: nothing was written; an old file is as it was.
    """
    try:
        _write(Path(os.path.realpath(path)), data)
    except (OSError, ValueError) as error:
        raise OutputError(f"cannot write {str(path)!r}: {_advice(path, error)}") from error


@contextlib.contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write in pieces; it is there when the last is written, whole or not at all.

    Raises:
        OutputError: nothing was written; an old file is as it was.
    """
    try:
        with _whole(Path(os.path.realpath(path))) as file:
            yield file
    except OSError as error:
        raise OutputError(f"cannot write {str(path)!r}: {_advice(path, error)}") from error


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, as `write_bytes` does.

    Raises:
        OutputError: nothing was written; an old file is as it was.
    """
    try:
        data = encodings.encode(text, encodings.UTF8)
    except OutputError as error:
        raise OutputError(f"cannot write {str(path)!r}: {error}") from None
    write_bytes(path, data)


def make_folder(path: Path) -> None:
    """Make a folder for results, with those that it lies in.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise OutputError(
            f"cannot make {str(path)!r}: {_reason(error)}; name another folder"
        ) from error


def refuse_inputs(outputs: Iterable[Path | None], inputs: Iterable[str | Path]) -> None:
    """Refuse outputs that are inputs by any name: by a link, through `..`, as `FILE#PART`.

    Raises:
        UsageError: some outputs are inputs; all of them are named, and nothing is done.
    """
    read = identities(map(named_file, inputs))
    faults = [
        f"{str(output)!r} is an input too; write the result elsewhere"
        for output in dict.fromkeys(outputs)
        if output and not read.isdisjoint(identities([output]))
    ]
    if faults:
        raise UsageError("\n".join(faults))


def identities(paths: Iterable[Path]) -> set[object]:
    """Return what files are known by under all their names: where they are, and their inodes.

    Devices and pipes are known by nothing: what is written to them overwrites no input.
    """
    known: set[object] = set()
    for path in paths:
        if _is_special(path):
            continue
        known.add(os.path.realpath(path))
        with contextlib.suppress(OSError, ValueError):  # it is not there yet
            status = path.stat()
            known.add((status.st_dev, status.st_ino))
    return known


def named_file(given: str | Path) -> Path:
    """Return the file that a name such as `FILE#PART` is of, or the name itself if it is one."""
    return divided(given)[0]


def divided(given: str | Path) -> tuple[Path, str]:
    """Return the file and the part of `FILE#PART`; a file of the whole name has no part."""
    if path := existing(given):
        return path, ""
    name, mark, part = str(given).rpartition("#")
    return (existing(name) or Path(name), part) if mark and name else (Path(given), "")


def existing(given: str | Path) -> Path | None:
    """Return the path of what is there under a name, None if nothing is.

    Letters with accents may be one character or two: files that come from macOS have two.
    """
    for form in dict.fromkeys((str(given), *_forms(str(given)))):
        with contextlib.suppress(OSError):  # no file can have such a name: it is too long, say
            if Path(form).exists():
                return Path(form)
    return None


def printable(name: str | Path) -> str:
    """Return the name of a file for people; bytes that are no UTF-8 are written out."""
    return str(name).encode("utf-8", "backslashreplace").decode("utf-8")


def check_writable(path: Path) -> None:
    """Refuse a place to which `write_text` could not write, before there is anything to write.

    Raises:
        OutputError: it is a directory, or a file or folder that is missing or read-only.
    """
    try:
        _check_writable(Path(os.path.realpath(path)))
    except (OSError, ValueError) as error:
        raise OutputError(f"cannot write {str(path)!r}: {_advice(path, error)}") from error


def expand(paths: Iterable[str | Path]) -> list[Path]:
    """Return the files that paths and globs name, each once, globs in alphabetical order.

    A path that exists is never taken for a glob; a glob names files only, `**` goes deeper.

    Raises:
        InputError: a path is missing or a directory, or a glob matches no file.
    """
    if isinstance(paths, str | Path):
        raise TypeError("expand takes several paths, not one")
    return list(dict.fromkeys(path for given in paths for path in _named(str(given))))


def directory_advice(folder: Path) -> str:
    """Return what to say where a folder stands in the place of files."""
    inside = shlex.quote(str(folder / "*.txt"))
    return f"{str(folder)!r} is a directory; name files, for example {inside}"


def _named(given: str) -> list[Path]:
    """Return the files that one path or glob names."""
    path = existing(given)
    if path and path.is_dir():
        raise InputError(directory_advice(path))
    if path:
        return [path]
    if not glob.has_magic(given):
        raise InputError(_no_file(given))
    found = sorted({name for form in (given, *_forms(given)) for name in _matching(form)})
    if files := [path for path in map(Path, found) if not path.is_dir()]:
        return files
    raise InputError(f"no file matches {given!r}; check the pattern")


def _forms(name: str) -> Iterator[str]:
    """Yield a name with each accented letter as one character, and as two."""
    return (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))


def _matching(pattern: str) -> list[str]:
    try:
        return glob.glob(pattern, recursive=True)  # noqa: PTH207 (Path.glob refuses absolute ones)
    except (OSError, ValueError):
        return []


def _no_file(given: str) -> str:
    """Return what to do where there is no file of a name, which may be a text instead."""
    shown = given if len(given) <= _LONGEST else f"{given[:_SHOWN]}…"
    said = f"there is no file {shown!r}; check the name"
    return f"{said}, or pipe a text in: echo '…' | vitrans …" if " " in given.strip() else said


def _write(path: Path, data: bytes) -> None:
    """Write the bytes by way of a temporary file, which is gone afterwards whatever happens."""
    with _whole(path) as file:
        file.write(data)


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """Give a temporary file to write, which takes its place if nothing goes wrong."""
    _check_writable(path)
    if _is_special(path):
        with path.open("wb") as file:  # /dev/stdout, a pipe: there is nothing to move into place
            yield file
        return
    temporary = path.parent / f".{secrets.token_hex(_RANDOM)}.tmp"
    try:
        with temporary.open("xb") as file:  # opened so, it gets the user's usual permissions
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def remove_leftovers(folder: Path) -> None:
    """Remove what processes that were killed have left half written below a folder."""
    for path in folder.rglob(".*.tmp"):
        if _TEMPORARY.fullmatch(path.name):
            with contextlib.suppress(OSError):
                path.unlink()


def _check_writable(path: Path) -> None:
    """Raise what writing to the place would raise, as far as that can be told."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a directory", str(path))
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "the file is read-only", str(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "there is no such folder", str(path))
    if not _is_special(path) and not os.access(path.parent, os.W_OK):
        raise PermissionError(errno.EACCES, "the folder is read-only", str(path))


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _advice(path: Path, error: OSError | ValueError) -> str:
    """Say why a file could not be written and what to do next."""
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOSPC, errno.EDQUOT):
        return "no space left there; free some, or write to another place"
    if number in (errno.ENOENT, errno.ENOTDIR) and not path.parent.is_dir():
        return f"there is no folder {str(path.parent)!r}; make it first"
    if number == errno.EISDIR:
        return "it is a directory; name a file"
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{_reason(error)}; write to another place, or change the permissions"
    return f"{_reason(error)}; write to another place"


def _reason(error: OSError | ValueError) -> str:
    """Return what the system says, without the number and the name of the file."""
    return (getattr(error, "strerror", None) or str(error)).lower()
