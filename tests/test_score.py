import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from vitrans.errors import InputError
from vitrans.score import METRICS, Metric, Tokenizer, read_lines, score

HYPOTHESIS = [
    "Hà Nội là thủ đô của Việt Nam .",
    "Tôi thích ăn phở bò vào buổi sáng.",
    "Cầu thủ ghi bàn ở phút 89, tỉ số là 2-1!",
    "",
    "The film “Mai” opened in 2024.",
]
REFERENCE = [
    "Hà Nội là thủ đô nước Việt Nam.",
    "Buổi sáng tôi thích ăn phở bò.",
    "Cầu thủ này ghi bàn ở phút thứ 89, tỉ số 2-1.",
    "Trời mưa.",
    "The film “Mai” opened in February 2024.",
]
OTHER = [
    "Thủ đô của Việt Nam là Hà Nội.",
    "Tôi thích phở bò buổi sáng.",
    "Anh ghi bàn phút 89, 2-1!",
    "Mưa rồi.",
    "“Mai” was released in 2024.",
]
# Lines that `str.splitlines` would cut, and white space at their ends.
ODD = ["Một\u2028hai ba bốn năm.", "Sáu\u0085bảy tám chín  ", "mười\x0c mười một\r", "x y z\t"]


def write(path: Path, lines: list[str]) -> Path:
    path.write_bytes("".join(line + "\n" for line in lines).encode())
    return path


def sacrebleu(folder: Path, hypothesis: list[str], references: list[list[str]], *options: str):
    """Return what sacrebleu's own command prints."""
    files = [str(write(folder / f"ref{i}", lines)) for i, lines in enumerate(references)]
    system = str(write(folder / "hyp", hypothesis))
    command = [sys.executable, "-m", "sacrebleu", *files, "-i", system, "-w", "8", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    found = json.loads(done.stdout)
    return found if isinstance(found, list) else [found]


ALL = ["-m", "bleu", "chrf", "ter", "--chrf-word-order", "2"]
CASES = {
    "one reference": (HYPOTHESIS, [REFERENCE], {}, ALL),
    "two references": (HYPOTHESIS, [REFERENCE, OTHER], {}, ALL),
    "lower-cased": (
        [line.upper() for line in HYPOTHESIS],
        [REFERENCE],
        {"lowercase": True},
        [*ALL, "-lc", "--chrf-lowercase"],
    ),
    "characters": (HYPOTHESIS, [REFERENCE], {"tokenizer": Tokenizer.CHAR}, [*ALL, "-tok", "char"]),
    "odd line ends": (ODD, [ODD[1:] + ODD[:1], ODD], {}, ALL),
    "nothing in common": (["a b c d e"], [["v w x y z"]], {}, ALL),
}


@pytest.mark.parametrize("case", CASES)
def test_numbers_and_signatures_are_those_of_sacrebleus_command(case: str, tmp_path: Path) -> None:
    hypothesis, references, settings, options = CASES[case]
    expected = sacrebleu(tmp_path, hypothesis, references, *options)
    sides = [write(tmp_path / "h", hypothesis)]
    sides += [write(tmp_path / f"r{i}", lines) for i, lines in enumerate(references)]
    found, *others = (read_lines(path.read_bytes().decode()) for path in sides)
    scores = score(found, others, METRICS, **settings)
    assert [f"{s.value:.8f}" for s in scores] == [f"{e['score']:.8f}" for e in expected]
    assert [s.signature for s in scores] == [e["signature"] for e in expected]
    assert [s.metric for s in scores] == ["BLEU", "chrF++", "TER"]


def test_chrf_alone(tmp_path: Path) -> None:
    [expected] = sacrebleu(tmp_path, HYPOTHESIS, [REFERENCE], "-m", "chrf")
    [found] = score(HYPOTHESIS, [REFERENCE], [Metric.CHRF])
    assert (found.metric, f"{found.value:.8f}") == ("chrF", f"{expected['score']:.8f}")
    assert found.signature == expected["signature"]


def test_a_perfect_translation() -> None:
    values = [s.value for s in score(REFERENCE, [REFERENCE])]
    assert values == pytest.approx([100, 100, 0])


def test_both_sides_are_compared_in_nfc() -> None:
    decomposed = [unicodedata.normalize("NFD", line) for line in REFERENCE]
    assert decomposed != REFERENCE
    assert score(decomposed, [REFERENCE]) == score(REFERENCE, [REFERENCE])
    assert score(HYPOTHESIS, [decomposed]) == score(HYPOTHESIS, [REFERENCE])


@pytest.mark.parametrize(
    ("hypotheses", "references", "message"),
    [
        (["a", "b"], [["a"]], "2 in the hypothesis but 1 in the reference"),
        (["a"], [["a"], ["a", "b", "c"]], "1 in the hypothesis but 3 in reference 2"),
        ([], [[]], "no hypotheses"),
        (["a"], [], "no reference"),
    ],
)
def test_what_cannot_be_scored(hypotheses, references, message: str) -> None:
    with pytest.raises(InputError, match=message):
        score(hypotheses, references)


def test_a_bare_string_is_no_list_of_lines() -> None:
    with pytest.raises(TypeError):
        score("a", [["a"]])
    with pytest.raises(TypeError):
        score(["a"], ["a"])


def test_lines_end_at_line_feeds_only() -> None:
    assert read_lines("a\u2028b\nc\x85d\r\n\ne") == ["a\u2028b", "c\x85d", "", "e"]
