"""Which model translates where none is named, by target language; the user's choice, on disk."""

import json
from collections.abc import Sequence

from vitrans import places
from vitrans.errors import ModelError, UsageError
from vitrans.files import write_bytes
from vitrans.models.description import read_json
from vitrans.models.resolve import BUNDLED, locate

FILE = "default-models.json"
_TARGETS = ("en", "vi")


def defaults() -> dict[str, str]:
    """Return the chosen model's name for each target language, empty for the bundled one.

    Raises:
        ModelError: the file that says so is damaged.
    """
    path = places.settings_folder() / FILE
    chosen = read_json(path) if path.is_file() else {}
    if not isinstance(chosen, dict) or not all(isinstance(v, str) for v in chosen.values()):
        raise ModelError(f"{str(path)!r} is damaged; remove it")
    return {target: chosen.get(target, "") for target in _TARGETS}


def set_default(name: str, targets: Sequence[str] = ()) -> None:
    """Choose the model that translates where none is named.

    Args:
        name: a pulled model or a folder, or `bundled`.
        targets: the languages for which it is chosen; all into which it translates if none.

    Raises:
        ModelError: there is no such model here, or it does not translate into a target.
        UsageError: a target is neither `en` nor `vi`.
    """
    if unknown := set(targets) - set(_TARGETS):
        raise UsageError(f"{min(unknown)!r} is no language to translate into; give en or vi")
    able = set(_TARGETS) if name == BUNDLED else set(locate(name).description.prefixes)
    wanted = set(targets) or able
    if lacking := wanted - able:
        raise ModelError(f"{name!r} does not translate into {min(lacking)}")
    chosen = {**defaults(), **dict.fromkeys(wanted, "" if name == BUNDLED else name)}
    text = json.dumps({k: v for k, v in chosen.items() if v}, indent=2) + "\n"
    path = places.settings_folder() / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, text.encode())


def give_up_default(name: str) -> list[str]:
    """Have the bundled model translate where this one was chosen; return into which languages."""
    targets = [target for target, chosen in defaults().items() if chosen == name]
    if targets:
        set_default(BUNDLED, targets)
    return targets


def default_models() -> tuple[str, ...] | None:
    """Return the chosen models as `resolve_models` takes them, None where none is chosen.

    A language for which none is chosen has the bundled one.
    """
    chosen = defaults()
    if not any(chosen.values()):
        return None
    return tuple(f"{target}={name or BUNDLED}" for target, name in chosen.items())
