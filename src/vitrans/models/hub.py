"""Files of a model from the Hugging Face hub: whole, of the sha256 that it names, or not there.

What was fetched before a cut or a kill stays, and the next try goes on where it stopped.
`HF_TOKEN`, `HF_ENDPOINT`, `HF_HUB_OFFLINE` and proxies are honoured by huggingface_hub.
"""

import contextlib
import errno
import fnmatch
import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vitrans.errors import DependencyError, ModelError, OutputError

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_SMALL = ("*.json", "*.spm", "sentencepiece.bpe.model", "*spiece*.model")
_WEIGHTS = ("model*.safetensors", "pytorch_model.bin", "*.npz")
_TRIES = 5  # in a row without a byte more
_LONGEST_WAIT = 60.0  # seconds that a busy hub may ask for
_BUSY = (429, 503)
_UNREACHED = ("ConnectError", "ConnectTimeout", "ProxyError")
_SPARE = 50_000_000  # bytes that stay free

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Remote:
    """A file of the hub; `sha256` is empty where the hub has only git's own hash of it."""

    name: str
    bytes: int
    sha256: str
    git: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of a model that are needed, at one commit."""

    repo: str
    commit: str
    files: tuple[Remote, ...]

    @property
    def bytes(self) -> int:
        """The size of all files together."""
        return sum(file.bytes for file in self.files)


def is_hub_name(name: str) -> bool:
    """Say whether a name has the form OWNER/MODEL."""
    return _NAME.fullmatch(name) is not None


def look_up(repo: str, revision: str = "") -> Snapshot:
    """Ask the hub which files of a translation model are needed.

    Raises:
        ModelError: there is no such model, it has no weights, or the hub cannot be asked.
    """
    with _explained(repo):
        from huggingface_hub import HfApi, constants

        if constants.HF_HUB_OFFLINE:
            raise ModelError(
                f"{repo!r} is not here and HF_HUB_OFFLINE is set; unset it, or give a folder"
            )
        info = HfApi().model_info(repo, revision=revision or None, files_metadata=True)
        files = [
            Remote(
                one.rfilename,
                int(one.size or 0),
                str(one.lfs.sha256) if one.lfs else "",
                str(one.blob_id or ""),
            )
            for one in info.siblings or ()
        ]
        return Snapshot(repo, str(info.sha), tuple(_needed(repo, files)))


def fetch(snapshot: Snapshot, folder: Path, on_progress: Progress) -> None:
    """Bring the files of a model into a folder; those that are there whole are not asked for.

    Raises:
        ModelError: the hub fails; what has come so far stays for the next try.
        OutputError: the disk is full, or the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_space(snapshot, folder)
        for file in snapshot.files:
            if (folder / file.name).is_file():
                on_progress(file.bytes)
            else:
                _fetch_file(snapshot, file, folder, on_progress)
    except OSError as error:
        if not error.errno:
            raise
        raise _cannot_write(folder, error) from error


def _needed(repo: str, files: list[Remote]) -> Iterator[Remote]:
    """Yield what conversion reads: small files, and the weights in one form."""
    flat = [file for file in files if "/" not in file.name]
    for pattern in _WEIGHTS:
        if weights := [file for file in flat if fnmatch.fnmatch(file.name, pattern)]:
            break
    else:
        raise ModelError(
            f"{repo!r} has no weights that vitrans reads (model.safetensors, pytorch_model.bin or "
            "Marian's .npz)"
        )
    yield from (f for f in flat if any(fnmatch.fnmatch(f.name, small) for small in _SMALL))
    yield from weights


def _check_space(snapshot: Snapshot, folder: Path) -> None:
    have = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    missing = snapshot.bytes - have + _SPARE - shutil.disk_usage(folder).free
    if missing > 0:
        raise OSError(errno.ENOSPC, f"{missing / 1e6:.0f} MB more are needed")


def _fetch_file(snapshot: Snapshot, file: Remote, folder: Path, on_progress: Progress) -> None:
    part = folder / f"{file.name}.part"
    if part.is_file():
        on_progress(min(part.stat().st_size, file.bytes))
    left = _TRIES
    while not part.is_file() or _size(part) != file.bytes:
        before = _size(part)
        _go_on(snapshot, file, part, on_progress, last=left == 1)
        left = _TRIES if _size(part) > before else left - 1
        if not left:
            raise ModelError(
                f"{file.name} of {snapshot.repo!r} does not come whole; run the same command "
                "again later: it goes on where it stopped"
            )
    _check_hash(snapshot.repo, file, part)
    part.replace(folder / file.name)


def _go_on(snapshot: Snapshot, file: Remote, part: Path, on_progress: Progress, last: bool) -> None:
    """Fetch what is missing of a file; a cut or a busy hub is an error at the last try only."""
    from huggingface_hub import hf_hub_url, utils

    tools: Any = utils  # exports these without saying so
    start = _size(part)
    if start > file.bytes:
        part.unlink()
        start = 0
    headers = {**tools.build_hf_headers(), "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    url = hf_hub_url(snapshot.repo, file.name, revision=snapshot.commit)
    with _explained(snapshot.repo):
        try:
            with tools.get_session().stream(
                "GET", url, headers=headers, follow_redirects=True
            ) as answer:
                if answer.status_code in _BUSY and not last:
                    return _wait(answer.headers.get("Retry-After", ""))
                tools.hf_raise_for_status(answer)
                _save(answer, part, start, on_progress)
        except Exception as error:
            if last or not _is_cut(error):
                raise


def _save(answer: Any, part: Path, start: int, on_progress: Progress) -> None:
    """Append what comes; from the start where the hub knows no ranges."""
    goes_on = start and answer.status_code == 206
    with part.open("ab" if goes_on else "wb") as target:
        if start and not goes_on:
            on_progress(-start)
        for chunk in answer.iter_bytes():
            target.write(chunk)
            target.flush()
            on_progress(len(chunk))


def _check_hash(repo: str, file: Remote, path: Path) -> None:
    """Refuse, and remove, what is not the file that the hub named."""
    if file.sha256:
        wanted, digest = file.sha256, hashlib.sha256()
    else:
        wanted, digest = file.git, hashlib.sha1(f"blob {file.bytes}\0".encode())
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    if wanted and digest.hexdigest() != wanted:
        path.unlink()
        raise ModelError(
            f"{file.name} of {repo!r} came damaged: its hash is not the one that the hub names; "
            "pull the model again"
        )


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _wait(asked: str) -> None:
    time.sleep(min(float(asked) if asked.isdigit() else 1.0, _LONGEST_WAIT))


def _is_cut(error: Exception) -> bool:
    """Say whether an error is one of the network, which the next try may not meet."""
    return type(error).__module__.split(".")[0].startswith("httpx") and not hasattr(
        error, "server_message"
    )


@contextlib.contextmanager
def _explained(repo: str) -> Iterator[None]:
    """Turn the errors of huggingface_hub and of the network into ones that say what to do."""
    try:
        from huggingface_hub.errors import HfHubHTTPError
    except ImportError as error:
        raise DependencyError(
            "models from the hub need huggingface_hub: pip install huggingface_hub"
        ) from error
    try:
        yield
    except HfHubHTTPError as error:
        raise ModelError(_refused(repo, error)) from error
    except (ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise ModelError(
            f"{repo!r} cannot be had from the hub ({error}); check the name"
        ) from error
    except Exception as error:
        if not _is_cut(error):
            raise
        if type(error).__name__ in _UNREACHED:
            raise ModelError(
                f"the hub cannot be reached ({error}); check the network, the proxy and "
                "HF_ENDPOINT, then run the same command again"
            ) from error
        raise ModelError(
            f"the connection to the hub broke off while {repo!r} was fetched "
            f"({str(error) or type(error).__name__}); run the same command again: it goes on where "
            "it stopped"
        ) from error


def _refused(repo: str, error: Any) -> str:
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    status = error.response.status_code if error.response is not None else 0
    known = {
        401: "the hub wants to know who you are; set HF_TOKEN to a token that may read it",
        403: "your token may not read it; accept its licence on its page, or use another token",
        429: "the hub has had too many requests from here; try again later, or set HF_TOKEN",
    }
    if isinstance(error, GatedRepoError):
        return f"{repo!r} is gated: accept its licence on its page and set HF_TOKEN"
    if isinstance(error, RepositoryNotFoundError) and status != 403:
        return f"the hub has no public model {repo!r}; check the name, or set HF_TOKEN"
    why = known.get(status, f"the hub answered {status}; try again later")
    return f"{repo!r} cannot be had from the hub: {why}"


def _cannot_write(folder: Path, error: OSError) -> OutputError:
    reason = error.strerror or os.strerror(error.errno or 0)
    return OutputError(
        f"cannot write the model to {str(folder)!r} ({reason}); free some space or choose another "
        "folder with VITRANS_MODELS, then run the same command again: it goes on where it stopped"
    )
