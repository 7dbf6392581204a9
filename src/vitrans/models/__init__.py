"""The models that come with vitrans, and those that people bring."""

from vitrans.models.conversion import QUANTIZATIONS, convert
from vitrans.models.description import Description, describe
from vitrans.models.registry import File, Model, bundled, install, list_models, verify
from vitrans.models.resolve import Located, locate, user_cache

__all__ = [
    "QUANTIZATIONS",
    "Description",
    "File",
    "Located",
    "Model",
    "bundled",
    "convert",
    "describe",
    "install",
    "list_models",
    "locate",
    "user_cache",
    "verify",
]
