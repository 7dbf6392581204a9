"""Links, addresses, paths, names of files, handles and hashtags in a text."""

import re
from collections.abc import Iterator

from vitrans.text.unicode import chunks

# Domains that are no words, and those that are: these want something after a slash.
_DOMAINS = "com|net|org|edu|gov|vn|info|asia|biz|eu|uk|us|kr|jp|cn|fr|au|tv|dev|app|blog|news|wiki"
_WORDS = "me|io|ly|be|gl|co|to|fm|gg|ai|de|it|im|is|tt|am|sh|id|ph|la|my|sg|th|in|so|st"
_FILES = (
    "jpe?g|png|gif|webp|svg|bmp|tiff?|heic|psd|mp[34]|m4[av]|mkv|avi|mov|webm|wav|flac|ogg"
    "|pdf|epub|mobi|docx?|odt|rtf|tex|xlsx?|ods|pptx?|odp|txt|md|mdx|qmd|rst|csv|tsv|jsonl?|xml|ya?ml"
    "|toml|ini|cfg|conf|log|html?|xhtml|php|aspx?|jsp|css|scss|js|jsx|mjs|ts|tsx|py|ipynb|rb|java"
    "|cpp|hpp|cs|go|rs|swift|kt|sql|db|sqlite|sh|bat|ps1|exe|dll|apk|ipa|dmg|iso|zip|rar|7z"
    "|tar|gz|bz2|xz|tgz|srt|vtt|ass|ssa|lrc|sub|sbv|ttml|xliff|xlf|tmx|tbx|po|pot|mo|bak|tmp|ttf|otf"
)
_STOP = r"\s<>\"“”«»‘’\ue000-\uf8ff"
_START = r"(?<![^\W_])(?<![@.\-])"


def _either_case(names: str) -> str:
    """Return a pattern for names in small letters or in capitals, not with one capital."""
    return f"(?:{names}|{names.upper()})"


_LINK = (
    rf"(?<!\w)(?:[A-Za-z][A-Za-z0-9+.-]{{1,15}}://|www\.)[^{_STOP}]{{1,2000}}"
    rf"|{_START}(?:[A-Za-z0-9][A-Za-z0-9-]{{0,62}}\.){{1,5}}"
    rf"(?:{_either_case(_DOMAINS)}(?![\w-]|\.[A-Za-z])(?::\d{{1,5}})?(?:[/?#][^{_STOP}]{{0,2000}})?"
    rf"|{_either_case(_WORDS)}/[^{_STOP}]{{1,2000}})"
)
_PATH = (
    r"(?<![\w\\])\\\\[\w.$-]+(?:\\[\w.$ -]*[\w$])+"
    r"|(?<![\w./~-])(?:\.{1,2}|~)/[\w.+@%-]*(?:/[\w.+@%-]*)*"
    r"|(?<![\w./~<-])/[\w.+@%-]+/[\w.+@%/-]*\w/?"
)
# Degrees, `PGS.TS`, read as names of files.
_DEGREE = r"(?!(?i:pgs|gs|bs|ds|ls|kts)\.(?i:ts)(?![\w-]))"
_FILE = (
    rf"(?<![^\W_])(?<![.\-/]){_DEGREE}"
    r"(?:[\w.-]{1,80}/){0,9}[\w-][\w.+-]{0,100}(?:\(\d{1,3}\))?"
    rf"\.{_either_case(_FILES)}(?![\w-]|\.\w)"
    rf"|(?<![\w.])\.(?:{_FILES})(?!\w)"
)
# Names in the order in which they are tried where two start at the same place.
_PATTERN = re.compile(
    rf"(?P<email>(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}})"
    rf"|(?P<link>{_LINK})|(?P<path>{_PATH})|(?P<file>{_FILE})"
    r"|(?P<handle>(?<![\w@])@[A-Za-z0-9_](?:[\w.]{0,60}\w)?)"
    r"|(?P<hashtag>(?<![\w#&])\#\w(?:[\w-]{0,80}\w)?)"
)
_HINT = re.compile(r"[@#/\\.][^\W_]|[/\\]")
_END = ".,;:!?'*_~"
_ADDRESSES = ("email", "link", "handle")
_LONGEST = 2100  # characters of an address
_OPENING = {")": "(", "]": "[", "}": "{"}


def find_links(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where links and their like start and end, and their kinds, in order and apart."""
    for chunk in chunks(text, _HINT):
        for found in _PATTERN.finditer(text, *chunk.span()):
            kind = str(found.lastgroup)
            end = _end(text, *found.span()) if kind in ("link", "path") else found.end()
            bracketed = kind in ("link", "email") and text[found.start() - 1 : found.start()] == "<"
            with_brackets = bracketed and text[end : end + 1] == ">"
            yield found.start() - with_brackets, end + with_brackets, kind


def is_address(text: str) -> bool:
    """Say whether a line is a link, an e-mail address or a handle and no more."""
    bare = text.strip()
    return any(
        (start, end) == (0, len(bare)) and kind in _ADDRESSES
        for start, end, kind in find_links(bare[:_LONGEST])
    )


def _end(text: str, start: int, end: int) -> int:
    """Return where a link ends: not with what ends a sentence, nor with half of a bracket."""
    while end > start:
        last, inside = text[end - 1], text[start:end]
        opening = _OPENING.get(last, "")
        half = opening and inside.count(opening) < inside.count(last)
        if last not in _END and not half:
            break
        end -= 1
    return end
