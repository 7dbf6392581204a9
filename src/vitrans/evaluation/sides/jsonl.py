"""JSON Lines: an object a segment, a side a key."""

import json
from typing import Any

from vitrans.errors import InputError
from vitrans.text import lines


def read(text: str, part: str) -> dict[str, list[str]]:
    """Return what the objects of a file, one a line, have under each key of the first.

    Raises:
        InputError: a line has no object, or one with other keys.
    """
    try:
        entries = [json.loads(line) for line in lines(text.removeprefix("\ufeff"))]
        return {key: [_string(entry[key]) for entry in entries] for key in entries[0]}
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise InputError(
            f"it does not have a JSON object with the same keys on every line: {error!r}"
        ) from None


def _string(value: Any) -> str:
    return "" if value is None else str(value)
