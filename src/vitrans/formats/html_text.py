"""What the text of a run says: its entities, its white space, its line breaks.

A run is divided at line breaks, unless one falls into a sentence, and between links that stand
side by side, as in a menu. What only surrounds the text, tags and pictures, is left out.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import unescape
from html.entities import html5
from itertools import pairwise

from vitrans.formats.escapes import LINED
from vitrans.formats.html_runs import BREAK, PICTURE, Run
from vitrans.formats.html_tokens import Attribute, Sort, tokens
from vitrans.formats.spans import Piece, Stretch
from vitrans.text import has_letters
from vitrans.types import Kind, MarkKind

RULES = {"": "html-bare", '"': "html-double", "'": "html-single"}
"""How a new value of an attribute is written, by its quote."""
TEXT_RULE = "html"

# More or deeper nested tags do not travel with words: each text between two is one of its own.
_DEEPEST, _MOST_TAGS = 64, 1000
# Where there are more line breaks, each of them parts the text.
_MOST_BREAKS = 200
_SPECIAL = re.compile(
    r"(?P<space>(?:[ \t\r\n\f\u00a0]|&nbsp;|&\#160;|&\#[xX][aA]0;){2,}+|[\t\r\n\f])"
    r"|&(?:\#(?P<decimal>[0-9]{1,7}+)|\#[xX](?P<hex>[0-9a-fA-F]{1,6}+)|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}+));?"
    r"|(?P<code>\{\{[^{}]{0,500}+\}\}|\{%[^%]{0,500}+%\}|\$?\{[\w.$:-]{1,80}\})"
)
_SPACE = " \t\r\n\f\u00a0\ufeff"
# More than two no-break spaces, and where spaces are to be seen a tab, are a gap in the page.
_WIDE = re.compile(r"(?:\u00a0|&nbsp;|&\#160;|&\#[xX][aA]0;){3}")
_WIDE_LINED = re.compile(rf"[ \t]{{3}}|\t|{_WIDE.pattern}")
_LINE_END = re.compile(r"\r\n?|\n")
UNSEEN, WIDE_SPACE = "unseen", "wide"
"""Names of pieces that are not to be seen, and of white space that parts what is beside it."""
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_STOPS = (".", "!", "?", "…", ":", ";")
# A link that is a number or a sign: `<sup><a href="#n1">[1]</a></sup>`.
_NOTE = re.compile(
    r"(?:<(?:a|sup|span)\b[^<>]*+>){0,4}"
    r"\s*+(?:[\[(]?\d{1,4}[\])]?|[*†‡§↩↑^\ufe0e]{1,3}|\[[a-z]\])\s*+(?:</(?:a|sup|span)\s*>){1,4}"
)
_LONGEST_NOTE = 600
_LONGEST_FIGURE = 300
_STRUCK = ("<del>", "<s>", "<strike>")
_TAGS = re.compile(r"<[^<>]*+>")
# The tag of an element that is to be seen though there are no words in it.
_STYLED = re.compile(r"<[^<>]*\s(?:class|style)\s*=")
_NEAR = 120  # characters about a line break that tell whether it is within a sentence
_CLOSERS = "\"'”’»)] "


def stretches(text: str, run: Run) -> Iterator[Stretch]:
    """Yield the texts of a run, in order."""
    found = _with_empty(text, sorted([*run.pieces, *_specials(text, run)]))
    pieces = _collapsed(text, run, list(_with_notes(text, list(found))))
    rule = LINED if run.lined else TEXT_RULE
    for part in _divided(text, run, pieces):
        for start, end, inner in _tagless(*part) if _is_tangled(part[2]) else [part]:
            yield _trimmed(text, start, end, inner, run.kind, rule)


def value(text: str, found: Attribute) -> Stretch:
    """Return the text of an attribute."""
    inner: list[Piece] = []
    for token in tokens(text, found.start, found.end):
        if token.sort is Sort.TEXT:
            inner += _found(text, token.start, token.end)
        else:
            inner.append(Piece(token.start, token.end, MarkKind.ALONE))
    return _trimmed(text, found.start, found.end, inner, Kind.HEADLINE, RULES[found.quote])


def _specials(text: str, run: Run) -> Iterator[Piece]:
    """Yield the entities and the white space between the tags of a run."""
    done = run.start
    for piece in run.pieces:
        yield from _found(text, done, piece.start, run.lined)
        done = piece.end
    yield from _found(text, done, run.end, run.lined)


def _found(text: str, start: int, end: int, lined: bool = False) -> Iterator[Piece]:
    """Yield what is not written as it reads in a stretch without tags."""
    for match in _SPECIAL.finditer(text, start, end):
        if match["space"]:
            yield Piece(*match.span(), MarkKind.BREAK, " ", _name(match[0], lined))
        elif match["code"]:
            yield Piece(*match.span(), MarkKind.OBJECT)
        elif shown := _shown(match):
            yield _entity(match, shown)
        elif match["name"] and match[0].endswith(";"):
            yield Piece(*match.span(), MarkKind.OBJECT)  # one that the document declares


def _name(space: str, lined: bool) -> str:
    """Return what white space is: a line break, a gap, or nothing but a space."""
    if lined and _LINE_END.search(space):
        return BREAK
    return WIDE_SPACE if (_WIDE_LINED if lined else _WIDE).search(space) else ""


def _shown(match: re.Match[str]) -> str:
    """Return the character that an entity stands for, nothing where it is none."""
    if match["name"]:
        semicolon = ";" if match[0].endswith(";") else ""
        return html5.get(match["name"] + semicolon, "")
    number = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16)
    return chr(number) if 0 < number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else ""


def _entity(match: re.Match[str], shown: str) -> Piece:
    if shown in _UNSEEN:
        return Piece(*match.span(), MarkKind.BREAK, "", name=UNSEEN)
    if shown == "\u00a0" or (len(shown) == 1 and shown.isprintable() and not shown.isspace()):
        return Piece(*match.span(), MarkKind.ESCAPE, shown)
    if shown.isspace():
        return Piece(*match.span(), MarkKind.BREAK, " ")
    return Piece(*match.span(), MarkKind.OBJECT)


def _with_empty(text: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces; an element without words, such as an icon, is one of them.

    One that is to be seen and stands between two spaces is read as a word, and so is a struck
    figure, which else would be one number with that beside it: `<s>500</s> 450`.
    """
    mates = _mates(pieces)
    words = _words_before(text, pieces)
    done = 0
    for number, piece in enumerate(pieces):
        if piece.start < done:
            continue
        mate = mates[number]
        end = pieces[mate].end
        before, after = text[piece.start - 1 : piece.start], text[end : end + 1]
        joins = before.isalnum() and after.isalnum() and piece.end < pieces[mate].start
        if mate > number and words[number] == words[mate] and not joins:
            apart = before.isspace() and after.isspace()
            seen = apart and bool(_STYLED.match(text, piece.start))
            kind = MarkKind.OBJECT if seen else MarkKind.ALONE
            piece, done = Piece(piece.start, end, kind, name=PICTURE if seen else ""), end
        elif mate > number and piece.name in _STRUCK and _is_figure(text[piece.end : end]):
            piece, done = Piece(piece.start, end, MarkKind.OBJECT), end
        yield piece


def _is_figure(inner: str) -> bool:
    """Say whether what is in an element is figures, without words."""
    if len(inner) > _LONGEST_FIGURE:
        return False
    shown = _TAGS.sub("", unescape(inner))
    return not has_letters(shown) and any(map(str.isdigit, shown))


def _words_before(text: str, pieces: Sequence[Piece]) -> list[int]:
    """Return for each piece in how many stretches before it there is something to be seen."""
    found, count, done = list[int](), 0, pieces[0].start if pieces else 0
    for piece in pieces:
        count += bool(text[done : piece.start].strip(_SPACE))
        found.append(count)
        is_seen = piece.kind is MarkKind.OBJECT or piece.name in (BREAK, WIDE_SPACE)
        count += is_seen or bool(piece.shown.strip(_SPACE))
        done = piece.end
    return found


def _collapsed(text: str, run: Run, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, and spaces behind others, with tags between them, as not to be seen.

    The space behind an icon goes with it.
    """
    made: list[Piece] = []
    spaced, done = True, run.start
    for piece in [*pieces, Piece(run.end, run.end, MarkKind.ALONE)]:
        if between := text[done : piece.start]:
            if spaced and between[0] in _SPACE:
                _add(made, text, Piece(done, done + 1, MarkKind.BREAK, "", UNSEEN))
            spaced = between[-1] in _SPACE
        if piece.kind is MarkKind.OBJECT:
            spaced = False
        elif piece.shown:
            if spaced and piece.shown in _SPACE and not piece.name:
                piece = piece._replace(kind=MarkKind.BREAK, shown="", name=UNSEEN)
            spaced = piece.shown in _SPACE
        spaced = spaced or piece.name == BREAK
        done = piece.end
        if piece.start < piece.end or piece.kind is MarkKind.GAP:
            _add(made, text, piece)
    return made


def _add(made: list[Piece], text: str, piece: Piece) -> None:
    """Add a piece; white space that is not to be seen goes with an icon right before it."""
    before = made[-1] if made else None
    if (
        before
        and piece.name == UNSEEN
        and text[piece.start : piece.end].isspace()
        and before.end == piece.start
        and before.kind is MarkKind.ALONE
        and _STYLED.match(text, before.start)
    ):
        made[-1] = before._replace(end=piece.end)
    else:
        made.append(piece)


def _is_tangled(pieces: Sequence[Piece]) -> bool:
    """Say whether a text has more tags than any that a person has written."""
    depth = deepest = count = 0
    for piece in pieces:
        opens = piece.kind is MarkKind.OPEN
        depth += opens - (piece.kind is MarkKind.CLOSE)
        deepest, count = max(deepest, depth), count + opens
    return deepest > _DEEPEST or count > _MOST_TAGS


_Part = tuple[int, int, list[Piece]]


def _tagless(start: int, end: int, pieces: Sequence[Piece]) -> Iterator[_Part]:
    """Yield the texts between the tags of a stretch."""
    inner = list[Piece]()
    for piece in pieces:
        if piece.kind in (MarkKind.OPEN, MarkKind.CLOSE):
            yield start, piece.start, inner
            start, inner = piece.end, []
        else:
            inner.append(piece)
    yield start, end, inner


def _divided(text: str, run: Run, pieces: Sequence[Piece]) -> Iterator[_Part]:
    """Yield the lines of a run, and the links of a menu, with the pieces in each."""
    joined = list(_with_breaks(text, pieces))
    starts = [piece.start for piece in joined]
    gaps = [*_hard(text, joined, run), *_between_links(text, joined, run)]
    cuts = [(run.start, run.start), *sorted(gaps), (run.end, run.end)]
    for (_, start), (end, _) in pairwise(cuts):
        first = bisect_left(starts, start)
        last = bisect_left(starts, end)
        inner = [
            p
            for p in joined[first:last]
            if p.end <= end and (p.end > p.start or p.kind is MarkKind.GAP)
        ]
        if start < end:
            yield start, end, inner


def _with_breaks(text: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces; a line break takes the white space about it, and reads as one space."""
    taken = 0
    for number, piece in enumerate(pieces):
        if piece.start < taken:
            continue
        if piece.kind is MarkKind.BREAK and piece.name in ("", UNSEEN):
            after = pieces[number + 1] if number + 1 < len(pieces) else None
            if after and after.name == BREAK and after.start == piece.end:
                continue  # it is before a line break, which takes it
        if piece.name == BREAK:
            start, end = piece.start, piece.end
            while start > taken and text[start - 1] in " \t\r\n\f":
                start -= 1
            while end < len(text) and text[end] in " \t\r\n\f":
                end += 1
            piece = piece._replace(start=start, end=end, shown=" ")
        taken = piece.end
        yield piece


def _hard(text: str, pieces: Sequence[Piece], run: Run) -> Iterator[tuple[int, int]]:
    """Yield where gaps and line breaks part a run: no line break in the middle of a sentence."""
    many = sum(piece.name == BREAK for piece in pieces) > _MOST_BREAKS
    for number, piece in enumerate(pieces):
        if piece.name == WIDE_SPACE:
            yield piece.start, piece.end
        elif piece.name == BREAK:
            before = _bare(text[max(run.start, piece.start - _NEAR) : piece.start])
            after = _bare(text[piece.end : min(run.end, piece.end + _NEAR)])
            beside = [*pieces[max(0, number - 1) : number], *pieces[number + 1 : number + 2]]
            doubled = any(
                p.name == BREAK and (p.end == piece.start or p.start == piece.end) for p in beside
            )
            ends = len(_LINE_END.findall(text, piece.start, piece.end))
            if (
                many
                or doubled
                or (run.lined and ends > 1)
                or before.rstrip(_CLOSERS).endswith(_STOPS)
                or not after[:1].islower()
            ):
                yield piece.start, piece.end


def _bare(text: str) -> str:
    """Return the text at a line break without tags and quotation marks at its start."""
    return _TAGS.sub("", text).lstrip("\"'“‘«( ")


def _between_links(text: str, pieces: Sequence[Piece], run: Run) -> Iterator[tuple[int, int]]:
    """Yield what stands between links where there are no words but theirs."""
    links = list(_outer_pairs(pieces))
    gaps = [(one.end, other.start) for one, other in pairwise(links)]
    if not gaps or any(link.name != "<a>" for link in links):
        return
    ends = [(run.start, links[0].start), (links[-1].end, run.end)]
    between = {p.start: p for p in pieces}
    if not any(_has_words(text, gap, between) for gap in (*ends, *gaps)):
        yield from gaps


def _outer_pairs(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield a piece for each pair of tags that is in no other, from its start to its end."""
    depth, outer = 0, None
    for piece in pieces:
        if piece.kind is MarkKind.OPEN:
            outer = outer if depth else piece
            depth += 1
        elif piece.kind is MarkKind.CLOSE and depth:
            depth -= 1
            if outer and not depth:
                yield outer._replace(end=piece.end)


def _with_notes(text: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces; a link to a note, with its number or sign, is one that stands alone."""
    mates = _mates(pieces)
    done = 0
    for number, piece in enumerate(pieces):
        if piece.start < done:
            continue
        end = pieces[mates[number]].end
        if piece.kind is MarkKind.OPEN and _is_note(text, piece.start, end):
            piece, done = Piece(piece.start, end, MarkKind.ALONE), end
        yield piece
        if done == piece.end and _is_glued(text, piece):
            yield Piece(done, done, MarkKind.GAP, " ")


def _is_glued(text: str, note: Piece) -> bool:
    """Say whether a note parts the words beside it: `rose<sup>[1]</sup>and`."""
    before, after = text[note.start - 1 : note.start], text[note.end : note.end + 1]
    return after.isalpha() and not before.isspace()


def _is_note(text: str, start: int, end: int) -> bool:
    """Say whether a pair of tags is a link to a note: raised, or without a space before it."""
    if end - start > _LONGEST_NOTE or not _NOTE.fullmatch(text, start, end):
        return False
    inner = text[start:end].lower()
    raised = "<sup" in inner or "note" in inner or not text[start - 1 : start].isspace()
    return "<a" in inner and raised


def _has_words(text: str, gap: tuple[int, int], pieces: dict[int, Piece]) -> bool:
    """Say whether there is a letter or figure in a stretch that no link has."""
    at, end = gap
    while at < end:
        if piece := pieces.get(at):
            if piece.shown.isalnum() or piece.kind is MarkKind.OBJECT:
                return True
            at = piece.end
            continue
        if text[at].isalnum():
            return True
        at += 1
    return False


def _trimmed(
    text: str, start: int, end: int, pieces: list[Piece], kind: Kind, rule: str = TEXT_RULE
) -> Stretch:
    """Return a stretch without what only surrounds its text: space, pictures, pairs of tags."""
    mates = _mates(pieces)
    first, last = 0, len(pieces) - 1
    while start < end:
        head = pieces[first] if first <= last else None
        tail = pieces[last] if first <= last else None
        if text[start] in _SPACE and not (head and head.start == start):
            start += 1
        elif text[end - 1] in _SPACE and not (tail and tail.end == end):
            end -= 1
        elif head and head.start == start and _surrounds(head, mates[first] == first):
            start, first = head.end, first + 1
        elif tail and tail.end == end and _surrounds(tail, mates[last] == last):
            end, last = tail.start, last - 1
        elif head and tail and head.start == start and tail.end == end and mates[first] == last:
            start, end, first, last = head.end, tail.start, first + 1, last - 1
        else:
            break
    return Stretch(start, max(start, end), kind, 1, pieces[first : last + 1], rule)


def _mates(pieces: Sequence[Piece]) -> list[int]:
    """Return for each piece the number of its mate, its own where it has none."""
    mates = list(range(len(pieces)))
    waiting: list[int] = []
    for number, piece in enumerate(pieces):
        if piece.kind is MarkKind.OPEN:
            waiting.append(number)
        elif piece.kind is MarkKind.CLOSE:
            names = [pieces[other].name for other in waiting[-_DEEPEST:]]
            if piece.name in names:
                while pieces[other := waiting.pop()].name != piece.name:
                    pass
                mates[number], mates[other] = other, number
    return mates


def _surrounds(piece: Piece, alone: bool) -> bool:
    """Say whether a piece at an end of a text, which may have no mate, is no part of it."""
    if piece.kind in (MarkKind.OPEN, MarkKind.CLOSE):
        return alone
    if piece.kind is MarkKind.OBJECT:
        return piece.name == PICTURE
    return piece.kind is not MarkKind.ESCAPE or piece.shown == "\u00a0"
