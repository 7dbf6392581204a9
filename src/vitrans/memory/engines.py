"""What an engine is known by: a hash of all that its output depends on."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from vitrans.files import sha256


def engine_key(facts: Mapping[str, object]) -> str:
    """Return a key for facts of any kind; of a file that is named, its content counts.

    Raises:
        InputError: a file cannot be read.
    """
    text = json.dumps(_plain(facts), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return sha256(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float | None) else repr(value)
