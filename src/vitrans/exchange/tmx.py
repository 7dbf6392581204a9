"""Translation memories: TMX 1.4b, level 1, as OmegaT, memoQ, Trados and others read it.

The specification is LISA's of 2005 (https://www.gala-global.org/tmx-14b). A bead with two sides is
a translation unit; how sure it is stands in a property `x-vitrans-confidence`.
"""

import re
from collections.abc import Sequence

from vitrans.types import Bitext, Language

# What XML 1.0 has no place for: control characters, halves of surrogate pairs, non-characters.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DOCTYPE = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'


def tmx(bitext: Bitext) -> str:
    """Return the paired beads of a bitext as a translation memory.

    `segtype` is `sentence` where a bead has one sentence on each side, else `block`. Unaccented
    Vietnamese is `vi` too, with a note, because tools know no other code.
    """
    from xml.etree import ElementTree as Xml

    source, target = _code(bitext.source_language), _code(bitext.target_language)
    root = Xml.Element("tmx", version="1.4")
    header = Xml.SubElement(root, "header", _header(source))
    if Language.UNACCENTED in (bitext.source_language, bitext.target_language):
        Xml.SubElement(header, "note").text = "The Vietnamese side has no diacritics."
    body = Xml.SubElement(root, "body")
    for bead in bitext.beads:
        texts = bitext.texts(bead)
        if not all(texts):
            continue
        single = len(bead.source) == len(bead.target) == 1
        unit = Xml.SubElement(body, "tu", segtype="sentence" if single else "block")
        Xml.SubElement(unit, "prop", type="x-vitrans-confidence").text = f"{bead.confidence:.4f}"
        for code, text in zip((source, target), _clean(texts), strict=True):
            variant = Xml.SubElement(unit, "tuv", {"xml:lang": code})
            Xml.SubElement(variant, "seg").text = text
    Xml.indent(root)
    for segment in root.iter("seg"):
        segment.tail = segment.tail and segment.tail.rstrip(" ") + "      "
    return _DOCTYPE + Xml.tostring(root, encoding="unicode") + "\n"


def _header(source: str) -> dict[str, str]:
    """Return the attributes that the specification wants of a header."""
    import vitrans

    return {
        "creationtool": "vitrans",
        "creationtoolversion": vitrans.__version__,
        "segtype": "sentence",
        "o-tmf": "vitrans",
        "adminlang": "en",
        "srclang": source,
        "datatype": "plaintext",
    }


def _code(language: Language) -> str:
    return "en" if language is Language.ENGLISH else "vi"


def _clean(texts: Sequence[str]) -> list[str]:
    """Return texts on one line each, without what XML cannot hold."""
    return [" ".join(_FORBIDDEN.sub("", text).split()) for text in texts]
