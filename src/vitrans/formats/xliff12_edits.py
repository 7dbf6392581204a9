"""How an XLIFF 1.2 document changes when its units are translated."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from vitrans.formats.bilingual import Made, Result
from vitrans.formats.splice import Edit
from vitrans.formats.xliff12 import MQ
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

_STATES: dict[Made, dict[str, str | None]] = {
    Made.PARTLY: {"state": "needs-translation", "state-qualifier": None},
    Made.MACHINE: {"state": "needs-review-translation", "state-qualifier": "mt-suggestion"},
    Made.FUZZY: {"state": "needs-review-translation", "state-qualifier": "fuzzy-match"},
    Made.EXACT: {"state": "translated", "state-qualifier": "exact-match"},
    Made.REVIEWED: {"state": "translated", "state-qualifier": None},
}
_ORIGINS = {Made.REVIEWED: "interactive"}
_OBJECTS = re.compile("[\ue000-\uf8ff]")


def languages(text: str, root: Element, tag: str) -> Iterator[Edit]:
    """Yield the target language of the files that say none."""
    for file in root.named("file"):
        if not file.get("target-language"):
            start = with_attributes(tag_of(text, file), {"target-language": tag})
            yield Edit(file.start, file.inner, start)


def edits(text: str, units: Iterable[Unit], done: Iterable[Result], tag: str) -> Iterator[Edit]:
    """Yield what changes in a document whose open units are translated.

    Args:
        text: the document.
        units: its open units.
        done: what became of each.
        tag: the language tag of the targets.
    """
    for pairs in by_holder(units, done):
        yield from _filled(text, pairs, tag)
        yield from _alternatives(text, pairs)


def _filled(text: str, pairs: Sequence[Pair], tag: str) -> Iterator[Edit]:
    """Yield what changes in a trans-unit, its alternatives aside."""
    holder = pairs[0][0].holder
    target = holder.child("target")
    states: Mapping[str, str | None] = {}
    if any(unit.definition for unit, _ in pairs):
        yield from _for_trados(text, pairs)
    elif any(name.startswith(f"{MQ} ") for name in holder.attributes):
        yield _for_memoq(text, pairs)
    else:
        order = list(Made)
        states = _STATES[min((result.how for _, result in pairs), key=order.index)]
    if target and all(unit.segment and unit.target for unit, _ in pairs):
        yield Edit(target.start, target.inner, with_attributes(tag_of(text, target), states))
        for unit, result in pairs:
            assert unit.target
            yield _content(text, unit.target, result.text)
    else:
        yield _whole(text, pairs, states, tag)


def _content(text: str, element: Element, new: str) -> Edit:
    """Return an element with other content."""
    if not element.is_empty_tag:
        return Edit(element.inner, element.last, new)
    tag = tag_of(text, element)
    return Edit(element.start, element.end, f"{opened(tag)}{new}{closing(tag)}")


def _whole(text: str, pairs: Sequence[Pair], states: Mapping[str, str | None], tag: str) -> Edit:
    """Return the target of a trans-unit, made anew, in the place of what was there."""
    holder = pairs[0][0].holder
    source, target = holder.child("source"), holder.child("target")
    segmented = holder.child("seg-source") if pairs[0][0].segment else None
    assert source
    made = _segmented(text, segmented, pairs) if segmented else pairs[0][1].text
    if target:
        start = opened(with_attributes(tag_of(text, target), states))
        return Edit(target.start, target.end, f"{start}{made}{closing(start)}")
    before = segmented or source
    attributes = {"xml:lang": tag} if source.get(f"{XML} lang") else {}
    bare = f"<{name_of(tag_of(text, source)).replace('source', 'target')}>"
    start = with_attributes(bare, {**attributes, **states})
    new = f"{indent(text, source)}{start}{made}{closing(start)}"
    return Edit(before.end, before.end, new)


def _segmented(text: str, segmented: Element, pairs: Sequence[Pair]) -> str:
    """Return the content of a target divided as its source is; what is not open is empty."""
    texts = {unit.source.start: result.text for unit, result in pairs}
    pieces: list[str] = []
    done = segmented.inner
    for mark in segmented.walk():
        if mark.name == "mrk" and mark.get("mtype") == "seg":
            tag = tag_of(text, mark)
            pieces += (
                text[done : mark.start],
                opened(tag),
                texts.get(mark.start, ""),
                closing(tag),
            )
            done = mark.end
    return "".join((*pieces, text[done : segmented.last]))


def _for_trados(text: str, pairs: Sequence[Pair]) -> Iterator[Edit]:
    """Yield what Trados is told of each segment."""
    for unit, result in pairs:
        if unit.definition:
            known = result.how in (Made.EXACT, Made.FUZZY)
            values = {
                "conf": "Translated" if result.how.is_sure else "Draft",
                "origin": "tm" if known else _ORIGINS.get(result.how, "mt"),
                "origin-system": "vitrans",
                "percent": str(result.percent) if known else None,
                "text-match": None,
            }
            tag = with_attributes(tag_of(text, unit.definition), values)
            yield Edit(unit.definition.start, unit.definition.inner, tag)


def _for_memoq(text: str, pairs: Sequence[Pair]) -> Edit:
    """Return what memoQ is told of a trans-unit."""
    holder, result = pairs[0][0].holder, pairs[0][1]
    tag = tag_of(text, holder)
    found = re.search(r"([\w.-]+):(?:status|segmentguid|locked|percent)\s*=", tag)
    name = found[1] if found else "mq"
    status = "ManuallyConfirmed" if result.how is Made.REVIEWED else "Pretranslated"
    values: dict[str, str | None] = {f"{name}:status": status}
    if result.how in (Made.EXACT, Made.FUZZY):
        values[f"{name}:percent"] = str(result.percent)
    return Edit(holder.start, holder.inner, with_attributes(tag, values))


def _alternatives(text: str, pairs: Sequence[Pair]) -> Iterator[Edit]:
    """Yield what a translation memory had for the sentences of a trans-unit, behind its target."""
    holder = pairs[0][0].holder
    source = holder.child("source")
    place = holder.child("target") or holder.child("seg-source") or source
    assert source and place
    before = indent(text, source)
    name = name_of(tag_of(text, source)).removesuffix("source")
    made = [
        f"{before}{_alternative(match, unit.segment, name)}"
        for unit, result in pairs
        for translation in result.made
        for match in translation.matches
    ]
    if made:
        yield Edit(place.end, place.end, "".join(made))


def _alternative(match: Match, segment: str, prefix: str) -> str:
    """Return a match as an alternative translation."""
    source, target = plain(match.source), plain(match.target)
    score = min(100, match.score)
    number = f" mid={quoted(segment)}" if segment else ""
    origin = quoted(match.origin or "vitrans")
    return (
        f'<{prefix}alt-trans{number} match-quality="{score}%" origin={origin}>'
        f"<{prefix}source>{source}</{prefix}source><{prefix}target>{target}</{prefix}target>"
        f"</{prefix}alt-trans>"
    )


def plain(text: str) -> str:
    """Return a text as the content of an element, without what stood for inline codes."""
    return escape(_OBJECTS.sub("", text))
