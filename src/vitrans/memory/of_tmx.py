"""Units of a TMX, and back: what is around them in a document, who made them, whether a machine."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import product

from vitrans.exchange.tmx import TmxUnit, same_language
from vitrans.memory.keys import normal
from vitrans.memory.units import Provenance, Unit
from vitrans.types import Language, Target, target_of

_EN, _VI = Language.ENGLISH, Language.VIETNAMESE
# What OmegaT and vitrans call the texts around a unit, and what memoQ does.
_BEFORE = ("prev", "x-context-pre")
_AFTER = ("next", "x-context-post")
_MACHINE = "x-vitrans-machine"
_ORIGIN = "x-vitrans-origin"


def units_of(unit: TmxUnit, default: Provenance) -> list[Unit]:
    """Return the units in a TMX unit, each Vietnamese text with each English one."""
    texts = {tag: normal(text) for tag, text in unit.texts.items()}
    sides = [
        [(tag, text) for tag, text in texts.items() if text and same_language(tag, language)]
        for language in (_VI, _EN)
    ]
    known = unit.properties
    context = _neighbours(known, _BEFORE), _neighbours(known, _AFTER)
    return [
        Unit(
            vi,
            en,
            Provenance(
                known.get(_ORIGIN) or default.origin,
                unit.tool or default.tool,
                unit.author or default.author,
                vi_tag,
                en_tag,
                _source(unit, texts),
                _is_machine(unit),
            ),
            _seconds(unit.created),
            _seconds(unit.changed),
            None if context == (None, None) else (context[0] or "", context[1] or ""),
        )
        for (vi_tag, vi), (en_tag, en) in product(*sides)
    ]


def _source(unit: TmxUnit, texts: Iterable[str]) -> Target:
    """Return the language that was translated from: what is said, or what comes first."""
    for tag in (unit.source, *texts):
        for language in (_VI, _EN):
            if same_language(tag, language):
                return target_of(language)
    return target_of(_VI)


def _is_machine(unit: TmxUnit) -> bool:
    """Say whether a tool has noted that a machine made the translation."""
    said = unit.properties
    origin = said.get("x-origin", said.get("x-Origin", "")).lower()
    by = unit.author.lower()
    return _MACHINE in said or by == "mt" or by.startswith(("mt!", "mt-")) or "machine" in origin


def _neighbours(known: Mapping[str, str], names: Iterable[str]) -> str | None:
    found = next((known[name] for name in names if name in known), None)
    return None if found is None else normal(found.removeprefix("<seg>").removesuffix("</seg>"))


def _seconds(date: datetime | None) -> int | None:
    return None if date is None else int(date.timestamp())


def tmx_of(unit: Unit) -> TmxUnit:
    """Return a unit as a TMX has it."""
    origin = unit.provenance
    sides = [(origin.vi_tag, unit.vi), (origin.en_tag, unit.en)]
    ordered = sides if origin.source == _VI else sides[::-1]
    before, after = unit.context or ("", "")
    properties = {
        _ORIGIN: origin.origin,
        _BEFORE[0]: before,
        _AFTER[0]: after,
        _MACHINE: "yes" if origin.machine else "",
    }
    created, changed = (
        None if seconds is None else datetime.fromtimestamp(seconds, UTC)
        for seconds in (unit.created, unit.changed)
    )
    said = {name: value for name, value in properties.items() if value}
    names = (origin.author, origin.tool, ordered[0][0])
    return TmxUnit(dict(ordered), True, created, changed, said, *names)
