"""SubRip and WebVTT: the text of the cues is worked on, all else comes back byte for byte."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import FakeDetector, FakeRestorer, FakeTranslator
from vitrans.formats import named, parse, render
from vitrans.formats.subtitles import TAG
from vitrans.formats.wrapping import breaks
from vitrans.pipeline import restore_document, tag, translate_document
from vitrans.text import strip_accents
from vitrans.types import Kind, Language, Mark, MarkKind, Segment, weave

CORPORA = Path(__file__).parent.parent / "corpora"
SRT = """\
\ufeff1
00:00:01,000 --> 00:00:02,500 X1:100 Y1:2
{\\an8}<i>Phim rat hay</i>

2
00:00:03,000 --> 00:00:05,000
- Mua thu
rat dep.
- <b>Phim</b> rat hay!

3
00:00:06,000 --> 00:00:07,000
♪ Mua thu ♪

4
00:00:08,000 --> 00:00:09,000
[Dien vien]
"""
VTT = """\
WEBVTT - phim rat hay
X-TIMESTAMP-MAP=LOCAL:00:00:00.000

STYLE
::cue(i) { color: red }

REGION
id:mua thu

NOTE phim rat hay
mua thu

mua-thu
00:01.000 --> 00:02.000 align:start line:0
<v Dien Vien>Phim rat hay</v>
<v.loud Mua Thu>Mua thu <00:01.500>rat <c.yellow>dep</c></v>

NOTE
00:03.000 --> 00:04.000
Phim &amp; mua thu
"""
PIECES = [
    *("\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\ufeff", "\u2028", " ", "\t"),
    *("1", "23", "00:00:01,000 --> 00:00:02,000", "00:01.5 --> 2", "-->", " --> 1", "1 -->"),
    *("WEBVTT", "WEBVTT x", "NOTE", "NOTE mua thu", "STYLE", "REGION", "::cue { }", "id-1"),
    *("<i>", "</i>", "<v Lan>", "<", ">", "{\\an8}", "{", "}", "<00:01.500>", "♪", "- ", "–", "--"),
    *("[", "]", "(", ")", "mua thu", "Phim rất hay.", "한국", "🙂"),
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))


def texts(text: str, suffix: str = ".srt") -> list[tuple[int, str]]:
    return [(segment.line, segment.text) for segment in parse(text, suffix).segments]


@given(TEXTS, st.sampled_from([".srt", ".vtt", ".SRT"]))
def test_rendering_gives_back_any_text(text: str, suffix: str) -> None:
    document = parse(text, suffix)
    assert render(document) == text
    for segment in document.segments:
        assert segment.text == segment.text.strip() != ""
        assert segment.raw in text


@given(TEXTS)
def test_restoring_changes_nothing_but_marks(text: str) -> None:
    before = render(tag(parse(text, ".vtt"), FakeDetector()))
    restored = render(restore_document(parse(text, ".vtt"), FakeRestorer(), FakeDetector()))
    assert strip_accents(restored) == strip_accents(before)
    assert restored.count("\n") == text.count("\n")


def broken(text: str, model: str) -> str:
    """Return a translation with line breaks in about the places of a cue's."""
    found = re.finditer(r"\r?\n", model)
    flat, marks, grown = model, [], 0
    for match in found:
        at = match.start() - grown
        marks.append(Mark(at, at + 1, match[0], MarkKind.BREAK))
        grown += len(match[0]) - 1
    flat = re.sub(r"\r?\n", " ", model)
    return weave(text, breaks(text, Segment(flat, Kind.CUE, marks=tuple(marks))))


def test_cues_of_subrip_are_segments() -> None:
    assert texts(SRT) == [
        (3, "Phim rat hay"),
        (7, "Mua thu rat dep."),
        (9, "Phim rat hay!"),
        (13, "Mua thu"),
        (17, "Dien vien"),
    ]
    assert {segment.kind for segment in parse(SRT, ".srt").segments} == {Kind.CUE}


def test_cues_of_webvtt_are_segments() -> None:
    assert texts(VTT, ".vtt") == [
        (15, "Phim rat hay"),
        (16, "Mua thu rat dep"),
        (20, "Phim & mua thu"),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_any_kind(end: str) -> None:
    text = SRT.replace("\n", end)
    found = [segment.text.replace(end, "\n") for segment in parse(text, ".srt").segments]
    assert found == [cue for _, cue in texts(SRT)]
    assert render(parse(text, ".srt")) == text


def test_restored_subtitles_keep_all_but_the_text() -> None:
    for text, suffix in ((SRT, ".srt"), (VTT, ".vtt")):
        restored = render(restore_document(parse(text, suffix), FakeRestorer(), FakeDetector()))
        before, after = text.split("\n"), restored.split("\n")
        changed = {
            n for n, pair in enumerate(zip(before, after, strict=True), 1) if len({*pair}) > 1
        }
        spoken = {3, 7, 8, 9, 13, 17} if suffix == ".srt" else {15, 16, 20}
        assert changed == spoken
        assert strip_accents(restored) == strip_accents(text)
    assert after[14] == "<v Dien Vien>Phim rất hay</v>"


def test_translated_cues_keep_all_but_their_words() -> None:
    document = parse(SRT, ".srt")
    done = translate_document(
        document, Language.ENGLISH, FakeTranslator(), FakeRestorer(), FakeDetector()
    )
    made = render(done.document)
    assert re.findall(r".*-->.*", made) == re.findall(r".*-->.*", SRT)
    assert "{\\an8}<i>en[Phim rất hay]</i>\n" in made
    assert "- en[Mua thu rat dep.]\n- <b>en[" in strip_accents(made)


@pytest.mark.parametrize(
    ("text", "model", "expected"),
    [
        ("a lamp that never went out", "ngọn đèn\nchưa bao giờ tắt", "a lamp\nthat never went out"),
        ("one two three", "a b c\r\nd e f", "one two\r\nthree"),
        ("one two three four", "aa\nbb\ncc", "one\ntwo three\nfour"),
        ("one", "aa\nbb", "one"),
        ("one two", "aa bb", "one two"),
        ("", "a\nb", ""),
    ],
)
def test_a_translation_keeps_the_number_of_lines(text: str, model: str, expected: str) -> None:
    assert broken(text, model) == expected


@given(st.text("ab "), st.lists(st.text("cd", min_size=1), min_size=1).map("\n".join))
def test_rewrapping_changes_spaces_only(text: str, model: str) -> None:
    made = broken(text, model)
    assert re.sub(r"\s", "", made) == re.sub(r"\s", "", text)
    assert made.count("\n") == min(model.count("\n"), text.count(" "))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("phim rat hay\n\nmua thu\n", [(1, "phim rat hay"), (3, "mua thu")]),  # no timing: plain
        ("1\n0:0:1,0 --> 0:0:2,0\na\n2\n0:0:3,0 --> 0:0:4,0\nb", [(3, "a"), (6, "b")]),
        ("1\n00:00:01,000 --> 00:00:02,000\na\n\nthêm\n", [(3, "a"), (5, "thêm")]),
        ("00:00:01,000 --> 00:00:02,000\n\n\n", []),
        ("00:00:01,000 --> 00:00:02,000\n1984\n", [(2, "1984")]),
        ("00:00:01,000 --> 00:00:02,000\n--> đây\n", [(2, "--> đây")]),
        ("00:00:01,000 --> 00:00:02,000\nNOTE rất hay\n", [(2, "NOTE rất hay")]),
        ("00:00:01,000 --> 00:00:02,000\n<i></i>\n-\n♪\n", []),
    ],
)
def test_malformed_files_survive_as_text(text: str, found: list[tuple[int, str]]) -> None:
    assert texts(text) == found
    assert render(parse(text, ".srt")) == text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_our_own_cues(language: str) -> None:
    text = (CORPORA / f"cues.{language}.srt").read_bytes().decode("utf-8")
    document = parse(text, ".srt")
    spoken = [segment.text for segment in document.segments]
    assert render(document) == text
    assert len(spoken) >= 60
    assert not any("-->" in cue or cue.isdigit() for cue in spoken)
    assert any("\n" in segment.raw for segment in document.segments)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<i>rất</i> <b class='x'>hay</b>", ["<i>", "</i>", "<b class='x'>", "</b>"]),
        ("<v Lan> <c.yellow.bg> {\\an8\\i1} <00:01.500>",
         ["<v Lan>", "<c.yellow.bg>", "{\\an8\\i1}", "<00:01.500>"]),
        ("a < b, x<y and z>y, {hay} <hay>", []),
    ],
)  # fmt: skip
def test_tags_are_not_read(text: str, found: list[str]) -> None:
    assert re.findall(TAG, text) == found


@pytest.mark.parametrize(
    ("before", "after"),
    [("en", "vi"), ("en-US", "vi-VN"), ("fr", "fr")],
)
def test_the_language_in_the_head_follows_the_translation(before: str, after: str) -> None:
    text = f"WEBVTT - talk\nKind: captions\nLanguage: {before}\n\n00:01.000 --> 00:02.000\nrain\n"
    document = parse(text, ".vtt")
    assert named("vtt").write(document).decode() == text
    done = translate_document(
        document, Language.VIETNAMESE, FakeTranslator(), FakeRestorer(), FakeDetector()
    )
    assert f"captions\nLanguage: {after}\n\n" in named("vtt").write(done.document).decode()


@pytest.mark.parametrize(
    ("suffix", "lead"),
    [(".srt", ">> "), (".vtt", "&gt;&gt; "), (".vtt", ">>> "), (".srt", "- >> ")],
)
def test_arrows_before_a_speaker_are_marks(suffix: str, lead: str) -> None:
    head = "WEBVTT\n\n" if suffix == ".vtt" else "1\n"
    cue = f"{head}00:00:01.000 --> 00:00:03.000\n{lead}JOHN: Stop!\n{lead}No way.\n"
    document = parse(cue, suffix)
    assert [one.text for one in document.segments] == ["JOHN: Stop!", "No way."]
    assert render(document) == cue
