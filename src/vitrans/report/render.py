"""A report in the form that is asked for."""

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import cast

from vitrans.errors import UsageError
from vitrans.results import Report


class Form(StrEnum):
    """A form of a report; the values are also the suffixes of files in it."""

    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"
    LATEX = "tex"
    TEXT = "txt"


_MODULES = {
    Form.HTML: "page",
    Form.MARKDOWN: "markdown",
    Form.JSON: "data",
    Form.LATEX: "latex",
    Form.TEXT: "terminal",
}


def form_of(path: Path) -> Form:
    """Return the form that the suffix of a report's file asks for.

    Raises:
        UsageError: no form has this suffix.
    """
    try:
        return Form(path.suffix.removeprefix(".").lower())
    except ValueError:
        forms = ", ".join(f".{form}" for form in Form)
        raise UsageError(
            f"{str(path)!r} does not say which report to write: end it in {forms}"
        ) from None


def render(report: Report, form: Form) -> str:
    """Return a report as a page of HTML, Markdown, JSON, LaTeX or text for a terminal."""
    module = import_module(f"vitrans.report.{_MODULES[Form(form)]}")
    return cast(Callable[[Report], str], module.render)(report)
