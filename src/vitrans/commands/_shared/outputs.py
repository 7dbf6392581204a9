"""What `vitrans translate` writes for people and tools besides the translation itself."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Annotated, Literal

import typer

from vitrans._version import __version__
from vitrans.commands._shared.console import note
from vitrans.errors import OutputError, UsageError
from vitrans.files import check_writable, make_folder, refuse_inputs, write_bytes, write_text
from vitrans.formats import NO_TEXTS, SUFFIXES
from vitrans.pipeline import Translated
from vitrans.pipeline.review import sheet_of
from vitrans.report.bilingual import BilingualForm, suffix_of, write_sheet
from vitrans.report.translation import Reported, TranslationReport
from vitrans.report.translation_render import render_report, report_format_of
from vitrans.runs import Destination, Job, Manifest, Outcome, Status, plan
from vitrans.text import words
from vitrans.types import Document, Language, Target

# What pages and packages have between their texts: tags, and names of parts.
_NO_WORDS = re.compile(r"<[^<>]{0,2000}+>|\0[^\0]{0,2000}+\0")
LANGUAGES = {Language.ENGLISH: "English", Language.VIETNAMESE: "Vietnamese"}
_PANEL = "Output"

Bilingual = Annotated[
    BilingualForm | None,
    typer.Option(
        metavar="FORM",
        help="Write sources beside translations: text, html, docx, tmx, xliff, tsv or jsonl; "
        "beside the translation where -o is a folder, else in its place.",
        rich_help_panel=_PANEL,
    ),
]

ReportFile = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Write a report of all sentences, their confidence and warnings: .html or .json.",
        rich_help_panel=_PANEL,
    ),
]
Alternatives = Annotated[
    int,
    typer.Option(
        min=0,
        metavar="N",
        help="Other translations to give with each, in --report, --json and JSON Lines.",
        rich_help_panel=_PANEL,
    ),
]
Names = Annotated[
    Literal["keep", "ascii"],
    typer.Option(
        help="Vietnamese names in English: keep is Nguyễn Văn Bình, ascii Nguyen Van Binh.",
        rich_help_panel=_PANEL,
    ),
]
Localise = Annotated[
    bool,
    typer.Option(
        "--localise/--no-localise",
        help="Whether numbers, dates and times in figures follow the target language.",
        rich_help_panel=_PANEL,
    ),
]


def destination_of(output: Path | None, folder: Path | None, suffix: str | None) -> Destination:
    """Return where results go; `-o` may be a folder too.

    Raises:
        UsageError: two places were given.
    """
    if output and output.is_dir() and not folder:
        return Destination(folder=output, suffix=suffix)
    return Destination(output, folder, suffix=suffix)


def refuse_unprintable(files: Sequence[str], destination: Destination) -> None:
    """Refuse to print what is no text, on a terminal or one after another.

    Raises:
        UsageError: a result is a package, and goes to standard output.
    """
    if destination.file or destination.folder or destination.in_place or list(files) == ["-"]:
        return
    jobs = plan(files, destination).jobs
    if len(jobs) == 1 and not sys.stdout.isatty():
        return
    for job in jobs:
        if job.source.suffix.lower() in NO_TEXTS:
            raise UsageError(
                f"{job.name!r} is no text to print; give -o FILE, or --output-dir FOLDER"
            )


def words_outside(document: Document) -> int:
    """Return how many words of a document are no text: code, front matter, timings."""
    if not document.segments:
        return 0
    return len(words(_NO_WORDS.sub(" ", "".join(document.glue))))


def told_manner(names: str, localise: bool) -> tuple[tuple[str, str], ...]:
    """Return what a report says of names and figures."""
    figures = "as the target language has them" if localise else "as in the source"
    return ("Vietnamese names", "with diacritics" if names == "keep" else "without"), (
        "Figures",
        figures,
    )


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is written of each document of a run, and of the run as a whole.

    Attributes:
        target: the language that is translated into.
        destination: where the translations go.
        form: that of the bilingual files, None where there are none.
        report: the file of the report, None where there is none.
        manner: names and values that the report says of the run.
        manifest: what was made in the folder of the results before; takes what is made now.
        overwrite: whether files are written over that somebody has corrected.
    """

    target: Target
    destination: Destination
    form: BilingualForm | None = None
    report: Path | None = None
    manner: tuple[tuple[str, str], ...] = ()
    manifest: Manifest | None = None
    overwrite: bool = False
    _documents: list[Reported] = field(default_factory=list)
    _failed: list[tuple[str, str]] = field(default_factory=list)
    _skipped: list[tuple[str, str]] = field(default_factory=list)
    _sides: dict[str, Path] = field(default_factory=dict)
    _begun: float = field(default_factory=monotonic)

    def check(self, files: Sequence[str], as_json: bool) -> None:
        """Refuse what cannot be written, before anything is.

        Raises:
            UsageError: outputs are inputs or each other, or two were asked for in one place.
            OutputError: a file could not be written.
        """
        if not (self.form or self.report):
            return
        if not files or list(files) == ["-"]:
            raise UsageError(
                "--bilingual and --report need files; standard input is translated line by line"
            )
        if self.form and as_json and not self.destination.folder:
            raise UsageError("--json and --bilingual have one place; give a folder with -o")
        if self.form is BilingualForm.DOCX and not (
            self.destination.file or self.destination.folder
        ):
            raise UsageError("a Word document is no text to print; give -o FILE.docx")
        if self.report:
            report_format_of(self.report)
        self._check_files(plan(files, self.destination, readable=SUFFIXES).jobs)

    def _check_files(self, jobs: Sequence[Job]) -> None:
        """Find the places of the files beside translations; refuse those that are taken."""
        if self.form and self.destination.folder:
            suffix = suffix_of(self.form)
            for job in jobs:
                assert job.target
                self._sides[job.name] = job.target.with_name(job.source.name + suffix)
        made = [*([self.report] if self.report else []), *self._sides.values()]
        refuse_inputs(made, [job.source for job in jobs])
        taken = {job.target for job in jobs}
        for path in made:
            if path in taken:
                raise UsageError(f"two results would be {str(path)!r}; give each another name")
            if path.parent.exists() or path == self.report:
                check_writable(path)
            taken.add(path)

    def result(self, done: Translated, name: str, seconds: float) -> Document | bytes:
        """Return what is written in a document's place; write what stands beside it."""
        if not (self.report or self.form):
            return done.document
        sheet = sheet_of(done, name, self.target)
        if self.report:
            outside = words_outside(done.document)
            self._documents.append(Reported(sheet, seconds, done.notes, outside, done.left))
        if not self.form:
            return done.document
        made = write_sheet(sheet, self.form)
        if not self.destination.folder:
            return made
        side = self._sides[name]
        make_folder(side.parent)
        if self.manifest:
            self.manifest.add(side, b"", made)
        write_bytes(side, made)
        return done.document

    def refuse_corrected(self, name: str) -> None:
        """Refuse to write over the file beside a translation if somebody has corrected it.

        Raises:
            OutputError: somebody has.
        """
        side = self._sides.get(name)
        if side and self.manifest and not self.overwrite and self.manifest.is_changed(side):
            raise OutputError(
                f"{str(side)!r} was changed since it was written, and is left as it is; take the "
                f"corrections over with `vitrans fix {side} --original {name}`, or give --overwrite"
            )

    def told(self, outcome: Outcome) -> None:
        """Take what became of a file."""
        if outcome.status is Status.FAILED:
            self._failed.append((outcome.source, outcome.message))
        elif outcome.status is Status.SKIPPED:
            self._skipped.append((outcome.source, outcome.message))

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Write the report of what is done within, if there is to be one, where files fail too.

        Raises:
            OutputError: it cannot be written.
        """
        try:
            yield
        except typer.Exit:
            self._report()
            raise
        self._report()

    def _report(self) -> None:
        """Write the report, but not one of nothing in the place of another."""
        if not self.report:
            return
        if self._skipped and not (self._documents or self._failed) and self.report.exists():
            note(f"vitrans: {self.report} is left as it is, as nothing was translated")
            return
        made_with = (*self._made_with(), *self.manner)
        documents = sorted(self._documents, key=lambda one: one.sheet.name)
        whole = TranslationReport(
            tuple(documents), tuple(self._failed), made_with, tuple(self._skipped)
        )
        write_text(self.report, render_report(whole, self.report))

    def _made_with(self) -> Iterator[tuple[str, str]]:
        """Yield what the run was made with."""
        rows = [row for one in self._documents for row in one.sheet.rows]
        models = dict.fromkeys(row.provenance for row in rows if row.confidence is not None)
        yield "vitrans", __version__
        yield "Model", ", ".join(models) or "none was needed"
        yield "Into", LANGUAGES[self.target]
        yield "Date", datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z")
        yield "Time", f"{monotonic() - self._begun:.1f} s"
