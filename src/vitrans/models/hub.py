"""Files of a model from the Hugging Face hub: whole, of the sha256 that it names, or not there.

What was fetched before a cut or a kill stays, and the next try goes on where it stopped.
`HF_TOKEN`, `HF_ENDPOINT`, `HF_HUB_OFFLINE` and proxies are honoured by huggingface_hub.
"""

import contextlib
import errno
import fnmatch
import hashlib
import importlib.util
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vitrans.errors import DependencyError, ModelError, OutputError, VitransError
from vitrans.models.layouts import weight_files

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)
_SMALL = ("*.json", "*.spm", "sentencepiece.bpe.model", "*spiece*.model")
_TRIES = 5  # in a row without a byte more
_LONGEST_WAIT = 60.0  # seconds that a busy hub may ask for
_BUSY = (429, 500, 502, 503, 504)
_NO_MORE = 416  # the file of the hub ends where ours does
_UNREACHED = ("ConnectError", "ConnectTimeout", "ProxyError")
_NO_ADDRESS = ("UnsupportedProtocol", "InvalidURL")
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
        try:
            info = _asked(
                lambda: HfApi().model_info(repo, revision=revision or None, files_metadata=True)
            )
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"what answers at {constants.ENDPOINT} is no hub; check HF_ENDPOINT, the network "
                "and the proxy"
            ) from error
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


def _asked(question: Callable[[], Any]) -> Any:
    """Return the hub's answer; while it is busy it is asked again."""
    from huggingface_hub.errors import HfHubHTTPError

    for _ in range(_TRIES - 1):
        try:
            return question()
        except HfHubHTTPError as error:
            answer = error.response
            if answer is None or answer.status_code not in _BUSY:
                raise
            _wait(answer.headers.get("Retry-After", ""))
    return question()


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
    flat = {file.name: file for file in files if "/" not in file.name}
    weights = weight_files(flat)
    if not weights:
        raise ModelError(
            f"{repo!r} has no weights that vitrans reads: model.safetensors or pytorch_model.bin, "
            "whole or in parts with their index, or Marian's .npz"
        )
    small = {name for pattern in _SMALL for name in fnmatch.filter(flat, pattern)}
    yield from (flat[name] for name in sorted(small.difference(weights)))
    yield from (flat[name] for name in weights)


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
                if answer.status_code == _NO_MORE:
                    return None
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
    time.sleep(min(float(asked) if asked.isdecimal() else 1.0, _LONGEST_WAIT))


def _is_cut(error: Exception) -> bool:
    """Say whether an error is one of the network, which the next try may not meet."""
    return type(error).__module__.split(".")[0].startswith("httpx") and not hasattr(
        error, "server_message"
    )


@contextlib.contextmanager
def _explained(repo: str) -> Iterator[None]:
    """Turn the errors of huggingface_hub and of the network into ones that say what to do."""
    if importlib.util.find_spec("huggingface_hub") is None:
        raise DependencyError(
            "models from the hub need huggingface_hub: pip install huggingface_hub"
        )
    try:
        yield
    except Exception as error:
        told = _explanation(repo, error)
        if told is None:
            raise
        raise told from error


def _explanation(repo: str, error: Exception) -> VitransError | None:
    """Return what an error means and what to do; None where it is not one of the hub's."""
    from huggingface_hub.errors import HfHubHTTPError

    match error:
        case HfHubHTTPError():
            return ModelError(_refused(repo, error))
        case ImportError():
            return DependencyError(
                f"the proxy cannot be used ({error}); install what it needs, or unset the variable "
                "that names it (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY)"
            )
        case UnicodeError():
            return ModelError(
                "HF_TOKEN or HF_ENDPOINT holds a letter that it cannot have; copy it again"
            )
        case OSError(errno=int()):
            return None
        case ValueError() | OSError():
            return ModelError(f"{repo!r} cannot be had from the hub ({error}); check the name")
    return ModelError(_broken(repo, error)) if _is_cut(error) else None


def _broken(repo: str, error: Exception) -> str:
    """Say what to do where the network failed."""
    from huggingface_hub.constants import ENDPOINT

    kind, again = type(error).__name__, "run the same command again"
    if kind in _NO_ADDRESS:
        return f"HF_ENDPOINT is {ENDPOINT!r}; give it like https://huggingface.co, or unset it"
    if kind in _UNREACHED:
        return (
            f"the hub {ENDPOINT} cannot be reached ({error}); check the network, the proxy and "
            f"HF_ENDPOINT, then {again}"
        )
    return (
        f"the connection to the hub broke off while {repo!r} was fetched ({str(error) or kind}); "
        f"{again}: it goes on where it stopped"
    )


def _refused(repo: str, error: Any) -> str:
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    status = error.response.status_code if error.response is not None else 0
    known = {
        401: "the hub wants to know who you are; set HF_TOKEN to a token that may read it",
        404: "it or a file of it is not there (404); check the name and HF_ENDPOINT",
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
