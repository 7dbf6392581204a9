"""What the elements and attributes of HTML are to a reader of the page."""

import re
from collections.abc import Mapping

from vitrans.types import Kind


def names(text: str) -> frozenset[str]:
    """Return the names in a text, which has spaces between them."""
    return frozenset(text.split())


VOID = names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source"
    " track wbr"
)
INLINE = names(
    "a abbr acronym b bdi bdo big cite data del dfn em font i ins mark nobr q rb rp rt rtc ruby s"
    " small span strike strong sub sup time tt u"
)
OBJECTS = names(
    "audio canvas code embed img kbd map math meter object picture progress samp svg var video"
)
"""They stand in a sentence as a word would, whatever is in them."""

HIDDEN = names("script style template noembed noframes param source track link meta")
"""They may stand within a sentence and are no part of it."""

RAW = names("script style textarea title xmp iframe noembed noframes")
"""In them no tag but their own end is read."""

OFF = (
    names("pre script style textarea xmp listing plaintext template noembed noframes iframe")
    | OBJECTS
) - names("picture map object audio video")
"""What is in them is no text."""

PARTING = names(
    "figure figcaption img table article section header footer aside nav blockquote ul ol dl hr"
    " h1 h2 h3 h4 h5 h6"
)
"""They part what is before them on the page from what follows."""

# What ends an element of the same sort that was not closed.
_ENDED: Mapping[str, frozenset[str]] = {
    "li": frozenset(["li"]),
    "dt": frozenset(["dt", "dd"]),
    "dd": frozenset(["dt", "dd"]),
    "td": frozenset(["td", "th"]),
    "th": frozenset(["td", "th"]),
    "tr": frozenset(["td", "th", "tr"]),
    "tbody": frozenset(["td", "th", "tr", "thead", "tbody"]),
    "option": frozenset(["option"]),
    "optgroup": frozenset(["option", "optgroup"]),
}
_ENDS_PARAGRAPH = frozenset(["p"])

_LEFT = names("notranslate math katex mathjax")
_CAPTION = re.compile(r"caption|chu-?_?thich|(?:image|photo|img)[_-]?desc", re.IGNORECASE)
_NO_CAPTION = re.compile(r"(?:no|has|with|without)[-_]?caption", re.IGNORECASE)

_WHITE_SPACE = re.compile(
    r"(?:\bwhite-space\s*:\s*|(?:^|\s)whitespace-)(?:(?P<lined>pre\b|break-spaces)|normal\b|nowrap\b)",
    re.IGNORECASE,
)

_TEXTS = names(
    "alt title placeholder summary aria-label aria-description aria-placeholder"
    " aria-roledescription aria-valuetext"
)
_BUTTONS = frozenset(["button", "submit", "reset"])
_META = re.compile(
    r"(?:og:|twitter:|dc\.|dcterms\.)?(?:title|description|headline|abstract)"
    r"|(?:og|twitter):image:alt",
    re.IGNORECASE,
)


def is_phrase(name: str) -> bool:
    """Say whether an element goes with the words in it; one with a namespace, as `o:p`, does."""
    return name in INLINE or ":" in name


def is_inline(name: str) -> bool:
    """Say whether an element stands within running text."""
    return is_phrase(name) or name in OBJECTS or name in HIDDEN


def ended_by(name: str) -> frozenset[str]:
    """Return the elements that end, unclosed, where one of this name starts."""
    return _ENDED.get(name) or (frozenset() if is_inline(name) else _ENDS_PARAGRAPH)


def is_left(classes: str) -> bool:
    """Say whether classes say that a text is left alone: by request, or as a formula."""
    return not _LEFT.isdisjoint(classes.lower().split())


def is_lined(style: str, classes: str) -> bool | None:
    """Say whether line ends in an element are to be seen, None where it does not tell.

    The classes are those of Tailwind: `whitespace-pre-line` and the like.
    """
    found = _WHITE_SPACE.search(style) or _WHITE_SPACE.search(classes)
    return bool(found["lined"]) if found else None


def kind_of(name: str, classes: str) -> Kind | None:
    """Return what the text of an element is by its name and classes, None if they do not tell."""
    if name in ("figcaption", "caption"):
        return Kind.CAPTION
    if name == "title" or (len(name) == 2 and name[0] == "h" and name[1].isdigit()):
        return Kind.HEADLINE
    if "byline" in classes.lower().split():
        return Kind.BYLINE
    if _CAPTION.search(classes) and name not in ("html", "body", "article", "main", "img"):
        return None if _NO_CAPTION.search(classes) else Kind.CAPTION
    return None


def is_text(element: str, attribute: str, others: Mapping[str, str]) -> bool:
    """Say whether the value of an attribute is text for readers.

    Args:
        element: the name of the element.
        attribute: that of the attribute.
        others: the values of all its attributes by name.
    """
    if attribute == "content":
        named = (others.get(name, "") for name in ("name", "property", "itemprop"))
        return element == "meta" and any(_META.fullmatch(name.strip()) for name in named)
    if attribute == "value":
        return element == "input" and others.get("type", "").lower() in _BUTTONS
    if attribute == "label":
        return element in ("option", "optgroup", "track")
    if attribute == "abbr":
        return element == "th"
    if attribute == "title" and element in ("link", "style"):
        return False
    return attribute in _TEXTS
