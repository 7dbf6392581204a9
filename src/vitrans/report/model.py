"""The parts of a report: tables, charts and examples, and what they were made from."""

from dataclasses import dataclass

from vitrans.types import Score


@dataclass(frozen=True, slots=True)
class RoundedNumber:
    """A number that is shown with so many decimals."""

    value: float
    decimals: int


Cell = str | int | float | Score | RoundedNumber | None
"""What stands in a table; None where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; the first column says what a row is about."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells under {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one system in every group of a chart; None where a group has none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in groups, one bar a system; `unit` is what the values are, such as `chrF++`."""

    title: str
    unit: str
    groups: tuple[str, ...]
    series: tuple[Series, ...]
    note: str = ""

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.groups):
                raise ValueError(f"{len(series.values)} values for {len(self.groups)} groups")


@dataclass(frozen=True, slots=True)
class SystemOutput:
    """What one system made of a segment, how it scores there, and what is wrong with it."""

    system: str
    text: str
    value: float | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """A segment with its 1-based number, its references and the systems' outputs."""

    number: int
    references: tuple[str, ...]
    outputs: tuple[SystemOutput, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class ShownSegments:
    """Segments worth reading; `unit` is what the outputs' values are."""

    title: str
    unit: str
    examples: tuple[ShownSegment, ...]
    note: str = ""


Section = Table | Chart | ShownSegments


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that went into a report: what it was to it, its sha256 and number of segments.

    `note` has its licence, or where it comes from.
    """

    role: str
    path: str
    sha256: str
    segments: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that an evaluation found.

    `made_with` has what it takes to make it again: versions, command line, seed, date.
    """

    title: str
    sections: tuple[Section, ...]
    origins: tuple[Origin, ...] = ()
    made_with: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
