"""COMET (Rei et al. 2020), a learned metric, run in an environment of its own.

unbabel-comet needs transformers before 5, numpy before 2 and huggingface_hub before 1, so it
cannot be installed beside vitrans. Its command `comet-score` is run instead, with a checkpoint
that is on this machine already; the command is told to stay off the network.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vitrans.errors import DependencyError, InputError, ModelError, UsageError
from vitrans.text import nfc
from vitrans.text.counts import counted
from vitrans.types import Score

COMMAND = "comet-score"
_INSTALL = (
    "install it in an environment of its own, Python 3.11 or 3.12: `python -m venv comet && "
    "comet/bin/pip install unbabel-comet`, and name the command with --comet-command "
    "comet/bin/comet-score"
)
_MODELS = (
    "a checkpoint is a file model.ckpt with hparams.yaml in the folder above it, from "
    "Unbabel/wmt22-comet-da (2.3 GB, Apache-2.0) or Unbabel/wmt22-cometkiwi-da (2.3 GB, "
    "CC BY-NC-SA 4.0, after accepting its terms); vitrans downloads neither"
)
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
_TAIL = 3
# What `comet-score` runs, in its environment.
_SCORE = "comet/cli/score.py"


@dataclass(frozen=True, slots=True)
class CometScores:
    """A system's score, the mean of its segments', and these."""

    score: Score
    segments: tuple[float, ...]


def comet(
    systems: Mapping[str, Sequence[str]],
    sources: Sequence[str],
    references: Sequence[str],
    checkpoint: Path,
    command: str = COMMAND,
) -> dict[str, CometScores]:
    """Score systems with COMET; all texts are NFC-normalised first.

    Args:
        systems: the translations of each system, as many as there are sources.
        sources: what was translated.
        references: what it should be; empty for models that need none.
        checkpoint: a COMET model's `model.ckpt`, with `hparams.yaml` in the folder above it.
        command: `comet-score`, on the path or where it lies.

    Raises:
        DependencyError: there is no such command.
        ModelError: there is no such checkpoint, or COMET cannot run it.
        UsageError: there are no sources.
        InputError: there are not equally many lines.
    """
    _check(systems, sources, references, checkpoint)
    found = shutil.which(command)
    if not found:
        raise DependencyError(f"there is no command {command!r} to run COMET with: {_INSTALL}")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        files = [_write(work / f"system-{i}", lines) for i, lines in enumerate(systems.values())]
        arguments = ["-s", _write(work / "source", sources), "-t", *files]
        if references:
            arguments += ["-r", _write(work / "reference", references)]
        output = work / "scores.json"
        _run([found, *arguments, "--model", str(checkpoint), "--to_json", str(output)])
        made = _read(output, files, len(sources))
    with_references = "yes" if references else "no"
    signature = f"comet:{_name(checkpoint)}|ref:{with_references}|{_environment(Path(found))}"
    return {
        system: CometScores(Score("COMET", sum(values) / len(values), signature), tuple(values))
        for system, values in zip(systems, made, strict=True)
    }


def _check(
    systems: Mapping[str, Sequence[str]],
    sources: Sequence[str],
    references: Sequence[str],
    checkpoint: Path,
) -> None:
    """Refuse what COMET would refuse late, or fetch."""
    if not sources:
        raise UsageError("COMET reads the sources too; give them with --source FILE")
    for name, lines in (*systems.items(), ("the reference", references or sources)):
        if len(lines) != len(sources):
            raise InputError(f"lines: {len(sources)} in the source but {len(lines)} in {name}")
    if checkpoint.suffix != ".ckpt" or not checkpoint.is_file():
        raise ModelError(f"there is no COMET checkpoint {str(checkpoint)!r}: {_MODELS}")
    if not (checkpoint.resolve().parents[1] / "hparams.yaml").is_file():
        raise ModelError(f"there is no hparams.yaml above {str(checkpoint)!r}: {_MODELS}")


def _write(path: Path, lines: Sequence[str]) -> str:
    """Write texts, one a line; what COMET's reader would take for a line's end becomes a space."""
    text = "".join(nfc(line).replace("\r", " ").replace("\n", " ") + "\n" for line in lines)
    path.write_bytes(text.encode("utf-8"))
    return str(path)


def _run(arguments: Sequence[str]) -> None:
    environment = {**os.environ, **_OFFLINE}
    environment.pop("PYTHONPATH", None)  # it is another environment's
    done = subprocess.run(
        [*arguments, "--quiet", "--only_system"],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        last = " ".join(done.stderr.strip().split("\n")[-_TAIL:])
        raise ModelError(
            f"{arguments[0]} failed ({last or f'code {done.returncode}'}); if it asks for the "
            "encoder's files, put them into the hub's cache first, as vitrans downloads nothing"
        )


def _read(output: Path, files: Sequence[str], count: int) -> list[list[float]]:
    """Return the score of every segment of every system."""
    try:
        data = json.loads(output.read_bytes())
        made = [[float(segment["COMET"]) for segment in data[file]] for file in files]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{COMMAND} did not write the scores that it should ({error!r}); version 2.2 does"
        ) from error
    if any(len(values) != count for values in made):
        raise ModelError(
            f"{COMMAND} wrote {counted(len(made[0]), 'score')} for {counted(count, 'segment')}"
        )
    return made


def _environment(command: Path) -> str:
    """Return what of the command's own environment a score depends on: precision and version.

    `comet-score` of some versions turns the model into half precision; its code says whether.
    What cannot be found is `unknown`.
    """
    root = command.resolve().parent.parent
    places = (*root.glob("lib/python3*/site-packages"), root / "Lib" / "site-packages")
    for place in places:
        if (place / _SCORE).is_file():
            code = (place / _SCORE).read_text(encoding="utf-8", errors="replace")
            precision = "half" if "model.half()" in code else "full"
            return f"precision:{precision}|version:{_version(place)}"
    return "precision:unknown|version:unknown"


def _version(place: Path) -> str:
    """Return the version of COMET that is installed in a folder of packages."""
    names = (path.stem for path in place.glob("unbabel_comet-*.dist-info"))
    return next((name.split("-")[1] for name in names), "unknown")


def _name(checkpoint: Path) -> str:
    """Return what to call a model: the folder above `checkpoints/model.ckpt`."""
    folder = checkpoint.resolve().parents[1].name
    return folder or checkpoint.name
