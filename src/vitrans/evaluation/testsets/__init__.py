"""Published test sets by name: where they come from, fetching them when asked, reading them."""

from vitrans.evaluation.testsets.catalogue import (
    COLLECTIONS,
    Collection,
    Download,
    Split,
    set_names,
)
from vitrans.evaluation.testsets.fetch import fetch
from vitrans.evaluation.testsets.store import is_fetched, path_of, resolve, user_folder

__all__ = [
    "COLLECTIONS",
    "Collection",
    "Download",
    "Split",
    "fetch",
    "is_fetched",
    "path_of",
    "resolve",
    "set_names",
    "user_folder",
]
