"""What a command says: results on standard output, everything else on standard error."""

import contextlib
import io
import os
import re
import sys
from itertools import count
from typing import TextIO

from vitrans.errors import OutputError, VitransError

_SHOWN = 60
_OBJECT = re.compile("[\ue000-\uf8ff]")


def out(text: str) -> None:
    """Write a result to standard output, in UTF-8 and with its line ends as they are.

    Raises:
        OutputError: standard output takes no more, as on a full disk, or is closed.
        BrokenPipeError: nobody reads it any longer.
    """
    out_bytes(text.encode("utf-8"))


def out_bytes(data: bytes) -> None:
    """Write a result to standard output as it is.

    Raises:
        OutputError: standard output takes no more, as on a full disk, or is closed.
        BrokenPipeError: nobody reads it any longer.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise cannot_write(error) from error


def cannot_write(error: OSError) -> OutputError:
    """Return the error that standard output cannot be written, and keep Python silent about it."""
    hush()
    closed = isinstance(error, io.UnsupportedOperation)
    reason = "it is closed" if closed else (error.strerror or str(error)).lower()
    return OutputError(f"cannot write to standard output: {reason}; write elsewhere")


def note(message: str) -> None:
    """Write a line to standard error; nobody can be told where that fails."""
    try:
        sys.stderr.write(message + "\n")
        sys.stderr.flush()
    except OSError:
        hush(sys.stderr)


def start_of(text: str) -> str:
    """Return how a text begins, on one line, as messages show it: code and the like are `{1}`."""
    numbers = count(1)
    text = " ".join(_OBJECT.sub(lambda _: f"{{{next(numbers)}}}", text).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"


def complain(error: VitransError) -> None:
    """Say on standard error what went wrong."""
    note(f"vitrans: error: {error}")


def hush(stream: TextIO | None = None) -> None:
    """Send nowhere what is left to write, so that Python's exit does not fail over it too.

    It is standard output's unless another stream is given.
    """
    with contextlib.suppress(OSError, ValueError):  # there is no file behind it, as in a test
        descriptor = (stream or sys.stdout).fileno()
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 (devnull is a name, not a path)
            os.dup2(nowhere.fileno(), descriptor)
