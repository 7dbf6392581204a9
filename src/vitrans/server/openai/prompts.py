"""What a chat message asks: the text that is to be translated, and into which language.

Tools write an instruction into a first line or paragraph, or around a text in backticks, quotes or
tags. Without an instruction all of the message is the text; a text that merely speaks of
translating is none.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

_ENGLISH, _VIETNAMESE = "en", "vi"
_NAMES = {
    "english": _ENGLISH,
    "en": _ENGLISH,
    "en-us": _ENGLISH,
    "en-gb": _ENGLISH,
    "tiếng anh": _ENGLISH,
    "vietnamese": _VIETNAMESE,
    "vi": _VIETNAMESE,
    "vi-vn": _VIETNAMESE,
    "tiếng việt": _VIETNAMESE,
}
_NAME = "|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True))
_INTO = re.compile(
    rf"(?:\b(?:in)?to|\bsang|\bra|->|→|⇒)\s+(?:the\s+)?[\"'`“<{{(\[]*({_NAME})\b", re.IGNORECASE
)
_TARGET = re.compile(rf"\btarget(?:[ _]language)?\s*[:=]\s*[\"'`]?({_NAME})\b", re.IGNORECASE)

# How an instruction begins, and that it asks for a translation.
_POLITE = (
    r"(?:please|kindly|hãy|vui lòng|làm ơn|can you|could you|would you|help me(?: to)?|"
    r"i want you to|i need you to|your task is to|you (?:must|should|will|are to)|"
    r"(?:bạn )?giúp tôi|now|and|task|instructions?|[:,\s*#-])*"
)
_ASKS = re.compile(
    rf"^{_POLITE}(?:re-?)?translat(?:e|ion|ing)\b(?!\s+(?:is|was|are|were|has|had|of|and)\b)"
    rf"|^{_POLITE}(?:biên |phiên |chuyển )?dịch\s+(?:(?:giúp|cho)\s+\w+\s+)?"
    r"(?:đoạn|câu|văn bản|nội dung|bài|phụ đề|các|những|từ|sang|ra|tiếng|text)\b",
    re.IGNORECASE,
)
_PERSONA = re.compile(
    r"^(?:you are|act as|bạn là)\b[^.\n]{0,80}\b(?:translators?|translation|dịch)\b", re.IGNORECASE
)
# Words that make it one: of languages, and of what is given.
_ABOUT = re.compile(
    rf"\b(?:{_NAME}|following|below|this|these|text|sentences?|lines?|subtitles?|captions?|"
    r"paragraphs?|content|document|segments?|html|markdown|sau|dưới đây|này|văn bản)\b",
    re.IGNORECASE,
)
# Further orders about the answer.
_ORDER = re.compile(
    rf"^{_POLITE}(?:only|just|return|output|give|write|keep|preserve|do not|don'?t|never|"
    r"respond|reply|answer|make sure|use|maintain|ensure|provide|no|chỉ|giữ|không|đừng|trả)\b"
    r".*(?:translat|output|comment|explan|explain|format|punctuation|text|line|tag|markup|quot|"
    r"content|bản dịch|giải thích|định dạng|dòng)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\s*(?:[*#]+\s*)?(?:the\s+)?(?:source|input|text|content|sentence|original|văn bản|nội dung)"
    r"(?:\s+(?:text|to (?:be )?translate[d]?|cần dịch))?\s*(?:[*]+\s*)?:\s*(?:[*]+\s*)?",
    re.IGNORECASE,
)
_TICKED = re.compile(r"`(?P<text>[^`]+)`")
_QUOTED = re.compile(r"\"(?P<text>[^\"]+)\"|“(?P<text2>[^“”]+)”|«(?P<text3>[^«»]+)»")
_FENCED = re.compile(
    r"(?<![`~])(?P<fence>`{3,9}|~{3,9})[^\n`]*\n(?P<text>.*?)\n?(?P=fence)", re.DOTALL
)
_TICKED_THRICE = re.compile(r"`{3}(?P<text>[^`]+)`{3}")
_QUOTED_THRICE = re.compile(r"\"{3}\n?(?P<text>.*?)\n?\"{3}", re.DOTALL)
_OPENS = re.compile(r"<([A-Za-z][\w-]*)>\n?")
_CLOSES = re.compile(r"</([A-Za-z][\w-]*)>")
_QUOTE_OPENS = re.compile(r"(?<!\w)'")
_QUOTE_CLOSES = re.compile(r"'(?!\w)")
# Tags that belong to a text rather than stand around it.
_MARKUP = re.compile(
    r"a|abbr|b|body|br|cite|code|div|em|h[1-6]|head|html|i|li|ol|p|pre|q|s|small|span|strong|sub|"
    r"sup|table|t[dhr]|ul?",
    re.IGNORECASE,
)
_COLON = re.compile(r":\s+|：")


class Asked(NamedTuple):
    """A text and the language that it is to be in, empty where nothing says so."""

    text: str
    target: str


class Part(NamedTuple):
    """Characters `start` to `end` of a message, and the text in them."""

    start: int
    end: int
    text: str


def read_prompt(message: str, *others: str) -> Asked:
    """Return what a message asks for.

    Args:
        message: the last one of the user.
        others: those before it that may name the language, such as the system's, the last first.
    """
    instruction, text = _divided(message)
    named = (target_in(one) for one in (instruction, *others))
    return Asked(text, next(filter(None, named), ""))


def target_in(instruction: str) -> str:
    """Return the language that an instruction wants, empty where it names none."""
    found = [*_TARGET.finditer(instruction), *_INTO.finditer(instruction)]
    if found:
        return _NAMES[found[0][1].lower()]
    return ""


def _divided(message: str) -> tuple[str, str]:
    """Return the instruction of a message, and the text."""
    for head, rest in _heads(message):
        if _is_instruction(head) and rest.strip():
            more, text = _without_orders(rest)
            return f"{head}\n{more}", _unwrapped(text)
    if _asks(message.strip()) and (inner := _wrapped(message)):
        start, end, text = inner
        return message[:start] + message[end:], text
    return _after_text(message)


def _heads(message: str) -> list[tuple[str, str]]:
    """Return the ways in which an instruction may stand before a text: widest first."""
    stripped = message.lstrip()
    found = []
    paragraph, blank, rest = stripped.partition("\n\n")
    if blank and len(paragraph) < 3000:
        found.append((paragraph, rest))
    line, end, rest = stripped.partition("\n")
    if end:
        found.append((line, rest))
    if colon := _COLON.search(line):
        found.append((line[: colon.start()], stripped[colon.end() :]))
    return found


def _is_instruction(head: str) -> bool:
    """Say whether a line or paragraph asks for a translation of something else."""
    if not _asks(head):
        return False
    # What it is to translate may stand in it already, in backticks or quotes.
    quoted = _QUOTED.search(head)
    return not _TICKED.search(head) and not (quoted and len(quoted[0].split()) > 2)


def _asks(text: str) -> bool:
    """Say whether a text begins by asking for a translation, or by making one a translator."""
    first = text.strip().split("\n", 1)[0]
    return bool(_PERSONA.search(first) or (_ASKS.search(first) and _ABOUT.search(text)))


def _without_orders(rest: str) -> tuple[str, str]:
    """Return further orders that stand before and behind a text, and the text."""
    orders: list[str] = []
    text = rest.strip("\r\n")
    while (first := text.partition("\n"))[1] and _ORDER.search(first[0].strip()):
        orders.append(first[0])
        text = first[2].lstrip("\r\n")
    before, blank, last = text.rpartition("\n\n")
    if blank and "\n" not in last.strip() and _ORDER.search(last.strip()):
        orders.append(last)
        text = before
    return "\n".join(orders), text


def _unwrapped(text: str) -> str:
    """Return a text without a label before it, and without what stands around all of it."""
    labelled = _LABEL.match(text)
    text = text[labelled.end() :] if labelled else text
    found = _wrapped(text)
    if found and not (text[: found.start].strip() or text[found.end :].strip()):
        return found.text
    return text


def _wrapped(text: str) -> Part | None:
    """Return where the first part that something stands around is, and what is in it."""
    for find in _WRAPPED:
        found = find(text)
        if found and found.text.strip():
            return found._replace(text=found.text.removesuffix("\n"))
    return None


def _between(marks: re.Pattern[str]) -> Callable[[str], Part | None]:
    def find(text: str) -> Part | None:
        match = marks.search(text)
        return Part(match.start(), match.end(), match[match.lastgroup or 0]) if match else None

    return find


def _in_tags(text: str) -> Part | None:
    """Return what is between a tag and the last that closes it, unless it is markup of a text."""
    closes = {match[1]: match for match in _CLOSES.finditer(text)}
    for opens in _OPENS.finditer(text):
        last = closes.get(opens[1])
        if last and last.start() >= opens.end():
            if _MARKUP.fullmatch(opens[1]):
                return None
            return Part(opens.start(), last.end(), text[opens.end() : last.start()])
    return None


def _in_single_quotes(text: str) -> Part | None:
    """Return what is in single quotes on a line, from the first to the last of them."""
    done = 0
    for line in text.split("\n"):
        opens, closes = _QUOTE_OPENS.search(line), list(_QUOTE_CLOSES.finditer(line))
        if opens and closes and closes[-1].start() > opens.end():
            inner = line[opens.end() : closes[-1].start()]
            return Part(done + opens.start(), done + closes[-1].end(), inner)
        done += len(line) + 1
    return None


# What stands around a text, widest first.
_WRAPPED = (
    *map(_between, (_FENCED, _TICKED_THRICE, _QUOTED_THRICE)),
    _in_tags,
    *map(_between, (_TICKED, _QUOTED)),
    _in_single_quotes,
)


def _after_text(message: str) -> tuple[str, str]:
    """Return an instruction that stands behind a text, and the text; mostly there is none."""
    before, blank, last = message.rstrip().rpartition("\n\n")
    if blank and _is_instruction(last.strip().rstrip(".:")) and "\n" not in last.strip():
        return last, before
    return "", message
