"""Test sentences in training text: what is found, how it is named, what is read."""

import gzip
import lzma
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from vitrans.cli import app
from vitrans.errors import InputError, UsageError
from vitrans.evaluation.leaks import Leak, LeakKind, find_leaks
from vitrans.evaluation.reports.leaks import leak_tables
from vitrans.text import strip_accents

LONG = "Các diễn viên Hàn Quốc và Nhật Bản cùng đóng trong bộ phim mới ở Hà Nội"
ENGLISH = "The ferry to the island leaves at seven in the morning and comes back at noon"


def write(path: Path, *lines: str) -> Path:
    path.write_bytes("".join(line + "\n" for line in lines).encode("utf-8"))
    return path


def leak_of(path: Path, sentence: str, run: int = 9) -> Leak | None:
    leaks = find_leaks({"reference": [sentence]}, [path], run).leaks
    return leaks[0] if leaks else None


@pytest.mark.parametrize(
    ("trained_on", "kind"),
    [
        (LONG, LeakKind.EXACT),
        (LONG.upper() + " !", LeakKind.EXACT),
        ("“" + LONG.replace(" trong", ", trong") + "”", LeakKind.EXACT),
        (strip_accents(LONG), LeakKind.UNACCENTED),
        (
            "Cac dien vien Hàn Quốc và Nhật Bản cùng đóng trong bộ phim mới ở Ha Noi",
            LeakKind.UNACCENTED,
        ),
    ],
)
def test_a_whole_sentence_is_found(tmp_path: Path, trained_on: str, kind: LeakKind) -> None:
    import unicodedata

    path = write(tmp_path / "a.txt", "Một câu khác.", unicodedata.normalize("NFD", trained_on))
    leak = leak_of(path, LONG)
    assert leak == Leak("reference", 1, LONG, kind, 17, 17, 1.0, "a.txt:2")


def test_exact_is_told_before_exact_but_for_diacritics(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", strip_accents(LONG), LONG, strip_accents(LONG))
    leak = leak_of(path, LONG)
    assert leak is not None
    assert (leak.kind, leak.where) == (LeakKind.EXACT, "a.txt:2")


def test_a_shared_run_is_measured(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.txt",
        "the ferry to the island leaves at seven",  # eight words
        "We know the ferry to the island leaves at seven in summer",  # nine
        "She said: leaves at seven in the morning and comes back at four",  # ten
    )
    leak = leak_of(path, ENGLISH)
    assert leak == Leak("reference", 1, ENGLISH, LeakKind.RUN, 16, 10, 15 / 16, "a.txt:3")


def test_eight_words_are_not_nine(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "so the ferry to the island leaves at seven")
    assert leak_of(path, ENGLISH) is None
    found = leak_of(path, ENGLISH, run=8)
    assert found is not None
    assert (found.longest, found.covered) == (8, 0.5)


def test_a_short_sentence_leaks_only_as_a_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Xin chào bạn, tôi là Nam.", "Xin chào!")
    assert leak_of(path, "Xin chào") == Leak(
        "reference", 1, "Xin chào", LeakKind.EXACT, 2, 2, 1.0, "a.txt:2"
    )
    assert leak_of(path, "tôi là Nam") is None


def test_a_sentence_without_words_never_leaks(tmp_path: Path) -> None:
    assert leak_of(write(tmp_path / "a.txt", "…", "", "— —"), "…") is None


def test_runs_of_two_lines_are_not_joined(tmp_path: Path) -> None:
    words = ENGLISH.split()
    path = write(tmp_path / "a.txt", " ".join(words[:9]), " ".join(words[7:]))
    leak = leak_of(path, ENGLISH)
    assert leak is not None
    assert (leak.longest, leak.covered, leak.kind) == (9, 1.0, LeakKind.RUN)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress])
def test_fields_of_tsv_are_texts_of_their_own(tmp_path: Path, pack: type) -> None:
    suffix = {"bytes": "", "_compress": ".gz", "compress": ".xz"}.get(pack.__name__, "")
    if pack is gzip.compress:
        suffix = ".gz"
    path = tmp_path / f"news.tsv{suffix}"
    path.write_bytes(pack(f"A line\tMột dòng\n{ENGLISH}\t{LONG}\n".encode()))
    found = find_leaks({"source": [LONG], "reference": [ENGLISH, "No such line"]}, [path])
    assert found.training == {str(path): 2}
    assert found.sentences == {"source": 1, "reference": 2}
    assert found.counts("source") == {LeakKind.EXACT: 1, LeakKind.UNACCENTED: 0, LeakKind.RUN: 0}
    assert found.counts("reference")[LeakKind.EXACT] == 1
    assert [leak.where for leak in found.leaks] == [f"{path.name}:2"] * 2


def test_lines_end_at_line_feeds_only(tmp_path: Path) -> None:
    half = len(LONG) // 2
    text = LONG[:half] + "\u2028" + LONG[half:]
    path = tmp_path / "a.txt"
    path.write_bytes(f"one\r\n{text.replace(' ', '  ')}\r\n".encode())
    leak = leak_of(path, text)
    assert leak is not None
    assert leak.where == "a.txt:2"


def test_progress_adds_up_to_the_size_of_the_files(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, *["Xin chào"] * 7000) for name in ("a.txt", "b.txt")]
    read: list[int] = []
    find_leaks({"source": [LONG]}, paths, on_progress=read.append)
    assert sum(read) == sum(path.stat().st_size for path in paths)
    assert len(read) > 2


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt.xz", lzma.compress(LONG.encode() * 99)[:-20], "fetch the file again"),
        ("a.txt.xz", b"plain text", "fetch the file again"),
        ("a.txt.gz", gzip.compress(LONG.encode() * 99)[:-20], "fetch the file again"),
        ("a.txt.gz", b"plain text", "fetch the file again"),
        ("a.txt", b"good\nb\xffad\n", "line 2, is not UTF-8"),
        ("", b"", "is a directory"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    if name:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message):
        leak_of(tmp_path / name, LONG)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        leak_of(tmp_path / "none.txt", LONG)


def test_what_makes_no_sense_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="use 2 or more"):
        find_leaks({"source": [LONG]}, [], run=1)
    with pytest.raises(TypeError, match="not one str"):
        find_leaks({"source": LONG}, [])


WORDS = st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm", "sáu"]), max_size=14).map(
    " ".join
)


@settings(max_examples=50)
@given(st.lists(WORDS, max_size=5), st.lists(WORDS, max_size=5), st.integers(2, 4))
def test_as_a_plain_search_finds(
    tmp_path_factory: pytest.TempPathFactory, tests: list[str], lines: list[str], run: int
) -> None:
    path = write(tmp_path_factory.getbasetemp() / "lines.txt", *lines)
    found = {leak.line: leak for leak in find_leaks({"s": tests}, [path], run).leaks}
    for number, test in enumerate(tests, 1):
        words = test.split()
        shared = [
            (end - start, set(range(start, end)))
            for start in range(len(words))
            for end in range(start + run, len(words) + 1)
            if any(f" {' '.join(words[start:end])} " in f" {line} " for line in lines)
        ]
        if words and test in lines:
            assert found[number].kind is LeakKind.EXACT
            assert (found[number].longest, found[number].covered) == (len(words), 1.0)
        elif shared:
            assert found[number].kind is LeakKind.RUN
            assert found[number].longest == max(length for length, _ in shared)
            covered = set().union(*(places for _, places in shared))
            assert found[number].covered == len(covered) / len(words)
        else:
            assert number not in found


def test_the_tables_count_and_list(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.txt", strip_accents(LONG), "leaves at seven in the morning and comes b"
    )
    found = find_leaks({"source": [LONG, "Không"], "reference": [ENGLISH]}, [path], run=8)
    counts, listed = leak_tables(found)
    assert counts.columns == (
        "side",
        "sentences",
        "exact",
        "unaccented",
        "run",
    )
    assert counts.rows == (("source", 2, 0, 1, 0), ("reference", 1, 0, 0, 1))
    assert "In 2 lines of 1 training file, whatever" in counts.note
    assert [row[:6] for row in listed.rows] == [
        ("source:1", "unaccented", 17, 17, 100.0, "a.txt:1"),
        ("reference:1", "run", 16, 8, 50.0, "a.txt:2"),
    ]
    assert listed.rows[0][-1] == LONG[:49].rstrip() + "…"
    assert len(leak_tables(find_leaks({"source": ["Không"]}, [path]))) == 1


def test_the_command(tmp_path: Path) -> None:
    test = write(tmp_path / "test.tsv", f"{ENGLISH}\t{LONG}", "Another line\tMột dòng khác")
    train = write(tmp_path / "train.txt", LONG)
    arguments = ["corpus", "leaks", f"{test}#1", f"{test}#2", "--train", str(tmp_path / "tr*.txt")]
    done = CliRunner(env={"COLUMNS": "200"}).invoke(app, arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "test.tsv#2" in done.stdout
    assert f"{train.name}:1" in done.stdout
    missing = CliRunner().invoke(app, arguments[:3])
    assert (missing.exit_code, "--train FILE" in missing.stderr) == (2, True)
    assert CliRunner().invoke(app, [*arguments, "--run", "1"]).exit_code == 2
