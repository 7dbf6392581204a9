"""`vitrans fix`: a reviewer's corrections into the document that was translated."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from vitrans.commands._shared.console import note, out_bytes, start_of
from vitrans.commands._shared.memory import TaughtMemory
from vitrans.commands._shared.options import Output, Quiet, ReadAs, Verbose, WriteAs
from vitrans.commands._shared.progress import Progress
from vitrans.commands._shared.run import rendered
from vitrans.encodings import UTF8, canonical
from vitrans.files import check_writable, named_file, read_bytes, refuse_inputs, write_bytes
from vitrans.pipeline.review import Fixed
from vitrans.report.bilingual import read_reviewed
from vitrans.text.counts import counted
from vitrans.toolkit import Settings, Toolkit, read_document
from vitrans.types import Target, target_of

if TYPE_CHECKING:
    from vitrans.memory import Memory


def fix(
    reviewed: Annotated[
        Path,
        typer.Argument(
            metavar="REVIEWED",
            help="The bilingual file, corrected: .tsv, .csv, .jsonl, .xlf, .tmx, .docx or .txt.",
            show_default=False,
        ),
    ],
    original: Annotated[
        Path, typer.Option("--original", metavar="FILE", help="The document that was translated.")
    ],
    output: Output = None,
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
    bold print, links and the like go around the corrected words.
    """
    taught = _memory(memory, [reviewed, original])
    if output:
        refuse_inputs([output], [reviewed, original, *([taught.path] if taught else [])])
        check_writable(output)
    corrected = read_reviewed(read_bytes(reviewed), str(reviewed))
    tools = Toolkit(Settings(), Progress(quiet))
    document = read_document(read_bytes(named_file(original)), str(original), read_as)
    document = replace(document, encoding=canonical(encoding) if encoding else UTF8)
    target = target_of(to) if to else None
    done = tools.fixed(document, corrected, target)
    problems = list(_problems(done, str(original), str(reviewed)))
    if not quiet:
        for line in (*_changes(done, str(original), verbose), *problems):
            note(line)
        note(_summary(done))
    made = rendered(done.done.document)
    if output:
        write_bytes(output, made)
    else:
        out_bytes(made)
    language = target or corrected.target
    if taught and language:
        _teach(taught, done, language, original.name, by, quiet)
    if strict and problems:
        raise typer.Exit(1)


def _memory(memory: Path | None, inputs: list[Path]) -> "Memory | None":
    """Return the memory that takes what was reviewed, opened before anything is done."""
    from vitrans.memory import Memory, memory_path

    if memory is None:
        return None
    path = memory_path(memory)
    refuse_inputs([path], inputs)
    return Memory.writing(path)


def _teach(
    memory: "Memory", done: Fixed, target: Target, origin: str, by: str, quiet: bool
) -> None:
    """Put what was reviewed into a memory."""
    from vitrans.memory import learn

    added = learn(memory, done.pairs(), target, origin, by)
    if not quiet:
        count = added.new + added.known
        kept = f"{counted(count, 'sentence')} kept"
        other = f"{counted(added.replaced, 'earlier translation')} replaced"
        note(f"vitrans: {memory.path}: {kept}" + (f", {other}" if added.replaced else ""))


def _changes(done: Fixed, name: str, verbose: bool) -> Iterator[str]:
    """Yield a line for each sentence that the reviewer changed, where they are asked for."""
    if verbose:
        for one in done.corrections:
            if one.changed:
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
    known = [one.changed for one in done.corrections]
    parts = [counted(len(known), "sentence")]
    if None not in known:
        parts.append(f"{known.count(True)} changed")
    parts += [f"{len(done.missing)} missing"] if done.missing else []
    parts += [f"{len(done.unmatched)} not in the original"] if done.unmatched else []
    return "vitrans: " + ", ".join(parts)
