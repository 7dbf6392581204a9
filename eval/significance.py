"""Whether other systems differ from ours by chance: python eval/significance.py CORPORA.

A paired bootstrap of BLEU (Koehn 2004) over what the benchmark kept in results/outputs/flores-dev
and the outputs of others in CORPORA/peers/flores-dev, against the references in CORPORA/valid.
"""

import argparse
from pathlib import Path

from common import RESULTS, read_lines, read_pairs, show, write
from vitrans.evaluation.metrics.sacrebleu import Metric, Scorer, ScoreSettings, SignificanceTest

SET = "flores-dev"


def probabilities(outputs: dict[str, list[str]], reference: list[str]) -> dict[str, float | None]:
    """Return the p-value of every system against the first, None for that one."""
    settings = ScoreSettings((Metric.BLEU,), test=SignificanceTest.BOOTSTRAP)
    return {name: s[0].p for name, s in Scorer([reference], settings).score(outputs).items()}


def main() -> None:
    """Run the tests."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", type=Path)
    corpora = arguments.parse_args().corpora
    path = corpora / "valid" / f"{SET}.tsv"
    english, vietnamese = read_pairs(path)
    found = {}
    for direction, reference in (("vi-en", english), ("en-vi", vietnamese)):
        target = direction.split("-")[1]
        ours = RESULTS / "outputs" / SET / f"{direction}.bundled.{target}"
        others = sorted((corpora / "peers" / SET).glob(f"{direction}.*"))
        outputs = {"vitrans": read_lines(ours)}
        outputs |= {one.name.split(".")[1]: read_lines(one) for one in others}
        found[direction] = probabilities(outputs, reference)
    rows = [(f"{d}, {name}", p) for d, each in found.items() for name, p in each.items()]
    show("Paired bootstrap, BLEU", ("direction, system", "p"), rows)
    write("significance", [path], {"p": found})


if __name__ == "__main__":
    main()
