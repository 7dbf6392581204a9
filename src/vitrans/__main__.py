"""The entry point of the command `vitrans`, and of `python -m vitrans`.

Nothing is imported here that takes a while, so that an interrupt at any time is met by `main`.
"""

import os
import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the command line."""
    try:
        _stand_in()
        from vitrans.cli import app

        app(prog_name="vitrans")
    except KeyboardInterrupt:
        sys.stderr.write("vitrans: interrupted\n")
        sys.exit(_INTERRUPTED)


def _stand_in() -> None:
    """Put files in the place of closed output streams: one refuses results, one hides messages.

    Python has None for a stream that was closed, and some who write to it are silent about it.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


if __name__ == "__main__":
    main()
