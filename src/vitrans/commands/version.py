"""`vitrans version`."""

import vitrans
from vitrans.commands.console import out


def version() -> None:
    """Print the version of vitrans."""
    out(f"vitrans {vitrans.__version__}\n")
