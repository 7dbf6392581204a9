"""Marks within a text that are no running text: code, tags, placeholders, math, shortcodes."""

import re
from collections.abc import Iterator

# The content of a code span starts and ends with a space or does neither, or `` quotes '' like
# these would pass for code. Lengths are limited, as marks without a mate would take long.
_IN_CODE = r"(?:(?=\s){0}(?<=\s)|(?=\S){0}(?<=\S))".format(r"(?:.|\n(?!\s*\n)){1,200}?")
_CODE = "|".join(rf"(?<![`\\]){t}(?!`){_IN_CODE}(?<!`){t}(?!`)" for t in ("`", "``", "```"))
_TO = r"<[^<>\n]{0,2000}>|[^\s()<>]{0,2000}(?:\([^\s()]{0,2000}\)[^\s()]{0,2000}){0,9}"
_TITLE = r"\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|\([^()\n]{0,500}\)"
_TARGET = rf"\]\( {{0,3}}(?:{_TO})(?:\s{{1,9}}(?:{_TITLE}))? {{0,3}}\)"
_NAME = "[biuscva]|em|strong|ruby|rt|lang|font|span|br|sub|sup|mark|small"
# A tag of subtitles or of inline HTML (`<i>`, `<v Lan>`, `</font>`), a time stamp in a WebVTT cue
# (`<00:01.500>`), a command of SubStation Alpha (`{\an8}`).
TAG = rf"</?(?:{_NAME})(?:[\s./][^<>\n]{{0,200}})?>|<[\d:.]{{5,15}}>|\{{\\[^{{}}\n]{{1,200}}\}}"

# A block of code from its fence to the next, or to the end.
_FENCE = r"^(?:```|~~~)[\w+-]{0,30}[^\S\n]*\n[\s\S]*?(?:^(?:```|~~~)[^\S\n]*$|\Z)"
_VALUE = r"\s?=\s?(?:\"[^\"<>]{0,500}\"|'[^'<>]{0,500}'|[^\s<>\"']{1,200})"
_BARE = "a|div|p|img|input|video|audio|script|option|button|iframe|details|select|table|td|th|li"
# Any tag of HTML or XML whose attributes have values, a comment, a declaration.
_XML = (
    rf"</?[A-Za-z][\w:.-]{{0,60}}(?:\s{{1,9}}[\w:.@-]{{1,60}}{_VALUE}){{0,20}}\s{{0,9}}/?>"
    rf"|</?(?:{_BARE})\s[^<>\n]{{0,500}}>|<!--[^<>]{{0,500}}-->|<[!?][A-Za-z][^<>\n]{{0,300}}>"
)
_NUMBERED = r"&\#(?:\d{1,7}|[xX][0-9A-Fa-f]{1,6});|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}"
# With the letters of the word that a written-out letter stands in.
_REFERENCE = (
    rf"(?:(?:(?<![^\W\d_])[^\W\d_]{{1,12}})?(?:{_NUMBERED}|&[A-Za-z]{{1,2}}"
    r"(?:acute|grave|tilde|circ|hook|breve|horn|uml|cedil|ring|lig|slash);)[^\W\d_]{0,12}){1,9}"
    r"|&[A-Za-z][A-Za-z0-9]{1,30};"
)
_SPEC = r"(?:\.\d{1,3})?(?:hh?|ll?|[qjzt])?[sdifuxXoeEgGc@]"
_PLACEHOLDER = (
    r"⟦\d{1,4}⟧|\{\{(?![<%])[^{}\n]{1,120}\}\}|\$\{[^{}\n]{1,80}\}|\#\{[^{}\n]{1,80}\}"
    r"|\{\s?[\w.]{0,40}(?:\[[\w.]{1,40}\])?(?:![rsa])?(?::[^{}\s]{1,20})?\s?\}"
    rf"|(?<![\d%])%(?:\d{{1,2}}\$|\(\w{{1,40}}\))[-+0\#]?\d{{0,3}}{_SPEC}"
    rf"|(?<![\d%])%[-+0\#]?\d{{0,3}}{_SPEC}(?!\w)|(?<![\d%])%[A-Za-z_]\w{{1,40}}%"
    r"|(?<![\w$])\$[A-Za-z_]\w{0,60}(?![\w$^\\{+=])"
)
_SHORTCODE = (
    r"\{\{[<%][^\n]{1,300}?[>%]\}\}|\{[%#][^\n{}]{1,300}[%#]\}|\{[#.][\w-][^{}\n]{0,80}\}"
    r"|\[/?(?:b|i|u|s|url|img|quote|code|color|size|center|spoiler|TOC)(?:=[^\]\n]{1,300})?\]"
    r"|\[/?[a-z][\w-]{1,40}(?:\s{1,3}[\w-]{1,40}=(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[^\s\]]{1,200}))"
    r"{1,12}\s?/?\]|\[/[a-z][\w-]{1,40}\]"
)
_MATH = (
    r"\$\$[^$]{1,2000}\$\$|\\\([^\n]{1,500}?\\\)|\\\[[^$]{1,2000}?\\\]"
    r"|(?<![\w$\\])\$(?=[^\s$])[^$\n]{1,300}(?<=[^\s$\\])\$(?![\w$])"
)
# Two words in a row, or a price, between dollar signs: no formula.
_PROSE = re.compile(r"(?<!\\)\b[^\W\d_]{2,}\s+[^\W\d_]{2,}|^\$[\d.,]+\s")
# A path of Windows; spaces are part of it where a backslash comes after them.
_DRIVE = r"(?<!\w)[A-Za-z]:\\(?:[^\s<>\"“”|*?()]|\ (?=[^\s\\<>\"|*?]{1,60}\\)){0,500}(?<![.,;:!])"
_COMMAND = r"\\[A-Za-z]{2,30}\*?|\\[$%#&_{}]"

# What each kind looks like, and characters without one of which a text has none of it. Where two
# start at the same place the first one counts.
_KINDS = tuple(
    (kind, needles, re.compile(pattern, re.MULTILINE))
    for kind, needles, pattern in (
        ("code", "`~", rf"{_FENCE}|(?<![\w^+])(?<!a\()(?:{_CODE})"),  # behind a vowel ` is VIQR's
        ("target", "(", _TARGET),
        ("tag", "<{", rf"{TAG}|{_XML}"),
        ("shortcode", "{[", _SHORTCODE),
        ("math", "$\\", _MATH),
        ("reference", "&\\", _REFERENCE),
        ("break", "\\", r"\\N|\\[nhrt](?![a-z])"),
        ("placeholder", "%{⟦$", _PLACEHOLDER),
        ("path", ":", _DRIVE),
        ("command", "\\", _COMMAND),
    )
)
_OBJECT = re.compile("[\ue000-\uf8ff]")


def find_markup(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where marks start and end, and their kinds; some may overlap."""
    for found in _OBJECT.finditer(text):
        yield *found.span(), "object"
    for kind, needles, pattern in _KINDS:
        if any(needle in text for needle in needles):
            for found in pattern.finditer(text):
                if kind != "math" or not _PROSE.search(found.group()):
                    yield *found.span(), kind
