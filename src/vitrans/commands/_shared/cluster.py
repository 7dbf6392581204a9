"""`--engine ray`: the work of a run on a Ray cluster."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, Generic, TypeVar, cast

import typer

from vitrans.commands._shared.console import note
from vitrans.commands._shared.run import Reading, rendered
from vitrans.errors import ModelError, UsageError
from vitrans.errors import reading as reading_of
from vitrans.files import divided, read_bytes
from vitrans.pipeline.blocks import OF_ROWS, block, count_blocks
from vitrans.runs.ray import Making, OnRay
from vitrans.text import words
from vitrans.toolkit import format_of
from vitrans.types import Document

RayAddress = Annotated[
    str | None,
    typer.Option(
        "--ray-address",
        metavar="ADDRESS",
        help="The cluster of --engine ray, such as auto or HOST:6379; one on this machine if none.",
        rich_help_panel="Many files",
    ),
]

T = TypeVar("T")
# From a document, or a block of one, and the name it goes by to what is made of it.
Make = Callable[[Document, str], T]


@dataclass(frozen=True, slots=True)
class Elsewhere(Generic[T]):
    """The work of a command in two halves: what each worker does, and what is done here with it.

    Attributes:
        begin: loads the models of a worker; it and all that is made can be pickled.
        told: returns what decides the results, by name, as a node has it; can be pickled.
        finish: makes a result of what was made of the blocks of a document, and its name.
        address: the cluster's; one on this machine if None.
        cores: processor cores for each worker.
    """

    begin: Callable[[], Make[T]]
    told: Callable[[], Mapping[str, str]]
    finish: Callable[[Sequence[T], str], Document | str | bytes]
    address: str | None = None
    cores: int = 1

    def engine(self, reading: Reading, counted: Callable[[int], None]) -> OnRay:
        """Return what does the work of a run over files that are read so.

        `counted` takes the number of words of each block that is done.
        """

        def finish(data: bytes, name: str, parts: Sequence[object]) -> bytes:
            done = cast(Sequence[_Counted[T]], parts)
            counted(sum(part.words for part in done))
            with reading_of(name):
                made = self.finish([part.made for part in done], name)
            if isinstance(made, Document) and made.format in OF_ROWS:
                made = replace(made, package=data)
            return rendered(made)

        return OnRay(
            partial(_begun, self.begin, self.told, dict(self.told()), reading),
            partial(_count, reading.format),
            finish,
            note,
            self.address,
            self.cores,
        )


@dataclass(frozen=True, slots=True)
class _Counted(Generic[T]):
    """What was made of a block, and the number of its words."""

    made: T
    words: int


def refuse_apart(on_ray: bool, address: str | None, others: Mapping[str, object]) -> None:
    """Refuse options that do not go with where the work is done.

    Args:
        on_ray: whether it is a Ray cluster.
        address: the cluster's, where it was given.
        others: the options of this machine alone, with what was given for them.

    Raises:
        UsageError: the message names the option.
    """
    if address and not on_ray:
        raise UsageError("--ray-address is for --engine ray; give both")
    for option, given in others.items():
        if on_ray and given:
            raise UsageError(f"{option} is for this machine alone; leave it out with --engine ray")


def _count(format: str | None, data: bytes, name: str) -> int:
    """Return how many blocks a file is worked on in."""
    path, part = divided(name)
    kind = format_of(data, str(path), format, part)
    with reading_of(name):
        return count_blocks(data, kind.name)


def _begun(
    begin: Callable[[], Make[object]],
    told: Callable[[], Mapping[str, str]],
    wanted: Mapping[str, str],
    reading: Reading,
) -> Making:
    """Return what a worker makes of blocks, on a node that has what the run was started with.

    Raises:
        ModelError: it has something else.
    """
    here = told()
    if other := [name for name in sorted(wanted) if here.get(name) != wanted[name]]:
        raise ModelError(
            f"a node of the cluster has another {', '.join(other)} than this machine; give all "
            "nodes the same vitrans, models and files"
        )
    make = begin()

    @lru_cache(maxsize=1)  # the blocks of a file come one after another
    def document(path: Path, name: str) -> Document:
        return reading.document(read_bytes(path), name)

    def made(path: Path, name: str, number: int) -> object:
        part = block(document(path, name), number)
        if part.format in OF_ROWS:
            part = replace(part, package=b"")  # it is where the result is written
        count = sum(len(words(segment.text)) for segment in part.segments)
        return _Counted(make(part, name), count)

    return made
