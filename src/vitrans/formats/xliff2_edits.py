"""How an XLIFF 2.x document changes when its segments are translated."""

from collections.abc import Iterable, Iterator, Sequence

from vitrans.formats.bilingual import Made, Result
from vitrans.formats.splice import Edit
from vitrans.formats.xliff12_edits import plain
from vitrans.formats.xliff_units import Pair, Unit, by_holder
from vitrans.formats.xml_tree import (
    XML,
    Element,
    closing,
    indent,
    name_of,
    opened,
    quoted,
    tag_of,
    with_attributes,
)
from vitrans.types import Match

_MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
_STATES: dict[Made, dict[str, str | None]] = {
    Made.PARTLY: {"state": "initial", "subState": "vitrans:partly"},
    Made.MACHINE: {"state": "translated", "subState": "vitrans:mt"},
    Made.FUZZY: {"state": "translated", "subState": "vitrans:fuzzy-match"},
    Made.EXACT: {"state": "translated", "subState": "vitrans:exact-match"},
    Made.REVIEWED: {"state": "reviewed", "subState": None},
}


def languages(text: str, root: Element, tag: str) -> Iterator[Edit]:
    """Yield the target language of the document if it says none."""
    if not root.get("trgLang"):
        start = with_attributes(tag_of(text, root), {"trgLang": tag})
        yield Edit(root.start, root.inner, start)


def edits(text: str, units: Iterable[Unit], done: Iterable[Result], tag: str) -> Iterator[Edit]:
    """Yield what changes in a document whose open segments are translated.

    Args:
        text: the document.
        units: its open segments.
        done: what became of each.
        tag: the language tag of the targets.
    """
    for pairs in by_holder(units, done):
        named = _named(pairs)
        for (unit, result), name in zip(pairs, named, strict=True):
            yield from _filled(text, unit, result, name, tag)
        yield from _found(text, pairs, named)


def _named(pairs: Sequence[Pair]) -> list[str]:
    """Return the names of segments; one that matches refer to gets one if it has none."""
    taken = {one.get("id") for one in pairs[0][0].holder.walk()}
    names = []
    for number, (unit, result) in enumerate(pairs, 1):
        name = unit.segment
        if not name and any(one.matches for one in result.made):
            name = next(n for n in (f"s{number}{'_' * i}" for i in range(99)) if n not in taken)
        names.append(name)
    return names


def _filled(text: str, unit: Unit, result: Result, name: str, tag: str) -> Iterator[Edit]:
    """Yield what changes in a segment."""
    segment, target, source = unit.definition, unit.target, unit.source
    assert segment
    states = dict(_STATES[result.how])
    if name != unit.segment:
        states["id"] = name
    yield Edit(segment.start, segment.inner, with_attributes(tag_of(text, segment), states))
    if target:
        start = opened(tag_of(text, target))
        yield Edit(target.start, target.end, f"{start}{result.text}{closing(start)}")
        return
    start = f"<{name_of(tag_of(text, source)).removesuffix('source')}target>"
    if source.get(f"{XML} lang"):
        start = with_attributes(start, {"xml:lang": tag})
    new = f"{indent(text, source)}{start}{result.text}{closing(start)}"
    yield Edit(source.end, source.end, new)


def _found(text: str, pairs: Sequence[Pair], named: Sequence[str]) -> Iterator[Edit]:
    """Yield what a translation memory had for the segments of a unit, by the matches module."""
    holder = pairs[0][0].holder
    prefix = name_of(tag_of(text, holder)).removesuffix("unit")
    made = "".join(
        _match(match, name, prefix)
        for (_, result), name in zip(pairs, named, strict=True)
        for translation in result.made
        for match in translation.matches
    )
    if not made:
        return
    known = next((one for one in holder.children if one.space == _MATCHES), None)
    if known and not known.is_empty_tag:
        yield Edit(known.last, known.last, made)
        return
    before = indent(text, holder.children[0])
    start = f'<mtc:matches xmlns:mtc="{_MATCHES}">'
    yield Edit(holder.inner, holder.inner, f"{before}{start}{made}</mtc:matches>")


def _match(match: Match, name: str, prefix: str) -> str:
    """Return a match as the module has it."""
    quality = quoted(f"{min(100, match.score)}.0")
    return (
        f'<mtc:match xmlns:mtc="{_MATCHES}" ref={quoted("#" + name)} matchQuality={quality} '
        f'type="tm" origin={quoted(match.origin or "vitrans")}>'
        f"<{prefix}source>{plain(match.source)}</{prefix}source>"
        f"<{prefix}target>{plain(match.target)}</{prefix}target></mtc:match>"
    )
