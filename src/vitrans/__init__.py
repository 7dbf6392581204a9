r"""vitrans: a Vietnamese–English translation and caption toolkit.

>>> import vitrans
>>> tools = vitrans.load()
>>> tools.restore("Nha san xuat")
'Nhà sản xuất'

`tools.translate`, `.restore`, `.detect`, `.captions`, `.align`, `.translate_file` and
`.restore_file` are the whole of it; `parse`, `render` and the values of `vitrans.types` are for
those who work on documents themselves. Nothing heavy is imported before it is used.

>>> document = vitrans.parse("Ha Noi **mua thu**.\n", ".md")
>>> document.segments[0].text
'Ha Noi mua thu.'
>>> vitrans.render(document)
'Ha Noi **mua thu**.\n'
"""

from importlib import import_module
from typing import TYPE_CHECKING

from vitrans._version import __version__ as __version__

if TYPE_CHECKING:
    from vitrans.errors import VitransError
    from vitrans.formats import parse, render
    from vitrans.toolkit import Toolkit, load, load_translator
    from vitrans.types import Document, Language, Translation

__all__ = [
    "Document",
    "Language",
    "Toolkit",
    "Translation",
    "VitransError",
    "load",
    "load_translator",
    "parse",
    "render",
]

_HOMES = {
    "errors": ["VitransError"],
    "formats": ["parse", "render"],
    "toolkit": ["Toolkit", "load", "load_translator"],
    "types": ["Document", "Language", "Translation"],
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
