"""`vitrans restore`: diacritics put back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from vitrans.commands._shared import restoring
from vitrans.commands._shared.cluster import Elsewhere, RayAddress, refuse_apart
from vitrans.commands._shared.console import note
from vitrans.commands._shared.english import check_lines, english_lines
from vitrans.commands._shared.many import Overwrite, Resume, SkipExisting, manifest_of
from vitrans.commands._shared.options import (
    Files,
    Output,
    OutputDir,
    Quiet,
    ReadAs,
    Verbose,
    WriteAs,
)
from vitrans.commands._shared.outputs import refuse_unprintable
from vitrans.commands._shared.progress import Progress
from vitrans.commands._shared.restoring import Restoring
from vitrans.commands._shared.review import review_file
from vitrans.commands._shared.run import STANDARD_INPUT, Work, run
from vitrans.errors import UsageError
from vitrans.files import expand
from vitrans.pipeline.blocks import joined
from vitrans.repair import Accident
from vitrans.restore.views import DOUBTFUL
from vitrans.runs import Destination
from vitrans.text.counts import counted
from vitrans.toolkit import Settings, Toolkit, restoration_told
from vitrans.types import Document

# How many forms of a word JSON has where nothing is said.
_FORMS = 5


@dataclass(frozen=True, slots=True)
class RestoringThere:
    """What a worker of a cluster does to each document.

    Attributes:
        settings: the models.
        repair: whether typing accidents are mended first.
        quiet: whether nothing is said of them.
    """

    settings: Settings
    repair: bool
    quiet: bool

    def told(self, form: str, read: tuple[str | None, str | None]) -> dict[str, str]:
        """Return what decides the results; `read` is how files are read, and written."""
        format, encoding = read
        told = {"form": form, "format": format or "", "encoding": encoding or ""}
        return {**restoration_told(self.settings), **told}

    def begin(self) -> Callable[[Document, str], Document]:
        """Return what a worker does, with models of its own."""
        tools = Toolkit(replace(self.settings, threads=1))
        return Restoring(tools, None, self.repair, self.quiet).document


@dataclass(frozen=True, slots=True)
class _Form:
    """In what form results are wanted; what does not go together is refused.

    Raises:
        UsageError: when made of options that contradict each other.
    """

    check: bool
    diff: bool
    as_json: bool
    review: bool
    alternatives: int | None
    threshold: float | None
    destination: Destination

    def __post_init__(self) -> None:
        to_file = self.destination.file or self.destination.folder
        given = {
            "--check": self.check,
            "--diff": self.diff,
            "--json": self.as_json,
            "--review": self.review,
            "--alternatives": self.alternatives is not None,
            "--threshold": self.threshold is not None and not self.review,
            "--in-place": self.destination.in_place,
            "-o or --output-dir": bool(to_file),
        }
        for one, others in _APART.items():
            for other in others.split("|"):
                if given[one] and given[other]:
                    raise UsageError(f"{one} and {other} cannot be combined; leave one of them out")

    @property
    def name(self) -> str:
        """What results are, where they are not just restored texts."""
        if self.as_json:
            return f"json {self.alternatives or _FORMS}"
        if self.alternatives is not None:
            return f"alternatives {self.alternatives}"
        return "" if self.threshold is None else f"marked {self.threshold}"


# A report writes no text; text with marks for the editor's eye is not put in a text's place.
_APART = {
    "--check": "--diff|--json|--review|--alternatives|--threshold|--in-place|-o or --output-dir",
    "--diff": "--json|--review|--alternatives|--threshold|--in-place|-o or --output-dir",
    "--json": "--review|--threshold|--in-place",
    "--alternatives": "--review|--in-place",
    "--threshold": "--in-place",
}


def restore(
    files: Files = None,
    output: Output = None,
    output_dir: OutputDir = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", "-i", help="Write results over the files themselves.")
    ] = False,
    backup: Annotated[
        str | None,
        typer.Option(metavar="SUFFIX", help="Keep each file that --in-place changes: .bak"),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="List the lines that lack diacritics; exit with 1 if any do."),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what would change, word by word.")
    ] = False,
    review: Annotated[
        bool, typer.Option("--review", help="Decide the doubtful words of a file, one by one.")
    ] = False,
    threshold: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            metavar="P",
            help=f"Mark words less likely than P: [như thế?]. Elsewhere {DOUBTFUL} is doubtful.",
        ),
    ] = None,
    alternatives: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Show the N likeliest forms of doubtful words."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write a JSON object for every sentence.")
    ] = False,
    lexicon: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="A file of names and phrases to follow; may be given again."
        ),
    ] = None,
    english: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The same text in English, line by line, to choose words by."
        ),
    ] = None,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help="First repair leftover keystrokes, old encodings, lookalikes."
        ),
    ] = False,
    read_as: ReadAs = None,
    encoding: WriteAs = None,
    skip_existing: SkipExisting = False,
    resume: Resume = False,
    overwrite: Overwrite = False,
    engine: Annotated[
        Literal["ctranslate2", "ray"],
        typer.Option(help="What runs the model; ray is ctranslate2 on a Ray cluster."),
    ] = "ctranslate2",
    ray_address: RayAddress = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Put diacritics back into Vietnamese.

    No letter changes, and English is left alone. Text, Markdown and subtitles (.srt, .vtt) keep
    their layout. Standard input is restored line by line, as many lines out as in. Where an
    article has an English caption beside a Vietnamese one, the English helps to choose the words.
    """
    on_ray = engine == "ray"
    apart: dict[str, object] = {
        "--review": review,
        "--check": check,
        "--diff": diff,
        "--json": as_json,
    }
    apart |= {"--alternatives": alternatives, "--threshold": threshold is not None}
    refuse_apart(on_ray, ray_address, {**apart, "--english": english})
    destination = Destination(output, output_dir, in_place, backup)
    form = _Form(check, diff, as_json, review, alternatives, threshold, destination)
    others = [*(lexicon or []), *([english] if english else [])]

    bar = Progress(quiet, "Restoring")

    def way(settings: Settings) -> Restoring:
        tools = Toolkit(replace(settings, finish=repair), bar)
        known = english_lines(english, tools) if english else None
        return Restoring(tools, known, repair, quiet)

    if english:
        check_lines(english, files or [])
    if not (form.name or check or diff or review):
        refuse_unprintable(files or [], destination)
    if review:
        doubtful = DOUBTFUL if threshold is None else threshold
        review_file(_one(files or []), destination, doubtful, lexicon or [], way, others)
        return
    lacking = _Count()
    settings = Settings(lexicons=tuple(lexicon or []), finish=repair)
    there = RestoringThere(settings.anywhere() if on_ray else settings, repair, quiet)
    told = partial(there.told, form.name, (read_as, encoding))
    manifest = manifest_of(destination, told, resume, overwrite)
    work = _work(form, way(settings), lacking, verbose)

    def finish(parts: Sequence[Document], name: str) -> Document:
        return joined(parts)

    run(
        files or [],
        work,
        destination,
        others=others,
        format=read_as,
        encoding=encoding,
        quiet=quiet,
        skip_existing=skip_existing,
        manifest=manifest,
        overwrite=overwrite,
        progress=bar,
        elsewhere=Elsewhere(there.begin, told, finish, ray_address) if on_ray else None,
    )
    if check and lacking.lines:
        if not quiet:
            note(f"vitrans: {_lacking(lacking.lines, repair)}")
        raise typer.Exit(1)


def _lacking(count: int, repair: bool) -> str:
    """Return how many lines lack diacritics, for people."""
    verbs = [one + "s" * (count == 1) for one in (["lack", "need"] if repair else ["lack"])]
    return f"{counted(count, 'line')} {verbs[0]} diacritics" + (
        f" or {verbs[1]} mending" if repair else ""
    )


def _tell_wrong(wrong: Mapping[int, Accident], name: str, quiet: bool) -> None:
    """Say on standard error which letters stand in a wrong encoding."""
    if wrong and not quiet:
        where = f"{name}:{min(wrong)}: " + ("from here on " if len(wrong) > 1 else "")
        kinds = ", ".join(sorted(set(wrong.values())))
        note(f"{where}letters stand in a wrong encoding ({kinds}); see --repair")


def _one(files: list[str]) -> str:
    """Return the only file that is named.

    Raises:
        UsageError: there is none, or more than one.
    """
    found = expand([name for name in files if name != STANDARD_INPUT])
    if len(found) != 1 or STANDARD_INPUT in files:
        raise UsageError(f"--review takes one file, not {len(files) or 'standard input'}")
    return str(found[0])


@dataclass(slots=True)
class _Count:
    """Lines that lack diacritics, counted over all files."""

    lines: int = 0


def _work(form: _Form, way: Restoring, lacking: _Count, verbose: bool) -> Work:
    """Return what is to be done to each document."""

    def text(document: Document, name: str) -> Document:
        restored = way.document(document, name)
        if verbose:
            count = restoring.changed_lines(document, restored)
            lines = (f"{counted(count, 'line')} changed", *document.told)
            note("\n".join(f"{name}: {line}" for line in lines))
        return restored

    def check(document: Document, name: str) -> str:
        restored = way.document(document, name)
        found = restoring.lacking(document, restored, name)
        _tell_wrong(restoring.wrong_lines(restored), name, way.quiet)
        lacking.lines += found.count("\n")
        return found

    def diff(document: Document, name: str) -> str:
        colours = restoring.in_colours()
        return restoring.word_diff(document, way.document(document, name), name, colours)

    def as_json(document: Document, name: str) -> str:
        found, repairs = way.detailed(document, name)
        return restoring.details_json(document, found, name, form.alternatives or _FORMS, repairs)

    def alternatives(document: Document, name: str) -> str:
        found, _ = way.detailed(document, name)
        doubtful = DOUBTFUL if form.threshold is None else form.threshold
        return restoring.alternatives_text(found, name, form.alternatives or 0, doubtful)

    def marked(document: Document, name: str) -> str:
        return restoring.marked_text(way.detailed(document, name).restored, form.threshold or 0)

    wanted: list[tuple[object, Work]] = [
        (form.check, check),
        (form.diff, diff),
        (form.as_json, as_json),
        (form.alternatives, alternatives),
        (form.threshold, marked),
    ]
    return next((work for given, work in wanted if given), text)
