"""What `vitrans translate` writes for people and tools besides the translation itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from vitrans.errors import InputError, UsageError
from vitrans.exchange.bilingual import Sheet
from vitrans.files import check_writable, expand, refuse_inputs, write_bytes
from vitrans.pipeline import Translated
from vitrans.pipeline.review import sheet_of
from vitrans.report.bilingual import BilingualForm, suffix_of, write_sheet
from vitrans.runs import Destination
from vitrans.types import Document, Target

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


def destination_of(output: Path | None, folder: Path | None, suffix: str | None) -> Destination:
    """Return where results go; `-o` may be a folder too.

    Raises:
        UsageError: two places were given.
    """
    if output and output.is_dir() and not folder:
        return Destination(folder=output, suffix=suffix)
    return Destination(output, folder, suffix=suffix)


@dataclass(frozen=True, slots=True)
class Outputs:
    """The bilingual files of a run.

    Attributes:
        target: the language that is translated into.
        destination: where the translations go.
        form: that of the bilingual files, None where there are none.
        sheets: what became of each document so far.
    """

    target: Target
    destination: Destination
    form: BilingualForm | None = None
    sheets: list[Sheet] = field(default_factory=list)

    def check(self, files: Sequence[str], as_json: bool) -> None:
        """Refuse what cannot be written, before anything is.

        Raises:
            UsageError: outputs are inputs or each other, or two were asked for in one place.
            OutputError: a file could not be written.
        """
        if not self.form:
            return
        if not files or list(files) == ["-"]:
            raise UsageError("--bilingual needs a file; standard input is translated line by line")
        if not self.destination.folder:
            if as_json:
                raise UsageError("--json and --bilingual have one place; give a folder with -o")
            return
        sources = _expanded(files)
        sides = [self._side(str(source)) for source in sources]
        refuse_inputs(sides, sources)
        results = {self.destination.of(source) for source in sources}
        for side in sides:
            if side in results or sides.count(side) > 1:
                raise UsageError(f"two results would be {str(side)!r}; give each its own folder")
            if side.parent.exists():
                check_writable(side)

    def result(self, done: Translated, name: str) -> Document | bytes:
        """Return what is written in a document's place; write what stands beside it."""
        sheet = sheet_of(done, name, self.target)
        self.sheets.append(sheet)
        if not self.form:
            return done.document
        made = write_sheet(sheet, self.form)
        if not self.destination.folder:
            return made
        write_bytes(self._side(name), made)
        return done.document

    def _side(self, name: str) -> Path:
        """Return the bilingual file beside the translation of a file."""
        assert self.destination.folder and self.form
        return self.destination.folder / (Path(name).name + suffix_of(self.form))


def _expanded(files: Sequence[str]) -> list[Path]:
    """Return the files that there are; what names none is said when its turn comes."""
    found: list[Path] = []
    for given in files:
        try:
            found += expand([given])
        except InputError:
            continue
    return list(dict.fromkeys(found))
