r"""vitrans: a Vietnamese–English translation and caption toolkit.

The path of the data, each step frozen values in and new ones out:

    file ── parse ──▶ Document ── split ──▶ sentences ── Detector ──▶ tagged sentences
         ── Restorer ──▶ accented sentences ── load_translator ──▶ Translations
         ── render ──▶ file

`restore_document`, `translate_document` and `caption_pairs` walk it. Nothing heavy is imported
before it is used.

>>> import vitrans
>>> document = vitrans.parse("Ha Noi mua thu.\n")
>>> vitrans.render(document)
'Ha Noi mua thu.\n'
"""

from importlib import import_module
from typing import TYPE_CHECKING

from vitrans._version import __version__ as __version__

if TYPE_CHECKING:
    from vitrans.errors import VitransError
    from vitrans.formats import parse, render
    from vitrans.language import Detector
    from vitrans.pipeline import caption_pairs, restore_document, translate_document
    from vitrans.restore import Restorer
    from vitrans.translate import load_translator
    from vitrans.types import Document, Language

__all__ = [
    "Detector",
    "Document",
    "Language",
    "Restorer",
    "VitransError",
    "caption_pairs",
    "load_translator",
    "parse",
    "render",
    "restore_document",
    "translate_document",
]

_HOMES = {
    "errors": ["VitransError"],
    "formats": ["parse", "render"],
    "language": ["Detector"],
    "pipeline": ["caption_pairs", "restore_document", "translate_document"],
    "restore": ["Restorer"],
    "translate": ["load_translator"],
    "types": ["Document", "Language"],
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'vitrans' has no attribute {name!r}")
    value = getattr(import_module(f"vitrans.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted([*globals(), *_HOME])
