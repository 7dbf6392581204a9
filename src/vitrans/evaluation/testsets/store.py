"""The user's folder of test sets: what is in it, and finding the files of a set by name.

A collection's folder has `SPLIT.en` and `SPLIT.vi`, a sentence a line, and `origin.json`, which
says where they came from and what their sha256s are.
"""

import json
from pathlib import Path
from typing import Any

from vitrans import places
from vitrans.errors import InputError, UsageError
from vitrans.evaluation.testsets.catalogue import LANGUAGES, Collection, find_set, set_names
from vitrans.exchange.tmx import same_language
from vitrans.files import read_text, sha256

ORIGIN = "origin.json"


def user_folder() -> Path:
    """Return the folder of this user's test sets; it need not exist."""
    return places.data("testsets")


def is_fetched(name: str, root: Path | None = None) -> bool:
    """Say whether a set is in the folder."""
    collection, split = find_set(name)
    folder = (root or user_folder()) / collection.name
    return (folder / ORIGIN).is_file() and (folder / f"{split.name}.en").is_file()


def path_of(name: str, language: str, root: Path | None = None) -> Path:
    """Return the file with the sentences of a set in one language.

    Raises:
        UsageError: no set is called so.
        InputError: the set has not been fetched, or is not as it was then.
    """
    collection, split = find_set(name)
    if not is_fetched(name, root):
        raise InputError(
            f"the test set {name!r} has not been fetched; "
            f"run `vitrans corpus fetch {collection.name}`"
        )
    path = (root or user_folder()) / collection.name / f"{split.name}.{language}"
    recorded = _recorded(path.parent, collection).get(path.name)
    if not path.is_file() or sha256(path) != recorded:
        raise _altered(path, collection)
    return path


def resolve(given: str, root: Path | None = None) -> str:
    """Return the file that `SET#LANGUAGE` stands for, such as `flores200-dev#en`; else `given`.

    A language may have a region, `vi-VN`. A file of that name has precedence.

    Raises:
        InputError: the set has not been fetched, or has been altered.
        UsageError: the set has no such language.
    """
    name, mark, language = given.rpartition("#")
    if not mark or name not in set_names() or Path(given).exists() or Path(name).exists():
        return given
    found = next((one for one in LANGUAGES if same_language(one, language)), None)
    if found is None:
        raise UsageError(f"{name!r} is in {' and '.join(LANGUAGES)}, not in {language!r}")
    return str(path_of(name, found, root))


def _recorded(folder: Path, collection: Collection) -> dict[str, Any]:
    try:
        return dict(json.loads(read_text(folder / ORIGIN))["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise _altered(folder / ORIGIN, collection) from error


def _altered(path: Path, collection: Collection) -> InputError:
    return InputError(
        f"{str(path)!r} has changed since it was fetched; `vitrans corpus fetch {collection.name}` "
        "fetches it again"
    )
