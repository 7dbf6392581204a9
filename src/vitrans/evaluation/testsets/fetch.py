"""Fetching a collection: from its publisher, or from a folder or archive that is here already."""

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vitrans.errors import InputError, OutputError, UsageError
from vitrans.evaluation.testsets.archives import Files, opened, sentences
from vitrans.evaluation.testsets.catalogue import Collection, Download, Split
from vitrans.evaluation.testsets.download import DownloadProgress, download
from vitrans.evaluation.testsets.store import ORIGIN
from vitrans.files import read_text, sha256, write_text
from vitrans.text.counts import counted

# Where the sha256s of downloads are kept whose publisher has not stated any.
LOCK = "lock.json"


def fetch(
    collection: Collection,
    root: Path,
    local: Path | None = None,
    on_progress: DownloadProgress = lambda new, total: None,
) -> dict[str, str]:
    """Put the sets of a collection into `root`; return the sha256 of each file they came from.

    A download whose publisher states no sha256 is trusted when it is first seen; its sha256 is
    recorded then, and later downloads are held to it. Where anything fails, what was there
    before stays as it was.

    Args:
        collection: what to fetch.
        root: the folder of test sets, made if need be.
        local: a folder or archive to read from; nothing is downloaded then.
        on_progress: called as bytes arrive.

    Raises:
        InputError: it cannot be read or downloaded, is not what it should be, or lacks a sentence.
        OutputError: it cannot be written.
        UsageError: `local` lies in the folder that is to be replaced.
    """
    if local:
        _check_outside(local, root / collection.name)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=root) as work:
            if local:
                return _unpack(collection, root, local, _given(collection, local), Path(work))
            found = {
                file.url: _download(file, Path(work), root, on_progress)
                for file in collection.downloads
            }
            place = Path(work) / collection.downloads[0].name if len(found) == 1 else Path(work)
            _unpack(collection, root, place, found, Path(work))
            _lock(root, found)
            return found
    except OSError as error:
        raise OutputError(
            f"cannot write test sets to {str(root)!r} ({error.strerror or error}); free some "
            "space, or choose another folder with XDG_DATA_HOME"
        ) from error


def _check_outside(local: Path, folder: Path) -> None:
    """Refuse a source that would be removed with the folder that is replaced."""
    if local.resolve().is_relative_to(folder.resolve()):
        raise UsageError(
            f"{str(local)!r} lies in {str(folder)!r}, which is to be replaced; move it elsewhere"
        )


def _given(collection: Collection, local: Path) -> dict[str, str]:
    """Return the sha256 of a given archive, held to the publisher's where it states one."""
    if not local.is_file():
        return {str(local): ""}
    digest = sha256(local)
    for file in collection.downloads:
        if file.name == local.name and file.sha256 not in ("", digest):
            raise _wrong(str(local), file.sha256, digest)
    return {str(local): digest}


def _download(file: Download, folder: Path, root: Path, on_progress: DownloadProgress) -> str:
    """Download a file and hold it to the sha256 that it should have, if that is known."""
    digest = download(file.url, folder / file.name, on_progress)
    expected = file.sha256 or _locked(root).get(file.url, digest)
    if digest != expected:
        raise _wrong(file.url, expected, digest, root if not file.sha256 else None)
    return digest


def _unpack(
    collection: Collection, root: Path, place: Path, found: dict[str, str], work: Path
) -> dict[str, str]:
    """Write the sets that are in a folder or archive, and where they are from."""
    with opened(place) as files:
        texts = {
            f"{split.name}.{language}": _text(files, split, names, place)
            for split in collection.splits
            for language, names in (("en", split.english), ("vi", split.vietnamese))
        }
    folder = work / "new" / collection.name
    folder.mkdir(parents=True)
    for name, text in texts.items():
        write_text(folder / name, text)
    origin = {
        "title": collection.title,
        "licence": collection.licence,
        "citation": collection.citation,
        "note": collection.note,
        "fetched": datetime.now(UTC).date().isoformat(),
        "from": found,
        "files": {name: sha256(folder / name) for name in texts},
    }
    write_text(folder / ORIGIN, _json(origin))
    if (root / collection.name).exists():
        (root / collection.name).rename(work / "old")
    folder.rename(root / collection.name)
    return found


def _text(files: Files, split: Split, names: tuple[str, ...], place: Path) -> str:
    """Return the sentences of one file, a line each, as many as there should be."""
    found = sentences(files, names, place)
    if len(found) != split.sentences:
        raise InputError(
            f"{names[-1]!r} in {str(place)!r} has {counted(len(found), 'sentence')} instead of "
            f"{split.sentences}; it is incomplete or a different edition"
        )
    return "".join(line + "\n" for line in found)


def _locked(root: Path) -> dict[str, Any]:
    path = root / LOCK
    if not path.exists():
        return {}
    try:
        return dict(json.loads(read_text(path)))
    except (ValueError, TypeError) as error:
        raise InputError(
            f"{str(path)!r} is damaged ({error}); remove it and fetch again"
        ) from error


def _lock(root: Path, found: dict[str, str]) -> None:
    write_text(root / LOCK, _json({**_locked(root), **found}))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _wrong(what: str, expected: str, found: str, root: Path | None = None) -> InputError:
    known = f"; it was recorded in {str(root / LOCK)!r} when it was first fetched" if root else ""
    return InputError(
        f"{what} is not the published file: its sha256 is {found}, not {expected}{known}. "
        "Nothing was changed; try again, and if it stays so, ask its publisher"
    )
