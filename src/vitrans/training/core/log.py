"""The log of a run, and a picture of it."""

import json
from pathlib import Path
from typing import Any

from vitrans.errors import InputError


class Log:
    """A file of JSON objects, one a line, that grows while a run goes on."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, **values: Any) -> None:
        """Append one line."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(values, ensure_ascii=False) + "\n")

    def read(self) -> list[dict[str, Any]]:
        """Return the lines so far."""
        if not self._path.exists():
            return []
        return [json.loads(line) for line in self._path.read_text("utf-8").split("\n") if line]


def plot(run: Path, picture: Path) -> None:
    """Draw loss and validation scores of a run over hours into a picture file (matplotlib).

    Raises:
        InputError: the run has no log yet.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = Log(run / "log.jsonl").read()
    if not rows:
        raise InputError(f"{str(run)!r} has no log.jsonl; train it first")
    losses = [r for r in rows if "loss" in r]
    scores = [r for r in rows if "loss" not in r]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    left.plot([r["seconds"] / 3600 for r in losses], [r["loss"] for r in losses])
    left.set(xlabel="hours", ylabel="training loss")
    for name in sorted({k for r in scores for k in r} - {"step", "seconds"}):
        kept = [r for r in scores if name in r]
        right.plot([r["seconds"] / 3600 for r in kept], [r[name] for r in kept], "o-", label=name)
    right.set(xlabel="hours", ylabel="validation score")
    if scores:
        right.legend()
    figure.savefig(picture, dpi=110)
    pyplot.close(figure)
