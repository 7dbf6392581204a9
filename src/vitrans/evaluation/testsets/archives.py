"""The files in a folder or an archive, and the sentences in them."""

import contextlib
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from vitrans.errors import InputError
from vitrans.evaluation.sides import sgml
from vitrans.files import decode

Files = dict[str, Callable[[], bytes]]

# What reading an archive raises that is damaged or cut off; RuntimeError if it is encrypted.
_DAMAGE = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Files]:
    """Yield the files of a folder, a tar or a zip archive by name; nothing is unpacked to disk.

    Raises:
        InputError: it is none of these, or damaged.
    """
    try:
        if path.is_dir():
            yield {str(p.relative_to(path)): p.read_bytes for p in path.rglob("*") if p.is_file()}
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield {name: _zipped(archive, name) for name in archive.namelist()}
        elif path.is_file() and tarfile.is_tarfile(path):
            with tarfile.open(path) as tar:
                yield {m.name: _tarred(tar, m) for m in tar.getmembers() if m.isfile()}
        else:
            raise InputError(f"{str(path)!r} is not a folder, tar or zip archive; check the name")
    except _DAMAGE as error:
        raise InputError(f"{str(path)!r} cannot be read ({error}); fetch it again") from error


def sentences(files: Files, names: tuple[str, ...], place: Path) -> list[str]:
    """Return the sentences of the first of the named files that is there.

    Raises:
        InputError: none of them is there, or several that differ.
    """
    for name in names:
        found = [p for p in files if Path(p).name == name]
        texts = {files[path]() for path in found}
        if len(texts) > 1:
            raise InputError(f"{str(place)!r} has several files {name!r}; give the folder of one")
        if texts:
            return _lines(decode(texts.pop(), Path(found[0])).removeprefix("\ufeff"), name)
    raise InputError(f"{str(place)!r} has no file {' or '.join(map(repr, names))}")


def _lines(text: str, name: str) -> list[str]:
    if name.endswith(".xml"):
        return sgml.segments(text)
    return [line.strip() for line in text.removesuffix("\n").split("\n")]


def _zipped(archive: zipfile.ZipFile, name: str) -> Callable[[], bytes]:
    return lambda: archive.read(name)


def _tarred(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Callable[[], bytes]:
    return lambda: cast(IO[bytes], archive.extractfile(member)).read()
