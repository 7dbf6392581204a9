"""The strings of catalogues, tables and JSON: lines, escapes, tags and placeholders in them."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from vitrans.formats.spans import Piece, Stretch
from vitrans.text.protected import find_protected
from vitrans.types import Kind, Language, MarkKind

_BLOCKS = (
    "p|div|br|hr|li|ul|ol|h[1-6]|table|thead|tbody|tr|td|th|blockquote|pre|section|article|figure"
    "|figcaption|dl|dt|dd|header|footer"
)
_TAG = (
    r"<(?P<close>/)?(?P<name>[A-Za-z][\w-]{0,20})(?:\s[^<>]{0,500}?)?(?P<single>/)?>"
    r"|<!--.*?-->"
)
_BLOCK = re.compile(_BLOCKS, re.IGNORECASE)
_TAGS = re.compile(_TAG)
_ANONYMOUS = re.compile(r"%(?![(\d])")
_VOID = ("img", "wbr", "input")


class Rule(NamedTuple):
    """How a format writes strings.

    Attributes:
        pattern: finds in them what is no plain character; `line` ends a line, `escape` is a way
            to write a character, `join` is between parts of a string.
        shown: the character that an escape stands for, empty if for none.
        escape: the name of the rule by which new texts are written.
    """

    pattern: re.Pattern[str]
    shown: Callable[[str], str]
    escape: str


def rule(line: str, escaped: str, shown: Callable[[str], str], escape: str, join: str = "") -> Rule:
    """Return a rule, made of patterns for ends of lines, escapes and joins."""
    joins = rf"|(?P<join>{join})" if join else "|(?P<join>(?!))"
    whole = rf"(?P<line>(?:{line})+)|(?P<escape>{escaped})|{_TAG}{joins}"
    return Rule(re.compile(whole, re.DOTALL), shown, escape)


def stretches(
    text: str, start: int, end: int, line: int, rule: Rule, given: Language = Language.UNDETERMINED
) -> Iterator[Stretch]:
    """Yield the lines and blocks of a string as stretches of the text that it stands in."""
    first, pieces = start, list[Piece]()
    for found in rule.pattern.finditer(text, start, end):
        if found["line"] or (found["name"] and _BLOCK.fullmatch(found["name"])):
            yield Stretch(
                first, found.start(), Kind.PARAGRAPH, line, pieces, rule.escape, given=given
            )
            line += text.count("\n", first, found.end())
            first, pieces = found.end(), []
        else:
            pieces.append(_piece(found, rule))
    yield Stretch(first, end, Kind.PARAGRAPH, line, pieces, rule.escape, given=given)


def _piece(found: re.Match[str], rule: Rule) -> Piece:
    """Return an escape, a tag, or what is between parts of a string."""
    if found["escape"]:
        shown = rule.shown(found["escape"])
        return Piece(*found.span(), MarkKind.ESCAPE if shown else MarkKind.ALONE, shown)
    if found["name"] and not found["single"] and found["name"].lower() not in _VOID:
        kind = MarkKind.CLOSE if found["close"] else MarkKind.OPEN
        return Piece(*found.span(), kind, name=found["name"].lower())
    return Piece(*found.span(), MarkKind.ALONE)


def structure(raw: str) -> list[str]:
    """Return the tags and placeholders of a string."""
    return [*(found[0] for found in _TAGS.finditer(raw)), *placeholders(raw)]


def placeholders(raw: str) -> list[str]:
    """Return the placeholders of a string; those without a name count by their order."""
    names = [raw[p.start : p.end] for p in find_protected(raw) if p.kind == "placeholder"]
    bare = [name for name in names if _ANONYMOUS.match(name)]
    ordered = [f"{number}:{name}" for number, name in enumerate(bare)]
    return [*(name for name in names if name not in bare), *ordered]
