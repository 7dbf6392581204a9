"""TBX, the exchange format of term bases: version 2 (`martif`) and 3 (`tbx`, ISO 30042:2019)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vitrans.errors import InputError
from vitrans.exchange.tmx import xml_root
from vitrans.terms.glossary import Columns, Entry
from vitrans.text import nfc

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOTS = ("martif", "tbx")
_CONCEPTS = ("termEntry", "conceptEntry")
_LANGUAGES = ("langSet", "langSec")
_TERMS = ("tig", "ntig", "termSec")
# What `administrativeStatus` says of a term that is not to be used.
_BAD = ("deprecated", "superseded", "obsolete")


def read_tbx(text: str, path: Path) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Return the entries of a term base, and a line for each concept that is none.

    Of several terms of a language the first is meant, unless another is preferred; terms that are
    deprecated are found in sources, and not written.

    Raises:
        InputError: it is not well-formed, is no TBX, or defines or uses entities.
    """
    if "<!ENTITY" in text:
        raise InputError(f"{str(path)!r} defines entities, which are not read; write them out")
    try:
        root = xml_root(text.removeprefix("\ufeff"))
    except InputError as error:
        raise InputError(f"{str(path)!r}: {error}") from None
    if _name(root) not in _ROOTS:
        raise InputError(
            f"{str(path)!r} is XML but no TBX: its root is {_name(root)!r}; export TBX"
        )
    if any(callable(one.tag) and one.tag.__name__ == "Entity" for one in root.iter()):
        raise InputError(f"{str(path)!r} uses entities, which are not read; write them out")
    entries: list[Entry] = []
    problems: list[str] = []
    for concept in _within(root, _CONCEPTS):
        place = f"{path}:{concept.sourceline}"
        sides = {code: _terms(concept, code) for code in ("vi", "en")}
        if all(sides.values()):
            avoided = _avoided(concept)
            entries.append(Entry(sides["vi"], sides["en"], Columns.VI_EN, place, avoided))
        else:
            lacking = " or ".join(code for code, terms in sides.items() if not terms)
            problems.append(f"{place}: the concept has no term in {lacking}; it is left out")
    return tuple(entries), tuple(problems)


def _terms(concept: Any, code: str) -> tuple[str, ...]:
    """Return the terms of a concept in a language, the preferred first, deprecated ones last."""
    found: list[tuple[int, str]] = []
    for section in _within(concept, _LANGUAGES):
        tag = str(section.get(_LANGUAGE) or section.get("lang") or "")
        if tag.replace("_", "-").lower().split("-")[0] == code:
            found += [(_rank(one), term) for one in _within(section, _TERMS) for term in _text(one)]
    return tuple(dict.fromkeys(term for _, term in sorted(found, key=lambda one: one[0])))


def _avoided(concept: Any) -> tuple[str, ...]:
    """Return the terms of a concept that are not to be used."""
    bad = (one for one in _within(concept, _TERMS) if _rank(one) > 1)
    return tuple(term for one in bad for term in _text(one))


def _text(section: Any) -> Iterator[str]:
    """Yield the term of a section."""
    for term in _within(section, ("term",)):
        text = nfc(" ".join("".join(term.itertext()).split()))
        if text:
            yield text


def _rank(section: Any) -> int:
    """Return 0 for a preferred term, 1 for any, 2 for one that is not to be used."""
    notes = (str(note.text or "").lower() for note in _within(section, ("termNote",)))
    said = " ".join(notes)
    if any(bad in said for bad in _BAD):
        return 2
    return 0 if "preferred" in said else 1


def _within(element: Any, names: tuple[str, ...]) -> Iterator[Any]:
    return (one for one in element.iter() if _name(one) in names)


def _name(element: Any) -> str:
    """Return the name of an element without its namespace; none of a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
