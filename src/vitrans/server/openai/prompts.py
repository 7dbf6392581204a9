"""What a chat message asks: the text that is to be translated, and into which language.

Tools write an instruction into a first line or paragraph, or around a text in backticks, quotes or
tags. Without an instruction all of the message is the text; a text that merely speaks of
translating is none.
"""

import re
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
    rf"^{_POLITE}\s*(?:re-?)?translat(?:e|ion|ing)\b(?!\s+(?:is|was|are|were|has|had|of|and)\b)"
    rf"|^{_POLITE}\s*(?:biên |phiên |chuyển )?dịch\s+(?:(?:giúp|cho)\s+\w+\s+)?"
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
    rf"^{_POLITE}\s*(?:only|just|return|output|give|write|keep|preserve|do not|don'?t|never|"
    r"respond|reply|answer|make sure|use|maintain|ensure|provide|no|chỉ|giữ|không|đừng|trả)\b"
    r".*(?:translat|output|comment|explan|explain|format|punctuation|text|line|tag|markup|quot|"
    r"content|bản dịch|giải thích|định dạng|dòng)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\s*[*#]*\s*(?:the\s+)?(?:source|input|text|content|sentence|original|văn bản|nội dung)"
    r"(?:\s+(?:text|to (?:be )?translate[d]?|cần dịch))?\s*[*]*\s*:\s*[*]*\s*",
    re.IGNORECASE,
)
# What stands around a text, widest first.
_TICKED = re.compile(r"`(?P<text>[^`]+)`")
_QUOTED = re.compile(r"\"(?P<text>[^\"]+)\"|“(?P<text2>[^”]+)”|«(?P<text3>[^»]+)»")
_WRAPPED = (
    re.compile(r"(?P<fence>`{3,}|~{3,})[^\n`]*\n(?P<text>.*?)\n?(?P=fence)", re.DOTALL),
    re.compile(r"`{3}(?P<text>[^`]+)`{3}", re.DOTALL),
    re.compile(r"\"{3}\n?(?P<text>.*?)\n?\"{3}", re.DOTALL),
    re.compile(r"<(?P<tag>[A-Za-z][\w-]*)>\n?(?P<text>.*)\n?</(?P=tag)>", re.DOTALL),
    _TICKED,
    _QUOTED,
    re.compile(r"(?<!\w)'(?P<text>[^\n]+)'(?!\w)"),
)
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
    if found and not (text[: found[0]].strip() or text[found[1] :].strip()):
        return found[2]
    return text


def _wrapped(text: str) -> tuple[int, int, str] | None:
    """Return where the first part that something stands around is, and what is in it."""
    for pattern in _WRAPPED:
        match = pattern.search(text)
        if not match or _MARKUP.fullmatch(match.groupdict().get("tag", "")):
            continue
        groups = match.groupdict()
        inner = groups["text"] or groups.get("text2") or groups.get("text3") or ""
        if inner.strip():
            return match.start(), match.end(), inner.removesuffix("\n")
    return None


def _after_text(message: str) -> tuple[str, str]:
    """Return an instruction that stands behind a text, and the text; mostly there is none."""
    before, blank, last = message.rstrip().rpartition("\n\n")
    if blank and _is_instruction(last.strip().rstrip(".:")) and "\n" not in last.strip():
        return last, before
    return "", message
