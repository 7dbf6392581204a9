"""Where vitrans keeps its files for this user: what it may lose, what it may not, and settings.

The places are those of the operating system (platformdirs). What earlier versions kept elsewhere is
still read there, and the log says so once.
"""

import logging
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from vitrans.errors import UsageError

_APP = "vitrans"
_MODELS = "VITRANS_MODELS"
_LOG = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Return the folder for what can be made again, such as converted models."""
    import platformdirs

    return platformdirs.user_cache_path(_APP, appauthor=False)


def data_folder() -> Path:
    """Return the folder for what was fetched or learned: models and test sets."""
    import platformdirs

    return platformdirs.user_data_path(_APP, appauthor=False)


def settings_folder() -> Path:
    """Return the folder for what the user wrote, such as a lexicon."""
    import platformdirs

    return platformdirs.user_config_path(_APP, appauthor=False, roaming=True)


def models_folder() -> Path:
    """Return the folder for the user's models: `VITRANS_MODELS`, or one in the data folder.

    Raises:
        UsageError: `VITRANS_MODELS` is a file.
    """
    given = os.environ.get(_MODELS)
    if not given:
        return data_folder() / "models"
    folder = Path(given).expanduser()
    if folder.is_file():
        raise UsageError(f"{_MODELS} is {given!r}, which is a file; name a folder")
    return folder


def cached(name: str) -> Path:
    """Return the place of a file or folder in the cache, or where it lay before."""
    return _kept(name, cache_folder, _old_cache)


def data(name: str) -> Path:
    """Return the place of a file or folder of the data folder, or where it lay before."""
    return _kept(name, data_folder, _old_data)


def _kept(name: str, new: Callable[[], Path], old: Callable[[], Path]) -> Path:
    place, former = new() / name, old() / name
    if former == place or place.exists() or not former.exists():
        return place
    _say_moved(former, place)
    return former


@cache
def _say_moved(former: Path, place: Path) -> None:
    _LOG.warning("using %s; move it to %s, its place now", former, place)


def _old_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / _APP
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / _APP


def _old_data() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / _APP
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / _APP
