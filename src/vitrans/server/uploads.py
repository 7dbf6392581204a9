"""A file that was sent: what it is, by what it holds and not by what it is called."""

import io
import re
import zipfile
from pathlib import PurePosixPath

from vitrans.server.problems import RefusedError

_ZIP = b"PK\x03\x04"
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_NAME = re.compile(r"[^\w .()\[\]@+,=-]|\.\.+")
_LONGEST = 120
# Which part, or which content of the part `mimetype`, makes a package what it is.
_PARTS = {
    "word/document.xml": ".docx",
    "ppt/presentation.xml": ".pptx",
    "xl/workbook.xml": ".xlsx",
    "META-INF/container.xml": ".epub",
}
_TYPES = {
    "application/epub+zip": ".epub",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
_TEXTS = {"WEBVTT": ".vtt", "[Script Info]": ".ass"}


def safe_name(name: str) -> str:
    """Return a file's name without what leads elsewhere, for its sender and for messages."""
    last = PurePosixPath(name.replace("\\", "/")).name
    path = PurePosixPath(_NAME.sub("_", last).strip(". "))
    suffix = path.suffix[:10]
    return (path.stem[:_LONGEST] or "file") + suffix


def named_by_content(data: bytes, name: str, unpacked: int) -> str:
    """Return the name that a file has by what it holds.

    Args:
        data: what it holds.
        name: what it was called by the one who sent it; kept where it may be so.
        unpacked: bytes that all in a package may have.

    Raises:
        RefusedError: it would unpack to more, or declares entities.
    """
    path = PurePosixPath(safe_name(name))
    if data.startswith(_ZIP):
        suffix = _package_suffix(data, path.name, unpacked) or path.suffix
        return path.stem + suffix
    text = _start(data)
    if _ENTITY.search(text):
        raise RefusedError(400, f"{path.name!r} declares entities; save it without")
    for start, suffix in _TEXTS.items():
        if text.lstrip("\ufeff").startswith(start):
            return path.stem + suffix
    return str(path)


def _package_suffix(data: bytes, name: str, unpacked: int) -> str:
    """Return the suffix that a zip archive has by its parts, empty for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > unpacked:
                raise RefusedError(413, f"{name!r} holds more than {unpacked} bytes when unpacked")
            names = {entry.filename for entry in entries}
            kind = ""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise RefusedError(400, f"{name!r} is damaged; send it again") from None
    found = (suffix for part, suffix in _PARTS.items() if part in names)
    return _TYPES.get(kind) or next(found, "")


def _start(data: bytes) -> str:
    """Return the text of a file as far as it can be seen without knowing its encoding."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if data[:200].count(0) > len(data[:200]) // 4:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    return data.decode("utf-8", "replace")
