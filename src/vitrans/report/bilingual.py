"""A sheet in the form that is asked for, and a reviewed file read back."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import PurePath
from typing import cast

from vitrans.errors import InputError, UsageError
from vitrans.exchange.bilingual import Reviewed, Sheet


class BilingualForm(StrEnum):
    """The forms of a bilingual file."""

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    TMX = "tmx"
    XLIFF = "xliff"
    TSV = "tsv"
    JSONL = "jsonl"


def form_of(name: str) -> BilingualForm:
    """Return the form of a name.

    Raises:
        UsageError: there is none.
    """
    try:
        return BilingualForm(name)
    except ValueError:
        forms = ", ".join(BilingualForm)
        raise UsageError(f"there is no form {name!r}; give one of {forms}") from None


@dataclass(frozen=True, slots=True)
class _Form:
    """A form's module, the suffix of its files, and those that are read back as it."""

    module: str
    suffix: str
    read: tuple[str, ...] = ()

    def call(self, name: str) -> Callable[..., object]:
        """Return a function of its module."""
        return cast(Callable[..., object], getattr(import_module(self.module), name))


_EXCHANGE = "vitrans.exchange.bilingual"
_FORMS = {
    BilingualForm.TEXT: _Form(f"{_EXCHANGE}.text", ".txt", (".txt",)),
    BilingualForm.HTML: _Form("vitrans.report.bilingual_page", ".html", (".html", ".htm")),
    BilingualForm.DOCX: _Form(f"{_EXCHANGE}.docx", ".docx", (".docx",)),
    BilingualForm.TMX: _Form(f"{_EXCHANGE}.tmx", ".tmx", (".tmx",)),
    BilingualForm.XLIFF: _Form(f"{_EXCHANGE}.xliff", ".xlf", (".xlf", ".xliff")),
    BilingualForm.TSV: _Form(f"{_EXCHANGE}.tsv", ".tsv", (".tsv", ".csv", ".tab")),
    BilingualForm.JSONL: _Form(f"{_EXCHANGE}.jsonl", ".jsonl", (".jsonl", ".ndjson")),
}
_READ = {suffix: form for form in _FORMS.values() for suffix in form.read}


def write_sheet(sheet: Sheet, form: BilingualForm) -> bytes:
    """Return a sheet as the bytes of a file of some form."""
    return cast(bytes, _FORMS[form].call("write")(sheet))


def read_reviewed(data: bytes, name: str) -> Reviewed:
    """Return what a reviewer says in a bilingual file, whose form its suffix tells.

    Raises:
        InputError: it is in no form that is read back, or damaged.
    """
    form = _READ.get(PurePath(name).suffix.lower())
    if form is None:
        raise InputError(
            f"{name!r} is no bilingual file that can be read back; "
            f"give one that ends in {', '.join(_READ)}"
        )
    return cast(Reviewed, form.call("read")(data, name))


def is_read(name: str) -> bool:
    """Say whether a file is read back by its name: its suffix is that of a form."""
    return PurePath(name).suffix.lower() in _READ


def suffix_of(form: BilingualForm) -> str:
    """Return the suffix of a form's files: `article.md` has its TSV in `article.md.tsv`."""
    return _FORMS[form].suffix
