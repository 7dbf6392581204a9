"""Where the inline marks of Markdown stand, as markdown-it's own parser reads them.

The parser tells what there is, not where; so each of its inline rules is wrapped in one that
writes down which characters it took. Emphasis is paired after all rules have run: the tokens of
its delimiters are remembered, and looked at when the parser is done.
"""

import html
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from vitrans.formats.markdown_gaps import with_gaps
from vitrans.formats.spans import Piece
from vitrans.types import MarkKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# What no rule of Markdown may read into: shortcodes of Hugo, Liquid and Jinja, placeholders,
# attributes, references to footnotes, tables of contents.
_OPAQUE = re.compile(
    r"\{\{[^{}]{0,500}\}\}|\{%[^%]{0,500}%\}|\$\{[^{}\n]{0,200}\}|\{:?[ ]?[#.][^{}\n]{0,200}\}"
    r"|(?<![\w:]):(?:[a-z][a-z0-9_+-]{1,40}|[+-]1):(?![\w:])|\[\^[^\]\s]{1,100}\](?!:)|\[\[[^\[\]|\n]{1,200}\]\]|\[(?:TOC|toc)\]"
)
_PAIRS = re.compile(
    r"(?<![=\w])(?P<opens>==)(?=[^\s=])[^=\n]{1,300}(?<=[^\s=])==(?![=\w])"
    r"|(?P<opens2>\[\[[^\[\]|\n]{1,200}\\?\|)[^\[\]|\n]{1,200}\]\]"
)
_TAG = re.compile(r"<(?P<close>/)?(?P<name>[A-Za-z][\w:-]*)[^<>]*?(?P<void>/)?>\Z", re.DOTALL)
_VOID = {"br", "hr", "img", "input", "wbr", "area", "base", "col", "embed", "source", "track"}
_CODE = {"code", "kbd", "samp", "var", "script", "style", "pre", "math", "svg", "tt"}
# These belong to the word before them.
_ATTACHED = ("[^", "{#", "{.", "{:")
# A line break behind one of these does not stand within a sentence.
_STOPS = ".!?…:;"
_EMPHASIS = {"em", "strong", "s"}


class _Taken(NamedTuple):
    """Characters that a rule of the parser took, and the tokens that it made of them."""

    start: int
    end: int
    rule: str
    tokens: "list[Token]"


def pieces(content: str, env: dict[str, object]) -> list[Piece]:
    """Return the marks in the content of a block, in order, with their places in it.

    Args:
        content: the block's text.
        env: markdown-it's environment, with the link definitions of the whole document.
    """
    parser, record = _parser()
    record.clear()
    parser.parseInline(content, env)
    taken = [*_found(content, record), *_meant(content, record)]
    taken += _pairs(content, taken)
    found = sorted(taken, key=lambda piece: (piece.start, piece.end))
    return list(with_gaps(content, list(_objects(found))))


def words(content: str, env: dict[str, object]) -> str:
    """Return the words of a block, with code and attributes, without other marks."""
    parser, _ = _parser()
    [inline] = parser.parseInline(content, env)
    shown = ("text", "text_special", "code_inline", "opaque")
    return "".join(token.content for token in inline.children or () if token.type in shown)


def structure(content: str, env: dict[str, object]) -> list[str]:
    """Return the inline structure of a block: the types of its tokens, without the words.

    Delimiters that were meant for emphasis count as such.
    """
    parser, record = _parser()
    record.clear()
    [inline] = parser.parseInline(content, env)
    meant = sorted(_meant(content, record))
    pairs = [piece.name[:4] for piece in _pairs(content, [*_found(content, record)])]
    if meant:
        [inline] = parser.parseInline(_spaced(content, meant), env)
    return [t.type for t in inline.children or () if t.type not in _WORDS] + pairs


_WORDS = ("text", "softbreak", "text_special")


@cache
def _parser() -> "tuple[MarkdownIt, list[_Taken]]":
    """Return a parser and the list in which it writes down what its rules take."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    record: list[_Taken] = []
    parser = MarkdownIt("commonmark").enable("strikethrough")
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    parser.inline.ruler.before("escape", "opaque", _opaque)
    for character in "{$[:":
        parser.inline.add_terminator_char(character)
    for rule in list(parser.inline.ruler.__rules__):
        parser.inline.ruler.at(rule.name, partial(_recorded, rule.fn, rule.name, record))
    return parser, record


def _opaque(state: "StateInline", silent: bool) -> bool:
    """Take a shortcode or the like whole; a rule of the parser."""
    match = _OPAQUE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("opaque", "", 0).content = match[0]
    state.pos = match.end()
    return True


def _recorded(
    rule: Callable[..., bool],
    name: str,
    record: list[_Taken],
    state: "StateInline",
    silent: bool,
) -> bool:
    """Run a rule and write down what it took."""
    start, before = state.pos, len(state.tokens)
    taken = rule(state, silent)
    if taken and not silent and name != "text":
        record.append(_Taken(start, state.pos, name, state.tokens[before:]))
        if name == "link":
            end = state.md.helpers.parseLinkLabel(state, start, True)
            record.append(_Taken(end, state.pos, "link_end", []))
    return taken


def _found(content: str, record: list[_Taken]) -> Iterator[Piece]:
    """Yield the marks that the parser's rules took."""
    for taken in record:
        yield from _READERS.get(taken.rule, _object)(content, taken)


def _object(content: str, taken: _Taken) -> Iterator[Piece]:
    """Yield what stands for itself: code, a formula, a shortcode, an address."""
    if any(token.type != "text" for token in taken.tokens):
        alone = content.startswith(_ATTACHED, taken.start)
        yield Piece(taken.start, taken.end, MarkKind.ALONE if alone else MarkKind.OBJECT)


def _link_start(content: str, taken: _Taken) -> Iterator[Piece]:
    """Yield what opens a link."""
    yield Piece(taken.start, taken.start + 1, MarkKind.OPEN, name="link")


def _delimiters(content: str, taken: _Taken) -> Iterator[Piece]:
    """Yield the delimiters of emphasis that found their mates."""
    end = taken.end
    for token in reversed(taken.tokens):
        name = token.type.rpartition("_")[0]
        width = len(token.markup) if name in _EMPHASIS else max(1, len(token.content))
        if end <= taken.start:
            return
        if token.type == "text" and not token.content:
            continue  # the other half of a strong delimiter
        kind = MarkKind.OPEN if token.nesting > 0 else MarkKind.CLOSE
        if name in _EMPHASIS:
            yield Piece(end - width, end, kind, name=name)
        end -= width


def _meant(content: str, record: list[_Taken]) -> Iterator[Piece]:
    """Yield delimiters that are shown as they are but were meant for marks: `**Note:**the`.

    Between a letter and what is no letter a delimiter neither opens nor closes.
    """
    before: _Taken | None = None
    for taken in record:
        if taken.rule != "emphasis" or not all(
            t.type == "text" and t.content for t in taken.tokens
        ):
            continue
        raw = content[taken.start : taken.end]
        if (
            before
            and raw == content[before.start : before.end]
            and _encloses(content, before, taken)
        ):
            yield Piece(before.start, before.end, MarkKind.OPEN, name=f"meant{before.start}")
            yield Piece(taken.start, taken.end, MarkKind.CLOSE, name=f"meant{before.start}")
            before = None
        else:
            before = taken


def _pairs(content: str, found: list[Piece]) -> Iterator[Piece]:
    """Yield the marks of `==words==` and `[[Page|words]]`, which cross no other marks."""
    for match in _PAIRS.finditer(content):
        start, end = match.span()
        first, last = max(match.end("opens"), match.end("opens2")), end - 2
        touched = [piece for piece in found if piece.start < end and start < piece.end]
        within = all(first <= piece.start and piece.end <= last for piece in touched)
        around = any(p.start <= start and end <= p.end for p in found)
        kinds = [piece.kind for piece in touched]
        if within and not around and kinds.count(MarkKind.OPEN) == kinds.count(MarkKind.CLOSE):
            yield Piece(start, first, MarkKind.OPEN, name=f"mark{start}")
            yield Piece(last, end, MarkKind.CLOSE, name=f"mark{start}")


def _spaced(content: str, meant: list[Piece]) -> str:
    """Return the content with spaces about delimiters, so that they are read as they were meant."""
    for piece in reversed(meant):
        place = piece.start if piece.kind is MarkKind.OPEN else piece.end
        content = f"{content[:place]} {content[place:]}"
    return content


def _encloses(content: str, opens: _Taken, closes: _Taken) -> bool:
    """Say whether two runs of stars stand around words as if for emphasis."""
    inner = content[opens.end : closes.start]
    before, after = content[: opens.start][-1:], content[closes.end :][:1]
    return (
        inner == inner.strip() != ""
        and "\n" not in inner
        and content[opens.start] == "*"
        and (
            (after.isalpha() and not inner[-1].isalnum())
            or (before.isalpha() and not inner[0].isalnum())
        )
    )


def _link_end(content: str, taken: _Taken) -> Iterator[Piece]:
    """Yield what closes a link; a label that names its own definition must go on naming it."""
    raw = content[taken.start : taken.end]
    changed = None
    if raw in ("]", "[]", "][]"):
        label = content[: taken.start].rpartition("[")[2]
        changed = f"][{label}]"
    yield Piece(taken.start, taken.end, MarkKind.CLOSE, name="link", changed=changed)


def _image(content: str, taken: _Taken) -> Iterator[Piece]:
    """Yield what opens and what closes the alternative text of an image."""
    [image] = [token for token in taken.tokens if token.type == "image"]
    label = taken.start + 2 + len(image.content)
    if image.content.strip() and content.startswith(image.content, taken.start + 2):
        yield Piece(taken.start, taken.start + 2, MarkKind.OPEN, name=f"image{taken.start}")
        raw = content[label : taken.end]
        changed = f"][{image.content}]" if raw in ("]", "][]") else None
        yield Piece(label, taken.end, MarkKind.CLOSE, name=f"image{taken.start}", changed=changed)
    else:
        yield Piece(taken.start, taken.end, MarkKind.OBJECT)


def _newline(content: str, taken: _Taken) -> Iterator[Piece]:
    """Yield the end of a line, with the white space about it."""
    start = len(content[: taken.start].rstrip(" \t"))
    hard = any(token.type == "hardbreak" for token in taken.tokens)
    yield Piece(start, taken.end, MarkKind.BREAK, " ", "hard" if hard else "")


def _escape(content: str, taken: _Taken) -> Iterator[Piece]:
    """Yield an escaped character, or the hard break that a backslash before a line end is."""
    raw = content[taken.start : taken.end]
    if any(token.type == "hardbreak" for token in taken.tokens):
        yield Piece(taken.start, taken.end, MarkKind.BREAK, " ", "hard")
        return
    special = raw[1:] if raw.startswith("\\") else html.unescape(raw)
    if not special.isprintable() or not special.strip():
        yield Piece(taken.start, taken.end, MarkKind.OBJECT)
    else:
        yield Piece(taken.start, taken.end, MarkKind.ESCAPE, special)


def _tag(content: str, taken: _Taken) -> Iterator[Piece]:
    """Yield an HTML tag as what opens, what closes or what stands alone."""
    match = _TAG.match(content[taken.start : taken.end])
    name = match["name"].lower() if match else ""
    if name == "br":
        yield _line_break(content, taken)
        return
    if not match or match["void"] or name in _VOID:
        yield Piece(taken.start, taken.end, MarkKind.ALONE, name=name if name == "wbr" else "")
        return
    kind = MarkKind.CLOSE if match["close"] else MarkKind.OPEN
    yield Piece(taken.start, taken.end, kind, name=f"<{name}>")


def _line_break(content: str, taken: _Taken) -> Piece:
    """Return a `<br>` with the white space about it; within a sentence it is a soft one."""
    start = len(content[: taken.start].rstrip())
    rest = content[taken.end :].lstrip()
    within = (
        start > 0 and content[start - 1] not in _STOPS and rest.lstrip('*_~[("“‘')[:1].islower()
    )
    end = len(content) - len(rest)
    return Piece(start, end, MarkKind.BREAK, " ", "" if within else "hard")


# What yields the marks that a rule of the parser took; other rules take objects.
_READERS: dict[str, Callable[[str, _Taken], Iterator[Piece]]] = {
    "emphasis": _delimiters,
    "strikethrough": _delimiters,
    "link": _link_start,
    "link_end": _link_end,
    "image": _image,
    "newline": _newline,
    "escape": _escape,
    "entity": _escape,
    "html_inline": _tag,
}


def _objects(found: list[Piece]) -> Iterator[Piece]:
    """Yield the marks, apart from each other; from a tag of code to its end is one object."""
    done = 0
    for number, piece in enumerate(found):
        if piece.start < done:
            continue
        if piece.kind is MarkKind.OPEN and piece.name.strip("<>") in _CODE:
            later = (p for p in found[number + 1 :] if p.name == piece.name)
            end = next((p.end for p in later if p.kind is MarkKind.CLOSE), None)
            if end:
                piece = Piece(piece.start, end, MarkKind.OBJECT)
        done = piece.end
        yield piece
