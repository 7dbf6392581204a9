"""COMET through its own command: what it is given, what is read, what is refused."""

import json
import stat
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vitrans.cli import app
from vitrans.errors import DependencyError, InputError, ModelError, UsageError, VitransError
from vitrans.evaluation.metrics.comet import comet

# As much of comet-score 2.2 as is used; it writes down how it was called. A segment's score is
# the length of its translation.
FAKE = """#!{python}
import argparse, json, os, pathlib, sys
options = argparse.ArgumentParser()
options.add_argument("-s"); options.add_argument("-r"); options.add_argument("-t", nargs="+")
options.add_argument("--model"); options.add_argument("--to_json")
options.add_argument("--quiet", action="store_true")
options.add_argument("--only_system", action="store_true")
o = options.parse_args()
here = pathlib.Path(__file__).parent
read = lambda name: pathlib.Path(name).read_text("utf-8").splitlines() if name else None
said = {{"offline": os.environ.get("HF_HUB_OFFLINE"), "model": o.model, "path": os.environ.get(
    "PYTHONPATH"), "source": read(o.s), "reference": read(o.r), "systems": list(map(read, o.t))}}
(here / "said.json").write_text(json.dumps(said))
{trouble}
data = {{name: [{{"COMET": len(line) / 10}} for line in read(name)] for name in o.t}}
pathlib.Path(o.to_json).write_text(json.dumps(data))
"""
SOURCES = ["Xin chào.", "Cảm ơn."]
SYSTEMS = {"one": ["Hello.", "Thanks a lot."], "two": ["Hi.", "Thank\rs."]}


def fake(folder: Path, trouble: str = "") -> str:
    path = folder / "comet-score"
    path.write_text(FAKE.format(python=sys.executable, trouble=trouble), encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    path = tmp_path / "wmt22-comet-da" / "checkpoints" / "model.ckpt"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"weights")
    (path.parents[1] / "hparams.yaml").write_text("class_identifier: regression_metric\n")
    return path


@pytest.mark.parametrize(
    ("code", "said"), [("model.eval()\n    model.half()\n", "half"), ("model.eval()\n", "full")]
)
def test_the_signature_says_what_was_run(
    tmp_path: Path, checkpoint: Path, code: str, said: str
) -> None:
    (tmp_path / "bin").mkdir()
    packages = tmp_path / "lib" / "python3.12" / "site-packages"
    (packages / "comet" / "cli").mkdir(parents=True)
    (packages / "comet" / "cli" / "score.py").write_text(code)
    (packages / "unbabel_comet-2.2.7.dist-info").mkdir()
    command = fake(tmp_path / "bin")
    signature = comet(SYSTEMS, SOURCES, [], checkpoint, command)["one"].score.signature
    assert signature == f"comet:wmt22-comet-da|ref:no|precision:{said}|version:2.2.7"


def test_every_system_is_scored(tmp_path: Path, checkpoint: Path) -> None:
    found = comet(SYSTEMS, SOURCES, ["Hello!", "Thanks!"], checkpoint, fake(tmp_path))
    assert found["one"].segments == (0.6, 1.3)
    assert found["one"].score.value == pytest.approx(0.95)
    assert found["two"].score.metric == "COMET"
    assert (
        found["two"].score.signature
        == "comet:wmt22-comet-da|ref:yes|precision:unknown|version:unknown"
    )
    said = json.loads((tmp_path / "said.json").read_text())
    assert said["offline"] == "1"
    assert said["path"] is None
    assert said["model"] == str(checkpoint)
    assert said["source"] == SOURCES
    assert said["reference"] == ["Hello!", "Thanks!"]
    assert said["systems"] == [SYSTEMS["one"], ["Hi.", "Thank s."]]


def test_texts_are_normalised(tmp_path: Path, checkpoint: Path) -> None:
    comet({"one": ["ca\u0309m"]}, ["ca\u0309m"], [], checkpoint, fake(tmp_path))
    said = json.loads((tmp_path / "said.json").read_text())
    assert (said["source"], said["systems"], said["reference"]) == (["cảm"], [["cảm"]], None)


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        ("sys.exit('ValueError: no xlm-roberta-large here')", "no xlm-roberta-large here"),
        ("sys.exit(3)", "code 3"),
        ("sys.exit(0)", "did not write the scores"),
        ("pathlib.Path(o.to_json).write_text('{}'); sys.exit()", "did not write the scores"),
        (
            "pathlib.Path(o.to_json).write_text("
            "json.dumps({n: [{'COMET': 1}] for n in o.t})); sys.exit()",
            "1 score for 2 segments",
        ),
    ],
)
def test_what_goes_wrong_is_told(
    tmp_path: Path, checkpoint: Path, trouble: str, message: str
) -> None:
    with pytest.raises(ModelError, match=message):
        comet(SYSTEMS, SOURCES, [], checkpoint, fake(tmp_path, trouble))


def test_what_is_missing_is_told_before_anything_runs(tmp_path: Path, checkpoint: Path) -> None:
    command = fake(tmp_path)
    short = {"x": ["a"]}
    refused: list[tuple[type[VitransError], str, tuple[object, ...]]] = [
        (DependencyError, "--comet-command", (SYSTEMS, SOURCES, [], checkpoint, "no-comet")),
        (UsageError, "--source FILE", (SYSTEMS, [], [], checkpoint, command)),
        (InputError, "2 in the source but 1 in x", (short, SOURCES, [], checkpoint, command)),
        (ModelError, r"2\.3 GB, Apache-2\.0", (SYSTEMS, SOURCES, [], Path("Unbabel/x"), command)),
    ]
    for error, message, arguments in refused:
        with pytest.raises(error, match=message):
            comet(*arguments)  # type: ignore[arg-type]
    (checkpoint.parents[1] / "hparams.yaml").unlink()
    with pytest.raises(ModelError, match=r"no hparams\.yaml"):
        comet(SYSTEMS, SOURCES, [], checkpoint, command)
    assert not (tmp_path / "said.json").exists()


def test_the_command(tmp_path: Path, checkpoint: Path) -> None:
    files = {"out.txt": SYSTEMS["one"], "ref.txt": ["Hello!", "Thanks!"], "src.txt": SOURCES}
    for name, lines in files.items():
        (tmp_path / name).write_bytes("".join(line + "\n" for line in lines).encode())
    out, ref, src = (str(tmp_path / name) for name in files)
    arguments = ["score", out, "-r", ref, "--comet", str(checkpoint)]
    arguments += ["--comet-command", fake(tmp_path), "-m", "chrf"]
    segments = tmp_path / "segments.jsonl"
    done = CliRunner().invoke(app, [*arguments, "-s", src, "--segments", str(segments), "--json"])
    assert done.exit_code == 0, done.stderr
    table = next(s for s in json.loads(done.stdout)["sections"] if s["title"] == "COMET")
    assert table["rows"][0]["COMET"]["value"] == pytest.approx(0.95)
    rows = [json.loads(line) for line in segments.read_text("utf-8").splitlines()]
    assert [row["out.txt COMET"] for row in rows] == [0.6, 1.3]
    without = CliRunner().invoke(app, arguments)
    assert (without.exit_code, "--source FILE" in without.stderr) == (2, True)
    leaks = CliRunner().invoke(app, ["score", out, "-r", ref, "-s", src, "--train", ref, "--json"])
    found = next(s for s in json.loads(leaks.stdout)["sections"] if "training" in s["title"])
    assert [(row["side"], row["exact"]) for row in found["rows"]] == [
        ("ref.txt", 2),
        ("src.txt", 0),
    ]
