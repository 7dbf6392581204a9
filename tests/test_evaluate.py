import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from vitrans.cli import app
from vitrans.evaluation.inputs import Inputs
from vitrans.evaluation.kinds import by_kind, language_of
from vitrans.evaluation.metrics.sacrebleu import Metric, ScoreSettings
from vitrans.evaluation.reports import evaluate_translation
from vitrans.evaluation.reports.faults import fault_table, find_faults
from vitrans.language import Detector
from vitrans.report.model import Chart, Section, ShownSegments, Table
from vitrans.text import strip_accents
from vitrans.types import Language

ENGLISH = [
    "Vendors sell flowers at the night market in Hanoi.",
    "The bridge was opened to traffic in 2019 after three years of work.",
    "Children play football in front of the school. Photo: Mai Anh",
    "It rained all night and the streets of the old town were flooded.",
]
REFERENCE = [
    "Người bán hoa tại chợ đêm ở Hà Nội.",
    "Cây cầu được thông xe vào năm 2019 sau ba năm thi công.",
    "Trẻ em đá bóng trước cổng trường. Ảnh: Mai Anh",
    "Trời mưa suốt đêm và đường phố trong khu phố cổ bị ngập.",
]
GOOD = [
    "Những người bán hoa ở chợ đêm tại Hà Nội.",
    "Cây cầu đã được thông xe vào năm 2019 sau ba năm thi công.",
    "Trẻ em chơi bóng đá trước cổng trường. Ảnh: Mai Anh",
    "Trời mưa cả đêm và đường phố trong khu phố cổ bị ngập.",
]
BAD = [
    "Người bán bán bán bán bán bán bán bán hoa.",
    "Cây cầu mở cửa vào năm 2091 sau ba năm.",
    "Trẻ em",
    "",
]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    for name, texts in (("en", ENGLISH), ("ref", REFERENCE), ("good", GOOD), ("bad", BAD)):
        write(name, texts)
    return tmp_path


def write(name: str, texts: list[str]) -> None:
    Path(name).write_bytes("".join(f"{text}\n" for text in texts).encode())


def run(arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, ["score", *arguments.split()], input=typed)


def rows(done: Result) -> list[list[str]]:
    assert done.exit_code == 0, done.output
    return [line.split() for line in done.stdout.splitlines()]


def titles(sections: tuple[Section, ...]) -> list[str]:
    return [section.title for section in sections]


def inputs(**systems: list[str]) -> Inputs:
    texts = {name: tuple(lines) for name, lines in systems.items()}
    return Inputs(texts, (tuple(REFERENCE),), tuple(ENGLISH))


def test_a_translation_is_shown_from_all_sides() -> None:
    made = evaluate_translation(inputs(good=GOOD, bad=BAD), ScoreSettings((Metric.CHRF_PP,)))
    assert titles(made.report.sections) == [
        "Scores",
        "By length of the reference",
        "By kind of segment",
        "Faults",
        "Where bad loses most to good",
        "Worst segments of good",
        "Best segments of good",
        "Worst segments of bad",
        "Best segments of bad",
        "Faults of bad",
    ]
    _, lengths, kinds, faults, losses, *_ = made.report.sections
    assert isinstance(lengths, Chart)
    assert isinstance(kinds, Chart)
    assert lengths.groups == ("1–9 words (1)", "10–19 words (3)")
    assert kinds.groups == (
        "all (4)",
        "with names (2)",
        "with numbers (1)",
        "captions, with a credit (1)",
    )
    assert isinstance(faults, Table)
    assert dict(zip(faults.columns, zip(*faults.rows, strict=True), strict=True)) == {
        "": ("good", "bad", "reference"),
        "empty": (0, 1, 0),
        "much shorter than its source": (0, 1, 0),
        "name lost": (0, 2, 0),
        "number added": (0, 1, 0),
        "number lost": (0, 1, 0),
        "repeats itself": (0, 1, 0),
        "under half the reference": (0, 1, 0),
    }
    assert isinstance(losses, ShownSegments)
    changes = [[output.value for output in example.outputs] for example in losses.examples]
    gaps = [good - bad for good, bad in changes]
    assert gaps == sorted(gaps, reverse=True)
    assert min(gaps) > 0


def test_worst_and_best_are_in_order_and_ter_is_better_when_low() -> None:
    for metric, sign in ((Metric.BLEU, 1), (Metric.TER, -1)):
        made = evaluate_translation(inputs(bad=BAD), ScoreSettings((metric,)))
        found = {section.title: section for section in made.report.sections}
        for title, order in (("Worst segments of bad", sign), ("Best segments of bad", -sign)):
            values = [order * example.outputs[0].value for example in found[title].examples]
            assert values == sorted(values)


def test_without_sources_references_say_what_kind_a_segment_is() -> None:
    made = evaluate_translation(
        Inputs({"bad": tuple(BAD)}, (tuple(REFERENCE),)), ScoreSettings((Metric.BLEU,))
    )
    kinds = next(s for s in made.report.sections if s.title == "By kind of segment")
    assert "with numbers (1)" in kinds.groups
    faults = next(s for s in made.report.sections if s.title == "Faults")
    assert faults.columns[1:] == ("empty", "repeats itself", "under half the reference")


def test_languages_and_kinds() -> None:
    detector = Detector.load()
    assert language_of(ENGLISH, detector) is Language.ENGLISH
    assert language_of(list(map(strip_accents, REFERENCE)), detector) is Language.VIETNAMESE
    assert language_of(["123", "..."], detector) is None
    bare = [REFERENCE[0], strip_accents(REFERENCE[3])]
    assert by_kind(bare, Language.VIETNAMESE, detector)["unaccented"] == [1]


def test_faults_without_any_have_no_table() -> None:
    assert fault_table({"good": find_faults(GOOD, REFERENCE)}, 4) is None


def test_systems_beside_each_other(files: Path) -> None:
    done = run("good bad -r ref -m bleu --paired bootstrap --samples 50 --seed 3")
    found = rows(done)
    assert any(row[0] == "good" and row[2] == "±" for row in found if len(row) > 2)
    signature = next(row[1] for row in found if row[:1] == ["BLEU:"])
    assert signature.startswith("nrefs:1|bs:50|seed:3|")


def test_reports_and_segments_are_written(files: Path) -> None:
    names = ["a.html", "a.md", "a.json", "a.tex", "a.txt"]
    options = [word for name in names for word in ("--report", name)]
    command = "good bad -r ref -r ref -s en -m chrf -m bleu --segments s.tsv --segments s.jsonl"
    done = run(" ".join([command, *options]))
    assert done.exit_code == 0, done.output
    assert Path("a.html").read_text("utf-8").startswith("<!doctype html>")
    report = json.loads(Path("a.json").read_text("utf-8"))
    assert [(f["role"], f["path"], f["segments"]) for f in report["files"]] == [
        ("hypothesis", "good", 4),
        ("hypothesis", "bad", 4),
        ("reference", "ref", 4),
        ("reference", "ref", 4),
        ("source", "en", 4),
    ]
    assert {"command", "date", "vitrans", "sacrebleu", "python", "seed"} <= set(report["made_with"])
    segments = [json.loads(line) for line in Path("s.jsonl").read_text("utf-8").splitlines()]
    assert [row["segment"] for row in segments] == [1, 2, 3, 4]
    assert list(segments[0]) == [
        *("segment", "source", "reference", "reference 2"),
        *("good", "good chrF", "good BLEU", "good faults"),
        *("bad", "bad chrF", "bad BLEU", "bad faults"),
    ]
    assert segments[1]["bad faults"] == "number lost: 2019; number added: 2091"
    assert segments[1]["good faults"] == ""
    header = Path("s.tsv").read_text("utf-8").split("\n")[0].split("\t")
    assert header == list(segments[0])


WARNED = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "unaccented": strip_accents,
}


@pytest.mark.parametrize("form", WARNED)
def test_a_form_that_spoils_the_score_is_warned_of(form: str, files: Path) -> None:
    write("other", list(map(WARNED[form], GOOD)))
    done = run("other ref -m bleu")
    assert f"vitrans: warning: other: {form}" in done.stderr
    assert "as given" in done.stdout
    assert not run("good ref -m bleu").stderr


def test_english_is_not_called_unaccented(files: Path) -> None:
    write("names", ["The café of Nguyễn Thu Hà in Đà Nẵng is full."] * 4)
    write("plain", ["The cafe of Nguyen Thu Ha in Da Nang is full."] * 4)
    for arguments in ("en -r ref", "plain -r names", "good -r ref -s en"):
        done = run(f"{arguments} -m bleu")
        assert (done.exit_code, "unaccented" in done.output) == (0, False), arguments


def test_what_bleu_is_made_of_is_shown(files: Path) -> None:
    found = rows(run("bad ref -m bleu"))
    at = found.index(["BLEU", "in", "parts"])
    header, row = (next(r for r in found[at:] if r[:1] == [name]) for name in ("system", "bad"))
    assert header == [
        *("system", "brevity", "penalty", "length", "ratio"),
        *("1-grams", "2-grams", "3-grams", "4-grams"),
    ]
    assert row[1:3] == ["0.338", "0.480"]  # exp(1 - 50 / 24), 24 / 50
    assert ["BLEU", "in", "parts"] not in rows(run("bad ref -m ter"))


def test_equal_systems_get_no_star(files: Path) -> None:
    write("same", GOOD)
    found = rows(run("good same bad -r ref -m bleu --paired bootstrap --samples 50"))
    assert {row[0]: row[-1].endswith("*") for row in found if len(row) == 4 and row[2] == "±"} == {
        "good": False,
        "same": False,
        "bad": True,
    }
    assert ["same", "1.0000"] in found


def test_one_side_is_read_from_standard_input(files: Path) -> None:
    lines = "".join(f"{text}\n" for text in GOOD)
    value = next(row[1] for row in rows(run("good -r ref -m bleu")) if row[:1] == ["good"])
    typed = rows(run("- -r ref -m bleu", lines))
    assert ["standard", "input", value] in typed
    done = run("good -r -#vi -m bleu --json", "vi\ten\n" + "".join(f"{t}\t-\n" for t in REFERENCE))
    assert json.loads(done.stdout)["files"][1]["path"] == "standard input#vi"
    write("gold", ["1\t1"])
    assert run("- -r gold --task alignment", "1\t1\n").exit_code == 0
    for arguments in ("- -r -", "- -r ref -s -", "- - -r ref", "good -r -#1 -r -#2"):
        done = run(arguments, "Mưa.\n")
        assert (done.exit_code, "only one side can be standard input" in done.stderr) == (2, True)


def test_segments_are_read_back_as_they_were_written(files: Path) -> None:
    spoken = ['"Đi thôi," chị nói.', 'Anh bảo: "Chưa."', "Trời\tmưa \\n to.", '"Về nhà."']
    write("spoken", spoken)
    options = "-m bleu --segments made.tsv --segments made.jsonl"
    first = rows(run(f"good spoken -r spoken {options}"))
    for again in ("made.tsv#spoken -r made.tsv#reference", "made.tsv#good -r made.jsonl#reference"):
        found = rows(run(f"{again} -m bleu"))
        name = again.split()[0].split("#")[1]
        scores = [next(row[1] for row in each if row[:1] == [name]) for each in (first, found)]
        assert scores[0] == scores[1]
    assert Path("made.tsv").read_text("utf-8").count("\n") == 5


def test_a_quoted_table_scores_as_its_texts(files: Path) -> None:
    import csv

    spoken = ['"Đi thôi," chị nói với em.', 'Anh bảo em: "Chưa đi được."', "Trời mưa to.", "Về."]
    made = ['"Đi nào," chị nói với em.', 'Anh bảo: "Chưa đi được đâu."', "Trời mưa to.", "Về."]
    write("spoken", spoken)
    write("made", made)
    expected = rows(run("made -r spoken -m bleu -m chrf"))[4][1:]
    for name, delimiter in (("a.tsv", "\t"), ("a.csv", ","), ("b.csv", ";")):
        with Path(name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(zip(spoken, made, strict=True))
        assert rows(run(f"{name}#2 -r {name}#1 -m bleu -m chrf"))[4][1:] == expected


INPUTS = {
    "an output": "{} good -r ref",
    "a reference": "good -r {}",
    "a source": "good -r ref -s {}",
    "a part": "good -r {}#1",
    "training text": "good -r ref --train {}",
    "training text by a pattern": "good -r ref --train in*.t*",
    "probabilities": "good -r ref --task restoration --probabilities {}",
}
PLACES = {"--report": "in.txt", "--segments": "in.tsv"}


@pytest.mark.parametrize("option", PLACES)
@pytest.mark.parametrize("given", INPUTS)
@pytest.mark.parametrize("other", ["itself", "folder", "symlink", "hard link"])
def test_no_input_is_overwritten(files: Path, given: str, option: str, other: str) -> None:
    place = Path(PLACES[option])
    write(place.name, REFERENCE)
    (files / "sub").mkdir()
    link = Path(f"sub/link{place.suffix}")
    named = {"itself": place, "folder": Path("sub") / ".." / place}.get(other, link)
    if other == "symlink":
        link.symlink_to(files / place)
    elif other == "hard link":
        link.hardlink_to(place)
    done = run(f"{INPUTS[given].format(place)} {option} {named}")
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{str(named)!r} is an input too; write the result elsewhere" in done.stderr
    assert place.read_text("utf-8").splitlines() == REFERENCE


def test_alignments_and_standard_input_are_not_overwritten(files: Path) -> None:
    write("gold.txt", ["1\t1"])
    done = run("gold.txt -r gold.txt --task alignment --report gold.txt")
    assert (done.exit_code, Path("gold.txt").read_text()) == (2, "1\t1\n")
    write("out.txt", GOOD)
    words = [sys.executable, "-m", "vitrans", "score", "-", "-r", "ref", "--report", "out.txt"]
    with Path("out.txt").open("rb") as typed:
        made = subprocess.run(words, stdin=typed, capture_output=True, text=True, check=False)
    assert (made.returncode, "'out.txt' is an input too" in made.stderr) == (2, True)


def test_words_are_an_extra(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import underthesea

    monkeypatch.setattr(
        underthesea, "word_tokenize", lambda text, format: text.replace("Hà Nội", "Hà_Nội")
    )
    found = rows(run("good ref -m bleu --words"))
    assert ["Over", "Vietnamese", "words"] in found
    signature = next(row[2] for row in found if row[:2] == ["BLEU,", "words:"])
    assert "tok:none" in signature
    assert f"words:underthesea-{underthesea.__version__}" in signature


def test_restoration(files: Path) -> None:
    write("gold", ["Hòa đi học ở Hà Nội.", "The film Mai rất hay."])
    write("made", ["Hoà di học ở Hà Nội.", "Thé film Mai rất hay."])
    write("sure", ["1 0.5 1 1 1 1", "0.5 1 1 1 1"])
    found = rows(run("made -r gold --task restoration --probabilities sure"))
    # Two of eleven syllables; `The` was right before. Both were given 0.5: wrong, so 0.5 off.
    assert ["made", "81.82", "0.00", "100.00", "25.00", "9.09"] in found
    assert ["đi", "di", "1"] in found


def test_restoration_asks_for_a_probability_a_syllable(files: Path) -> None:
    write("sure", ["1", "1", "1", "1"])
    done = run("good -r ref --task restoration --probabilities sure")
    assert done.exit_code == 1
    assert "segment 1 has 1 probabilities for 9 judgements" in done.stderr
    done = run("good -r ref --task restoration --probabilities sure --probabilities sure")
    assert done.exit_code == 2


@pytest.mark.parametrize("text", ["nan", "-1", "1.5", "sure"])
def test_a_probability_is_a_number_of_0_to_1(files: Path, text: str) -> None:
    write("labels", ["vi", "en"])
    write("sure", ["1", text])
    done = run("labels -r labels --task language --probabilities sure")
    assert (done.exit_code, f"segment 2 has {text!r} for" in done.stderr) == (1, True)


@pytest.mark.parametrize("task", ["language", "restoration"])
def test_probabilities_are_of_every_segment(files: Path, task: str) -> None:
    write("labels", ["vi", "en"])
    write("sure", ["1"])
    done = run(f"labels -r labels --task {task} --probabilities sure")
    assert done.exit_code == 1
    assert "probabilities of 1 segment, but there are 2" in done.stderr


def test_probabilities_are_not_passed_over(files: Path) -> None:
    done = run("good -r ref --probabilities ref")
    assert (done.exit_code, "--probabilities are not for translation" in done.stderr) == (2, True)


def test_alignments_have_no_source(files: Path) -> None:
    done = run("good -r ref -s en --task alignment")
    assert (done.exit_code, "--source and --train are not for alignment" in done.stderr) == (
        2,
        True,
    )


@pytest.mark.parametrize("line", ["xin chào", "", "2019"])
def test_a_restored_text_without_names(files: Path, line: str) -> None:
    write("gold", [line])
    done = run("gold -r gold --task restoration --segments a.tsv")
    [row] = [row for row in rows(done) if row[:1] == ["gold"]]
    assert row == ["gold", "100.00" if line == "xin chào" else "–", "100.00", "–", "0.00"]


def test_languages(files: Path) -> None:
    write("gold", ["en", "vi", "vi", "vi-unaccented"])
    Path("found.jsonl").write_text(
        "".join(
            json.dumps({"language": language, "confidence": confidence}) + "\n"
            for language, confidence in (("en", 1), ("vi", 1), ("en", 0.5), ("vi-unaccented", 1))
        ),
        encoding="utf-8",
    )
    options = "-r gold --task language --probabilities found.jsonl#confidence"
    found = rows(run(f"found.jsonl#language {options}"))
    assert ["language", "75.00", "100.00", "50.00", "100.00", "12.50"] in found
    assert ["vi", "1", "1", "0"] in found
    assert ["precision,", "%", "50.00", "100.00", "100.00"] in found


def test_alignment(files: Path) -> None:
    write("gold", ["1\t1", "2,3\t2", "4\t"])
    write("found", ["1\t1", "2\t2", "3\t", "4\t"])
    found = rows(run("found -r gold --task alignment --report a.html"))
    assert ["found", "50.00", "50.00", "50.00", "75.00", "100.00", "85.71"] in found
    assert ["gold", "standard", "1", "1", "1"] in found
    assert Path("a.html").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ("good", 2, "no reference"),
        ("good ref --report a.pdf", 2, ".html"),
        ("good ref --segments a.csv", 2, ".tsv or .jsonl"),
        ("good ref --report none/a.html", 1, "no folder 'none'"),
        ("good ref --paired bootstrap", 2, "two or more"),
        ("good good -r ref", 2, "given twice"),
        ("good -r ref --task language --paired bootstrap", 2, "not for language"),
        ("good -r ref --task alignment", 1, "'ref': line 1 is not a bead"),
        ("good bad --task alignment", 1, "'bad': line 1 is not a bead"),
        ("good -r ref -r bad --task alignment", 2, "scored against one reference"),
        ("short -r ref", 1, "1 segment in 'short' but 4 in the reference 'ref'"),
        ("none -r ref", 1, "no file 'none'"),
        ("cyrillic -r ref", 1, "not UTF-8"),
    ],
)
def test_what_cannot_be_scored(arguments: str, code: int, message: str, files: Path) -> None:
    write("short", ["Trời mưa."])
    Path("cyrillic").write_bytes("Привет\n".encode("cp1251"))
    done = run(arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert message in done.stderr
