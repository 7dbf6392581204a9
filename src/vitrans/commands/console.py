"""What a command says: results on standard output, everything else on standard error."""

import contextlib
import os
import sys

from vitrans.errors import OutputError, VitransError


def out(text: str) -> None:
    """Write a result to standard output, in UTF-8 and with its line ends as they are.

    Raises:
        OutputError: standard output takes no more, as on a full disk.
        BrokenPipeError: nobody reads it any longer.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        hush()
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"cannot write to standard output: {reason}; write elsewhere") from error


def note(message: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def complain(error: VitransError) -> None:
    """Say on standard error what went wrong."""
    note(f"vitrans: error: {error}")


def hush() -> None:
    """Send nowhere what is left to write, so that Python's exit does not fail over it too."""
    with contextlib.suppress(OSError, ValueError):  # there is no file behind it, as in a test
        descriptor = sys.stdout.fileno()
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 (devnull is a name, not a path)
            os.dup2(nowhere.fileno(), descriptor)
