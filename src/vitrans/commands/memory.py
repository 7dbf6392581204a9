"""`vitrans memory`: a translation memory filled, searched, counted, and written for other tools."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from vitrans.commands._shared.console import complain, note, out
from vitrans.commands._shared.memory import KeptMemory
from vitrans.commands._shared.options import Quiet
from vitrans.commands._shared.progress import progress
from vitrans.errors import InputError, UsageError
from vitrans.files import expand, refuse_inputs, writing
from vitrans.text.counts import counted
from vitrans.types import Match, target_of

if TYPE_CHECKING:
    from vitrans.memory import Contents, Imported, Unit

app = typer.Typer(
    help="Fill, search and count a translation memory; write it for other tools.",
    short_help="Translation memories.",
    no_args_is_help=True,
)
_DEFAULT = Path("default")
_SHOWN = 12  # origins and authors that `stats` lists

Json = Annotated[bool, typer.Option("--json", help="Write JSON for programs.")]


@app.command("import")
def import_files(
    files: Annotated[list[str], typer.Argument(metavar="FILES", help="TMX, TSV, CSV or JSONL.")],
    memory: KeptMemory = _DEFAULT,
    first: Annotated[
        Literal["vi", "en"] | None,
        typer.Option("--from", help="The language of the first column of a table without names."),
    ] = None,
    origin: Annotated[
        str, typer.Option(help="What to call where the units come from, not by their file's name.")
    ] = "",
    by: Annotated[str, typer.Option(help="Who made the units, if the file does not say.")] = "",
    quiet: Quiet = False,
) -> None:
    """Put the units of files into a memory, which is made if it is not there.

    Units that are there already are not put in twice. An import that was cut off goes on where it
    stopped when it is started again.
    """
    from vitrans.memory import Memory, import_file, memory_path

    path = memory_path(memory)
    named = expand(files)
    refuse_inputs([path], named)
    kept = Memory.writing(path)
    source = target_of(first) if first else None
    failed = False
    for file in named:
        try:
            with progress(None, f"Importing {file.name}", quiet) as advance:
                done = import_file(kept, file, source, origin, by, advance)
        except (InputError, UsageError) as error:
            complain(error)
            failed = True
            continue
        if not quiet:
            note(f"{file}: {_told(done)}")
    if failed:
        raise typer.Exit(1)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The file to write: .tmx, .tsv or .jsonl.")],
    memory: KeptMemory = _DEFAULT,
    origin: Annotated[str | None, typer.Option(help="Only what comes from there.")] = None,
    quiet: Quiet = False,
) -> None:
    """Write the units of a memory to a file for other tools; engines' drafts are left out."""
    from vitrans.memory import Memory, all_units, contents, memory_path, writer_of

    path = memory_path(memory)
    written = writer_of(file)
    refuse_inputs([file], [path])
    kept = Memory.reading(path)
    if origin is not None and origin not in contents(kept).origins:
        raise _from_nowhere(origin)
    count = 0

    def units() -> "Iterator[Unit]":
        nonlocal count
        for unit in all_units(kept, origin):
            count += 1
            advance(1)
            yield unit

    with progress(None, "Exporting", quiet) as advance, writing(file) as target:
        for part in written(units()):
            target.write(part.encode("utf-8"))
    if not quiet:
        note(f"{file}: {counted(count, 'unit')}")


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="A text, or words that units are to have.")],
    memory: KeptMemory = _DEFAULT,
    to: Annotated[
        Literal["en", "vi"] | None, typer.Option("--to", help="The language it is not in.")
    ] = None,
    at_least: Annotated[
        int, typer.Option("--min", min=1, max=100, help="The least percent of what is like it.")
    ] = 60,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")] = 10,
    as_json: Json = False,
) -> None:
    """Find what is like a text, or has it as a phrase, in either language; the best first.

    It ends with 1 if there is nothing.
    """
    from vitrans.memory import Memory
    from vitrans.memory import search as search_memory

    kept = Memory.reading(_path(memory))
    found = search_memory(kept, text, target_of(to) if to else None, at_least, limit)
    if not found:
        note("vitrans: nothing in the memory is like that or has it; try fewer words, or --min 40")
        raise typer.Exit(1)
    for match in found:
        out(json.dumps(asdict(match), ensure_ascii=False) + "\n" if as_json else _shown(match))


@app.command()
def stats(memory: KeptMemory = _DEFAULT, as_json: Json = False) -> None:
    """Say what a memory holds: units, languages, where they come from, who made them."""
    from vitrans.memory import Memory, contents

    found = contents(Memory.reading(_path(memory)))
    if as_json:
        out(json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n")
        return
    for name, value in _facts(found):
        out(f"{name:<12}{value}\n")


@app.command()
def delete(
    text: Annotated[str | None, typer.Argument(help="The text of units, in full.")] = None,
    memory: KeptMemory = _DEFAULT,
    origin: Annotated[
        str | None, typer.Option(help="Delete all that comes from there, as `stats` calls it.")
    ] = None,
) -> None:
    """Delete the units that have a text in either language, or all that come from one origin.

    What an engine has left for the next run comes from that engine; `draft` means all engines.
    """
    from vitrans.memory import Memory, delete_origin, delete_text

    if (text is None) == (origin is None):
        raise UsageError("give either the text of units, or --origin NAME")
    path = _path(memory)
    Memory.reading(path).close()  # it is there; nothing is made to be deleted from
    kept = Memory.writing(path)
    if origin is not None:
        gone = delete_origin(kept, origin)
        if not any(gone):
            raise _from_nowhere(origin)
        for count, what in zip(gone, ("unit", "draft"), strict=True):
            _deleted(count, what)
        return
    units, drafts = delete_text(kept, text or "")
    if not units and not drafts:
        raise InputError(
            f"no unit has just the text {text!r}; `vitrans memory search` shows what is like it"
        )
    for unit in units:
        out(f"deleted: {unit.vi}\n         {unit.en}\n")
    if drafts:
        _deleted(drafts, "draft")


def _from_nowhere(origin: str) -> InputError:
    return InputError(f"nothing comes from {origin!r}; `vitrans memory stats` names origins")


def _path(memory: Path) -> Path:
    from vitrans.memory import memory_path

    return memory_path(memory)


def _told(done: "Imported") -> str:
    """Say what became of a file."""
    parts = [f"{counted(done.entries, 'unit')}, {done.added.new:,} new"]
    if done.added.known:
        parts.append(f"{done.added.known:,} there already")
    if done.left_out:
        parts.append(f"{done.left_out:,} left out (not in both languages)")
    if done.resumed:
        parts.append(f"gone on after {done.resumed:,} of an earlier import")
    return ", ".join(parts)


def _deleted(count: int, what: str) -> None:
    if count:
        out(f"deleted {counted(count, what)}\n")


def _shown(match: Match) -> str:
    """Return a match as people read it."""
    about = " · ".join(part for part in (match.origin, match.by, match.when[:10]) if part)
    lines = [f"{match.score:>4}  {match.source}", f"      {match.target}"]
    return "\n".join([*lines, f"      {about}"] if about else lines) + "\n"


def _facts(found: "Contents") -> Iterable[tuple[str, str]]:
    """Yield what is known of a memory, by name."""
    yield "memory", f"{found.path} ({found.bytes / 1e6:.1f} MB)"
    machine = f", {found.machine:,} of them by a machine" if found.machine else ""
    yield "units", f"{found.units:,}{machine}"
    if found.last:
        yield "dates", f"{found.first[:10] or '?'} to {found.last[:10]}"
    for name in ("languages", "origins", "authors", "drafts"):
        counts = getattr(found, name)
        shown = list(counts.items())[:_SHOWN]
        rest = f", and {len(counts) - _SHOWN} more" if len(counts) > _SHOWN else ""
        if counts:
            yield name, ", ".join(f"{who or 'unknown'} {n:,}" for who, n in shown) + rest
