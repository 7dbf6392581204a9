"""The models that come with vitrans, and those that people bring."""

from vitrans.models.catalogue import Entry, Figure, best_for, catalogue
from vitrans.models.catalogue import find as find_entry
from vitrans.models.conversion import QUANTIZATIONS, convert
from vitrans.models.default import default_models, defaults, give_up_default, set_default
from vitrans.models.description import Description, describe
from vitrans.models.fingerprint import fingerprint, fingerprints
from vitrans.models.layouts import NAMES, Name, recognise, recognise_run
from vitrans.models.pulled import (
    PulledFrom,
    Removed,
    find_pulled,
    list_pulled,
    pull,
    remove,
    verify_pulled,
)
from vitrans.models.registry import (
    File,
    Model,
    install,
    installed,
    list_models,
    read_table,
    uninstall,
    verify,
)
from vitrans.models.resolve import BUNDLED, Located, locate, resolve_models

__all__ = [
    "BUNDLED",
    "NAMES",
    "QUANTIZATIONS",
    "Description",
    "Entry",
    "Figure",
    "File",
    "Located",
    "Model",
    "Name",
    "PulledFrom",
    "Removed",
    "best_for",
    "catalogue",
    "convert",
    "default_models",
    "defaults",
    "describe",
    "find_entry",
    "find_pulled",
    "fingerprint",
    "fingerprints",
    "give_up_default",
    "install",
    "installed",
    "list_models",
    "list_pulled",
    "locate",
    "pull",
    "read_table",
    "recognise",
    "recognise_run",
    "remove",
    "resolve_models",
    "set_default",
    "uninstall",
    "verify",
    "verify_pulled",
]
