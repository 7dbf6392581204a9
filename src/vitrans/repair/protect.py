"""What in a text is not to be read: code, links, addresses, hashtags, names of files."""

import re
from collections.abc import Iterator
from unicodedata import combining

from vitrans.text import MARKUP

_DOMAINS = "com|net|org|edu|gov|vn|info|io|html?|php|eu|uk|us|kr|jp|cn|de|fr|tv|me|app|dev"
_FILES = "jpe?g|png|gif|webp|svg|mp[34]|pdf|docx?|xlsx?|pptx?|txt|md|csv|tsv|json|xml|zip|py|js|css"
PROTECTED = re.compile(
    r"^(?:```|~~~)[\s\S]*?(?:^(?:```|~~~)[^\S\n]*$|\Z)"  # a fenced block of code
    rf"|(?:(?<![\w^+])(?<!a\()|(?=\]))(?:{MARKUP.pattern})"  # ` behind a vowel is VIQR's huyền
    r"|<[A-Za-z/!][^<>\n]{0,500}>"  # a tag
    r"|&(?:[A-Za-z]{2,8}|#[0-9]{1,6}|#x[0-9A-Fa-f]{1,6});"  # a character reference
    r"|[A-Za-z][A-Za-z0-9+.-]{1,9}://\S+|www\.\S+"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}"
    rf"|(?<![\w.])(?:[\w-]{{1,64}}\.){{1,5}}(?:{_DOMAINS}|{_FILES})(?!\w)(?:[/?#]\S*)?"
    r"|(?<!\w)[#@]\w+",
    re.MULTILINE | re.IGNORECASE,
)
# What is between white space; a no-break space may be half of a letter, so it is not one here.
_CHUNK = re.compile(r"[^ \t\r\n\f\v]+")


def chunks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where the runs between white space start and end, and whether they are protected."""
    free = 0
    for found in PROTECTED.finditer(text):
        if found.start() < free:
            continue
        yield from _free(text, free, found.start())
        free = found.end()
        while free < len(text) and combining(text[free]):  # belongs to the character before it
            free += 1
        yield found.start(), free, True
    yield from _free(text, free, len(text))


def _free(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the runs that are free to be read."""
    for chunk in _CHUNK.finditer(text, start, end):
        yield *chunk.span(), False
