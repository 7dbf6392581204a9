"""One test for a check of many rows: it tries them all and names those that fail."""

from collections.abc import Callable, Iterable
from typing import Any

Check = Callable[..., None]


def for_each(rows: Iterable[Any], name: Callable[[Any], str] = str) -> Callable[[Check], Check]:
    """Return what makes one test of a check of a row; a row that is a tuple is several arguments.

    Args:
        rows: what to check.
        name: what a row is called in a message.
    """
    rows = list(rows)

    def one_test(check: Check) -> Check:
        def test() -> None:
            assert rows, "there is nothing to check"
            faults = [f"{name(row)}: {fault}" for row in rows if (fault := fault_of(check, row))]
            assert not faults, "\n".join([f"{len(faults)} of {len(rows)} rows:", *faults])

        test.__doc__, test.__module__ = check.__doc__, check.__module__
        return test

    return one_test


def fault_of(check: Check, row: Any) -> str:
    """Return what a check finds wrong with a row, and nothing where all is well."""
    try:
        check(*row) if isinstance(row, tuple) else check(row)
    except AssertionError as error:
        return str(error).partition("\n")[0] or "fails"
    return ""
