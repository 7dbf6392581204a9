"""A report of translations in the form that the name of its file asks for."""

from importlib import import_module
from pathlib import Path
from typing import cast

from vitrans.errors import UsageError
from vitrans.report.translation import TranslationReport

_MODULES = {".html": "translation_page", ".htm": "translation_page", ".json": "translation_data"}


def report_format_of(path: Path) -> str:
    """Return the module that writes reports of a file's suffix.

    Raises:
        UsageError: no form has this suffix.
    """
    module = _MODULES.get(path.suffix.lower())
    if module is None:
        raise UsageError(f"{str(path)!r} names no form of a report: end it in .html or .json")
    return module


def render_report(report: TranslationReport, path: Path) -> str:
    """Return the text of a report's file."""
    module = import_module(f"vitrans.report.{report_format_of(path)}")
    return cast(str, module.render(report))
