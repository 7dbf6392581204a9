import hashlib
import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.errors import InputError, UsageError
from vitrans.evaluation import sides
from vitrans.evaluation.groups import by_length
from vitrans.evaluation.inputs import read_inputs
from vitrans.evaluation.metrics.alignment import agreement, read_beads
from vitrans.evaluation.metrics.calibration import calibration_error
from vitrans.evaluation.metrics.languages import accuracy as recall
from vitrans.evaluation.metrics.languages import confusion, overall, precision
from vitrans.evaluation.metrics.restoration import accuracy, changed, errors, false_changes, tokens
from vitrans.evaluation.metrics.sacrebleu import (
    METRICS,
    BleuTokenizer,
    Metric,
    Scorer,
    ScoreSettings,
    SignificanceTest,
    score,
)
from vitrans.evaluation.sides import Role, read_sides
from vitrans.evaluation.sides.plain import read_lines
from vitrans.evaluation.unicode_forms import UnicodeForm, differences
from vitrans.text import strip_accents
from vitrans.types import Score

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


def command(
    folder: Path, systems: list[list[str]], references: list[list[str]], *options: str
) -> str:
    """Return what sacrebleu's own command prints of one system, or of several."""
    files = [str(write(folder / f"ref{i}", lines)) for i, lines in enumerate(references)]
    outputs = [str(write(folder / f"hyp{i}", lines)) for i, lines in enumerate(systems)]
    words = [sys.executable, "-m", "sacrebleu", *files, "-i", *outputs, "-w", "8", *options]
    done = subprocess.run(words, capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout


def sacrebleu(folder: Path, systems: list[list[str]], references: list[list[str]], *options: str):
    """Return the JSON that sacrebleu's own command prints, a value a metric."""
    found = json.loads(command(folder, systems, references, *options))
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
    "characters": (
        HYPOTHESIS,
        [REFERENCE],
        {"tokenizer": BleuTokenizer.CHAR},
        [*ALL, "-tok", "char"],
    ),
    "odd line ends": (ODD, [ODD[1:] + ODD[:1], ODD], {}, ALL),
    "nothing in common": (["a b c d e"], [["v w x y z"]], {}, ALL),
}


@pytest.mark.parametrize("case", CASES)
def test_numbers_and_signatures_are_those_of_sacrebleus_command(case: str, tmp_path: Path) -> None:
    hypothesis, references, settings, options = CASES[case]
    expected = sacrebleu(tmp_path, [hypothesis], references, *options)
    sides = [write(tmp_path / "h", hypothesis)]
    sides += [write(tmp_path / f"r{i}", lines) for i, lines in enumerate(references)]
    found, *others = (read_lines(path.read_bytes().decode()) for path in sides)
    scores = score(found, others, METRICS, **settings)
    assert [f"{s.value:.8f}" for s in scores] == [f"{e['score']:.8f}" for e in expected]
    assert [s.signature for s in scores] == [e["signature"] for e in expected]
    assert [s.metric for s in scores] == ["BLEU", "chrF++", "TER"]


def test_chrf_alone(tmp_path: Path) -> None:
    [expected] = sacrebleu(tmp_path, [HYPOTHESIS], [REFERENCE], "-m", "chrf")
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


SYSTEMS = {
    "first": HYPOTHESIS,
    "second": [*OTHER[:3], "Trời đang mưa.", HYPOTHESIS[4]],
    "third": [" ".join(reversed(line.split())) for line in REFERENCE],
}
TESTS = {
    "bootstrap": (
        ScoreSettings(test=SignificanceTest.BOOTSTRAP, samples=60),
        ["--paired-bs", "--paired-bs-n", "60"],
    ),
    "randomisation": (
        ScoreSettings(test=SignificanceTest.RANDOMISATION, samples=70),
        ["--paired-ar", "--paired-ar-n", "70"],
    ),
}


@pytest.mark.parametrize("references", [[REFERENCE], [REFERENCE, OTHER[::-1]]], ids=["one", "two"])
@pytest.mark.parametrize("test", TESTS)
def test_paired_tests_are_those_of_sacrebleus_command(
    test: str, references: list[list[str]], tmp_path: Path
) -> None:
    settings, options = TESTS[test]
    printed = command(tmp_path, list(SYSTEMS.values()), references, *ALL, *options, "-f", "latex")
    rows = [line for line in printed.split("\n") if " & " in line][1:]
    signatures = re.findall(r"^ - \S+ +(nrefs:\S+)$", printed, re.MULTILINE)
    found = Scorer(references, settings).score(SYSTEMS)
    assert len(rows) == len(found) == 3
    for row, scores in zip(rows, found.values(), strict=True):
        assert re.findall(r"\d+\.\d+", row) == [text for score in scores for text in shown(score)]
        assert [score.signature for score in scores] == signatures
    assert [score.p for score in found["first"]] == [None, None, None]


def shown(score: Score) -> list[str]:
    """Return the numbers of a score as sacrebleu's command prints them."""
    sampled = [] if score.mean is None else [f"{score.mean:.8f}", f"{score.interval:.8f}"]
    return [f"{score.value:.8f}", *sampled, *([] if score.p is None else [f"{score.p:.4f}"])]


@pytest.mark.parametrize("references", [[REFERENCE], [REFERENCE, OTHER]], ids=["one", "two"])
def test_intervals_are_those_of_sacrebleus_command(
    references: list[list[str]], tmp_path: Path
) -> None:
    options = ["--confidence", "--confidence-n", "80"]
    expected = sacrebleu(tmp_path, [HYPOTHESIS], references, *ALL, *options)
    found = Scorer(references, ScoreSettings(confidence=True, samples=80)).score({"": HYPOTHESIS})[
        ""
    ]
    for theirs, ours in zip(expected, found, strict=True):
        assert f"{ours.mean:.8f}" == f"{theirs['confidence_mean']:.8f}"
        assert f"{ours.interval:.8f}" == f"{theirs['confidence_var']:.8f}"
        assert ours.signature == theirs["signature"]


def test_randomisation_gives_intervals_where_they_are_asked_for() -> None:
    settings = ScoreSettings(
        (Metric.BLEU,), test=SignificanceTest.RANDOMISATION, samples=50, confidence=True
    )
    found = Scorer([REFERENCE], settings).score(SYSTEMS)
    assert all(scores[0].interval > 0 for scores in found.values())
    assert "ar:50" in found["second"][0].signature
    assert "bs:50" in found["second"][0].signature


def test_another_seed_draws_other_samples_and_leaves_no_trace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SACREBLEU_SEED", "7")

    def sampled(seed: int) -> float | None:
        settings = ScoreSettings((Metric.CHRF,), confidence=True, samples=50, seed=seed)
        return Scorer([REFERENCE], settings).score({"": HYPOTHESIS})[""][0].mean

    assert sampled(1) == sampled(1) != sampled(2)
    assert os.environ["SACREBLEU_SEED"] == "7"


@pytest.mark.parametrize("test", SignificanceTest)
def test_equal_systems_do_not_differ_significantly(test: SignificanceTest) -> None:
    settings = ScoreSettings(test=test, samples=50)
    systems = {"one": HYPOTHESIS, "same": HYPOTHESIS, "spaced": [f"{t} " for t in HYPOTHESIS]}
    found = Scorer([REFERENCE], settings).score(systems)
    assert [score.p for score in found["same"] + found["spaced"]] == [1.0] * 6


def test_what_bleu_is_made_of_is_as_in_sacrebleus_command(tmp_path: Path) -> None:
    shorter = [" ".join(line.split()[:-1]) for line in HYPOTHESIS]
    [theirs] = sacrebleu(tmp_path, [shorter], [REFERENCE], "-m", "bleu")
    found = Scorer([REFERENCE], ScoreSettings((Metric.BLEU,))).bleu_parts(shorter)
    assert found is not None and found.brevity_penalty < 1
    said = re.fullmatch(
        r"([\d.]+)/([\d.]+)/([\d.]+)/([\d.]+) \(BP = ([\d.]+) ratio = ([\d.]+) .*\)",
        theirs["verbose_score"],
    )
    assert said is not None
    ours = [f"{share:.1f}" for share in found.precisions]
    ours += [f"{found.brevity_penalty:.3f}", f"{found.length_ratio:.3f}"]
    assert list(said.groups()) == ours
    assert Scorer([REFERENCE], ScoreSettings((Metric.TER,))).bleu_parts(shorter) is None


def test_one_system_is_no_pair() -> None:
    with pytest.raises(UsageError, match="two or more"):
        Scorer([REFERENCE], ScoreSettings(test=SignificanceTest.BOOTSTRAP)).score({"": HYPOTHESIS})


@pytest.mark.parametrize("references", [[REFERENCE], [REFERENCE, OTHER]], ids=["one", "two"])
def test_segments_score_as_sacrebleus_sentences(references: list[list[str]]) -> None:
    from sacrebleu.metrics import BLEU, CHRF, TER

    scorer = Scorer(references, ScoreSettings(tuple(Metric)))
    theirs = {
        Metric.BLEU: BLEU(effective_order=True),
        Metric.CHRF: CHRF(),
        Metric.CHRF_PP: CHRF(word_order=2),
        Metric.TER: TER(),
    }
    rows = list(zip(HYPOTHESIS, *references, strict=True))
    for metric, sentence in theirs.items():
        expected = [sentence.sentence_score(one, many).score for one, *many in rows]
        assert scorer.segments(HYPOTHESIS, metric) == expected


def test_a_subset_scores_as_a_corpus_of_its_own() -> None:
    scorer = Scorer([REFERENCE, OTHER])
    which = [0, 2, 4]
    parts = [[texts[i] for i in which] for texts in (REFERENCE, OTHER)]
    for metric, alone in zip(METRICS, score([HYPOTHESIS[i] for i in which], parts), strict=True):
        assert scorer.subset(HYPOTHESIS, metric, which) == alone.value
    assert scorer.subset(HYPOTHESIS, Metric.BLEU, []) is None


def test_groups_by_length() -> None:
    groups = by_length(["a", "a " * 9, "a " * 10, "a " * 40])
    assert groups == {"1–9 words": [0, 1], "10–19 words": [2], "40 and more": [3]}


def forms(
    hypotheses: list[str], reference: list[str]
) -> dict[UnicodeForm, tuple[int, float, float]]:
    normal = [[unicodedata.normalize("NFC", line) for line in reference]]
    scorer = Scorer(normal, ScoreSettings((Metric.CHRF,)))
    found = differences(hypotheses, [reference], scorer, lambda text: True)
    assert all(one.given.signature and one.matters for one in found)
    return {one.form: (one.segments, one.given.value, one.normalised.value) for one in found}


def test_a_decomposed_hypothesis_is_noticed() -> None:
    decomposed = [unicodedata.normalize("NFD", line) for line in REFERENCE]
    [(form, (count, given, normal))] = forms(decomposed, REFERENCE).items()
    assert (form, count, normal) == (UnicodeForm.DECOMPOSED, 4, 100)
    assert given < 80


def test_a_decomposed_reference_is_noticed() -> None:
    decomposed = [unicodedata.normalize("NFD", line) for line in REFERENCE]
    assert forms(REFERENCE, decomposed)[UnicodeForm.DECOMPOSED][0] == 4
    [found] = differences(decomposed, [decomposed], Scorer([REFERENCE]))
    assert (found.segments, found.matters) == (4, False)  # segments, not texts


def test_an_unaccented_hypothesis_is_noticed() -> None:
    bare = [strip_accents(line) for line in REFERENCE]
    [(form, (count, given, normal))] = forms(bare, REFERENCE).items()
    assert (form, count, normal) == (
        UnicodeForm.UNACCENTED,
        3,
        100,
    )  # the shortest line says too little
    assert given < 60


def test_another_tone_placement_is_noticed() -> None:
    newer, older = ["Hoà bình và sức khoẻ.", "Thuỷ"], ["Hòa bình và sức khỏe.", "Thủy"]
    for hypothesis, reference in ((newer, older), (older, newer)):
        [(form, (count, given, normal))] = forms(hypothesis, reference).items()
        assert (form, count, normal) == (UnicodeForm.PLACEMENT, 2, 100)
        assert given < 60
    assert not forms(newer, newer)


def test_a_usual_text_has_no_other_form() -> None:
    assert not forms(HYPOTHESIS, REFERENCE)


XML = """\
<?xml version="1.0" encoding="utf-8"?>
<dataset id="test"><collection id="news">
<doc id="a" origlang="en">
<src lang="en"><p><seg id="1">Salt &amp; pepper.</seg><seg id="2">Rain.</seg></p></src>
<ref lang="vi" translator="A"><p><seg id="1">Muối và tiêu.</seg><seg id="2">Mưa.</seg></p></ref>
<ref lang="vi" translator="B"><p><seg id="1">Muối tiêu.</seg><seg id="2">Trời mưa.</seg></p></ref>
<hyp system="one" language="vi"><p><seg id="1">Muối &amp; tiêu.</seg><seg id="2">Mưa</seg></p></hyp>
<hyp system="two" language="vi"><p><seg id="1">Muối.</seg><seg id="2">Nắng.</seg></p></hyp>
</doc>
<doc id="b" testsuite="x" origlang="en"><src lang="en"><seg id="1">Left out.</seg></src></doc>
</collection></dataset>
"""
SGML = """\
<refset setid="x" srclang="en" trglang="vi">
<doc sysid="A" docid="1"><p><seg id="1">Muối &amp; tiêu. </seg>
<seg id="2"> Mưa
rơi. </seg></p></doc>
<doc sysid="B" docid="1"><seg id="1">Muối, tiêu < ớt.</seg><seg id="2">Mưa.</seg></doc>
</refset>
"""
TMX = """\
<?xml version="1.0"?><tmx version="1.4"><header srclang="en" segtype="sentence"/><body>
<tu><tuv xml:lang="en-GB"><seg>Salt.</seg></tuv>
<tuv xml:lang="vi"><seg>Muối <bpt i="1">&lt;b&gt;</bpt>trắng<ept i="1">&lt;/b&gt;</ept>.</seg></tuv>
</tu>
<tu><tuv xml:lang="EN"><seg>Rain.</seg></tuv><tuv xml:lang="vi-VN"><seg>Mưa.</seg></tuv></tu>
</body></tmx>
"""
SETS = {
    "set.xml": XML,
    "set.sgm": SGML,
    "set.tmx": TMX,
    "set.tsv": "id\tgoogle\tnotes\n1\tMuối. \t\n2\tMưa.\tx\n",
    "set.jsonl": '{"target": "Muối.", "n": 1}\n{"target": "Mưa.", "n": 2}\n',
    "set.txt": "\ufeffMuối.\r\nMưa.\n",
    "sides.jsonl": '{"en": "Salt.", "vi": "Muối."}\n{"en": "Rain.", "vi": "Mưa."}\n',
    "sides.tsv": "en\tvi\nSalt.\tMuối.\nRain.\tMưa.\n",
    "sheet.csv": 'en;vi\r\nSalt, pepper.;"""Muối"", tiêu."\r\nRain.;Mưa.\r\n',
}


@pytest.fixture
def sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in SETS.items():
        Path(name).write_bytes(text.encode())
    return tmp_path


PARTS = {
    "set.txt": ("hypothesis", [("set.txt", ["Muối.", "Mưa."])]),
    "set.tsv#google": ("hypothesis", [("google", ["Muối.", "Mưa."])]),
    "set.tsv#2": ("hypothesis", [("set.tsv#2", ["google", "Muối.", "Mưa."])]),
    "set.jsonl#target": ("hypothesis", [("target", ["Muối.", "Mưa."])]),
    "set.tmx#vi": ("reference", [("set.tmx#vi", ["Muối trắng.", "Mưa."])]),
    "set.tmx#vi-VN": ("reference", [("set.tmx#vi-VN", ["Muối trắng.", "Mưa."])]),
    "set.tmx#en": ("source", [("set.tmx#en", ["Salt.", "Rain."])]),
    "set.tmx#en-US": ("source", [("set.tmx#en-US", ["Salt.", "Rain."])]),
    "sides.jsonl#vi-VN": ("reference", [("vi-VN", ["Muối.", "Mưa."])]),
    "sides.tsv#vi_VN": ("reference", [("vi_VN", ["Muối.", "Mưa."])]),
    "sheet.csv#vi": ("reference", [("vi", ['"Muối", tiêu.', "Mưa."])]),
    "sheet.csv#1": ("source", [("sheet.csv#1", ["en", "Salt, pepper.", "Rain."])]),
    "set.xml": (
        "reference",
        [
            ("reference:A", ["Muối và tiêu.", "Mưa."]),
            ("reference:B", ["Muối tiêu.", "Trời mưa."]),
        ],
    ),
    "set.xml#source": ("source", [("source", ["Salt & pepper.", "Rain."])]),
    "set.xml#two": ("hypothesis", [("two", ["Muối.", "Nắng."])]),
    "set.sgm": (
        "reference",
        [("A", ["Muối & tiêu.", "Mưa rơi."]), ("B", ["Muối, tiêu < ớt.", "Mưa."])],
    ),
    "set.sgm#B": ("hypothesis", [("B", ["Muối, tiêu < ớt.", "Mưa."])]),
}


def test_entities_are_read_but_nothing_outside_a_file_is(sets: Path) -> None:
    Path("secret").write_text("SECRET", encoding="utf-8")
    declared = '<!DOCTYPE tmx SYSTEM "tmx14.dtd" [<!ENTITY out SYSTEM "secret">]>'
    unit = '<tu><tuv xml:lang="vi"><seg>Muối&nbsp;và &out; ti&#234;u<!-- ! --></seg></tuv></tu>'
    Path("set.tmx").write_text(f"{declared}<tmx><body>{unit}</body></tmx>", encoding="utf-8")
    [side] = read_sides("set.tmx#vi", Role.REFERENCE)
    assert side.segments == ("Muối và &out; tiêu",)


def test_entities_that_grow_without_end_are_refused(sets: Path) -> None:
    grown = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    unit = '<tu><tuv xml:lang="vi"><seg>&e9;</seg></tuv></tu>'
    text = f'<!DOCTYPE tmx [<!ENTITY e0 "ha">{grown}]><tmx><body>{unit}</body></tmx>'
    Path("set.tmx").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"'set\.tmx': it is not well-formed XML"):
        read_sides("set.tmx#vi", Role.REFERENCE)


def test_what_has_no_segments_says_so(sets: Path) -> None:
    Path("set.tmx").write_text("<tmx><body/></tmx>", encoding="utf-8")
    with pytest.raises(InputError, match=r"'set\.tmx' has no segments"):
        read_sides("set.tmx#vi", Role.REFERENCE)


def test_a_value_of_json_that_is_null_is_empty(sets: Path) -> None:
    Path("set.jsonl").write_text('{"target": null}\n{"target": "Mưa."}\n', encoding="utf-8")
    assert read_sides("set.jsonl#target", Role.HYPOTHESIS)[0].segments == ("", "Mưa.")


@pytest.mark.parametrize("given", PARTS)
def test_parts_of_files(given: str, sets: Path) -> None:
    role, expected = PARTS[given]
    sides = read_sides(given, Role(role))
    assert [(side.name, list(side.segments)) for side in sides] == expected
    data = (sets / given.split("#")[0]).read_bytes()
    assert {side.origin.sha256 for side in sides} == {hashlib.sha256(data).hexdigest()}


def test_a_set_of_xml_is_read_as_sacrebleu_reads_it(sets: Path) -> None:
    from sacrebleu.dataset.wmt_xml import WMTXMLDataset

    theirs = WMTXMLDataset._unwrap_wmt21_or_later(str(sets / "set.xml"))
    assert theirs["src"] == list(read_sides("set.xml", Role.SOURCE)[0].segments)
    for side in read_sides("set.xml", Role.REFERENCE):
        assert theirs[side.name.replace("reference", "ref")] == list(side.segments)
    for system in ("one", "two"):
        [side] = read_sides(f"set.xml#{system}", Role.HYPOTHESIS)
        assert theirs[system] == list(side.segments)


def test_a_file_may_have_the_mark_of_a_part_in_its_name(sets: Path) -> None:
    write(sets / "a#b.txt", ["Muối."])
    assert read_sides("a#b.txt", Role.REFERENCE)[0].segments == ("Muối.",)


@pytest.mark.parametrize(
    ("given", "role", "error", "message"),
    [
        ("set.tsv", "reference", UsageError, "PART is one of '1', '2', '3'"),
        ("set.tsv#7", "reference", UsageError, "no part '7'"),
        ("set.tmx", "source", UsageError, "'en', 'vi'"),
        ("set.xml", "hypothesis", UsageError, "say which is the hypothesis"),
        ("set.jsonl#nothing", "hypothesis", UsageError, "it has 'target', 'n'"),
        ("bad.xml", "source", InputError, "not well-formed"),
        ("bad.tsv#1", "source", InputError, "line 2 has 1 columns, but line 1 2"),
        ("bad.jsonl#a", "source", InputError, "JSON object"),
        ("none.txt", "source", InputError, "no file"),
    ],
)
def test_parts_that_are_not_there(
    given: str, role: str, error: type[Exception], message: str, sets: Path
) -> None:
    write(sets / "bad.xml", ["<doc>"])
    write(sets / "bad.tsv", ["a\tb", "c"])
    write(sets / "bad.jsonl", ['{"a": 1}', "[]"])
    with pytest.raises(error, match=message):
        read_sides(given, Role(role))


def test_inputs_say_which_file_is_wrong(sets: Path) -> None:
    write(sets / "one", ["Muối."])
    write(sets / "none", [])
    for outputs, message in (
        (["set.txt", "one"], "1 segment in 'one' but 2 in the reference 'set.jsonl#target'"),
        (["set.txt", "none"], "'none' is empty"),
    ):
        with pytest.raises(InputError, match=message):
            read_inputs(outputs, ["set.jsonl#target"])
    with pytest.raises(InputError, match="1 segment in 'one'"):
        read_inputs(["set.txt"], ["set.jsonl#target"], "one")
    with pytest.raises(UsageError, match="no reference"):
        read_inputs(["set.txt"], [])
    with pytest.raises(UsageError, match=r"'set\.txt' is given twice"):
        read_inputs(["set.txt", "set.txt"], ["set.jsonl#target"])


def test_a_file_is_read_once_whatever_is_taken_from_it(
    sets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def once(path: Path) -> bytes:
        read.append(path)
        return path.read_bytes()

    monkeypatch.setattr(sides, "read_bytes", once)
    read_inputs(["set.xml#one", "set.xml#two", "set.txt"], ["set.xml"], "set.xml#source")
    assert read == [Path("set.xml"), Path("set.txt")]


def test_no_system_takes_the_place_of_a_column(sets: Path) -> None:
    Path("reference").write_text("Muối.\nMưa.\n", encoding="utf-8")
    assert list(read_inputs(["reference"], ["set.txt"]).systems) == ["reference (output)"]


def test_systems_of_one_name_are_told_apart_by_their_files(sets: Path) -> None:
    (sets / "a").mkdir()
    write(sets / "a" / "set.txt", ["Muối.", "Mưa."])
    found = read_inputs(["set.txt", "a/set.txt"], ["set.xml"])
    assert list(found.systems) == ["set.txt", "a/set.txt"]
    assert len(found.references) == 2


GOLD = ["Hòa đi học ở Hà Nội.", "The film Mai rất hay"]


def test_restoration() -> None:
    restored = ["Hoà di học ở Hà Nôi.", "The film Mai rất hay"]
    assert accuracy(GOLD, restored) == {
        "syllables": pytest.approx(100 * 9 / 11),
        "sentences": 50,
        "capitalised": pytest.approx(100 * 2 / 3),
    }
    assert errors(GOLD, restored) == {("đi", "di"): 1, ("nội", "nôi"): 1}
    assert accuracy(GOLD, GOLD) == dict.fromkeys(("syllables", "sentences", "capitalised"), 100)


def test_changes_that_should_not_have_been() -> None:
    assert changed(["The film Mai"], ["Thế film Mai"]) == pytest.approx(100 / 3)
    # Of seven words that were right, `film` was spoilt; `rat` was put right.
    source, gold = ["The film Mai rat hay o day"], ["The film Mai rất hay o day"]
    assert false_changes(source, gold, ["The fịlm Mai rất hay o day"]) == pytest.approx(100 / 6)
    assert false_changes(source, gold, gold) == 0


def test_a_restored_line_with_other_words_counts_what_is_there() -> None:
    found = tokens("Tôi đi học ở Huế", "Tôi học ở Huế nhé")
    assert [token.is_right for token in found] == [True, False, True, True, True]
    assert accuracy(["Tôi đi học"], [""])["syllables"] == 0


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_every_expected_syllable_is_judged_once(one: list[str], two: list[str]) -> None:
    for expected, found in zip(one, two, strict=False):
        made = tokens(expected, found)
        assert [t.expected for t in made] == [t.expected for t in tokens(expected, expected)]
    assert all(token.is_right for text in one for token in tokens(text, text))


def test_calibration() -> None:
    assert calibration_error([1.0, 1.0, 0.5, 0.5], [True, True, True, False]) == 0
    assert calibration_error([0.9, 0.9], [False, False]) == pytest.approx(0.9)
    assert calibration_error([0.95, 0.15], [True, True]) == pytest.approx((0.05 + 0.85) / 2)


def test_languages() -> None:
    matrix = confusion(["en", "en", "vi", "vi"], ["en", "vi", "vi", "und"])
    assert matrix == {"en": {"en": 1, "und": 0, "vi": 1}, "vi": {"en": 0, "und": 1, "vi": 1}}
    assert recall(matrix) == {"en": 50, "vi": 50}
    assert precision(matrix) == {"en": 100, "vi": 50}
    assert overall(matrix) == 50


BEADS = "1\t1\n2,3\t2\n4\t\n5\t3\n\t4\n"


def test_alignment_counts_as_vecalign_does() -> None:
    gold = read_beads(BEADS)
    assert gold[1:3] == [(("2", "3"), ("2",)), (("4",), ())]
    assert read_beads("\ufeff" + BEADS.replace("\n", "\r\n")) == gold
    perfect = agreement(gold, gold)
    assert all((a.precision, a.recall, a.f1) == (1, 1, 1) for a in perfect.values())
    found = read_beads("1\t1\t0.9\n2\t2\n3,4\t\n5\t4\n\t3\n")
    strict, lax = agreement(gold, found).values()
    # Right: 1–1; laxly also 2–2, a part of a bead. Of the gold beads, deletions aside, the same.
    assert (strict.precision, strict.recall) == (1 / 5, 1 / 3)
    assert (lax.precision, lax.recall) == (2 / 5, 2 / 3)
    assert strict.f1 == pytest.approx(1 / 4)
    assert agreement(gold, [])["lax"].f1 == 0


def test_what_is_no_bead() -> None:
    with pytest.raises(InputError, match="line 2 is not a bead: '2 2'"):
        read_beads("1\t1\n2 2\n")
