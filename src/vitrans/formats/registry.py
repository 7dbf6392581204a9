"""Which format a file has: what a person says, else its suffix, else what it holds."""

import json
import re
from pathlib import PurePath

from vitrans.errors import InputError, UsageError
from vitrans.formats.ass import SubStation
from vitrans.formats.base import Format
from vitrans.formats.docx import WordDocument
from vitrans.formats.epub import Epub
from vitrans.formats.html import Html
from vitrans.formats.json_text import Json, JsonLines
from vitrans.formats.markdown import Markdown
from vitrans.formats.odt import FlatText, OpenPresentation, OpenSpreadsheet, OpenText
from vitrans.formats.packages import Package
from vitrans.formats.parquet import Parquet
from vitrans.formats.plain import Plain
from vitrans.formats.po import Catalogue
from vitrans.formats.pptx import Presentation
from vitrans.formats.subtitles import SubRip, WebVTT
from vitrans.formats.tables import Table, TabTable
from vitrans.formats.tmx_document import Memory
from vitrans.formats.xliff import Xliff
from vitrans.formats.xlsx import Spreadsheet

PLAIN = Plain()
# Packages, each with what it is told by: the start of its type, or of the name of a part.
_PACKAGES: dict[str, Format] = {
    "application/epub+zip": Epub(),
    "word/": WordDocument(),
    "ppt/": Presentation(),
    "xl/": Spreadsheet(),
    "application/vnd.oasis.opendocument.text": OpenText(),
    "application/vnd.oasis.opendocument.presentation": OpenPresentation(),
    "application/vnd.oasis.opendocument.spreadsheet": OpenSpreadsheet(),
}
_TEXTS: tuple[Format, ...] = (
    *(PLAIN, Markdown(), Html(), FlatText()),
    *(SubRip(), WebVTT(), SubStation()),
)
_DATA: tuple[Format, ...] = (
    *(Xliff(), Catalogue(), Memory()),
    *(Table(), TabTable(), Json(), JsonLines(), Parquet()),
)
FORMATS: dict[str, Format] = {each.name: each for each in (*_TEXTS, *_DATA, *_PACKAGES.values())}
_BY_SUFFIX = {suffix: each for each in FORMATS.values() for suffix in each.suffixes}
SUFFIXES = frozenset(filter(None, _BY_SUFFIX))
"""The suffixes of the files that are read, in small letters, with the dot."""
NO_TEXTS = frozenset(
    suffix for each in (*_PACKAGES.values(), Parquet()) for suffix in each.suffixes
) - {".fodt"}
"""Those of them whose files are no text, and cannot be printed or joined."""

# What is not read yet, and what to do about it.
_OTHERS = {
    "an old Word document": (".doc .dot", "soffice --convert-to docx {name}"),
    "a flat OpenDocument presentation": (".fodp", "soffice --convert-to odp {name}"),
    "a flat OpenDocument spreadsheet": (".fods", "soffice --convert-to ods {name}"),
    "an old presentation": (".ppt .pps", "soffice --convert-to pptx {name}"),
    "an old spreadsheet": (".xls", "soffice --convert-to xlsx {name}"),
    "a binary spreadsheet": (".xlsb", "save it as .xlsx"),
    "a PDF": (".pdf", "pdftotext -layout {name} {stem}.txt"),
    "a compiled catalogue": (".mo", "msgunfmt {name} -o {stem}.po"),
    "a notebook": (".ipynb", "jupyter nbconvert --to markdown {name}"),
    "LaTeX": (".tex .latex .ltx", "pandoc {name} -t gfm -o {stem}.md"),
    "rich text": (".rtf", "pandoc {name} -t gfm -o {stem}.md"),
    "lyrics with times": (".lrc", "save the words alone as .txt"),
    "MicroDVD or MPL2 subtitles": (".sub .mpl", "convert it to .srt, for example with ffmpeg"),
    "timed text": (".ttml .dfxp .sbv .smi", "convert it to .srt or .vtt"),
    "XML": (".xml .rss .svg .dita .docbook .resx .strings", "take its texts out first"),
    "reStructuredText": (".rst", "pandoc {name} -t gfm -o {stem}.md"),
    "an Org file": (".org", "pandoc {name} -t gfm -o {stem}.md"),
    "wiki text": (".textile .mediawiki .wiki .creole", "pandoc {name} -t gfm -o {stem}.md"),
    "a message": (".eml .msg .mbox", "save its text as .txt or .html"),
    "a page for printing": (".ps .djvu .xps", "make a PDF of it, and pdftotext of that"),
    "AsciiDoc": (".adoc .asciidoc", "convert it to Markdown first"),
    "a settings file": (
        ".yaml .yml .toml .ini .properties .env",
        "take its texts out, a line each",
    ),
    "a program": (
        ".py .js .ts .jsx .tsx .css .scss .sh .c .h .cpp .java .go .rs .php .rb .sql .vue",
        "take its texts out, a line each",
    ),
    "an archive": (".zip .gz .xz .bz2 .7z .rar .tar", "unpack it first"),
    "a picture or a recording": (
        ".jpg .jpeg .png .gif .webp .mp3 .mp4 .mkv .avi .wav .mov .tiff .bmp",
        "give text",
    ),
}
_REFUSED = {
    suffix: (what, cure) for what, (all_of, cure) in _OTHERS.items() for suffix in all_of.split()
}
_PAGE = re.compile(
    r"(?:<\?xml\b[^>]*\?>\s*)?(?:<!--(?:[^-]|-(?!->))*+-->\s*)*"
    r"<(?:!doctype\s+html\b|(?:html|head|body|div|p|table|article|section|main|h[1-6]|ul|ol)\b[^<>]*>)",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"\s*(?:<\?xml|<!doctype|<html\b|<(?:div|p|body|head|table|article|section)\b[^<>]*>)"
    r"|\s*\{\\rtf|\s*\\documentclass\b",
    re.IGNORECASE,
)
_TEXT = "to read it as plain text, give --format text"


def find_format(name: str, text: str, asked: str | None = None) -> Format:
    """Return the format of a file.

    Args:
        name: the file's name.
        text: how it begins, as text; empty where it is none.
        asked: the name of a format that a person gave.

    Raises:
        UsageError: there is no format of the name that was asked for.
        InputError: the file is known to be something else; the message says what to do.
    """
    if asked:
        return named(asked)
    path = PurePath(name)
    suffix = path.suffix.lower()
    if suffix in _BY_SUFFIX and suffix:
        return _BY_SUFFIX[suffix]
    if suffix in _REFUSED:
        what, cure = _REFUSED[suffix]
        cure = cure.format(name=path.name, stem=path.stem)
        raise InputError(f"{name!r} is {what}, which vitrans does not read; {cure} ({_TEXT})")
    if found := _page(text):
        return found
    if not suffix:
        return PLAIN
    if what := looks_like(text):
        raise InputError(f"{name!r} looks like {what}, which vitrans does not read; {_TEXT}")
    return PLAIN


def _page(text: str) -> Format | None:
    """Return HTML where a text begins as a page does."""
    return FORMATS[Html.name] if _PAGE.match(text.lstrip("\ufeff \t\r\n")) else None


def packaged(data: bytes) -> Format | None:
    """Return the format of a package by what is in it, None where that does not tell."""
    try:
        if not data.startswith(b"PK"):
            return None
        package = Package(data, "")
        parts = package.names
        kind = package.read("mimetype").decode("ascii", "replace") if "mimetype" in parts else ""
    except InputError:
        return None  # the format of its name says what is wrong with it
    signs = (kind, *parts)
    told = (e for sign, e in _PACKAGES.items() if any(one.startswith(sign) for one in signs))
    return next(told, None)


def named(name: str) -> Format:
    """Return the format of a name.

    Raises:
        UsageError: there is none.
    """
    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r}; give one of {', '.join(FORMATS)}")
    return FORMATS[name]


def looks_like(text: str) -> str:
    """Return what a text that is no prose is, and nothing for prose."""
    start = text.lstrip("\ufeff \t\r\n")
    if _MARKUP.match(start):
        return "markup"
    if start[:1] in ("{", "[") and _is_json(start):
        return "JSON"
    return ""


def _is_json(text: str) -> bool:
    """Say whether a text, or its first line, is a JSON object or list."""
    for part in (text, text.partition("\n")[0]):
        try:
            if isinstance(json.loads(part), dict | list):
                return True
        except ValueError:
            continue
    return False
