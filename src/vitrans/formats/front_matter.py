"""The front matter of a Markdown file: the values that readers see are text, the rest is glue.

YAML between lines of `---`, read by PyYAML, which says where each value stands; TOML between
lines of `+++`, of which quoted values on one line are read.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vitrans.formats.spans import Piece, Stretch
from vitrans.types import Kind, MarkKind

if TYPE_CHECKING:
    from yaml.nodes import Node, ScalarNode

# Keys whose values readers see.
KEYS = frozenset(
    [
        "title",
        "subtitle",
        "linktitle",
        "headline",
        "description",
        "summary",
        "excerpt",
        "abstract",
        "caption",
        "alt",
    ]
)

_YAML = re.compile(r"\ufeff?---[ \t\r]*\n(?!\s*\n)(?:.*\n)*?(?:---|\.\.\.)[ \t\r]*(?:\n|\Z)")
_TOML = re.compile(r"\ufeff?\+\+\+[ \t\r]*\n(?:.*\n)*?\+\+\+[ \t\r]*(?:\n|\Z)")
_TOML_VALUE = re.compile(
    r"^[ \t]*(?P<key>[\w-]+)[ \t]*=[ \t]*"
    r"(?:\"(?P<basic>(?:[^\"\\\n]|\\.)+)\"|'(?P<literal>[^'\n]+)')",
    re.MULTILINE,
)
_ESCAPED = re.compile(r"\\([\"\\/])|('')")
_FOLD = re.compile(r"[ \t]*\r?\n[ \t]*")


def end(text: str) -> int:
    """Return where the front matter ends, 0 where there is none."""
    match = _YAML.match(text) or _TOML.match(text)
    return match.end() if match else 0


def spans(text: str) -> Iterator[Stretch]:
    """Yield the values that readers see, in order."""
    if match := _YAML.match(text):
        yield from _yaml(text, match.end())
    elif match := _TOML.match(text):
        yield from _toml(text, match.end())


def _toml(text: str, stop: int) -> Iterator[Stretch]:
    for match in _TOML_VALUE.finditer(text, 0, stop):
        if match["key"].lower() in KEYS:
            group = "basic" if match["basic"] else "literal"
            start, last = match.span(group)
            rule = "double" if group == "basic" else "toml-literal"
            yield _span(text, start, last, rule, _escapes(text, start, last, rule))


def _yaml(text: str, stop: int) -> Iterator[Stretch]:
    import yaml

    start = text.index("\n") + 1
    body = text[start:stop].rstrip().removesuffix("---").removesuffix("...")
    try:
        root = yaml.compose(body, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return  # no YAML after all: nothing in it is known to be text
    for value in _values(root):
        yield from _value(text, start, value)


def _values(node: "Node | None") -> "Iterator[ScalarNode]":
    """Yield the scalars under the keys that readers see, those in nested mappings too."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        if isinstance(value, yaml.ScalarNode):
            if key.value.lower() in KEYS and value.tag.endswith(":str"):
                yield value
        else:
            yield from _values(value)


def _value(text: str, offset: int, value: "ScalarNode") -> Iterator[Stretch]:
    start, last = offset + value.start_mark.index, offset + value.end_mark.index
    if value.style in ("|", ">"):
        start = text.index("\n", start) + 1
        if value.style == ">":
            yield _span(text, start, last, "", _folds(text, start, last))
        else:
            for line in re.finditer(r"[^\n]+", text[start:last]):
                yield _span(text, start + line.start(), start + line.end(), "", [])
        return
    if value.style in ('"', "'"):
        rule = "double" if value.style == '"' else "single"
        start, last = start + 1, last - 1
        found = [*_escapes(text, start, last, rule), *_folds(text, start, last)]
        yield _span(text, start, last, rule, sorted(found))
    else:
        yield _span(text, start, last, "yaml-plain", _folds(text, start, last))


def _span(text: str, start: int, last: int, rule: str, pieces: list[Piece]) -> Stretch:
    return Stretch(start, last, Kind.HEADLINE, text.count("\n", 0, start) + 1, pieces, rule)


def _escapes(text: str, start: int, last: int, rule: str) -> list[Piece]:
    return [
        Piece(*match.span(), MarkKind.ESCAPE, match[1] or "'")
        for match in _ESCAPED.finditer(text, start, last)
        if bool(match[1]) == (rule == "double")
    ]


def _folds(text: str, start: int, last: int) -> list[Piece]:
    bare = start + len(text[start:last].rstrip())
    return [Piece(*m.span(), MarkKind.BREAK, " ") for m in _FOLD.finditer(text, start, bare)]
