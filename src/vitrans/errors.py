"""Errors of the library: every message says what was wrong and what to do next."""

from collections.abc import Iterator
from contextlib import contextmanager


class VitransError(Exception):
    """Base of every error that vitrans raises on purpose; the command exits with `exit_code`."""

    exit_code = 1


class UsageError(VitransError):
    """The request itself cannot be carried out as it was put (exit code 2)."""

    exit_code = 2


class InputError(VitransError):
    """A file cannot be read, or is not the text it should be."""


class OutputError(VitransError):
    """A result cannot be written; what was there before is untouched."""


class ModelError(VitransError):
    """A model is missing, damaged or of the wrong kind."""


class DependencyError(VitransError):
    """An optional package is needed; the message names the extra that installs it."""


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Put the name of a file before what is found to be wrong with its content.

    Raises:
        InputError: what was raised, with the name.
    """
    try:
        yield
    except InputError as error:
        raise InputError(f"{name!r}: {error}") from None
