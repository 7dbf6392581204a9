"""Translation memories: TMX 1.4b, level 1, as OmegaT, memoQ, Trados and others exchange them.

The specification is LISA's of 2005 (https://www.gala-global.org/tmx-14b). Languages are tags with
or without a region, `vi` or `vi-VN`; dates are UTC, `20260131T093000Z`.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from vitrans._version import __version__
from vitrans.errors import InputError
from vitrans.text import find_protected
from vitrans.types import Bead, Bitext, Language

TAGS = {
    Language.ENGLISH: "en-US",
    Language.VIETNAMESE: "vi-VN",
    Language.UNACCENTED: "vi-VN",
}
"""The language tags that are written; tools know no other code for unaccented Vietnamese."""

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE = "%Y%m%dT%H%M%SZ"
_BARE = "The Vietnamese side has no diacritics."
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for: control characters, halves of surrogate pairs, non-characters."""

_DOCTYPE = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'


@dataclass(frozen=True, slots=True)
class TmxUnit:
    """What says the same in several languages: a text by language tag, as the file writes it.

    `sentence` is whether each text is one sentence; `properties` are those of type and value;
    `author` made or changed it, with a `tool`; `source` is the tag of the language that was
    translated from, where it is known.
    """

    texts: Mapping[str, str]
    sentence: bool = True
    created: datetime | None = None
    changed: datetime | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    tool: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class TmxMemory:
    """The units of a translation memory, the language tag of its sources, a note, its date."""

    units: tuple[TmxUnit, ...]
    source: str = "*all*"
    note: str = ""
    created: datetime | None = None

    def languages(self) -> tuple[str, ...]:
        """Return the language tags that occur, in their order."""
        return tuple(dict.fromkeys(tag for unit in self.units for tag in unit.texts))


def memory_of(bitext: Bitext, created: datetime | None = None) -> TmxMemory:
    """Return the beads of a bitext that have two sides as a memory, with a date (now if none).

    How sure a bead is stands in a property, `x-vitrans-confidence`.
    """
    created = created or datetime.now(UTC)
    languages = (bitext.source_language, bitext.target_language)
    units = tuple(_unit(bitext, bead, created) for bead in bitext.beads if all(bitext.texts(bead)))
    note = _BARE if Language.UNACCENTED in languages else ""
    return TmxMemory(units, TAGS[bitext.source_language], note, created)


def write_tmx(memory: TmxMemory) -> str:
    """Return a memory as TMX; white space in its texts becomes single spaces."""
    return "".join(tmx_parts(memory.units, memory))


def tmx_parts(units: Iterable[TmxUnit], head: TmxMemory | None = None) -> Iterator[str]:
    """Yield the parts of a TMX of units, as they come; the rest is taken from `head`."""
    from xml.etree import ElementTree as Xml

    head = head or TmxMemory(())
    header = Xml.Element("header", _header(head))
    if head.note:
        Xml.SubElement(header, "note").text = _clean(head.note)
        Xml.indent(header, level=1)
    written = Xml.tostring(header, encoding="unicode")
    yield f'{_DOCTYPE}<tmx version="1.4">\n  {written}\n  <body>\n'
    for unit in units:
        element = _written(unit)
        Xml.indent(element, level=2)
        yield f"    {Xml.tostring(element, encoding='unicode')}\n"
    yield "  </body>\n</tmx>\n"


def _written(unit: TmxUnit) -> Any:
    """Return the element of a unit."""
    from xml.etree import ElementTree as Xml

    made = Xml.Element("tu", _attributes(unit))
    for name, value in unit.properties.items():
        Xml.SubElement(made, "prop", type=_clean(name)).text = _clean(value)
    for tag, text in unit.texts.items():
        variant = Xml.SubElement(made, "tuv", {"xml:lang": tag})
        Xml.SubElement(variant, "seg").text = _clean(text)
    return made


def read_tmx(text: str) -> TmxMemory:
    """Return the units of a translation memory; inline tags and their contents are left out.

    Nothing outside the text is read.

    Raises:
        InputError: it is not well-formed XML.
    """
    root = xml_root(text)
    header = root.find("header")
    head = {} if header is None else header.attrib
    units = tuple(read_unit(unit) for unit in root.iter("tu"))
    note = "" if header is None else header.findtext("note") or ""
    return TmxMemory(units, head.get("srclang", "*all*"), note, _date(head.get("creationdate", "")))


def xml_root(text: str) -> Any:
    """Return the root of an XML text; nothing outside it is read, no entity is expanded.

    Raises:
        InputError: it is not well-formed.
    """
    from lxml import etree

    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"it is not well-formed XML: {error.msg}; correct it, or give plain text"
        ) from None


def segment_text(element: Any) -> str:
    """Return the text of a segment on one line, without inline tags and their contents."""
    if element is None:
        return ""
    if not len(element):
        return " ".join((element.text or "").split())
    pieces = [element.text or ""]
    for child in element:
        pieces += [_inside(child), child.tail or ""]
    return " ".join("".join(pieces).split())


def _unit(bitext: Bitext, bead: Bead, created: datetime) -> TmxUnit:
    tags = (TAGS[bitext.source_language], TAGS[bitext.target_language])
    texts = dict(zip(tags, bitext.texts(bead), strict=True))
    single = len(bead.source) == len(bead.target) == 1
    sure = {"x-vitrans-confidence": f"{bead.confidence:.4f}"}
    return TmxUnit(texts, single, created, properties=sure)


def _header(memory: TmxMemory) -> dict[str, str]:
    """Return the attributes that the specification wants of a header."""
    return {
        "creationtool": "vitrans",
        "creationtoolversion": __version__,
        "segtype": "sentence",
        "o-tmf": "vitrans",
        "adminlang": "en",
        "srclang": memory.source,
        "datatype": "plaintext",
        **_dates(("creationdate", memory.created)),
    }


def _attributes(unit: TmxUnit) -> dict[str, str]:
    dates = _dates(("creationdate", unit.created), ("changedate", unit.changed))
    names = {"creationid": unit.author, "creationtool": unit.tool, "srclang": unit.source}
    known = {name: _clean(value) for name, value in names.items() if value}
    return {"segtype": "sentence" if unit.sentence else "block", **dates, **known}


def _dates(*dates: tuple[str, datetime | None]) -> dict[str, str]:
    return {name: date.astimezone(UTC).strftime(_DATE) for name, date in dates if date}


def _clean(text: str) -> str:
    """Return a text on one line, without what XML cannot hold."""
    return " ".join(FORBIDDEN.sub("", text).split())


def read_unit(unit: Any) -> TmxUnit:
    """Return the unit of a `tu` element."""
    variants = unit.findall("tuv")
    texts = {_tag(variant): segment_text(variant.find("seg")) for variant in variants}
    properties = {
        prop.get("type", ""): segment_text(prop)
        for one in (unit, *variants)
        for prop in one.iterfind("prop")
    }
    elements = (unit, *variants)
    created, changed = (_date(_first(elements, n)) for n in ("creationdate", "changedate"))
    author = _first(elements, "changeid") or _first(elements, "creationid")
    tool = _first(elements, "creationtool")
    sentence = unit.get("segtype") != "block"
    source = unit.get("srclang", "")
    return TmxUnit(texts, sentence, created, changed, properties, author, tool, source)


def _first(elements: Iterable[Any], name: str) -> str:
    """Return what the first element that has an attribute has for it."""
    return next((value for one in elements if (value := one.get(name))), "")


def _tag(variant: Any) -> str:
    return str(variant.get(_LANGUAGE) or variant.get("lang") or "").strip()


@lru_cache(4096)
def _date(text: str) -> datetime | None:
    """Return a date, None where there is none or one of another form."""
    try:
        return datetime.strptime(text, _DATE).replace(tzinfo=UTC)
    except ValueError:
        return None


def _inside(child: Any) -> str:
    """Return what belongs to the text of an inline element.

    It is a highlighted part, a placeholder such as `{0}` or `%s`, or an entity that no DTD
    resolved; codes of bold print and the like are not.
    """
    if child.tag in ("hi", "sub"):
        return segment_text(child)
    if child.tag == "ph":
        code = "".join(child.itertext()).strip()
        return (
            code
            if [code[a:b] for a, b, kind in find_protected(code) if kind == "placeholder"] == [code]
            else ""
        )
    is_entity = callable(child.tag) and child.tag.__name__ == "Entity"
    return html.unescape(child.text) if is_entity else ""


def texts_in(memory: TmxMemory, tag: str) -> Iterator[str]:
    """Yield the text of each unit in a language, empty where it has none.

    A tag with a region means that region or none, or any if the memory does not have that region;
    a tag without a region means any. What is nearest to the tag is taken.
    """
    strict = "-" in tag.replace("_", "-") and any(
        same_language(one, tag, exactly=True) for one in memory.languages()
    )
    for unit in memory.units:
        fit = next(iter(_fitting(unit.texts, tag, strict)), None)
        yield unit.texts[fit] if fit is not None else ""


def same_language(one: str, other: str, exactly: bool = False) -> bool:
    """Say whether two language tags are of one language, or exactly the same but for case."""
    first, second = (tag.replace("_", "-").lower().split("-") for tag in (one, other))
    return first == second if exactly else first[0] == second[0]


def _fitting(tags: Iterable[str], tag: str, strict: bool) -> list[str]:
    """Return the tags of a language, the nearest first; if strict, none of another region."""

    def distance(one: str) -> int:
        if same_language(one, tag, exactly=True):
            return 0
        return 2 if "-" in one.replace("_", "-") else 1

    same = sorted((one for one in tags if same_language(one, tag)), key=distance)
    return [one for one in same if not strict or distance(one) < 2]
