"""Sentences over several cues, the lines of cues, and how fast they are to be read."""

from collections.abc import Callable, Iterator, Sequence
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import ByWords, FakeDetector, FakeRestorer
from test_subtitles import TEXTS
from vitrans.formats import parse, render
from vitrans.language import Detector
from vitrans.pipeline import Translated, divide, restore_document, tag, translate_document
from vitrans.pipeline.restore import Counterparts
from vitrans.pipeline.shares import share
from vitrans.pipeline.translate import find_sentences
from vitrans.restore.evidence import Proposal
from vitrans.text import strip_accents
from vitrans.text.phrasing import costs
from vitrans.types import Detection, Language, SubtitleRules, Target, Translation

EN: Target = Language.ENGLISH
VI: Target = Language.VIETNAMESE


class Everything(Detector):
    """Finds all text to be in one language."""

    def __init__(self, language: Language = EN) -> None:
        self.language = language

    def detect(self, text: str) -> Detection:
        return Detection(self.language, 0.99)


class Made(ByWords):
    """Translates by a function."""

    def __init__(self, make: Callable[[str], str]) -> None:
        self.make = make
        self.seen: list[str] = []

    def translate(self, texts: Sequence[str], target: Target) -> list[Translation]:
        self.seen += texts
        return [Translation(text, self.make(text), -0.1, "made") for text in texts]


def srt(*cues: str, seconds: float = 5) -> str:
    return "\n".join(
        f"{n}\n00:00:{n * 6:02d},000 --> 00:00:{n * 6 + seconds:02g},000\n{cue}\n"
        for n, cue in enumerate(cues, 1)
    )


def ass(*texts: str) -> str:
    head = (
        "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"
    )
    lines = (
        f"Dialogue: 0,0:00:{n * 6:02d}.00,0:00:{n * 6 + 5:02d}.00,Default,,0,0,0,,{text}"
        for n, text in enumerate(texts, 1)
    )
    return "\n".join((head, *lines)) + "\n"


def done(text: str, suffix: str, translator: Made, **rules: int) -> Translated:
    return translate_document(
        parse(text, suffix),
        VI,
        translator,
        FakeRestorer(),
        Everything(),
        rules=SubtitleRules(**{"cps": 1000, **rules}),
    )


def sentences(text: str, suffix: str = ".srt") -> list[str]:
    detector = Everything()
    document = divide(tag(parse(text, suffix), detector), detector)
    assert render(document) == text
    return [segment.text for segment in document.segments]


@pytest.mark.parametrize(
    ("cues", "found"),
    [
        (("When I was a child,", "my father left us."), 1),
        (("We went to", "Hanoi last year.", "It was hot."), 2),
        (("I have", "3 children.", "They are small."), 2),
        (("He said...", "...that it was late."), 1),
        (("He said --", "-- that it was late."), 1),
        (("It was late...", "We went home."), 2),
        (("It was late.", "we went home.", "Yes."), 3),
        (("I think", "I'm late.", "Yes."), 2),
        (("Come home", "[door slams]", "and eat."), 3),
        (("I was going to", "- what?", "Yes."), 3),
        (("♪ We sing ♪", "♪ and dance ♪", "Yes."), 3),
        (("CHAPTER ONE", "We went home."), 2),
        (("so we went", "to the market", "and home again"), 3),  # no capitals at all
        (("Are you there?", "yes, I am."), 2),
    ],
)
def test_a_sentence_over_cues_is_one(cues: tuple[str, ...], found: int) -> None:
    assert len(sentences(srt(*cues))) == found
    assert len(sentences(ass(*cues), ".ass")) == found


def test_cues_far_apart_are_not_one_sentence() -> None:
    text = srt("When I was a child", "my father left us.").replace("00:00:12,", "00:00:22,")
    assert len(sentences(text)) == 2


def test_cues_of_two_styles_are_not_one_sentence() -> None:
    text = ass("When I was a child", "my father left us.").replace("Default", "Sign", 1)
    assert len(sentences(text, ".ass")) == 2


def test_the_dots_between_cues_stay_in_their_cues() -> None:
    translator = Made(lambda text: "Cha tôi nói rằng lúc đó đã rất muộn rồi.")
    made = render(done(srt("He said...", "...that it was late."), ".srt", translator).document)
    assert translator.seen == ["He said that it was late."]
    assert "Cha tôi nói...\n" in made
    assert "\n...rằng lúc đó đã rất muộn rồi." in made


def test_what_a_cue_has_stays_in_it() -> None:
    text = srt("<i>When I was a <b>child</b>,</i>", "{\\an8}my father left us.")
    translator = Made(lambda text: "Khi tôi còn nhỏ, cha tôi đã bỏ chúng tôi.")
    made = render(done(text, ".srt", translator).document)
    first, second = made.split("\n\n")
    assert first.endswith("<i>Khi tôi <b>còn nhỏ</b>,</i>")
    assert second.endswith("{\\an8}cha tôi đã bỏ chúng tôi.\n")


ITALIC = "Tôi đã sống ở thành phố này hơn mười năm và chưa bao giờ đi đâu"


@pytest.mark.parametrize(
    ("cue", "target", "lines"),
    [
        (
            "<i>I lived here,</i>\n<i>and I stay.</i>",
            ITALIC,
            ["<i>Tôi đã sống ở thành phố này hơn mười năm</i>", "<i>và chưa bao giờ đi đâu</i>"],
        ),
        ("<i>I lived here,</i>\n<i>and I stay.</i>", "Tôi ở đây.", ["<i>Tôi ở đây.</i>"]),
        (
            '{\\an8}<font color="#f00"><b>I live,</b></font>\n<font color="#f00"><b>he.</b></font>',
            "Tôi sống, và nó.",
            ['{\\an8}<font color="#f00"><b>Tôi sống, và nó.</b></font>'],
        ),
        (  # the words of the tags that go on stand within one line
            "<i>Anna</i>\n<i>Karenina</i> is a book about a woman in the city.",
            "Anna Karenina là quyển sách về một người phụ nữ ở thành phố.",
            ["<i>Anna Karenina</i> là quyển sách về", "một người phụ nữ ở thành phố."],
        ),
        ("<i>Hamlet</i> is long.", "Rất dài là Hamlet.", ["Rất dài là <i>Hamlet</i>."]),
        ("- I saw <i>Hamlet</i>", "Hamlet tôi đã xem", ["- <i>Hamlet</i> tôi đã xem"]),
        (
            "<font color='a'>I do.</font>\n<font color='b'>You do.</font>",
            "Làm.",
            ["<font color='a'>Làm.</font>", "<font color='b'>Làm.</font>"],
        ),
    ],
)
def test_tags_stay_about_the_words_that_they_were_about(
    cue: str, target: str, lines: list[str]
) -> None:
    made = done(srt(cue), ".srt", Made(lambda text: target))
    assert render(made.document).split("\n")[2:-1] == lines
    assert not made.notes


def test_tags_of_substation_go_on_at_the_ends_of_lines() -> None:
    text = ass("{\\i1}I lived,{\\i0}\\N{\\i1}and I stay.{\\i0}", "{\\i1}Hamlet{\\i0} is long.")
    translator = Made(lambda text: "Rất dài là Hamlet." if "Hamlet" in text else ITALIC)
    first, second = render(done(text, ".ass", translator).document).splitlines()[2:]
    assert first.endswith(
        ",{\\i1}Tôi đã sống ở thành phố này hơn mười năm{\\i0}\\N{\\i1}và chưa bao giờ đi đâu{\\i0}"
    )
    assert second.endswith(",Rất dài là {\\i1}Hamlet{\\i0}.")


def test_a_comma_gives_way_to_the_dots_between_cues() -> None:
    text = srt("It was near Hue...", "...that he lived.", "Well,...", "...he lives.")
    made = render(done(text, ".srt", Made(lambda text: "Ở gần Huế, anh ấy sống.")).document)
    assert "\nỞ gần Huế...\n" in made
    assert "\nỞ gần Huế,...\n" in made


@pytest.mark.parametrize(("make", "suffix"), [(srt, ".srt"), (ass, ".ass")])
def test_addresses_keep_their_lines_and_end_a_sentence(
    make: Callable[..., str], suffix: str
) -> None:
    end = "\n" if suffix == ".srt" else "\\N"
    text = make(f"Subtitles by An{end}www.example.com", "He is here.", f"Write to{end}@an_sub")
    translator = Made(lambda text: text if set(".@") & set(text) else "Phụ đề của An")
    made = render(done(text, suffix, translator).document)
    assert f"Phụ đề của An{end}www.example.com" in made
    assert "He is here." in sentences(text, suffix)
    assert f"{end}@an_sub" in made


def test_marks_alone_are_shared_out_too() -> None:
    assert share([".", "."], "xyz xyz", EN) == ["xyz", "xyz"]


def test_fewer_words_than_cues_stay_on_the_screen() -> None:
    made = render(done(srt("Yes,", "of course."), ".srt", Made(lambda text: "Vâng.")).document)
    assert made == srt("Vâng.", "Vâng.")


@given(
    st.lists(st.text("abc ,.", min_size=1).filter(str.strip), min_size=1, max_size=5),
    st.lists(st.text("xyz,.", min_size=1), min_size=1).map(" ".join),
    st.sampled_from([EN, VI]),
)
@settings(max_examples=50)
def test_a_share_for_each_cue_and_nothing_lost(
    parts: list[str], target: str, language: Target
) -> None:
    made = share(parts, target, language)
    assert len(made) == len(parts)
    assert all(made)
    assert " ".join(made) == target or set(made) == {target}


@given(TEXTS, st.sampled_from([".srt", ".vtt", ".ass"]))
def test_an_identity_translator_changes_no_byte(text: str, suffix: str) -> None:
    if suffix == ".ass":
        text = ass(*text.split("\n"))
    document = parse(text, suffix)
    same = done(text, suffix, Made(lambda text: text))
    normal = tag(document, Everything())
    assert render(same.document) == render(normal)


@given(TEXTS, st.sampled_from([".srt", ".vtt"]))
def test_restoring_over_cues_keeps_every_letter(text: str, suffix: str) -> None:
    document = parse(text, suffix)
    made = restore_document(document, FakeRestorer(), Everything(Language.UNACCENTED))
    whole = tag(document, Everything())
    assert len(render(made)) == len(render(whole))


def test_a_bare_sentence_is_restored_whole() -> None:
    text = srt("Su ket hop cua hai", "dien vien rat hay.", "Phim.")
    made = render(
        restore_document(parse(text, ".srt"), FakeRestorer(), cast(Detector, FakeDetector()))
    )
    assert "Sự kết hợp của hai\n" in made
    assert "\ndiễn viên rất hay." in made


LONG = "Tôi đã sống ở thành phố này hơn mười năm và chưa bao giờ muốn đi đâu khác"


@pytest.mark.parametrize(
    ("source", "target", "rules", "lines"),
    [
        ("I have lived\nhere.", "Tôi đã sống ở đây.", {}, ["Tôi đã sống ở đây."]),
        (
            "I have lived here.",
            LONG,
            {},
            ["Tôi đã sống ở thành phố này hơn mười năm", "và chưa bao giờ muốn đi đâu khác"],
        ),
        (
            "- I have.\n- You?",
            "Tôi đã sống ở đây.",
            {"line_length": 10},
            ["- Tôi đã", "sống ở đây.", "- Tôi đã", "sống ở đây."],
        ),
        ("LAN: I do.", "Tôi đã sống ở đây.", {"line_length": 12}, ["LAN: Tôi đã", "sống ở đây."]),
        ("[sighs]\nI do.", "tôi", {}, ["[tôi]", "tôi"]),
    ],
)
def test_changed_cues_are_broken_anew(
    source: str, target: str, rules: dict[str, int], lines: list[str]
) -> None:
    made = render(done(srt(source), ".srt", Made(lambda text: target), **rules).document)
    assert made.split("\n")[2:-1] == lines


def test_lines_of_substation_break_as_they_did() -> None:
    made = done(ass("I have\\nlived", "{\\pos(1,2)}A\\Nsign", "I do"), ".ass", Made(lambda t: LONG))
    first, sign, third = render(made.document).splitlines()[2:]
    assert "mười năm\\nvà chưa" in first
    assert sign.count("\\N") == 1  # what is placed keeps its lines
    assert "mười năm\\Nvà chưa" in third


def test_what_is_hard_to_read_is_said() -> None:
    text = srt("I have lived here.", "You too.", seconds=2)
    notes = done(
        text, ".srt", Made(lambda t: LONG if "I" in t else t), cps=17, line_length=30
    ).notes
    assert notes == (
        "cue 1 (line 3): a line of 40 characters; 30 are easy to read",
        "cue 1 (line 3): 36.0 characters a second; 17 are easy to read",
    )


def test_line_ends_of_a_file_are_used() -> None:
    text = srt("I have lived here.").replace("\n", "\r\n")
    made = render(done(text, ".srt", Made(lambda t: LONG)).document)
    assert "năm\r\nvà" in made


@pytest.mark.parametrize(
    ("text", "language", "bad"),
    [
        ("the old man", EN, [3]),
        ("Nguyen Van An came", EN, [10]),
        ("I have 3 children", EN, [8]),
        ("một ngôi nhà", VI, [3, 8]),
        ("ngày 15 tháng", VI, [4, 7]),
    ],
)
def test_no_line_ends_within_a_unit(text: str, language: Language, bad: list[int]) -> None:
    found = costs(text, language)
    assert all(found[at] > 5 for at in bad)


def test_a_break_is_best_after_a_comma() -> None:
    found = costs("He came home, and we ate", EN)
    assert min(found, key=found.__getitem__) == len("He came home,")


def test_real_languages_part_the_lines_of_a_cue() -> None:
    text = srt("Chúng tôi đã sống ở đây\nWe have lived here for years")
    detector = Detector.load()
    document = divide(tag(parse(text, ".srt"), detector), detector)
    assert [segment.language for segment in document.segments] == [VI, EN]


LINES = [
    ("Chào buổi sáng.", "Good morning."),
    ("Chúng tôi đã sống ở đây nhiều năm.", "We have lived here for many years."),
    ("Cô ấy bán cá ở chợ mỗi sáng.", "She sells fish at the market every morning."),
    ("Vâng.", "Yes."),
    ("Ngọn hải đăng này đã tắt từ lâu.", "This lighthouse went dark long ago."),
]


def left(text: str, suffix: str, target: Target) -> tuple[list[str], int]:
    """Return what is to be translated, and how much stands beside its translation."""
    detector = Detector.load()
    found = find_sentences(parse(text, suffix), target, FakeRestorer(), detector)
    return found.texts, found.beside


def two_tracks() -> str:
    made = ass(*(vi for vi, _ in LINES)).replace("Default", "VI")
    return made + ass(*(en for _, en in LINES)).replace("Default", "EN").split("\n", 2)[2]


BOTH = {
    "both in each cue": (srt(*(f"{vi}\n{en}" for vi, en in LINES)), ".srt"),
    "English first": (srt(*(f"{en}\n{vi}" for vi, en in LINES)), ".srt"),
    "smaller": (ass(*(f"{vi}\\N{{\\fs12}}{en}" for vi, en in LINES)), ".ass"),
    "two tracks": (two_tracks(), ".ass"),
    "bare": (srt(*(f"{strip_accents(vi)}\n{en}" for vi, en in LINES)), ".srt"),
}


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("target", [EN, VI])
def test_what_stands_beside_its_translation_stays(name: str, target: Target) -> None:
    assert left(*BOTH[name], target) == ([], len(LINES))


def test_a_cue_in_one_language_of_such_a_file_is_translated() -> None:
    text = srt(*(f"{vi}\n{en}" for vi, en in LINES), "Chúng tôi rất vui được gặp bạn.")
    assert left(text, ".srt", EN) == (["Chúng tôi rất vui được gặp bạn."], len(LINES))


@pytest.mark.parametrize(
    "cue",
    [
        "- Anh mua cái này ở đâu vậy?\n- I do not understand a word.",
        "Chúng tôi đã sống ở đây nhiều năm.\nThe police are coming tonight.",
    ],
)
def test_two_people_who_speak_two_languages_are_translated(cue: str) -> None:
    texts, beside = left(srt(cue, *(vi for vi, _ in LINES)), ".srt", EN)
    assert cue.split("\n")[0].removeprefix("- ") in texts
    assert beside == 0


def test_a_file_in_two_languages_is_said_to_be_one() -> None:
    text, suffix = BOTH["both in each cue"]
    made = translate_document(
        parse(text, suffix), EN, Made(lambda t: "?"), FakeRestorer(), Detector.load()
    )
    assert render(made.document) == text
    assert made.notes == (
        "subtitles in two languages: 5 sentences left as found, with the translation beside",
    )


def test_the_english_of_every_line_of_a_sentence_over_cues_is_evidence() -> None:
    detector = Everything(Language.UNACCENTED)
    text = srt("Su ket hop\ncua hai", "dien vien rat hay.")
    [segment] = divide(tag(parse(text, ".srt"), detector), detector).segments
    lines = {3: "The union", 4: "of two", 5: "no", 8: "actors"}
    known = Counterparts(lines, NoEvidence(), FakeRestorer())
    assert known.english(segment) == "The union of two actors"


class NoEvidence:
    """Weighs nothing."""

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> Sequence[float]:
        return [0.0] * len(pairs)

    def proposals(self, text: str, english: str) -> Iterator[Proposal]:
        yield from ()
