"""What all evaluations share: what they return, what they were made with, segments to read."""

import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from vitrans._version import __version__
from vitrans.evaluation.inputs import Inputs
from vitrans.report.model import Cell, Report, ShownSegment, ShownSegments, SystemOutput, Table

FEW = 5
"""How many segments of a sort are shown."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A report, and a table with a row a segment; `segments` is None where there are none."""

    report: Report
    segments: Table | None = None


@dataclass(frozen=True, slots=True)
class ShownPicker:
    """Picks segments for people to read.

    `values` has a score a segment of each system, `faults` what is wrong with it; `sign` is -1
    where less is better.
    """

    inputs: Inputs
    unit: str
    values: Mapping[str, Sequence[float]]
    faults: Mapping[str, Sequence[tuple[str, ...]]]
    sign: int = 1

    def best(self, system: str) -> ShownSegments:
        """Return a system's best segments, the longest of equals."""
        return self._picked(f"Best segments of {system}", [system], self._order(system, -1)[:FEW])

    def worst(self, system: str) -> ShownSegments:
        """Return a system's worst segments, the longest of equals."""
        return self._picked(f"Worst segments of {system}", [system], self._order(system, 1)[:FEW])

    def changed(self, baseline: str, system: str) -> list[ShownSegments]:
        """Return the segments at which a system is most ahead of, and most behind the baseline."""
        gains = [
            self.sign * (new - old)
            for old, new in zip(self.values[baseline], self.values[system], strict=True)
        ]
        order = sorted(range(len(gains)), key=gains.__getitem__)
        ahead = [i for i in order[::-1][:FEW] if gains[i] > 0]
        behind = [i for i in order[:FEW] if gains[i] < 0]
        both = [baseline, system]
        return [
            self._picked(f"Where {system} gains most on {baseline}", both, ahead),
            self._picked(f"Where {system} loses most to {baseline}", both, behind),
        ]

    def faulty(self, system: str) -> ShownSegments:
        """Return segments with faults, those with most first."""
        faults = self.faults[system]
        order = sorted(range(len(faults)), key=lambda i: -len(faults[i]))
        return self._picked(f"Faults of {system}", [system], [i for i in order[:FEW] if faults[i]])

    def _order(self, system: str, sign: int) -> list[int]:
        """Return the segments, worst first where the sign is 1, best first where it is -1."""
        values, references = self.values[system], self.inputs.references[0]
        order = sign * self.sign
        return sorted(range(len(values)), key=lambda i: (order * values[i], -len(references[i])))

    def _picked(self, title: str, systems: Sequence[str], which: Sequence[int]) -> ShownSegments:
        examples = tuple(self._example(index, systems) for index in which)
        return ShownSegments(title, self.unit, examples)

    def _example(self, index: int, systems: Sequence[str]) -> ShownSegment:
        references = tuple(reference[index] for reference in self.inputs.references)
        source = self.inputs.sources[index] if self.inputs.sources else ""
        outputs = tuple(self._output(index, system) for system in systems)
        return ShownSegment(index + 1, references, outputs, source)

    def _output(self, index: int, system: str) -> SystemOutput:
        text, value = self.inputs.systems[system][index], self.values[system][index]
        faults = self.faults[system][index] if system in self.faults else ()
        return SystemOutput(system, text, value, faults)


def made_with(
    command: str, packages: Sequence[str] = (), **more: object
) -> tuple[tuple[str, str], ...]:
    """Return versions, command line, date and more, for a report."""
    return (
        ("command", command),
        ("date", time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())),
        ("vitrans", __version__),
        *((package, version(package)) for package in packages),
        ("python", platform.python_version()),
        *((name, str(value)) for name, value in more.items()),
    )


def segment_table(inputs: Inputs, columns: Mapping[str, Mapping[str, Sequence[Cell]]]) -> Table:
    """Return a table with a row a segment: its texts, and of each system the `columns` named."""
    size = len(inputs.references[0])
    parts: dict[str, Sequence[Cell]] = {"segment": range(1, size + 1)}
    if inputs.sources:
        parts["source"] = inputs.sources
    for number, reference in enumerate(inputs.references, 1):
        parts["reference" if number == 1 else f"reference {number}"] = reference
    for system, texts in inputs.systems.items():
        parts[system] = texts
        parts |= {f"{system} {name}": values for name, values in columns[system].items()}
    return Table("Segments", tuple(parts), tuple(zip(*parts.values(), strict=True)))
