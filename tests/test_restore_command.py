"""`vitrans restore` as an editor uses it: in place, checks, differences, doubts, review."""

import io
import json
import os
import pty
import re
import select
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import pytest
from typer.testing import CliRunner, Result

from fakes import FORMS, FakeDetector, use_fakes
from vitrans import toolkit
from vitrans.cli import app
from vitrans.commands._shared import restoring, review
from vitrans.formats import parse
from vitrans.restore import Restoration, RestoredWord, Restorer, UserLexicon
from vitrans.restore.review import Decision, Place, Review
from vitrans.restore.tagger import Scored
from vitrans.restore.views import changes, doubtful, marked
from vitrans.text import strip_accents

DOUBTS = {
    "mot": {"một": 0.7, "mọt": 0.2, "mot": 0.1},
    "ban": {"bán": 0.5, "bàn": 0.25, "bạn": 0.25},
    "rong": {"rộng": 0.6, "ròng": 0.4},
    "tram": {"trạm": 0.6, "tràm": 0.4},
    "chim": {"chìm": 0.5, "chim": 0.5},
    **{bare: {form: 0.95, bare: 0.05} for bare, form in FORMS.items() if bare != form},
}
NEWS = "Phim rat hay\nCac mot phim xem ban rong phim\n\nMùa thu rất đẹp\nThe film is in the movie\n"
RESTORED = (
    "Phim rất hay\nCac một phim xem bán rộng phim\n\nMùa thu rất đẹp\nThe film is in the movie\n"
)


class FakeTagger:
    """Scores the words of `DOUBTS`."""

    def is_seldom_bare(self, token: str) -> bool:
        return False

    def score(self, lines: Sequence[Sequence[str]], best_only: bool = False) -> list[list[Scored]]:
        return [
            [
                Scored(i, tuple(forms), tuple(forms.values()))
                for i, token in enumerate(line)
                if (forms := DOUBTS.get(token.lower()))
            ]
            for line in lines
        ]


class NoEvidence:
    """English that says nothing about any reading."""

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [0.0 for _ in pairs]

    def proposals(self, text: str, english: str) -> Iterator[Any]:
        return iter(())


class Terminal(io.StringIO):
    """A terminal that takes output."""

    def isatty(self) -> bool:
        return True


def load(lexicon: UserLexicon | None = None, settings: object = None) -> Restorer:
    return Restorer(FakeTagger(), lexicon)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An editor's folder and own settings, with the stand-ins."""
    use_fakes(monkeypatch)
    monkeypatch.setattr(toolkit, "load_restorer", load)
    monkeypatch.setattr(toolkit, "load_evidence", NoEvidence)
    monkeypatch.setattr(toolkit, "lexicon_path", lambda: tmp_path / "own" / "lexicon.tsv")
    monkeypatch.chdir(tmp_path)
    write("news.txt", NEWS)
    return tmp_path


def run(*arguments: object, stdin: str = "") -> Result:
    return CliRunner().invoke(app, ["restore", *map(str, arguments)], input=stdin)


def write(path: str | Path, text: str) -> None:
    Path(path).write_bytes(text.encode("utf-8"))


def read(path: str | Path) -> str:
    return Path(path).read_bytes().decode("utf-8")


def here() -> list[str]:
    return sorted(path.name for path in Path.cwd().iterdir())


# --- in place


def test_in_place_with_a_backup() -> None:
    done = run("news.txt", "--in-place", "--backup", ".bak")
    assert (done.exit_code, done.output) == (0, "")
    assert read("news.txt") == RESTORED
    assert read("news.txt.bak") == NEWS


def test_in_place_without_a_backup() -> None:
    write("more.srt", "1\n00:00:01,000 --> 00:00:02,000\r\nPhim rat hay\n")
    assert run("news.txt", "more.srt", "-i").exit_code == 0
    assert read("more.srt") == "1\n00:00:01,000 --> 00:00:02,000\r\nPhim rất hay\n"
    assert here() == ["more.srt", "news.txt"]


def test_what_needs_no_change_is_not_written() -> None:
    write("clean.txt", "Mùa thu rất đẹp\n")
    before = Path("clean.txt").stat()
    assert run("clean.txt", "-i", "--backup", "~").exit_code == 0
    after = Path("clean.txt").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert here() == ["clean.txt", "news.txt"]


def test_a_backup_is_never_lost() -> None:
    write("news.txt.bak", "von heute\n")
    write("b.txt", "Phim rat hay\n")
    done = run("news.txt", "b.txt", "-i", "--backup", ".bak")
    assert done.exit_code == 1
    assert "'news.txt.bak' is there already" in done.stderr
    assert (read("news.txt"), read("news.txt.bak")) == (NEWS, "von heute\n")
    assert read("b.txt") == "Phim rất hay\n"  # the other file goes on


# --- check


def test_check_lists_what_lacks_diacritics_and_writes_nothing() -> None:
    done = run("news.txt", "--check")
    assert done.exit_code == 1
    assert done.stdout == ("news.txt:1: Phim rat hay\nnews.txt:2: Cac mot phim xem ban rong phim\n")
    assert done.stderr == "vitrans: 2 lines lack diacritics\n"
    assert run("news.txt", "--check", "-q").stderr == ""
    assert (read("news.txt"), here()) == (NEWS, ["news.txt"])


def test_check_of_what_is_clean() -> None:
    write("clean.txt", "Mùa thu rất đẹp\r\n\r\nThe film is in the movie\n2017\n")
    done = run("clean.txt", "--check")
    assert (done.exit_code, done.output) == (0, "")


def test_check_of_several_files_and_one_that_is_missing() -> None:
    write("clean.txt", "Mùa thu rất đẹp\n")
    done = run("news.txt", "clean.txt", "none.txt", "--check")
    assert done.exit_code == 1
    assert done.stdout.count("\n") == 2
    assert "there is no file 'none.txt'" in done.stderr


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_check_numbers_the_lines_of_any_source(end: str) -> None:
    done = run("--check", stdin=end.join(["", "Mùa thu", "", "phim rat hay", "x"]))
    assert (done.exit_code, done.stdout) == (1, "<stdin>:4: phim rat hay\n")
    write("a.vtt", end.join(["WEBVTT", "", "00:01.000 --> 00:02.000", "mua thu", "rat dep"]))
    assert run("--check", "a.vtt").stdout == "a.vtt:4: mua thu\na.vtt:5: rat dep\n"


def test_check_is_not_about_the_unicode_form() -> None:
    write("a.txt", "Mu\u0300a thu ra\u0302\u0301t đe\u0323\u0302p\n")
    assert run("--check", "a.txt").exit_code == 0


def test_a_phrase_of_the_house_silences_the_check() -> None:
    write("a.txt", "mot phim\n")
    write("house.txt", "mot phim\n")
    assert run("--check", "a.txt").exit_code == 1
    assert run("--check", "a.txt", "--lexicon", "house.txt").exit_code == 0


# --- diff


def test_diff_shows_words() -> None:
    done = run("news.txt", "--diff")
    assert done.exit_code == 0
    assert done.stdout == (
        "news.txt:1: Phim [-rat-]{+rất+} hay\n"
        "news.txt:2: Cac [-mot-]{+một+} phim xem [-ban rong-]{+bán rộng+} phim\n"
    )
    assert read("news.txt") == NEWS


@pytest.mark.parametrize(
    ("settings", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_diff_has_colours_on_a_terminal(
    settings: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert restoring.in_colours() is coloured
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert restoring.in_colours() is False


def test_colours_of_a_diff() -> None:
    made = restoring.word_diff(
        parse("Phim rat hay\n"), parse("Phim rất hay\n"), "a.txt", colours=True
    )
    assert made == "a.txt:1: Phim \x1b[31mrat\x1b[0m\x1b[32mrất\x1b[0m hay\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a b c", "a b c", [("a b c", "a b c")]),
        ("a b c", "á b ć", [("a", "á"), (" b ", " b "), ("c", "ć")]),
        ("a  b c", "á  b́ c", [("a  b", "á  b́"), (" c", " c")]),
        ("Suwj kets hopwj", "Sự kết hợp", [("Suwj kets hopwj", "Sự kết hợp")]),
        ("x a b y", "x ab y", [("x ", "x "), ("a b", "ab"), (" y", " y")]),
        ("", "", []),
    ],
)
def test_changes(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert changes(before, after) == expected


# --- doubts


def test_threshold_marks_doubtful_words_and_joins_neighbours() -> None:
    done = run("news.txt", "--threshold", "0.8")
    assert done.stdout == (
        "Phim rất hay\nCac [một?] phim xem [bán rộng?] phim\n\n"
        "Mùa thu rất đẹp\nThe film is in the movie\n"
    )
    assert "[bán?] rộng" in run("news.txt", "--threshold", "0.55").stdout
    assert "[rất?]" in run("news.txt", "--threshold", "1").stdout
    assert run("news.txt", "--threshold", "0").stdout == RESTORED
    run("news.txt", "--threshold", "0.8", "-o", "marked.txt")
    assert read("marked.txt") == done.stdout


def word(start: int, restored: str, probability: float) -> RestoredWord:
    bare = strip_accents(restored)
    return RestoredWord(start, bare, restored, (restored, bare), (probability, 1 - probability))


def test_neighbours_are_joined_within_a_line_and_a_clause() -> None:
    found = [word(0, "á", 0.5), word(3, "é", 0.5), word(5, "í", 0.5), word(7, "ó", 0.5)]
    made = Restoration("á, é í\nó", tuple(found))
    assert doubtful(made, 0.8) == [[0], [1, 2], [3]]
    assert marked(made, 0.8) == "[á?], [é í?]\n[ó?]"


def test_what_was_not_the_taggers_to_choose_is_no_doubt() -> None:
    made = Restoration("in", (RestoredWord(0, "in", "in", ("ìn", "in"), (0.6, 0.4)),))
    assert doubtful(made, 0.99) == []


def test_alternatives_for_people() -> None:
    done = run("news.txt", "--alternatives", "2")
    assert done.stdout == (
        "news.txt:2: Cac một phim xem bán rộng phim\n"
        "    một 70 %   mọt 20 %\n    bán 50 %   bàn 25 %\n    rộng 60 %   ròng 40 %\n"
    )
    some = run("news.txt", "--alternatives", "9", "--threshold", "0.55").stdout
    assert some.split("\n")[1:] == ["    bán 50 %   bàn 25 %   bạn 25 %", ""]


def test_json_has_spans_candidates_and_probabilities() -> None:
    write("a.txt", "\n  Phim rat hay. MOT phim.\n")
    done = run("a.txt", "--json", "--alternatives", "2")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["file"], first["line"], first["column"]) == ("a.txt", 2, 3)
    assert (first["text"], first["restored"]) == ("Phim rat hay.", "Phim rất hay.")
    assert (second["line"], second["column"], second["restored"]) == (2, 17, "MỘT phim.")
    assert second["words"] == [
        {
            "start": 0,
            "end": 3,
            "original": "MOT",
            "restored": "MỘT",
            "probability": 0.7,
            "candidates": [
                {"form": "MỘT", "probability": 0.7},
                {"form": "MỌT", "probability": 0.2},
            ],
        }
    ]
    everything = json.loads(run("--json", stdin="mot phim").stdout)
    assert len(everything["words"][0]["candidates"]) == 3


# --- options


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--check", "--diff"], "--check and --diff cannot be combined"),
        (["--check", "-i"], "--check and --in-place"),
        (["--check", "-o", "b.txt"], "--check and -o or --output-dir"),
        (["--check", "--threshold", "0.5"], "--check and --threshold"),
        (["--diff", "--json"], "--diff and --json"),
        (["--diff", "--output-dir", "b"], "--diff and -o or --output-dir"),
        (["--json", "--threshold", "0.5"], "--json and --threshold"),
        (["--json", "--in-place"], "--json and --in-place"),
        (["--json", "--review"], "--json and --review"),
        (["--alternatives", "3", "--review"], "--alternatives and --review"),
        (["--alternatives", "3", "--in-place"], "--alternatives and --in-place"),
        (["--threshold", "0.5", "--in-place"], "--threshold and --in-place"),
        (["--in-place", "-o", "b.txt"], "--in-place changes the files themselves"),
        (["--backup", ".bak"], "--backup keeps what --in-place changes"),
        (["--in-place", "--backup", "/x"], "'/x' is not a file suffix"),
        (["--in-place", "--backup", ""], "'' is not a file suffix"),
        (["--review", "other.txt"], "--review takes one file, not 2"),
        (["--review"], "--review asks at a terminal"),
        (["--threshold", "1.5"], "Invalid value for '--threshold'"),
        (["--alternatives", "0"], "Invalid value for '--alternatives'"),
    ],
)
def test_options_that_do_not_go_together(arguments: list[str], message: str) -> None:
    write("other.txt", NEWS)
    done = run("news.txt", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in " ".join(done.stderr.replace("│", " ").split())
    assert (read("news.txt"), here()) == (NEWS, ["news.txt", "other.txt"])


@pytest.mark.parametrize("arguments", [["-i"], ["--review"], ["-", "--in-place"]])
def test_standard_input_cannot_be_changed_in_place_or_reviewed(arguments: list[str]) -> None:
    assert run(*arguments, stdin="phim rat hay\n").exit_code == 2


# --- the lexicon


def test_lexicons_are_obeyed(desk: Path) -> None:
    write("house.tsv", "mọt phim\tfilm buffs\nTràm Chim\n")
    write("a.txt", "Cac mot phim xem Tram Chim mot\n")
    assert run("a.txt").stdout == "Cac một phim xem Trạm Chìm một\n"
    assert run("a.txt", "--lexicon", "house.tsv").stdout == "Cac mọt phim xem Tràm Chim một\n"
    (desk / "own").mkdir()
    write("own/lexicon.tsv", "mốt phim\nTrâm Chim\n")
    assert run("a.txt").stdout == "Cac mốt phim xem Trâm Chim một\n"
    both = run("a.txt", "--lexicon", "house.tsv", "--threshold", "0.8").stdout
    assert both == "Cac mọt phim xem Tràm Chim [một?]\n"


def test_a_lexicon_that_is_none(desk: Path) -> None:
    write("house.tsv", "\tnote\n")
    for name, message in (("house.tsv", "line 1"), ("none.tsv", "there is no file 'none.tsv'")):
        done = run("news.txt", "--lexicon", name, "-i")
        assert (done.exit_code, message in done.stderr) == (1, True)
    assert read("news.txt") == NEWS


def test_partly_accented_lines_keep_what_was_typed() -> None:
    assert run(stdin="phim rat hay mọt phim dien vien\n").stdout == (
        "phim rất hay mọt phim diễn viên\n"
    )


# --- review


def press(monkeypatch: pytest.MonkeyPatch, *pressed: str) -> None:
    """Have these keys pressed, one for each character; `^C` interrupts."""

    def keys() -> Iterator[str]:
        for part in pressed:
            if part == "^C":
                raise KeyboardInterrupt
            yield from [part] if part.startswith("\x1b") else part

    monkeypatch.setattr(review, "keys", keys)


def test_review_walks_the_doubtful_words(monkeypatch: pytest.MonkeyPatch, desk: Path) -> None:
    press(monkeypatch, "2", "\r", "2")
    done = run("--review", "news.txt", "--in-place", "--backup", ".bak")
    assert (done.exit_code, done.stdout) == (0, "")
    assert read("news.txt") == RESTORED.replace("một phim", "mọt phim").replace("rộng", "ròng")
    assert read("news.txt.bak") == NEWS
    assert "news.txt:2   1 of 3\n" in done.stderr
    assert "  Cac [một] phim xem bán rộng phim\n" in done.stderr
    assert "  1 một 70 %   2 mọt 20 %   3 mot 10 %\n" in done.stderr
    assert "remembered: Cac mọt phim" in done.stderr
    assert str(desk / "own" / "lexicon.tsv") in done.stderr
    assert read("own/lexicon.tsv").split("\n")[1:] == [
        "Cac mọt phim\treview",
        "xem bán ròng\treview",
        "bán ròng phim\treview",
        "",
    ]
    assert here() == ["news.txt", "news.txt.bak", "own"]


def test_later_runs_obey_what_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    press(monkeypatch, "2s2")
    run("--review", "news.txt", "-o", "out.txt")
    write("later.txt", "cac mot phim khac, mot phim\n")
    assert run("later.txt").stdout == "cac mọt phim khac, một phim\n"


def test_what_was_chosen_holds_for_the_rest_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", "Cac mot phim hay\nCac mot phim rat hay\nmot phim\n")
    press(monkeypatch, "21")
    done = run("--review", "a.txt")
    assert done.stdout == "Cac mọt phim hay\nCac mọt phim rất hay\nmột phim\n"
    assert "2 words decided" in done.stderr


def test_a_name_is_remembered_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", "Phim xem Tram Chim, rat hay\n")
    press(monkeypatch, "22")
    assert run("--review", "a.txt").stdout == "Phim xem Tràm Chim, rất hay\n"
    assert read("own/lexicon.tsv").split("\n")[1:-1] == ["Tràm Chim\treview"]


def test_what_is_said_to_be_remembered_is(monkeypatch: pytest.MonkeyPatch) -> None:
    press(monkeypatch, "2", "s", "u", "\r", "2")
    told = run("--review", "news.txt").stderr
    kept: list[str] = []
    for line in told.split("\n"):
        if found := re.search(r"no longer remembered: (.*)", line):
            kept.remove(found[1])
        elif (found := re.search(r"remembered: (.*)", line)) and found[1] not in kept:
            kept.append(found[1])
    written = [line.partition("\t")[0] for line in read("own/lexicon.tsv").split("\n")[1:-1]]
    assert sorted(written) == sorted(kept)
    assert len(kept) == 3


def test_a_form_in_no_spelling_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", "Ban phim\n")
    press(monkeypatch, "tbâ\u0301ạn\r", "tba\u0302\u0306n\r", "tbản\r")
    done = run("--review", "a.txt")
    assert done.stdout == "Bản phim\n"
    assert (
        done.stderr.count("not a Vietnamese spelling") + done.stderr.count("different letters") == 2
    )


def test_only_here_and_words_alone_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", "phim mot, phim hay\nmot.\n")
    press(monkeypatch, "o22")
    done = run("--review", "a.txt")
    assert done.stdout == "phim mọt, phim hay\nmọt.\n"
    assert done.stderr.count("→ mọt   only here") == 2
    assert not Path("own").exists()


def test_another_form_may_be_typed_but_no_other_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", "Mot phim\n")
    press(monkeypatch, "tbon\r", "t\x7fmo\x7fô\u0301t\r")
    done = run("--review", "a.txt")
    assert done.stdout == "Mốt phim\n"
    assert "'bon' has different letters from 'Mot'" in done.stderr


def test_typing_may_be_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", "mot phim\n")
    press(monkeypatch, "tmố", "\x1b", "x", "9", "\x1b[A", "?", "1")
    done = run("--review", "a.txt")
    assert (done.exit_code, done.stdout) == (0, "một phim\n")


def test_undo(monkeypatch: pytest.MonkeyPatch) -> None:
    press(monkeypatch, "u", "2", "s", "uu", "3", "s", "2")
    done = run("--review", "news.txt")
    assert "nothing to undo" in done.stderr
    assert done.stdout == RESTORED.replace("một", "mot").replace("rộng", "ròng")
    lexicon = read("own/lexicon.tsv")
    assert "Cac mot phim\treview\n" in lexicon
    assert "mọt" not in lexicon
    assert "ròng phim\treview" in lexicon  # without `bán`, which was passed over


@pytest.mark.parametrize(("end", "code"), [("q", 1), ("^C", 130), ("", 1)])
def test_quit_and_resume(end: str, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    press(monkeypatch, "2", end)
    stopped = run("--review", "news.txt", "-o", "out.txt")
    assert (stopped.exit_code, here()) == (code, ["news.txt", "news.txt.review.json", "own"])
    assert "run the same command to resume" in stopped.stderr
    assert "mọt" in read("own/lexicon.tsv")
    press(monkeypatch, "32")
    resumed = run("--review", "news.txt", "-o", "out.txt")
    assert "1 decision resumed" in resumed.stderr
    assert "   2 of 3\n" in resumed.stderr
    assert "   1 of 3\n" not in resumed.stderr
    assert (resumed.exit_code, here()) == (0, ["news.txt", "out.txt", "own"])
    assert read("out.txt").split("\n")[1] == "Cac mọt phim xem bạn ròng phim"
    assert read("own/lexicon.tsv").count("Cac mọt phim") == 1


def test_a_decision_can_be_undone_after_resuming(monkeypatch: pytest.MonkeyPatch) -> None:
    press(monkeypatch, "2q")
    run("--review", "news.txt")
    press(monkeypatch, "u", "1", "1", "1")
    done = run("--review", "news.txt")
    assert done.stdout == RESTORED
    assert "mọt" not in read("own/lexicon.tsv")


def test_decisions_outlive_changes_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    press(monkeypatch, "22q")
    write("a.txt", "mot phim hay\ncac mot phim\nban phim\n")
    run("--review", "a.txt")
    write("a.txt", "Phim rat hay\nmot phim hay\ncac mot phimm\nban phim\n")
    press(monkeypatch, "112")
    done = run("--review", "a.txt")
    assert "1 decision resumed" in done.stderr
    assert "1 more no longer apply" in done.stderr
    assert done.stdout.startswith("Phim rất hay\nmọt phim hay\n")


def test_a_result_that_cannot_be_written_loses_no_decision(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    press(monkeypatch, "222")
    write("news.txt.bak", "x\n")
    assert run("--review", "news.txt", "-i", "--backup", ".bak").exit_code == 1
    assert (read("news.txt"), "news.txt.review.json" in here()) == (NEWS, True)
    press(monkeypatch)
    assert run("--review", "news.txt", "-i", "--backup", ".old").exit_code == 0
    assert "mọt phim xem bàn ròng" in read("news.txt")


def test_review_can_use_a_lexicon_of_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    press(monkeypatch, "222")
    assert run("--review", "news.txt", "--lexicon", "house.tsv").exit_code == 0
    assert "Cac mọt phim\treview" in read("house.tsv")
    assert not Path("own").exists()
    press(monkeypatch)
    again = run("--review", "news.txt", "--lexicon", "house.tsv")
    assert "mọt phim xem bàn ròng" in again.stdout
    assert "0 words decided" in again.stderr


def test_a_journal_that_is_none_is_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("{", "[]", '{"learned": [], "decisions": [{"form": "x"}]}'):
        write("news.txt.review.json", text)
        press(monkeypatch, "1")
        done = run("--review", "news.txt")
        assert (done.exit_code, "is not the record of a review" in done.stderr) == (1, True)
        assert read("news.txt.review.json") == text


def test_long_sentences_are_cut_and_short_ones_have_neighbours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("a.txt", "Phim rat hay.\nmot phim\nMùa thu.\n" + "phim rat hay " * 20 + "mot\n")
    press(monkeypatch, "ss")
    shown = run("--review", "a.txt").stderr
    assert "  Phim rất hay.\n  [một] phim\n  Mùa thu.\n" in shown
    assert re.search(r"^  ….{80,90}\[một\]$", shown, re.MULTILINE)


def test_a_review_refuses_other_letters() -> None:
    made = load().restore_detailed("mot phim")
    walk = Review(["mot phim"], [made])
    with pytest.raises(ValueError, match="different letters"):
        walk.decide(Place(0, 0), "môn")
    assert (walk.decisions, walk.pending(), walk.undo()) == ([], Place(0, 0), None)


def test_equal_sentences_are_recalled_one_by_one() -> None:
    made = load().restore_detailed("mot phim")
    walk = Review(["mot phim"] * 2, [made] * 2)
    decisions = [Decision("mot phim", 0, "mọt", False), Decision("mot phim", 0, None, False)]
    assert walk.recall([*decisions, Decision("mot phim", 0, "mốt"), Decision("x", 0, "y")]) == 2
    assert [made.text for made in walk.restorations()] == ["mọt phim", "một phim"]


def _python_path() -> str:
    return os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])


def test_review_at_a_real_terminal(desk: Path) -> None:
    """Everything through a pseudo-terminal: keys, an interrupt, and the same command again."""
    code = (
        "from test_restore_command import *; from pytest import MonkeyPatch; "
        "patch = MonkeyPatch(); use_fakes(patch); patch.setattr(toolkit, 'load_restorer', load); "
        "patch.setattr(toolkit, 'load_evidence', NoEvidence); "
        "from vitrans.__main__ import main; "
        "sys.argv = ['vitrans', 'restore', '--review', 'news.txt', '-q', '--in-place', "
        "'--lexicon', 'house.tsv']; main()"
    )
    status, shown = at_terminal(code, ["2", "\x03"])
    assert status == 130
    assert "[một]" in shown
    assert "vitrans: interrupted" in shown
    assert read("news.txt") == NEWS
    status, shown = at_terminal(code, ["t", "bạn\r", "1"])
    assert status == 0
    assert "resumed from" in shown
    assert read("news.txt") == RESTORED.replace("một", "mọt").replace("bán", "bạn")
    assert "Cac mọt phim" in read("house.tsv")


def at_terminal(code: str, pressed: list[str]) -> tuple[int, str]:
    """Run Python code at a terminal where keys are pressed as it waits for them."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": _python_path()}
    environment |= {
        "XDG_CONFIG_HOME": str(Path("settings").resolve())
    }  # not the user's own lexicon
    # Ctrl-C is a signal to those whose terminal it is.
    # One that runs in the background was started to ignore it.
    code = (
        "import fcntl, signal, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
        f"signal.signal(signal.SIGINT, signal.default_int_handler); {code}"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        start_new_session=True,
    )
    os.close(theirs)
    shown, waiting = "", list(pressed)
    deadline = time.monotonic() + 120
    while process.poll() is None or select.select([ours], [], [], 0)[0]:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                shown += os.read(ours, 4096).decode(errors="replace")
            except OSError:  # the other end is closed
                break
        elif waiting and "? help" in shown:
            os.write(ours, waiting.pop(0).encode())
        if time.monotonic() > deadline:
            process.kill()
    os.close(ours)
    return process.wait(), shown


def test_a_terminal_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("--review", "news.txt")
    assert (done.exit_code, "asks at a terminal" in done.stderr) == (2, True)


def test_the_detector_is_a_stand_in() -> None:
    assert isinstance(toolkit.load_detector(None), FakeDetector)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_columns_count_the_characters_of_the_file(form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, "Mùa thu rất đẹp. Phim rat hay. Mùa thu.\nPhim hay. Phim.\n")
    write("a.txt", text)
    rows = [json.loads(line) for line in run("a.txt", "--json").stdout.splitlines()]
    lines = text.split("\n")
    assert len(rows) == 5
    for row in rows:
        rest = lines[row["line"] - 1][row["column"] - 1 :]
        assert unicodedata.normalize("NFC", rest).startswith(row["text"])


def test_lines_of_a_file_with_carriage_returns_alone() -> None:
    write("a.txt", "Phim rat hay\rMùa thu rất đẹp\rPhim rat dep\r")
    assert run("a.txt").stdout == "Phim rất hay\rMùa thu rất đẹp\rPhim rất đẹp\r"
    done = run("a.txt", "--check")
    assert done.stdout == "a.txt:1: Phim rat hay\na.txt:3: Phim rat dep\n"
    rows = [json.loads(line) for line in run("a.txt", "--json").stdout.splitlines()]
    assert [(row["line"], row["column"]) for row in rows] == [(1, 1), (2, 1), (3, 1)]


def test_one_line_is_one_line() -> None:
    write("a.txt", "Phim rat hay\n")
    assert "vitrans: 1 line lacks diacritics" in run("a.txt", "--check").stderr
    assert "a.txt: 1 line changed" in run("a.txt", "-v").stderr
