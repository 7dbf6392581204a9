"""The models that come with vitrans, and those that people bring."""

from vitrans.models.conversion import QUANTIZATIONS, convert
from vitrans.models.description import Description, describe
from vitrans.models.layouts import NAMES, Name, recognise, recognise_run
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
from vitrans.models.resolve import Located, locate

__all__ = [
    "NAMES",
    "QUANTIZATIONS",
    "Description",
    "File",
    "Located",
    "Model",
    "Name",
    "convert",
    "describe",
    "install",
    "installed",
    "list_models",
    "locate",
    "read_table",
    "recognise",
    "recognise_run",
    "uninstall",
    "verify",
]
