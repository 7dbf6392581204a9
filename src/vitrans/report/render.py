"""A report in the form that is asked for."""

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import cast

from vitrans.errors import UsageError
from vitrans.report.model import Report


class ReportFormat(StrEnum):
    """A form of a report; the values are also the suffixes of files in it."""

    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"
    LATEX = "tex"
    TEXT = "txt"


_MODULES = {
    ReportFormat.HTML: "page",
    ReportFormat.MARKDOWN: "markdown",
    ReportFormat.JSON: "data",
    ReportFormat.LATEX: "latex",
    ReportFormat.TEXT: "terminal",
}


def format_of(path: Path) -> ReportFormat:
    """Return the form that the suffix of a report's file asks for.

    Raises:
        UsageError: no form has this suffix.
    """
    try:
        return ReportFormat(path.suffix.removeprefix(".").lower())
    except ValueError:
        forms = ", ".join(f".{form}" for form in ReportFormat)
        raise UsageError(
            f"{str(path)!r} has no suffix that names a report format: end it in {forms}"
        ) from None


def render(report: Report, form: ReportFormat) -> str:
    """Return a report as a page of HTML, Markdown, JSON, LaTeX or text for a terminal."""
    module = import_module(f"vitrans.report.{_MODULES[ReportFormat(form)]}")
    return cast(Callable[[Report], str], module.render)(report)
