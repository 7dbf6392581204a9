"""Sources of XML files as small documents, and what became of them as the content of targets.

The codes of a source may have texts of their own in them, sub-flows (`<sub>`), such as the
alternative text of an image; each is a document behind that of its source. The mark of a key of a
menu (`&amp;File`) is taken out, and put before a letter of the translation.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from vitrans.formats.accelerators import with_accelerator, without_accelerator
from vitrans.formats.bilingual import Result
from vitrans.formats.inline_tags import possible
from vitrans.formats.spans import Stretch, document
from vitrans.formats.xml_inline import Role, Rule, content
from vitrans.formats.xml_tree import Element, closing, read, tag_of
from vitrans.types import Document, Language

_ASIDE = re.compile(r"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_PREFIX = re.compile(r"[<\s]([A-Za-z_][\w.-]*):")


def units(
    text: str, element: Element, rule: Rule, line: int, given: Language
) -> Iterator[Document]:
    """Yield the content of a source, and each of its sub-flows, to be written elsewhere.

    Sections of character data become plain characters; comments are left out.
    """
    yield _unit(text, element, rule, line, given)
    for flow in _flows(element, rule):
        yield _unit(text, flow, rule, line, given)


def contents(
    text: str, sources: Iterable[Element], rule: Rule, done: Sequence[Result]
) -> Iterator[Result]:
    """Yield what became of each source, with its sub-flows, its key and all that XML asks for.

    Args:
        text: the text that the sources stand in.
        sources: those of which `units` were translated.
        rule: says what their inline elements are.
        done: what became of the units.
    """
    made = iter(done)
    for source in sources:
        result = next(made)
        flows = list(_flows(source, rule))
        others = [next(made) for _ in flows]
        new = with_accelerator(possible(result.text), _bare(text, source)[1])
        if flows:
            new = _with_flows(new, text, zip(flows, others, strict=True))
        yield Result(new, tuple(one for whole in (result, *others) for one in whole.made))


def _with_flows(new: str, text: str, done: Iterable[tuple[Element, Result]]) -> str:
    """Return a translation whose codes have the translations of their sub-flows."""
    texts = {}
    for flow, result in done:
        tag = tag_of(text, flow)
        whole = _plain(text[flow.start : flow.end])
        texts[whole] = f"{tag}{possible(result.text)}{closing(tag)}"
    return re.sub("|".join(map(re.escape, texts)), lambda found: texts[found[0]], new)


def _unit(text: str, element: Element, rule: Rule, line: int, given: Language) -> Document:
    """Return the content of an element as a document of its own."""
    bare = _bare(text, element)[0]
    if bare != text[element.inner : element.last]:
        keeps_space = element.keeps_space
        names = {"x", *_PREFIX.findall(bare)} - {"xml"}
        spaces = "".join(f' xmlns:{name}="{name}"' for name in names)
        text = f"<x:x{spaces}>{bare}</x:x>"
        element = read(text)
        element.keeps_space = keeps_space
    first = element.inner
    moved = (_moved(one, first) for one in content(text, element, rule, line, given))
    return document(text[first : element.last], moved)


def _bare(text: str, element: Element) -> tuple[str, str]:
    """Return the content of an element without asides and the mark of a key, and that mark."""
    plain = _plain(text[element.inner : element.last])
    return (plain, "") if "<" in plain else without_accelerator(plain)


def _plain(inner: str) -> str:
    """Return a content without comments and sections of character data."""
    return _ASIDE.sub(lambda found: escape(found[1] or ""), inner) if "<!" in inner else inner


def _moved(stretch: Stretch, by: int) -> Stretch:
    """Return a stretch so many characters further to the front."""
    pieces = [p._replace(start=p.start - by, end=p.end - by) for p in stretch.pieces]
    return stretch._replace(start=stretch.start - by, end=stretch.end - by, pieces=pieces)


def _flows(element: Element, rule: Rule, is_code: bool = False) -> Iterator[Element]:
    """Yield the texts in the codes of an element; those in their own codes are left."""
    for child in element.children:
        if is_code and child.name == "sub":
            if not child.is_empty_tag:
                yield child
        else:
            yield from _flows(child, rule, is_code or rule(child).role is not Role.PAIR)
