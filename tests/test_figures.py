"""Published figures: pages say what eval/results has, which is their only store."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import engines
from vitrans.evaluation.bench.summary import insert_tables, summary
from vitrans.evaluation.tasks import EvaluationTask

ROOT = Path(__file__).parent.parent
EVAL = ROOT / "eval"
RESULTS = EVAL / "results"
LIBRARIES = {"common", "small_models", "translation_evidence"}
RUNNERS = sorted(path.stem for path in EVAL.glob("*.py") if path.stem not in LIBRARIES)
OWN = {
    "alignment_baselines",
    "cluster",
    "cluster_driver",
    "confidence",
    "engines",
    "evidence",
    "folders",
    "marks",
    "memory",
    "repair",
    "restorer_baselines",
    "significance",
    "speed",
    "subtitles",
    "terms",
    "unrelated_captions",
}


def read(path: Path) -> str:
    return path.read_text("utf-8")


def results(name: str) -> dict[str, Any]:
    return dict(json.loads(read(RESULTS / f"{name}.json")))


def score(task: EvaluationTask, name: str) -> dict[str, Any]:
    return dict(results(task)["scores"][name])


def rows(page: str) -> dict[str, list[str]]:
    """Return the cells of the first table row that starts with each name."""
    found: dict[str, list[str]] = {}
    for line in page.split("\n"):
        if line.startswith("| "):
            name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
            found.setdefault(name, [cell for cell in cells if cell])
    return found


def test_every_figure_has_one_store() -> None:
    names = {path.stem for path in RESULTS.glob("*.json")}
    assert names == OWN | set(EvaluationTask)
    for name in names:
        assert {"vitrans", "python", "machine"} <= set(results(name)["made_with"])
        assert all(re.fullmatch("[0-9a-f]{64}", each) for each in results(name)["sets"].values())


def test_the_tables_of_the_evaluation_are_its_results() -> None:
    page = read(EVAL / "README.md")
    assert insert_tables(page, summary(RESULTS), "eval/README.md") == page
    made = engines.tables(results("engines"))
    assert insert_tables(page, made, "eval/README.md", engines.MARK) == page


def test_the_readme_says_what_the_results_say() -> None:
    page = " ".join(read(ROOT / "README.md").split())
    news, captions, own = (
        score(EvaluationTask.RESTORATION, f"{name}.bundled")["syllables"]
        for name in ("restore-news", "restore-captions", "captions")
    )
    baseline = results("restorer_baselines")["accuracy"]["pyvi"]
    pyvi = [baseline[name]["syllables"] for name in ("news", "captions")]
    bleu = {
        (direction, system): score(EvaluationTask.TRANSLATION, f"flores-dev {direction}{system}")[
            "bleu"
        ]
        for direction in ("vi-en", "en-vi")
        for system in ("", ".opusmt", ".google")
    }
    eight = [
        share
        for name in ("flores-dev.bundled", "vlsp20-news-dev.bundled")
        for share in score(EvaluationTask.LANGUAGE, name)["accuracy"]["first eight words"].values()
    ]
    for stated in (
        f"{news:.1f} % of the syllables of news text and {captions:.1f} % of photo captions",
        f"pyvi: {pyvi[0]:.1f} and {pyvi[1]:.1f} %",
        f"{own:.1f} % on our own captions",
        f"BLEU {bleu['vi-en', '']:.1f} into English and {bleu['en-vi', '']:.1f} into Vietnamese",
        f"OPUS-MT has {bleu['vi-en', '.opusmt']:.0f}",
        f"Google {bleu['vi-en', '.google']:.0f} to {bleu['en-vi', '.google']:.0f}",
        f"{min(eight):.1f} to {max(eight):.0f} % of first eight words",
    ):
        assert stated in page, stated


TRANSLATED = {
    "FLORES-200 dev": "flores-dev",
    "VLSP 2020 news dev": "vlsp20-news-dev",
    "IWSLT15 tst2012, talks": "iwslt15-tst2012",
    "our own captions": "captions",
}
OTHERS = {
    "Google": "google",
    "Microsoft": "microsoft",
    "Firefox tiny": "firefox-tiny",
    "NLLB 600M": "nllb",
    "OPUS-MT": "opusmt",
}
RESTORED = {
    "news": "restore-news",
    "photo captions": "restore-captions",
    "headlines": "restore-headlines",
    "FLORES-200 dev, Vietnamese side": "flores-dev",
    "our own captions, `corpora/captions.jsonl`": "captions",
}


def test_the_model_card_says_what_the_results_say() -> None:
    found = rows(read(ROOT / "docs" / "model-card.md"))
    for name, key in TRANSLATED.items():
        scores = [score(EvaluationTask.TRANSLATION, f"{key} {way}") for way in ("vi-en", "en-vi")]
        assert found[name] == [f"{s[m]:.2f}" for s in scores for m in ("bleu", "chrf")], name
    every = results(EvaluationTask.TRANSLATION)["scores"]
    for name, system in OTHERS.items():
        keys = (f"flores-dev {way}.{system}" for way in ("vi-en", "en-vi"))
        assert found[name] == [f"{every[key]['bleu']:.2f}" for key in keys if key in every], name
    for name, key in RESTORED.items():
        scores = score(EvaluationTask.RESTORATION, f"{key}.bundled")
        shares = [f"{scores[m]:.2f}" for m in ("syllables", "sentences", "capitalised")]
        assert found[name][:3] == shares, name
    words = score(EvaluationTask.LANGUAGE, "flores-dev.bundled")["accuracy"]
    for name in ("whole sentences", "first eight words"):
        assert found[f"FLORES-200 dev, {name}"] == [f"{s:.2f}" for s in words[name].values()]


def test_confidence_orders_translations_and_means_what_it_says() -> None:
    found, page = results("confidence"), read(EVAL / "README.md")
    for way in ("vi-en", "en-vi"):
        assert f"{found[way]['spearman']:.2f}" in page
        first, *_, last = found[way]["quarters"]
        assert f"{first:.1f}" in page and f"{last:.1f}" in page
        assert found[way]["quarters"] == sorted(found[way]["quarters"])
        assert all(abs(one["confidence"] - one["good"]) < 0.1 for one in found[way]["bins"])


@pytest.mark.parametrize("runner", RUNNERS)
def test_runners_start_and_are_described(runner: str) -> None:
    assert f"eval/{runner}.py" in read(EVAL / "README.md")
    if runner in OWN:
        done = subprocess.run(
            [sys.executable, str(EVAL / f"{runner}.py"), "--help"],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
