from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import FakeDetector, FakeRestorer, FakeTranslator
from vitrans.formats import parse, render
from vitrans.language import Detector
from vitrans.pipeline import (
    Translated,
    caption_pairs,
    divide,
    parse_lines,
    restore_document,
    tag,
    translate_document,
)
from vitrans.pipeline.translate import find_sentences
from vitrans.text import strip_accents
from vitrans.types import Kind, Language

EN, VI = Language.ENGLISH, Language.VIETNAMESE
ARTICLE = """\
The love of two actors

An Nhiên |

The film is very long. It was made in 2017.

Su ket hop cua hai dien vien. Anh: Nha san xuat
The two actors of the film. Photo: Producer

  Mùa thu rất đẹp. Phim rất hay.\t

123
"""


def translate(text: str, target: Language, translator: FakeTranslator | None = None) -> Translated:
    tools = translator or FakeTranslator(), FakeRestorer(), FakeDetector()
    return translate_document(parse(text), target, *tools)


def test_into_vietnamese_only_english_is_translated() -> None:
    assert (
        render(translate(ARTICLE, VI).document)
        == """\
vi[The love of two actors]

An Nhiên |

vi[The film is very long.] vi[It was made in 2017.]

Sự kết hợp của hai diễn viên. Ảnh: Nhà sản xuất
vi[The two actors of the film.] Ảnh: Nhà sản xuất

  Mùa thu rất đẹp. Phim rất hay.\t

123
"""
    )


def test_into_english_vietnamese_is_restored_and_translated() -> None:
    assert (
        render(translate(ARTICLE, EN).document)
        == """\
The love of two actors

An Nhiên |

The film is very long. It was made in 2017.

en[Sự kết hợp của hai diễn viên.] Photo: Producer
The two actors of the film. Photo: Producer

  en[Mùa thu rất đẹp.] en[Phim rất hay.]\t

123
"""
    )


def test_all_sentences_go_to_the_translator_at_once() -> None:
    translator = FakeTranslator()
    translate(ARTICLE, VI, translator)
    assert [len(call) for call in translator.calls] == [4]


def test_a_text_in_the_target_language_needs_no_translator() -> None:
    translator = FakeTranslator()
    text = "Mùa thu rất đẹp.\r\n\r\nPhim rất hay.\u2028\n"
    assert render(translate(text, VI, translator).document) == text
    assert translator.calls == []


def test_warnings_name_the_line_and_the_sentence() -> None:
    assert list(translate(ARTICLE, VI).warnings()) == [
        (5, "number lost: 2017", "It was made in 2017.")
    ]


def test_a_sentence_of_both_languages() -> None:
    text = "The movie mua thu is very rat dep.\n"
    assert render(translate(text, VI).document) == "vi[The movie mùa thu is very rất đẹp.]\n"
    assert render(translate(text, EN).document) == "en[The movie mùa thu is very rất đẹp.]\n"


def test_vietnamese_that_quotes_english_stays_vietnamese() -> None:
    into_vietnamese = translate("Mùa thu is very rất đẹp.\n", VI)
    assert render(into_vietnamese.document) == "Mùa thu is very rất đẹp.\n"
    assert [w[1] for w in into_vietnamese.warnings()] == [
        "not translated: both languages in one sentence"
    ]


def test_every_translation_says_where_it_comes_from() -> None:
    found = [(t.source, t.provenance) for t in translate(ARTICLE, VI).translations]
    assert ("The film is very long.", "fake") in found
    assert ("Su ket hop cua hai dien vien.", "restorer") in found
    assert ("Anh: Nha san xuat", "rule") in found
    assert ("Mùa thu rất đẹp.", "copy") in found


def test_restoring_leaves_english_alone() -> None:
    restored = restore_document(parse(ARTICLE), FakeRestorer(), FakeDetector())
    expected = ARTICLE.replace(
        "Su ket hop cua hai dien vien. Anh: Nha san xuat",
        "Sự kết hợp của hai diễn viên. Ảnh: Nhà sản xuất",
    )
    assert render(restored) == expected


def test_tagging_normalises_and_divides_languages() -> None:
    decomposed = "Mu\u0300a thu ra\u0302\u0301t \u0111e\u0323p.\n"
    [segment] = tag(parse(decomposed), FakeDetector()).segments
    assert segment.text == "Mùa thu rất đẹp."
    assert segment.language is VI


@pytest.mark.parametrize("second", ["Phim rất hay và rất dài.", "The film is very long and sad."])
def test_a_sentence_may_differ_from_its_paragraph(second: str) -> None:
    text = f"Mùa thu rất đẹp và buồn. {second} Hay quá."
    tagged = tag(parse(text), FakeDetector())
    languages = [s.language for s in divide(tagged, FakeDetector()).segments]
    assert languages[0] is VI
    assert languages[1] is FakeDetector().detect(second).language


def test_a_short_sentence_takes_its_paragraphs_language() -> None:
    text = "The film is very long. Bravo! The love of actors."
    tagged = tag(parse(text), FakeDetector())
    assert [s.language for s in divide(tagged, FakeDetector()).segments] == [EN, EN, EN]


def test_credits_and_bylines_are_not_divided() -> None:
    text = "Mùa thu ở TP. HCM (Ảnh: T. L. An - TP. HCM).\n"
    document = divide(tag(parse(text), FakeDetector()), FakeDetector())
    assert [(s.text, s.kind) for s in document.segments][-1] == (
        "Ảnh: T. L. An - TP. HCM",
        Kind.CREDIT,
    )
    assert render(document) == text


def test_a_wrapped_markdown_paragraph_is_translated_on_one_line() -> None:
    document = parse("# The love\n\nThe film is\nvery long.\n", ".md")
    done = translate_document(document, VI, FakeTranslator(), FakeRestorer(), FakeDetector())
    assert render(done.document) == "# vi[The love]\n\nvi[The film is very long.]\n"


def test_a_name_in_a_credit_is_not_guessed_at_in_english() -> None:
    text = "Su ket hop cua hai dien vien. Anh: Nha Xuat\n"
    assert render(translate(text, EN).document).endswith("] Photo: Nha Xuat\n")
    assert render(translate(text, VI).document).endswith(" Ảnh: Nhà Xuất\n")


def test_caption_pairs_come_restored() -> None:
    [pair] = caption_pairs(parse(ARTICLE), FakeRestorer(), FakeDetector())
    assert (pair.vietnamese, pair.restored, pair.english, pair.line) == (
        "Su ket hop cua hai dien vien.",
        "Sự kết hợp của hai diễn viên.",
        "The two actors of the film.",
        7,
    )


def test_an_accented_caption_is_shown_as_found() -> None:
    text = "Mùa thu dep trong phim. Ảnh: An\nAutumn is in the film. Photo: An\n"
    [pair] = caption_pairs(parse(text), FakeRestorer(), FakeDetector())
    assert pair.restored == pair.vietnamese == "Mùa thu dep trong phim."


def test_a_byline_is_restored_but_never_translated() -> None:
    text = "Mua Thu |\n"
    assert render(restore_document(parse(text), FakeRestorer(), FakeDetector())) == "Mùa Thu |\n"
    assert render(translate(text, EN).document) == text
    assert render(translate(text, VI).document) == text


def test_lines_know_nothing_of_each_other() -> None:
    text = "Phim rất hay\n\nMinh Khôi |\nMinh Khôi\n"
    together = parse_lines(text, 11)
    alone = [replace(s, line=1) for line in text.splitlines() for s in parse_lines(line).segments]
    assert [replace(s, line=1) for s in together.segments] == alone
    assert [s.line for s in together.segments] == [11, 13, 14]


TEXTS = st.lists(
    st.sampled_from(
        [*ARTICLE.split(), "\n", "\n\n", "\r\n", "\t", " ", "\ufeff", "\u2028", "(Ảnh: An)", "😀"]
    )
    | st.text(max_size=5)
).map(" ".join)


@given(TEXTS, st.sampled_from(["", ".md"]))
def test_dividing_never_changes_what_renders(text: str, suffix: str) -> None:
    document = tag(parse(text, suffix), FakeDetector())
    assert render(divide(document, FakeDetector())) == render(document)


@given(TEXTS)
def test_restoring_never_changes_a_letter(text: str) -> None:
    restored = render(restore_document(parse(text), FakeRestorer(), FakeDetector()))
    assert strip_accents(restored) == strip_accents(text)


@given(TEXTS, st.sampled_from([EN, VI]))
def test_translating_keeps_every_line_and_the_glue(text: str, target: Language) -> None:
    translated = translate(text, target)
    divided = divide(tag(parse(text), FakeDetector()), FakeDetector())
    assert translated.document.glue == divided.glue
    assert [t.source for t in translated.translations] == [s.text for s in divided.segments]
    assert render(translated.document).count("\n") == text.count("\n")


def test_figures_alone_are_written_as_the_target_has_them() -> None:
    text = "The film is very long.\n\n40,000\n\n1,500.5\n\n17.9.2026\n"
    made = render(translate(text, VI).document)
    assert made.splitlines()[2:] == ["40.000", "", "1.500,5", "", "17.9.2026"]
    kept = "Mùa thu rất đẹp.\n\n40.000\n\n1.500,5\n"
    assert render(translate(kept, VI).document) == kept


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("El niño come pan con su madre en la casa. Mẹ nấu cơm.", ["es", "vi"]),
        ("Chúng tôi yêu Hà Nội. We love Hanoi. Manchester United.", ["vi", "en", "vi"]),
        ("We love Hanoi in autumn. Chúng tôi yêu Hà Nội.", ["en", "vi"]),
        ("El niño come pan con su madre en la casa. La casa.", ["es", "es"]),
    ],
)
def test_a_short_sentence_in_clearly_another_language(text: str, languages: list[str]) -> None:
    detector = Detector.load()
    found = divide(tag(parse(text), detector), detector).segments
    assert [one.third or str(one.language) for one in found] == languages


@pytest.mark.parametrize(
    ("table", "language"),
    [
        ("| Item | Price |\n|---|---|\n| Rice | 3.5 |\n| Fish | 2 |\n", EN),
        ("| Lan | Hue |\n|---|---|\n| An | Mai |\n", Language.UNDETERMINED),
    ],
)
def test_single_words_together_have_a_language(table: str, language: Language) -> None:
    found = tag(parse(table, ".md"), Detector.load()).segments
    assert {one.language for one in found if one.text.isalpha()} == {language}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Phở is a noodle soup; bún chả and bánh xèo are popular, too.", True),
        ("Du khách đi thuyền trên sông Hàn lúc chiều tối and it was fun to see them.", False),
    ],
)
def test_what_is_mostly_english_is_translated(text: str, wanted: bool) -> None:
    found = find_sentences(parse(text), VI, FakeRestorer(), Detector.load())
    assert found.wanted == (wanted,)
