"""`vitrans fix`: a reviewer's corrections into the document that was translated."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from vitrans.commands._shared.console import complain, note, out_bytes, start_of
from vitrans.commands._shared.memory import TaughtMemory
from vitrans.commands._shared.options import (
    Output,
    OutputDir,
    Quiet,
    ReadAs,
    Verbose,
    WriteAs,
)
from vitrans.commands._shared.progress import Progress
from vitrans.commands._shared.run import rendered
from vitrans.encodings import UTF8, canonical
from vitrans.errors import InputError, OutputError, UsageError
from vitrans.files import (
    check_writable,
    make_folder,
    named_file,
    read_bytes,
    refuse_inputs,
    write_bytes,
)
from vitrans.pipeline.review import Fixed
from vitrans.report.bilingual import is_read, read_reviewed
from vitrans.runs import Outcome, Status, exit_code, summary
from vitrans.text.counts import counted
from vitrans.toolkit import Settings, Toolkit, read_document
from vitrans.types import Target, target_of

if TYPE_CHECKING:
    from vitrans.memory import Added, Memory


def fix(
    reviewed: Annotated[
        Path,
        typer.Argument(
            metavar="REVIEWED",
            help="The bilingual file, corrected: .tsv, .csv, .jsonl, .xlf, .tmx, .docx, .html or "
            ".txt; or a folder of such files, each NAME.SUFFIX of a document NAME.",
            show_default=False,
        ),
    ],
    original: Annotated[
        Path,
        typer.Option(
            "--original",
            metavar="FILE",
            help="The document that was translated, or the folder of the documents.",
        ),
    ],
    output: Output = None,
    output_dir: OutputDir = None,
    to: Annotated[
        Literal["en", "vi"] | None,
        typer.Option("--to", help="The language of the translations, where the file lacks it."),
    ] = None,
    memory: TaughtMemory = None,
    by: Annotated[str, typer.Option(help="Who has reviewed it, for the memory.")] = "",
    read_as: ReadAs = None,
    encoding: WriteAs = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Exit with 1 if a sentence is missing or matches none."),
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write a document anew with the translations that a reviewer corrected.

    REVIEWED is what `vitrans translate --bilingual` wrote, with corrections in its translations;
    bold print, links and the like go around the corrected words. Of a folder all documents are
    written whose bilingual files are in it.
    """
    jobs = _jobs(reviewed, original, output, output_dir)
    inputs = [path for job in jobs for path in (job.reviewed, job.original)]
    taught = _memory(memory, inputs)
    refuse_inputs([job.target for job in jobs], [*inputs, *([taught.path] if taught else [])])
    if output:
        check_writable(output)
    fixing = _Fixing(
        Toolkit(Settings(), Progress(quiet)),
        target_of(to) if to else None,
        read_as,
        canonical(encoding) if encoding else UTF8,
        taught,
        by,
        quiet,
        verbose,
    )
    several = reviewed.is_dir()
    if several:
        fixing.tell(list(_strangers(reviewed, original)))
    outcomes = [fixing.outcome(job) if several else fixing.done(job, "vitrans") for job in jobs]
    fixing.tell_memory()
    if several and not quiet:
        note(f"vitrans: {summary(outcomes)}")
    if code := exit_code(outcomes):
        raise typer.Exit(code)
    if strict and fixing.problems:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Job:
    """A bilingual file, the document that it is of, and where that is written anew."""

    reviewed: Path
    original: Path
    target: Path | None


def _jobs(reviewed: Path, original: Path, output: Path | None, folder: Path | None) -> list[_Job]:
    """Return what is to be written of a file, or of the files of a folder.

    Raises:
        UsageError: a file and a folder were given together.
        InputError: the folder has no bilingual file of a document.
    """
    if output and folder:
        raise UsageError("give a file (-o) or a folder (--output-dir), not both")
    if not reviewed.is_dir():
        if original.is_dir():
            raise UsageError(f"{str(reviewed)!r} is a file; name its document with --original")
        return [_Job(reviewed, original, folder / original.name if folder else output)]
    if not original.is_dir() or not folder:
        raise UsageError(
            f"{str(reviewed)!r} is a folder; give the folder of the documents with --original, "
            "and one for the results with --output-dir"
        )
    found = [
        _Job(*pair, folder / pair[1].relative_to(original)) for pair in _pairs(reviewed, original)
    ]
    if not found:
        raise InputError(
            f"{str(reviewed)!r} has no bilingual file of a document in {str(original)!r}; "
            "`vitrans translate --bilingual` calls it NAME.docx, where NAME is the document's"
        )
    _check_one_each(found)
    return found


def _pairs(reviewed: Path, original: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each bilingual file in a folder that is of a document in another, with the document."""
    for path in _files(reviewed):
        place = path.relative_to(reviewed)
        document = original / place.with_suffix("")
        if document.is_file() and not (original / place).exists():
            yield path, document


def _files(folder: Path) -> list[Path]:
    """Return the files in a folder but the hidden ones, such as the record of a run."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not path.name.startswith("."))


def _check_one_each(jobs: list[_Job]) -> None:
    """Refuse several bilingual files of one document.

    Raises:
        UsageError: a document has several.
    """
    first: dict[Path, _Job] = {}
    for job in jobs:
        other = first.setdefault(job.original, job)
        if other is not job:
            raise UsageError(
                f"{str(other.reviewed)!r} and {str(job.reviewed)!r} are both of "
                f"{str(job.original)!r}; leave one of them in the folder"
            )


def _strangers(reviewed: Path, original: Path) -> Iterator[str]:
    """Yield a line for each bilingual file in a folder whose document is not in the other."""
    for path in _files(reviewed):
        place = path.relative_to(reviewed)
        known = (original / place).exists() or (original / place.with_suffix("")).is_file()
        if not known and is_read(path.name):
            yield f"{path}: left out: there is no {str(original / place.with_suffix(''))!r}"


@dataclass(slots=True)
class _Fixing:
    """What is done to each document.

    Attributes:
        tools: the models, of which hardly any is needed.
        target: the language of the translations, where it was said.
        read_as: how documents are read, whatever their names.
        encoding: that of the results.
        memory: takes what was reviewed.
        by: who has reviewed it.
        quiet: whether nothing is said but errors.
        verbose: whether each change is said.
        problems: how many sentences were missing or matched none.
        added: what the memory has taken.
    """

    tools: Toolkit
    target: Target | None
    read_as: str | None
    encoding: str
    memory: "Memory | None"
    by: str
    quiet: bool
    verbose: bool
    problems: int = 0
    added: "Added | None" = None

    def outcome(self, job: _Job) -> Outcome:
        """Write a document of several; return what became of it."""
        try:
            return self.done(job, str(job.reviewed))
        except (InputError, OutputError, UsageError) as error:
            complain(error)
            return Outcome.failed(str(job.reviewed), error)

    def done(self, job: _Job, what: str) -> Outcome:
        """Write a document anew; `what` is what its counts are said of.

        Raises:
            InputError: the files cannot be read, or do not belong together.
            OutputError: the document or the memory cannot be written.
        """
        corrected = read_reviewed(read_bytes(job.reviewed), str(job.reviewed))
        data = read_bytes(named_file(job.original))
        document = read_document(data, str(job.original), self.read_as)
        document = replace(document, encoding=self.encoding)
        done = self.tools.fixed(document, corrected, self.target)
        if not self.quiet:
            for line in _changes(done, str(job.original), self.verbose):
                note(line)
        self.tell(list(_problems(done, str(job.original), str(job.reviewed))))
        if not self.quiet:
            note(f"{what}: {_summary(done)}")
        made = rendered(done.done.document)
        if job.target:
            if not job.target.parent.exists():
                make_folder(job.target.parent)
            write_bytes(job.target, made)
        else:
            out_bytes(made)
        if language := self.target or corrected.target:
            self._teach(done, language, job.original.name)
        return Outcome(str(job.reviewed), Status.DONE)

    def tell(self, problems: list[str]) -> None:
        """Say what could not be done, a line each."""
        self.problems += len(problems)
        if not self.quiet:
            for line in problems:
                note(line)

    def _teach(self, done: Fixed, language: Target, origin: str) -> None:
        """Put what was reviewed into the memory."""
        from vitrans.memory import learn

        if self.memory:
            added = learn(self.memory, done.pairs(), language, origin, self.by)
            self.added = self.added + added if self.added else added

    def tell_memory(self) -> None:
        """Say what the memory has taken."""
        if self.added and self.memory and not self.quiet:
            kept = counted(self.added.new + self.added.known, "sentence") + " kept"
            other = counted(self.added.replaced, "earlier translation") + " replaced"
            said = f"{kept}, {other}" if self.added.replaced else kept
            note(f"vitrans: {self.memory.path}: {said}")


def _memory(memory: Path | None, inputs: list[Path]) -> "Memory | None":
    """Return the memory that takes what was reviewed, opened before anything is done."""
    from vitrans.memory import Memory, memory_path

    if memory is None:
        return None
    path = memory_path(memory)
    refuse_inputs([path], inputs)
    return Memory.writing(path)


def _changes(done: Fixed, name: str, verbose: bool) -> Iterator[str]:
    """Yield a line for each sentence that the reviewer changed, where they are asked for."""
    if verbose:
        for one in done.corrections:
            if one.changed and one.is_written:
                yield f"{name}:{one.line}: changed to “{start_of(one.target)}”"


def _problems(done: Fixed, original: str, reviewed: str) -> Iterator[str]:
    """Yield what could not be taken over as it is, a line each."""
    for segment in done.missing:
        yield (
            f"{original}:{segment.line}: missing in {reviewed}, left as it was — "
            f"“{start_of(segment.text)}”"
        )
    for entry in done.unmatched:
        yield f"{reviewed}: {entry.place}: not in {original} — “{start_of(entry.source)}”"
    for line, warning, source in done.done.warnings():
        yield f"{original}:{line}: {warning} — “{start_of(source)}”"
    for warning in done.done.notes:
        yield f"{original}: {warning}"


def _summary(done: Fixed) -> str:
    """Return the counts in one line."""
    written = [one for one in done.corrections if one.is_written]
    known = [one.changed for one in written]
    parts = [counted(len(done.corrections), "sentence")]
    told = f"{known.count(True)} changed"
    parts.append(told if None not in known else "changes not counted, as checks are missing")
    refused = len(done.corrections) - len(written)
    parts += [f"{refused} not written"] if refused else []
    parts += [f"{len(done.missing)} missing"] if done.missing else []
    parts += [f"{len(done.unmatched)} not in the original"] if done.unmatched else []
    return ", ".join(parts)
