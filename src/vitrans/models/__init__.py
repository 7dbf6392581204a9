"""The models that come with vitrans, and those that people bring."""

from vitrans.models.convert import QUANTIZATIONS, convert
from vitrans.models.description import Description, describe
from vitrans.models.locate import Located, locate, user_cache
from vitrans.models.registry import File, Model, bundled, install, list_models, verify

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
