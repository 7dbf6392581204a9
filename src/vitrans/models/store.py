"""Model directories on disk: which form they are in, and moving them whole or not at all."""

import contextlib
import glob
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from vitrans.errors import ModelError, OutputError
from vitrans.models.families import family_of
from vitrans.models.layouts import is_converted, is_unconverted

CTRANSLATE2 = "ctranslate2"
HUGGING_FACE = "transformers"


def form(directory: Path) -> str:
    """Say whether a directory holds a `ctranslate2` model or one to be converted.

    Raises:
        ModelError: it holds neither, or a model of another architecture.
    """
    if not directory.is_dir():
        raise ModelError(f"there is no model directory {str(directory)!r}; check the name")
    if is_converted(directory):
        return CTRANSLATE2
    if not is_unconverted(directory):
        raise ModelError(
            f"{str(directory)!r} holds no model: a CTranslate2 model has a model.bin, "
            "a MarianMT model a model.safetensors"
        )
    family_of(directory)
    return HUGGING_FACE


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time work on a file or folder; others wait until it is done or dead.

    Raises:
        OutputError: the folder that it lies in cannot be written to.
    """
    from filelock import FileLock

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path.parent / f".{path.name}.lock")
        lock.acquire()
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        yield
    finally:
        lock.release()


def sweep(directory: Path) -> None:
    """Remove what a killed process left of `directory` half made; call it while it is `locked`."""
    for left in directory.parent.glob(f".{glob.escape(directory.name)}-*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def replacing(directory: Path, finish: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """Give an empty directory to fill; it takes `directory`'s place if the block succeeds.

    It is made beside `directory`, so that it moves in one step; if the block fails, or `finish`,
    which is called after the move, it is removed and what was there before is in its place.
    """
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    except OSError as error:
        raise _cannot_write(directory, error) from error
    try:
        new = work / "new"
        new.mkdir()
        yield new
        _move(new, directory, work / "old", finish)
    except OSError as error:
        raise _cannot_write(directory, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _move(new: Path, directory: Path, aside: Path, finish: Callable[[], None]) -> None:
    try:
        if directory.exists():
            directory.rename(aside)
        new.rename(directory)
        finish()
    except BaseException:  # an interrupt too
        if not new.exists():
            directory.rename(new)
        if aside.exists():
            aside.rename(directory)
        raise


def _cannot_write(directory: Path, error: OSError) -> OutputError:
    return OutputError(
        f"cannot write the model to {str(directory)!r} ({error.strerror or error}); "
        "choose another directory or free some space"
    )
