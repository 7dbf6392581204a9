"""Reports of translations: the counts, the page, the JSON, and what is refused."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fakes import use_fakes
from vitrans.cli import app
from vitrans.exchange.bilingual import Row, Sheet
from vitrans.report.translation import (
    Reported,
    TranslationReport,
    flag_counts,
    left_counts,
    summary_of,
    term_counts,
)
from vitrans.report.translation_page import render
from vitrans.types import Language, Match, TermUse

ROWS = (
    Row(1, ("Một hai ba.",), ("One two three.",), 1, "vitrans", 0.9),
    Row(2, ("Năm 2017.",), ("Year.",), 2, "vitrans", 0.4, ("number lost: 2017",)),
    Row(3, ("Bốn <b>.",), ("Four & <b>.",), 3, "vitrans", 0.1, alternatives=("Fore.",)),
    Row(4, ("Sáu.",), ("Six.",), 4, "memory 100 %", matches=(Match("Sáu.", "Six.", 100, "a.tmx"),)),
    Row(
        8,
        ("Sông Hồng và cửa sông.",),
        ("The Red River and its mouth.",),
        8,
        "vitrans",
        0.8,
        terms=(
            TermUse("Sông Hồng", "Red River", True),
            TermUse("cửa sông", "estuary", False, "it did not fit"),
        ),
    ),
    Row(5, ("Seven.",), ("Seven.",), 5, "copy", left="it is English already"),
    Row(6, ("Ảnh: An",), ("Photo: An",), 6, "rule"),
    Row(7, ("Xin chào world.",), ("Xin chào world.",), 7, "copy", None, ("not translated: both",)),
)
REPORT = TranslationReport(
    (Reported(Sheet("a.md", Language.ENGLISH, ROWS), 1.5, ("the layout differs",), 12),),
    (("b.md", "cannot be read"),),
    (("Model", "vitrans"),),
)


def test_counts_follow_from_rows() -> None:
    summary = summary_of(ROWS)
    assert (summary.sentences, summary.translated, summary.memory) == (8, 4, 1)
    assert (summary.other, summary.left_alone) == (1, 2)
    assert (summary.flagged, summary.doubtful, summary.to_read) == (2, 1, 3)
    assert summary.confidence == 0.55
    assert summary.words == 3 + 1 + 2 + 1 + 1 + 2 + 3 + 5
    assert flag_counts(ROWS) == {"number lost": 1, "not translated": 1}
    assert left_counts(REPORT) == {"it is English already": 1, "not translated: both": 1}
    assert summary_of(()).confidence is None


def test_the_page_says_in_its_first_lines_what_there_is_to_do() -> None:
    page = render(REPORT)
    assert "8 sentences, 18 words. Read 3 first: 2 with a warning, 1 below 30 % confidence." in page
    assert "b.md</strong>: cannot be read" in page
    assert "the layout differs" in page
    assert "Four &amp; &lt;b&gt;." in page and "Fore." in page
    assert "words outside the text" in page
    assert "From the memory, 100 %" in page
    assert "<script" not in page and "src=" not in page and "url(" not in page


WHOLE = Row(5, ("Seven.",), ("Seven.",), left="it is English already")


def test_what_a_bilingual_file_had_already_is_counted() -> None:
    document = Reported(Sheet("a.po", Language.ENGLISH, (WHOLE,)), others={"approved": 3})
    assert left_counts(TranslationReport((document,))) == {
        "it is English already": 1,
        "approved": 3,
    }


def test_terms_that_are_missing_come_first() -> None:
    assert term_counts(ROWS) == [("cửa sông", "estuary", 0, 1), ("Sông Hồng", "Red River", 1, 0)]
    page = render(REPORT)
    assert "cửa sông → estuary" in page and "“estuary” is wanted: it did not fit." in page


def test_a_page_without_translations_is_one_too() -> None:
    page = render(TranslationReport((), (("a.md", "cannot be read"),)))
    assert "a.md: not translated" in page and "0 sentences" in page


def test_rows_are_sorted_by_how_sure_they_are() -> None:
    found = dict(
        re.findall(r'style="order: (\d+)"><th scope="row" title="[^"]*">(\d+)<', render(REPORT))
    )
    assert [found[str(rank)] for rank in range(1, 9)] == ["7", "3", "2", "8", "1", "4", "5", "6"]


def run(tmp_path: Path, *more: str, text: str = "Phim rất hay.\nNăm 2017 mùa thu đẹp.\n") -> Result:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    return CliRunner().invoke(app, ["translate", str(tmp_path / "a.txt"), "--to", "en", *more])


def test_the_command_writes_a_report_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch)
    file = tmp_path / "r.json"
    missing = str(tmp_path / "none.txt")
    done = run(
        tmp_path, missing, "--output-dir", str(tmp_path / "out"), "--report", str(file), "-q"
    )
    assert done.exit_code == 1
    made = json.loads(file.read_text("utf-8"))
    assert made["schema"] == 1
    assert made["made_with"]["Model"] == "fake"
    assert made["summary"]["sentences"] == 2
    assert made["warnings"] == {"number lost": 1}
    assert [one["file"] for one in made["failed"]] == [missing]
    [segment] = [one for one in made["files"][0]["segments"] if one["flags"]]
    assert segment["flags"] == ["number lost: 2017"]
    assert 0 < segment["confidence"] < 1


def test_a_report_takes_the_place_of_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch)
    same = str(tmp_path / "b.html")
    assert run(tmp_path, "--report", same, "-o", same).exit_code == 2
    assert run(tmp_path, "--report", str(tmp_path / "r.pdf")).exit_code == 2
    assert run(tmp_path, "--report", str(tmp_path / "none" / "r.html")).exit_code == 1
    assert not Path(same).exists()
    assert (tmp_path / "a.txt").read_text("utf-8").startswith("Phim")
    piped = CliRunner().invoke(
        app, ["translate", "--to", "en", "--report", str(tmp_path / "r.html")], input="Phim hay.\n"
    )
    assert piped.exit_code == 2


def test_nothing_is_reported_of_a_run_that_was_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch)
    file = tmp_path / "r.html"
    done = run(tmp_path, "-o", str(tmp_path / "a.txt"), "--report", str(file))
    assert done.exit_code == 2 and not file.exists()


@pytest.mark.parametrize(
    "key",
    [
        "id",
        "line",
        "source",
        "target",
        "confidence",
        "flags",
        "left",
        "made_by",
        "alternatives",
        "matches",
        "terms",
        "check",
        "schema",
        "made_with",
        "summary",
        "warnings",
        "left_alone",
        "failed",
        "files",
        "words_outside",
        "notes",
        "seconds",
    ],
)
def test_the_guide_says_what_each_key_means(key: str) -> None:
    guide = Path(__file__).parent.parent / "docs" / "guides" / "reviewing.md"
    assert f"`{key}`" in guide.read_text("utf-8")
