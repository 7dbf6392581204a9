"""Benchmarks: what is measured, what is kept, what is not measured again."""

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from fakes import FakeDetector, FakeRestorer
from vitrans.cli import app
from vitrans.commands import bench as command
from vitrans.errors import InputError, ModelError, UsageError
from vitrans.evaluation.bench.plan import BenchPlan, measurements_of
from vitrans.evaluation.bench.record import read_results, run_measurements, to_do
from vitrans.evaluation.bench.sets import BeadSet, PageSet, PairSet, TextSet
from vitrans.evaluation.bench.summary import insert_tables, summary
from vitrans.evaluation.bench.systems import System, find_outputs, find_system, fingerprint
from vitrans.evaluation.tasks import EvaluationTask
from vitrans.report.model import Report, Table
from vitrans.text import strip_accents
from vitrans.types import Language, Translation

TAGGED = (("en-US", "The film"), ("vi-VN", "Phim"))
PAIRS = [("The film is very long.", "Phim rất hay."), ("Two actors.", "Hai diễn viên.")]
MADE = {
    "Phim rất hay.": "The film is very long.",
    "Hai diễn viên.": "Two actors.",
    "The film is very long.": "Phim rất hay.",
}


class FakeSystem(System):
    """A system that knows a few sentences by heart; `model` stands for its weights."""

    model = "1"
    calls: list[tuple[str, ...]] = []  # noqa: RUF012

    @cached_property
    def located(self) -> Any:
        prefixes = {"en": "", "vi": ""} if self.name == "bundled" else {"en": ""}
        return SimpleNamespace(description=SimpleNamespace(prefixes=prefixes))

    @cached_property
    def models(self) -> Any:
        def translate(
            texts: Sequence[str], target: Language, on_progress: Callable[[int], None]
        ) -> list[Translation]:
            self.calls.append(tuple(texts))
            on_progress(len(texts))
            return [Translation(text, MADE.get(text, "…")) for text in texts]

        return SimpleNamespace(
            translator=SimpleNamespace(translate=translate),
            restorer=FakeRestorer(),
            detector=FakeDetector(),
        )

    @cached_property
    def translator_sha256(self) -> str:
        return f"translator {self.model}"

    @cached_property
    def restorer_sha256(self) -> str:
        return "restorer"

    @cached_property
    def detector_sha256(self) -> str:
        return "detector"


def bundled() -> FakeSystem:
    return FakeSystem("bundled", "here", Path("restorer"), Path("detector"))


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    FakeSystem.calls.clear()
    return write(tmp_path / "news.tsv", "".join(f"{en}\t{vi}\n" for en, vi in PAIRS))


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    gold = {"vietnamese": "Su ket hop cua hai dien vien.", "english": "The two actors of the film."}
    text = f"{gold['vietnamese']} Anh: Nha san xuat\n{gold['english']} Photo: Producer\n"
    write(tmp_path / "pages" / "one.txt", f"The love of two actors\n\n{text}")
    line = {"page": "one.txt", "pairs": [gold, {"vietnamese": "Phim hay", "english": "The film"}]}
    return write(tmp_path / "pages.jsonl", json.dumps(line, ensure_ascii=False) + "\n")


def measured(folder: Path, plan: BenchPlan) -> list[str]:
    """Run what is to be done; return the names of it."""
    left = to_do(folder, measurements_of(plan))
    done: list[int] = []
    run_measurements(folder, left, on_progress=done.append)
    assert sum(done) == sum(measurement.size for measurement in left)
    return [f"{measurement.task}: {measurement.name}" for measurement in left]


def test_all_that_can_be_measured_is_measured(tmp_path: Path, pairs: Path, pages: Path) -> None:
    outputs = tmp_path / "outputs"
    write(outputs / "news" / "vi-en.other.en", "The film is long.\nTwo actors.\n")
    write(outputs / "news" / "restored.other.vi", "Phim rất hay.\nHai diện viên.\n")
    text = write(tmp_path / "captions.txt", "Mùa thu rất đẹp\n")
    plan = BenchPlan(
        tmp_path / "results",
        [bundled(), FakeSystem("vi-en-only", "there")],
        [PairSet.read(str(pairs))],
        [TextSet.read(str(text))],
        [PageSet.read(str(pages))],
        outputs=outputs,
    )
    assert measured(plan.folder, plan) == [
        "translation: news vi-en",
        "translation: news vi-en, unaccented",
        "translation: news vi-en, restored first",
        "translation: news en-vi",
        "translation: news vi-en.vi-en-only",
        "translation: news vi-en.vi-en-only, unaccented",
        "translation: news vi-en.vi-en-only, restored first",
        "translation: news vi-en.other",
        "restoration: captions.bundled",
        "restoration: news.bundled",
        "restoration: news.other",
        "language: news.bundled",
        "captions: pages.bundled",
    ]
    scores = {task: read_results(plan.folder, task)["scores"] for task in EvaluationTask}
    translation = scores[EvaluationTask.TRANSLATION]
    assert translation["news vi-en"]["bleu"] == pytest.approx(100)
    assert translation["news vi-en"]["signatures"][0].startswith("nrefs:1|case:mixed")
    assert translation["news vi-en"]["segments"] == 2
    assert translation["news vi-en, unaccented"]["bleu"] < 1
    assert translation["news vi-en, restored first"]["bleu"] == pytest.approx(100)
    assert translation["news vi-en, restored first"]["inputs"]["restorer"] == "restorer"
    assert 0 < translation["news vi-en.other"]["bleu"] < 100
    assert translation["news en-vi"]["faults"]["under half the reference"] == 1
    restoration = scores[EvaluationTask.RESTORATION]
    assert restoration["news.bundled"]["syllables"] == pytest.approx(100)
    assert restoration["news.bundled"]["false_changes"] == 0
    assert restoration["news.other"]["syllables"] == pytest.approx(100 * 5 / 6)
    assert "false_changes" not in restoration["news.other"]
    language = scores[EvaluationTask.LANGUAGE]["news.bundled"]
    assert language["accuracy"]["whole sentences"] == {"en": 100, "vi": 100, "vi-unaccented": 100}
    captions = scores[EvaluationTask.CAPTIONS]["pages.bundled"]
    assert captions["pairs"] == {"right": 1, "wrong": 0, "missed": 1}
    assert (captions["precision"], captions["recall"]) == (100, 50)
    kept = plan.folder / "outputs" / "news"
    assert (kept / "vi-en.bundled.en").read_text("utf-8") == "".join(f"{en}\n" for en, _ in PAIRS)
    assert (kept / "vi-en-restored-first.vi-en-only.en").exists()


def test_what_is_kept_can_be_given_as_the_output_of_another(tmp_path: Path, pairs: Path) -> None:
    first = BenchPlan(tmp_path / "one", [bundled()], [PairSet.read(str(pairs))])
    measured(first.folder, first)
    second = BenchPlan(tmp_path / "two", [], first.pairs, outputs=tmp_path / "one" / "outputs")
    assert measured(second.folder, second) == [
        "translation: news en-vi.bundled",
        "translation: news vi-en.bundled",
    ]
    before, after = (
        read_results(plan.folder, EvaluationTask.TRANSLATION)["scores"] for plan in (first, second)
    )
    for name in ("bleu", "chrf", "faults", "signatures"):
        assert after["news vi-en.bundled"][name] == before["news vi-en"][name]


def test_nothing_is_measured_twice(tmp_path: Path, pairs: Path) -> None:
    def plan() -> BenchPlan:
        return BenchPlan(
            tmp_path / "results",
            [bundled()],
            [PairSet.read(str(pairs))],
            tasks=(EvaluationTask.TRANSLATION, EvaluationTask.LANGUAGE),
        )

    folder = plan().folder
    assert len(measured(folder, plan())) == 5
    assert measured(folder, plan()) == []
    assert len(FakeSystem.calls) == 4
    pairs.write_bytes(pairs.read_bytes() + b"The film\tPhim\n")
    assert len(measured(folder, plan())) == 5
    results = read_results(folder, EvaluationTask.LANGUAGE)
    assert results["sets"]["news"] == results["scores"]["news.bundled"]["inputs"]["news.tsv"]


def test_measurements_of_one_name_are_refused(tmp_path: Path, pairs: Path) -> None:
    other = write(tmp_path / "other" / "news.tsv", "Two.\tHai.\n")
    sets = [PairSet.read(str(path)) for path in (pairs, other)]
    with pytest.raises(UsageError, match="2 measurements of translation would be called 'news vi-"):
        measurements_of(BenchPlan(tmp_path / "results", [bundled()], sets))


def test_another_model_is_measured_anew(
    tmp_path: Path, pairs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [PairSet.read(str(pairs))]
    plan = BenchPlan(tmp_path / "results", [bundled()], texts)
    measured(plan.folder, plan)
    monkeypatch.setattr(FakeSystem, "model", "2")
    again = measured(plan.folder, BenchPlan(plan.folder, [bundled()], texts))
    assert [name.split(":")[0] for name in again] == ["translation"] * 4


def test_an_interrupted_benchmark_goes_on(
    tmp_path: Path, pairs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = BenchPlan(tmp_path / "results", [bundled()], [PairSet.read(str(pairs))])
    measurements = measurements_of(plan)
    seen: list[str] = []

    def stop(measurement: Any) -> None:
        seen.append(measurement.name)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_measurements(plan.folder, measurements, stop)
    assert list(read_results(plan.folder, EvaluationTask.TRANSLATION)["scores"]) == seen[:2]
    assert to_do(plan.folder, measurements) == measurements[2:]


def test_other_results_of_the_folder_stay(tmp_path: Path, pairs: Path) -> None:
    other = write(tmp_path / "other.tsv", "The film\tPhim\n")
    for path in (pairs, other):
        plan = BenchPlan(tmp_path / "results", [bundled()], [PairSet.read(str(path))])
        measured(plan.folder, plan)
    report = summary(tmp_path / "results")
    titles = [section.title for section in report.sections]
    assert [title for title in titles if not title.startswith("Faults")] == [
        "Translation: news, en-vi",
        "Translation: news, vi-en",
        "Translation: other, en-vi",
        "Translation: other, vi-en",
        "Restoration, %",
        "Language, % right",
    ]
    faults = report.sections[titles.index("Faults: news, en-vi")]
    assert isinstance(faults, Table)
    assert "under half the reference" in faults.columns
    assert [(o.path, o.segments) for o in report.origins] == [("news", 2), ("other", 1)]


def test_beads_are_read_and_scored(tmp_path: Path) -> None:
    english = [
        "The ferry leaves at 7:30.",
        "It costs 45,000 dong.",
        "Nguyen Van Ba is the captain.",
    ]
    vietnamese = ["Phà rời bến lúc 7:30.", "Vé giá 45.000 đồng.", "Thuyền trưởng là Nguyễn Văn Ba."]
    for code, lines in (("en", english), ("vi", vietnamese)):
        write(tmp_path / "gold" / f"ferry.{code}.txt", "\n".join([*lines[:2], "", lines[2]]) + "\n")
    write(tmp_path / "gold" / "ferry.beads.tsv", "1\t1\n2\t2\n3\t3\tsure\n")
    beads = BeadSet.read(tmp_path / "gold")
    assert [starts for _, starts in beads.documents[0].english] == [True, False, True]
    plan = BenchPlan(tmp_path / "results", [], beads=[beads])
    assert measured(plan.folder, plan) == [
        "alignment: gold.bundled, accented",
        "alignment: gold.bundled, unaccented",
    ]
    found = read_results(plan.folder, EvaluationTask.ALIGNMENT)["scores"][
        "gold.bundled, unaccented"
    ]
    assert found["strict"] == {"precision": 1, "recall": 1, "f1": 1}
    with pytest.raises(InputError, match=r"has no NAME\.beads\.tsv"):
        BeadSet.read(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("results/translation.json", "{", "move it away to start anew"),
        ("results/translation.json", '{"scores": 1}', "move it away to start anew"),
        ("outputs/news/vi-en.other.en", "One line\n", "1 line for 2 sentences"),
    ],
)
def test_what_is_damaged_is_named(
    tmp_path: Path, pairs: Path, name: str, text: str, message: str
) -> None:
    write(tmp_path / name, text)
    (tmp_path / "outputs").mkdir(exist_ok=True)
    plan = BenchPlan(
        tmp_path / "results", [], [PairSet.read(str(pairs))], outputs=tmp_path / "outputs"
    )
    write(tmp_path / "outputs" / "news" / "en-vi.fine.vi", "a\nb\n")
    with pytest.raises(InputError, match=message):
        measured(plan.folder, plan)


def test_sets_say_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="on every line"):
        PageSet.read(str(write(tmp_path / "p.jsonl", '{"page": "a.txt"}\n')))
    with pytest.raises(UsageError, match="has no part '2'"):
        PairSet.read(str(write(tmp_path / "a.tsv", "one column\n")))
    entry = {"en": "The film", "vi": "Phim", "unaccented": "Phim"}
    jsonl = PairSet.read(str(write(tmp_path / "captions.jsonl", json.dumps(entry) + "\n")))
    assert (jsonl.name, jsonl.english, jsonl.vietnamese) == ("captions", ("The film",), ("Phim",))
    units = "".join(f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>' for tag, text in TAGGED)
    tmx = write(tmp_path / "memory.tmx", f"<tmx><body><tu>{units}</tu></body></tmx>")
    sheet = write(tmp_path / "sheet.csv", 'Rice, fish.;"Cơm; cá."\r\n')
    for path, english, vietnamese in (
        (tmx, "The film", "Phim"),
        (sheet, "Rice, fish.", "Cơm; cá."),
    ):
        pairs = PairSet.read(str(path))
        assert (pairs.english, pairs.vietnamese) == ((english,), (vietnamese,))


def test_systems_are_told_by_their_files(tmp_path: Path) -> None:
    write(tmp_path / "r" / "head.npz", "")
    write(tmp_path / "d" / "weights.json", "{}")
    assert find_system(str(tmp_path / "r")) == System("r", restorer=tmp_path / "r")
    assert find_system(str(tmp_path / "d")) == System("d", detector=tmp_path / "d")
    assert find_system(str(tmp_path)).translator == str(tmp_path)
    assert find_system("Owner/opus-mt-vi-en") == System(
        "Owner--opus-mt-vi-en", "Owner/opus-mt-vi-en"
    )
    own = find_system("bundled")
    assert own.translator and own.restorer and own.detector
    with pytest.raises(ModelError, match="there is no system 'nothing'"):
        find_system("nothing")
    with pytest.raises(UsageError, match="two systems are called 'bundled'"):
        measurements_of(BenchPlan(tmp_path, [bundled(), bundled()]))
    with pytest.raises(InputError, match="there is no folder"):
        find_outputs(tmp_path / "none", "news")


def test_a_fingerprint_is_of_names_and_contents(tmp_path: Path) -> None:
    file = write(tmp_path / "m" / "model.bin", "weights")
    before = fingerprint(tmp_path / "m")
    assert fingerprint(tmp_path / "m") == before
    file.write_text("other weights")
    changed = fingerprint(tmp_path / "m")
    file.rename(file.with_name("model.bin.00"))
    assert len({before, changed, fingerprint(tmp_path / "m")}) == 3


def test_tables_take_the_place_of_older_ones() -> None:
    page = "# Page\n\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nmore\n"
    report = Report("Benchmarks", (Table("Scores", ("name", "n"), (("a", 1),)),))
    made = insert_tables(page, report, "page.md")
    assert made.startswith("# Page\n\n<!-- bench: begin -->\n\n## Scores\n\n| name | n |\n")
    assert made.endswith("<!-- bench: end -->\nmore\n")
    assert "old" not in made
    assert insert_tables(made, report, "page.md") == made
    for wrong in ("", "<!-- bench: begin -->", "<!-- bench: end --><!-- bench: begin -->"):
        with pytest.raises(InputError, match=r"'page\.md' has no place for the tables"):
            insert_tables(wrong, report, "page.md")


def run(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(app, ["bench", *map(str, arguments)])


def test_the_command(
    tmp_path: Path, pairs: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "find_system", lambda given: bundled())
    page = write(tmp_path / "page.md", "<!-- bench: begin -->\n<!-- bench: end -->\n")
    arguments = (tmp_path / "results", "--pairs", pairs, "--pages", pages)
    report = tmp_path / "report.html"
    done = run(*arguments, "--table", page, "--report", report)
    assert done.exit_code == 0, done.stderr
    assert done.stderr.startswith("7 of 7 measurements to make\ntranslation: news vi-en\n")
    assert "Translation: news, vi-en" in done.stdout
    assert "| bundled | as it is |" in page.read_text("utf-8")
    assert "<html" in report.read_text("utf-8")
    again = run(*arguments)
    assert again.stderr == "0 of 7 measurements to make\n"
    assert again.stdout == done.stdout


def test_only_some_tasks(tmp_path: Path, pairs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_system", lambda given: bundled())
    done = run(tmp_path / "results", "--pairs", pairs, "--task", "language")
    assert done.stderr == "1 of 1 measurement to make\nlanguage: news.bundled\n"
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["language.json"]


def test_the_command_says_what_is_wrong(tmp_path: Path, pairs: Path) -> None:
    nothing = run(tmp_path / "results")
    assert (nothing.exit_code, "give sets with --pairs" in nothing.stderr) == (2, True)
    report = run(tmp_path / "results", "--pairs", pairs, "--report", "report.doc")
    assert (report.exit_code, "end it in .html" in report.stderr) == (2, True)
    assert not (tmp_path / "results").exists()


def test_no_input_is_overwritten(
    tmp_path: Path, pairs: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "find_system", lambda given: bundled())
    monkeypatch.chdir(tmp_path)
    beads = write(tmp_path / "gold" / "ferry.beads.tsv", "1\t1\n")
    text = write(tmp_path / "text.md", "Mùa thu rất đẹp\n")
    for code, line in (("en", "The ferry leaves at 7:30."), ("vi", "Phà rời bến lúc 7:30.")):
        write(tmp_path / "gold" / f"ferry.{code}.txt", f"{line}\n")
    peer = write(tmp_path / "outputs" / "news" / "vi-en.other.en", "The film.\nTwo.\n")
    sets = ("--pairs", pairs, "--pages", pages, "--beads", tmp_path / "gold", "--text", text)
    arguments = ("results", *sets, "--outputs", "outputs")
    (tmp_path / "link.md").symlink_to(text)
    for option, place, read in (
        ("--report", "text.md", text),
        ("--report", "gold/../text.md", text),
        ("--report", "link.md", text),
        ("--report", "gold/ferry.vi.txt", tmp_path / "gold" / "ferry.vi.txt"),
        ("--report", "pages/one.txt", tmp_path / "pages" / "one.txt"),
        ("--table", pairs, pairs),
        ("--table", peer, peer),
        ("--table", beads, beads),
    ):
        before = read.read_bytes()
        done = run(*arguments, option, place)
        assert (done.exit_code, "is an input too" in done.stderr) == (2, True), place
        assert read.read_bytes() == before
    page = write(tmp_path / "page.md", "<!-- bench: begin -->\n<!-- bench: end -->\n")
    for option, place in (("--report", page), ("--report", "results/language.json")):
        done = run(*arguments, "--table", page, option, place, "--task", "captions")
        assert (done.exit_code, "is an input too" in done.stderr) == (2, True), place
    kept = write(tmp_path / "results" / "outputs" / "news" / "vi-en.bundled.en", "One.\nTwo.\n")
    done = run("results", "--pairs", pairs, "--outputs", "results/outputs")
    assert (done.exit_code, kept.read_text()) == (2, "One.\nTwo.\n")
    assert not (tmp_path / "results" / "translation.json").exists()


def test_stripping_is_what_unaccented_input_is(tmp_path: Path, pairs: Path) -> None:
    plan = BenchPlan(tmp_path / "results", [bundled()], [PairSet.read(str(pairs))])
    measured(plan.folder, plan)
    assert tuple(strip_accents(vi) for _, vi in PAIRS) in FakeSystem.calls
