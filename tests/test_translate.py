"""The translator over a stand-in engine: what is masked, tried again, warned of, put together."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import sentencepiece
from hypothesis import given
from hypothesis import strategies as st

import tiny_marian
from vitrans.engines import Decoding, Engine, Hypothesis, Pieces, Progress
from vitrans.errors import ModelError, UsageError
from vitrans.models import Description, convert
from vitrans.translate import Checker, MarianTranslator, Tokenizer, load_translator
from vitrans.translate.chunks import split_long
from vitrans.translate.loops import find_doubled, find_loop
from vitrans.translate.masking import mask, meanings, unmask, with_spaces
from vitrans.translate.spans import Span, apart, find_fixed, find_titles
from vitrans.types import Language, Translation

EN, VI = Language.ENGLISH, Language.VIETNAMESE

# --------------------------------------------------------------------------- spans and masking


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Xem https://vnexpress.net/a?b=1, rồi www.bbc.co.uk.", "https://vnexpress.net/a?b=1|www.bbc.co.uk"),
        ("Thư về toa.soan@bao.com.vn!", "toa.soan@bao.com.vn"),
        ("trang tuoitre.vn/van-hoa và bbc.com.", "tuoitre.vn/van-hoa|bbc.com"),
        ("Ông nói. Và đi. U.S. 3.5", ""),
    ],
)  # fmt: skip
def test_links_are_found_without_the_punctuation_after_them(text: str, links: str) -> None:
    assert "|".join(span.text for span in find_fixed(text, VI)) == links


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chạy `pip  install x` rồi `` a `b` ``.", "code `pip  install x`|code `` a `b` ``"),
        ('Xem ![Ảnh](a.png "x") nhé', 'link ](a.png "x")'),
        ("Xem [báo](https://a.vn/b) nhé", "link ](https://a.vn/b)"),
        ("Xem `https://a.vn` và `⟦0⟧`", "code `https://a.vn`|code `⟦0⟧`"),
    ],
)
def test_code_and_targets_of_links_are_spans(text: str, found: str) -> None:
    assert "|".join(f"{span.kind} {span.text}" for span in find_fixed(text, VI)) == found


@pytest.mark.parametrize(
    ("text", "language", "titles"),
    [
        ('The film "Eye Love You" is out.', EN, "Eye Love You"),
        ("“What Comes After Love,” he said.", EN, "What Comes After Love"),
        ("“The Lord of the Rings” (2001)", EN, "The Lord of the Rings"),
        ('"By collaborating on a global scale, they win."', EN, ""),
        ("“I love you. Go!” and “yes” and “Hello”", EN, ""),
        ("phim “Eye Love You” gây sốt", VI, "Eye Love You"),
        ("phim “Bố già” và “Mai” và “một phim”", VI, ""),
        ("bài ‘Bad Romance’ của Gaga", VI, "Bad Romance"),
        ("phim “Parasite”", VI, "Parasite"),
    ],
)
def test_titles_in_quotation_marks(text: str, language: Language, titles: str) -> None:
    assert "|".join(span.text for span in find_titles(text, language)) == titles


def test_characters_that_the_model_has_not_are_spans() -> None:
    def known(character: str) -> bool:
        return character < "\u2000" and character != "ø"

    found = find_fixed("Đổi 👩‍👩‍👧 lấy 漢字 nhé Søren", VI, known)
    assert [span.text for span in found] == ["👩‍👩‍👧", "漢字", "Søren"]


@given(st.text(), st.data())
def test_masking_and_unmasking_gives_the_text_back(text: str, data: st.DataObject) -> None:
    text = text.replace("⟦", "").replace("\0", "")
    ends = st.integers(0, len(text))
    ranges = data.draw(st.lists(st.tuples(ends, ends).map(sorted), max_size=10))
    spans = apart(Span.of(text, start, end, "x") for start, end in ranges if start < end)
    masked = mask(text, spans, tiny_marian.PLACEHOLDERS)
    (meaning,) = meanings([masked], spans)
    assert unmask(masked, meaning) == text
    assert len(meaning) == len(spans)


def test_a_placeholder_that_stands_for_nothing_is_dropped() -> None:
    assert unmask("xem ⟦0⟧ và ⟦7⟧ nhé", {"⟦0⟧": "x.vn"}) == "xem x.vn và nhé"


# -------------------------------------------------------------------------------------- chunks


@given(st.text(alphabet="abc ,.;⟦0⟧", max_size=400), st.integers(3, 40))
def test_chunks_fit_and_make_up_the_text(text: str, limit: int) -> None:
    chunks = split_long(text, lambda chunk: len(chunk) <= limit)
    assert "".join(chunks) == text
    assert all(len(chunk) <= limit for chunk in chunks)
    assert sum(chunk.count("⟦0⟧") for chunk in chunks) == text.count("⟦0⟧")


@pytest.mark.parametrize(
    ("text", "chunks"),
    [
        ("aaa bbb. ccc, ddd eee", ["aaa bbb. ", "ccc, ddd eee"]),
        ("aaa bbb, ccc ddd eee", ["aaa bbb, ", "ccc ddd eee"]),
        ("aaa bbb; ccc, ddd eee", ["aaa bbb; ", "ccc, ddd eee"]),
        ("aaaa bbbb cccc dddd", ["aaaa bbbb ", "cccc dddd"]),
        ("a.b,c;d:e!f?g-h_i/jkl", ["a.b,c;d:e!", "f?g-h_i/jkl"]),
    ],
)
def test_a_text_is_cut_where_a_reader_would_pause(text: str, chunks: list[str]) -> None:
    assert split_long(text, lambda chunk: len(chunk) <= 12) == chunks


# -------------------------------------------------------------------------------------- checks


@pytest.mark.parametrize(
    ("text", "loop"),
    [
        ("và và và và và và", "và"),
        ("Ông nói rằng ông nói rằng ông nói rằng ông nói rằng", "nói rằng ông"),
        ("a b a b a b c", "a b"),
        ("hahahahahahahahahahaha", "ha"),
        ("hệ thống pháp pháp pháp lý", "pháp"),
        ("xa xa có mưa, mưa mưa", ""),
        ("1 1 1 1", ""),
        ("1 1 1 1 1 1", "1"),
        ("giá 2000000000000000 đồng", "0"),
        ("121212121212121212121212", "12"),
        ("Có nhiều người, nhiều xe, nhiều nhà.", ""),
        ("..........................", ""),
        ("-----------------------", ""),
        ("", ""),
    ],
)
def test_loops(text: str, loop: str) -> None:
    assert sorted(find_loop(text).split()) == sorted(loop.split())


def test_a_human_translation_has_no_problems() -> None:
    source = (
        'Based on the famous novel co-written by Gong Ji Young and Tsuji Hitonari, "What Comes '
        'After Love" tells of Choi Hong and Aoki Jungo, who meet again after 5 years in 2017.'
    )
    target = (
        "Dựa trên tiểu thuyết nổi tiếng do Gong Ji Young và Tsuji Hitonari viết chung, “What Comes "
        "After Love” kể về Choi Hong và Aoki Jungo, gặp lại nhau sau năm năm, vào năm 2017."
    )
    assert Checker.load(VI).problems(source, target) == []
    lost = target.replace("Aoki Jungo", "một người").replace("2017", "ngoái")
    lost = lost.replace("What Comes After Love", "Điều gì đến sau tình yêu")
    assert [str(problem) for problem in Checker.load(VI).problems(source, lost)] == [
        "title lost: What Comes After Love",
        "name lost: Aoki Jungo",
        "number lost: 2017",
    ]


# ---------------------------------------------------------------------------------- translator

Speak = Callable[[str, Decoding], str]


class FakeEngine(Engine):
    """Translates by a function over text; remembers the batches it was given."""

    def __init__(self, tokenizer: Tokenizer, speak: Speak) -> None:
        self._tokenizer = tokenizer
        self._speak = speak
        self.batches: list[list[str]] = []
        self.scored: list[tuple[str, str]] = []

    def _found(
        self,
        sources: Sequence[Pieces],
        decoding: Decoding,
        count: int,
        on_progress: Progress | None,
    ) -> list[list[Hypothesis]]:
        """Give, if more than one is asked for, the text in capitals too, and doubled."""
        assert all(source[-1] == "</s>" for source in sources)
        texts = [self._tokenizer.decode(source[1:-1]) for source in sources]
        self.batches.append(texts)
        found = []
        for source, text in zip(sources, texts, strict=True):
            said = self._speak(f"{source[0]} {text}", decoding)
            pieces = self._tokenizer.encode(said)
            cut = tuple(pieces[: decoding.max_length])
            best = Hypothesis(cut, -float(len(cut)), len(cut) == len(pieces))
            others = (tuple(self._tokenizer.encode(t)) for t in (said.upper(), f"{said} {said}"))
            worse = [Hypothesis(o, best.score - n) for n, o in enumerate(others, 1)]
            found.append([best, *worse][:count])
            if on_progress:
                on_progress(1)
        return found

    def score(
        self, sources: Sequence[Pieces], targets: Sequence[Pieces], start: str = ""
    ) -> list[float]:
        """Find a source likelier, the more capitals what it is to be found from has."""
        texts = [self._tokenizer.decode(source[1:-1]) for source in sources]
        self.scored += [(source[0], text) for source, text in zip(sources, texts, strict=True)]
        return [sum(map(str.isupper, text)) - 10.0 for text in texts]


DESCRIPTION = Description(
    "fake",
    {"en": ">>eng<<", "vi": ">>vie<<"},
    max_input=40,
    placeholders=tiny_marian.PLACEHOLDERS,
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    model = sentencepiece.SentencePieceProcessor(model_proto=tiny_marian.sentencepiece_model())
    return Tokenizer(model, model)


@pytest.fixture
def make(tokenizer: Tokenizer) -> Callable[..., tuple[MarianTranslator, FakeEngine]]:
    def make(
        speak: Speak = lambda text, _: text.split(" ", 1)[1],
        description: Description = DESCRIPTION,
        max_length: int = 256,
    ) -> tuple[MarianTranslator, FakeEngine]:
        engine = FakeEngine(tokenizer, speak)
        checkers = {to: Checker.load(to, tokenizer.knows) for to in (EN, VI)}
        decoding = Decoding(max_length=max_length)
        return MarianTranslator(engine, tokenizer, description, decoding, checkers), engine

    return make


Make = Callable[..., tuple[MarianTranslator, FakeEngine]]


def lost(made: Translation) -> list[str]:
    """Return the warnings, but for those of words that the stand-in just copies."""
    return [warning for warning in made.warnings if not warning.startswith("not translated")]


@given(texts=st.lists(st.sampled_from(["", " ", "1", "a.", "Hai em.", "x y\u00a0z", "😀"])))
def test_as_many_come_out_as_go_in(tokenizer: Tokenizer, texts: list[str]) -> None:
    engine = FakeEngine(tokenizer, lambda text, _: text)
    translator = MarianTranslator(engine, tokenizer, DESCRIPTION)
    told: list[int] = []
    made = translator.translate(texts, EN, told.append)
    assert [translation.source for translation in made] == texts
    assert sum(told) == len(texts)


def test_of_all_hypotheses_the_first_without_fault_is_taken(tokenizer: Tokenizer) -> None:
    engine = FakeEngine(tokenizer, lambda text, _: "em em em" if "sông" in text else "so they said")
    decoding = Decoding(reverse_weight=1e-6)
    checkers = {EN: Checker.load(EN)}
    translator = MarianTranslator(engine, tokenizer, DESCRIPTION, decoding, checkers)
    long = "họ nói rằng giá cả tăng và không có gì như xưa"
    fine, loop = translator.translate([long, "sông"], EN)
    # By itself it is much shorter than its source.
    assert (fine.target, fine.warnings) == ("so they said so they said", ())
    # All hypotheses repeat themselves; a second try does no better.
    assert (loop.target, loop.warnings) == ("em em em", ("repeats itself: em",))
    assert engine.batches == [[long, "sông"], ["sông"]]


@pytest.mark.parametrize(
    ("source", "target", "language", "left"),
    [
        ("Cattle and buffaloes came.", "Trâu và buffaloes đến.", VI, ["buffaloes"]),
        ("Nobody is coming.", "Nobody sắp tới.", VI, ["Nobody"]),
        ("It is on Oct. 5.", "Đó là ngày Oct. 5.", VI, ["Oct"]),
        ("It is on Monday.", "Đó là Monday.", VI, ["Monday"]),
        ("Iraq and Nintendo agree.", "Iraq và Nintendo đồng ý.", VI, []),
        (
            "He said: “We are very happy today”.",
            "Ông nói: “We are very happy today”.",
            VI,
            ["We are very happy today"],
        ),
        (
            "Ông nói: “Chúng tôi rất vui”.",
            "He said: “Chúng tôi rất vui”.",
            EN,
            ["Chúng tôi rất vui"],
        ),
        ("A robot plays a video.", "Một robot phát một video.", VI, []),
        ("See http://a.vn/barrels now", "Xem http://a.vn/barrels ngay", VI, []),
        ("An ban than", "An ban than", VI, []),
        ("42 hải lý", "42 hải lýs", EN, ["hải", "lýs"]),
        ("ăn phở ở Huế", "eating phở in Huế", EN, ["phở"]),
        ("quán cà phê", "a café", EN, []),
        ("Mua gạo trên mạng đi.", "Mua the rice online.", EN, ["Mua"]),
        ("Anh ấy mua gạo.", "He mua rice.", EN, ["mua"]),
        ("Hoa và Lan đi chợ.", "Hoa and Lan went to market.", EN, []),
        ("Ai dùng AI?", "Who uses AI?", EN, []),
    ],
)
def test_words_that_are_not_translated(
    source: str, target: str, language: Language, left: list[str]
) -> None:
    problems = Checker.load(language).problems(source, target)
    assert [str(problem) for problem in problems] == [f"not translated: {word}" for word in left]


@pytest.mark.parametrize(
    ("weight", "beam", "target"), [(0, 4, "em tắm"), (0.5, 4, "EM TẮM"), (0.5, 1, "em tắm")]
)
def test_the_reverse_direction_helps_to_choose(
    tokenizer: Tokenizer, weight: float, beam: int, target: str
) -> None:
    engine = FakeEngine(tokenizer, lambda text, _: text.split(" ", 1)[1])
    decoding = Decoding(beam_size=beam, reverse_weight=weight)
    translator = MarianTranslator(engine, tokenizer, DESCRIPTION, decoding)
    told: list[int] = []
    texts = ["em tắm"] * 2 + [f"số {n}" for n in range(300)]
    made = translator.translate(texts, EN, told.append)
    assert [m.target for m in made[:2]] == [target] * 2
    assert sum(told) == len(texts)
    assert made[0].score == -float(len(tokenizer.encode("em tắm"))) - (target != "em tắm")
    assert {prefix for prefix, _ in engine.scored} == (
        {">>vie<<"} if weight and beam > 1 else set()
    )


def test_a_hypothesis_too_long_to_be_scored_leaves_the_first(tokenizer: Tokenizer) -> None:
    engine = FakeEngine(tokenizer, lambda text, _: text.split(" ", 1)[1])
    decoding = Decoding(reverse_weight=9.0)
    text = "em " * 12 + "em"  # its double is longer than the model takes
    assert len(tokenizer.encode(text)) <= DESCRIPTION.max_input < len(tokenizer.encode(text)) * 2
    translator = MarianTranslator(engine, tokenizer, DESCRIPTION, decoding)
    assert translator.translate([text], EN)[0].target == text


def test_a_model_of_one_direction_does_not_score_backwards(tokenizer: Tokenizer) -> None:
    engine = FakeEngine(tokenizer, lambda text, _: text)
    one_way = replace(DESCRIPTION, prefixes={"en": ""})
    translator = MarianTranslator(engine, tokenizer, one_way, Decoding(reverse_weight=0.5))
    assert translator.translate(["em"], EN)[0].target
    assert engine.scored == []


def test_the_prefix_asks_for_the_target_language(make: Make) -> None:
    translator, _ = make(lambda text, _: text)
    assert translator.translate(["sông"], EN)[0].target == ">>eng<< sông"
    assert translator.translate(["river"], VI)[0].target == ">>vie<< river"


@pytest.mark.parametrize("text", ["", "  ", "\n", "321%", "* * *", "—", "😀", "https://a.vn/b"])
def test_what_has_no_words_is_copied_without_decoding(make: Make, text: str) -> None:
    translator, engine = make()
    (made,) = translator.translate([text], EN)
    assert (made.target, made.score, made.provenance) == (text, None, "copy")
    assert engine.batches == []


def test_repeated_sentences_are_translated_once_and_all_in_one_batch(make: Make) -> None:
    translator, engine = make()
    made = translator.translate(["Em nhỏ.", "tắm", " tắm ", "Em nhỏ."], EN)
    assert engine.batches == [["Em nhỏ.", "tắm"]]
    assert [translation.target for translation in made] == ["Em nhỏ.", "tắm", " tắm ", "Em nhỏ."]
    assert {translation.provenance for translation in made} == {"fake"}


def test_odd_spaces_do_not_reach_the_model(make: Make) -> None:
    translator, engine = make()
    (made,) = translator.translate(["\tem\u00a0nhỏ\n tắm\u200b\u3000sông \u2028"], EN)
    assert engine.batches == [["em nhỏ tắm sông"]]
    assert made.target == "\tem nhỏ tắm sông \u2028"


def test_over_long_input_is_translated_in_parts_and_nothing_is_lost(make: Make) -> None:
    translator, engine = make(lambda text, _: text.split(" ", 1)[1].replace("a", "o"))
    text = "sa la, " * 300 + "sa la."
    (made,) = translator.translate([text], EN)
    assert made.target == text.replace("a", "o")
    assert len(engine.batches[0]) > 20
    assert made.score is not None


def test_a_word_without_an_end_is_cut_somewhere_and_joined_without_a_space(make: Make) -> None:
    translator, engine = make()
    (made,) = translator.translate(["x" * 5000], EN)
    assert made.target == "x" * 5000
    assert len(engine.batches[0]) > 100


def test_the_score_of_parts_is_the_mean_over_their_pieces(tokenizer: Tokenizer, make: Make) -> None:
    translator, engine = make()
    (made,) = translator.translate(["sông sâu, " * 20], EN)
    sizes = [len(tokenizer.encode(chunk)) for chunk in engine.batches[0]]
    assert len(sizes) > 1
    assert made.score == pytest.approx(sum(-n * (n + 1) for n in sizes) / sum(n + 1 for n in sizes))


def test_links_titles_and_strange_signs_are_hidden_from_the_model(make: Make) -> None:
    translator, engine = make(lambda text, _: "thấy " + text.split(" ", 1)[1])
    text = "see “Eye Love You” 😀 at www.a.vn/b?c=1, or ask me@x.org."
    (made,) = translator.translate([text], VI)
    assert engine.batches == [["see “⟦0⟧” ⟦1⟧ at ⟦2⟧, or ask ⟦3⟧."]]
    assert made.target == f"thấy {text}"
    assert made.warnings == ()


def test_code_and_targets_of_links_come_through(make: Make) -> None:
    translator, engine = make(lambda text, _: "thấy " + text.split(" ", 1)[1])
    texts = ['![now  in Ha Noi](a.png "x")', "run `sudo  rm\u200b -R` now"]
    made = translator.translate(texts, VI)
    assert engine.batches == [["![now in Ha Noi⟦0⟧", "run ⟦0⟧ now"]]
    assert [t.target for t in made] == [
        'thấy ![now in Hà Nội](a.png "x")',
        "thấy run `sudo  rm\u200b -R` now",
    ]
    assert [t.warnings for t in made] == [(), ()]


def test_figures_without_words_are_written_as_the_target_has_them(make: Make) -> None:
    translator, engine = make()
    made = translator.translate(["3,21%", " 1 000 000 ", "3/9/2026", "17.9.2026"], EN)
    assert [t.target for t in made] == ["3.21%", " 1,000,000 ", "3 September 2026", "17.9.2026"]
    assert translator.translate(["1,200.50"], VI)[0].target == "1.200,50"
    assert engine.batches == []


def test_spaces_between_thousands_do_not_reach_the_model(make: Make) -> None:
    translator, engine = make()
    assert translator.translate(["có 1\u00a0000\u202f000 em"], EN)[0].target == "có 1,000,000 em"
    assert engine.batches == [["có 1.000.000 em"]]


def test_objects_are_hidden_from_the_model_and_come_through(make: Make) -> None:
    translator, engine = make(lambda text, _: "thấy " + text.split(" ", 1)[1])
    text = "see \ue000 and \ue001\uf8ff now"
    (made,) = translator.translate([text], VI)
    assert engine.batches == [["see ⟦0⟧ and ⟦1⟧⟦2⟧ now"]]
    assert (made.target, made.warnings) == (f"thấy {text}", ())


def test_an_object_that_stays_lost_is_put_at_the_end_and_warned_of(make: Make) -> None:
    translator, _ = make(forgets("⟦0⟧", "\ue000"))
    (made,) = translator.translate(["em \ue000 tắm sông."], EN)
    assert lost(made) == ["object lost"]
    assert made.target == "em tắm sông \ue000."


def test_an_object_is_never_doubled(make: Make) -> None:
    translator, _ = make(lambda text, _: "em ⟦0⟧ và ⟦0⟧ tắm")
    (made,) = translator.translate(["em \ue000 tắm"], EN)
    assert made.target == "em \ue000 và tắm"
    hub = Description("hub", {"en": ""}, max_input=40)
    translator, _ = make(lambda text, _: "river", hub)
    (made,) = translator.translate(["sông \ue000\ue001"], EN)
    assert (made.target, lost(made)) == ("river \ue000 \ue001", ["object lost"])


def test_more_spans_than_there_are_placeholders_come_through(make: Make) -> None:
    translator, engine = make()
    text = " và ".join(f"`a{n}` \ue000".replace("\ue000", chr(0xE000 + n)) for n in range(12))
    (made,) = translator.translate([text], EN)
    assert (made.target, lost(made)) == (text, [])
    assert all(len(set(part.split("⟦"))) == len(part.split("⟦")) for part in engine.batches[0])


def test_a_span_that_the_model_swaps_is_the_right_one_in_each_part(make: Make) -> None:
    def speak(text: str, _: Decoding) -> str:
        return " ".join(reversed(text.split(" ")[1:]))

    translator, _ = make(speak)
    text = " và ".join(f"`a{n}`" for n in range(12))
    (made,) = translator.translate([text], EN)
    assert sorted(made.target.split()) == sorted(text.split())


def test_code_and_targets_of_links_that_are_lost_are_warned_of(make: Make) -> None:
    translator, _ = make(lambda text, _: "chạy lệnh `ABC` trên máy")
    made = translator.translate(["run `abc` [here](a.html) now"], VI)
    assert made[0].warnings == ("code lost: `abc`", "link lost: ](a.html)")


def test_a_placeholder_in_the_source_itself_comes_through(make: Make) -> None:
    translator, _ = make()
    assert translator.translate(["em ⟦5⟧ tắm ⟦0⟧ sông"], EN)[0].target == "em ⟦5⟧ tắm ⟦0⟧ sông"


def test_placeholders_that_the_model_makes_up_are_dropped(make: Make) -> None:
    translator, _ = make(lambda text, _: "the ⟦4⟧ river ⟦0⟧.")
    assert translator.translate(["sông"], EN)[0].target == "the river."


def forgets(*words: str) -> Speak:
    """Return a model that leaves words out unless they are masked."""

    def speak(text: str, _: Decoding) -> str:
        return " ".join(w for w in text.split(" ")[1:] if w.strip(".,") not in words)

    return speak


def test_a_lost_number_gets_a_second_try_in_the_format_of_the_target(make: Make) -> None:
    translator, engine = make(forgets("3,21%", "1.500"))
    texts = ["giá tăng 3,21% nhé", "em tắm sông", "có 1.500 em"]
    made = translator.translate(texts, EN)
    assert engine.batches == [texts, ["giá tăng ⟦0⟧% nhé", "có ⟦0⟧ em"]]
    assert [t.target for t in made] == ["giá tăng 3.21% nhé", "em tắm sông", "có 1,500 em"]
    assert not any(map(lost, made))


def test_a_number_in_words_is_masked_as_figures(make: Make) -> None:
    translator, _ = make(forgets("hai", "mươi", "lăm"))
    assert translator.translate(["có hai mươi lăm em nhỏ"], EN)[0].target == "có 25 em nhỏ"


def test_a_lost_name_gets_a_second_try(make: Make) -> None:
    translator, engine = make(forgets("Kentaro", "Sakaguchi"))
    (made,) = translator.translate(["we saw Kentaro Sakaguchi here"], VI)
    assert engine.batches[1] == ["we saw ⟦0⟧ here"]
    assert made.target == "we saw Kentaro Sakaguchi here"


def test_what_is_lost_in_the_end_is_warned_of(make: Make) -> None:
    translator, engine = make(forgets("⟦0⟧", "2017"))
    (made,) = translator.translate(["năm 2017 nhé"], EN)
    assert lost(made) == ["number lost: 2017"]
    assert len(engine.batches) == 2


def test_a_mask_that_the_model_drops_is_taken_off_again(make: Make) -> None:
    translator, engine = make(forgets("“⟦0⟧”"))
    (made,) = translator.translate(["we saw “Eye Love You” now"], VI)
    assert engine.batches == [["we saw “⟦0⟧” now"], ["we saw “Eye Love You” now"]]
    assert made.target == "we saw “Eye Love You” now"
    assert made.warnings == ()


def test_the_first_try_stays_where_the_second_loses_as_much(make: Make) -> None:
    def speak(text: str, _: Decoding) -> str:
        return "rather a long target" if "⟦0⟧" in text else "short"

    translator, _ = make(speak)
    (made,) = translator.translate(["năm 2017"], EN)
    assert (made.target, made.warnings) == ("short", ("number lost: 2017",))


def test_a_loop_is_decoded_again_without_repetition(make: Make) -> None:
    def speak(text: str, decoding: Decoding) -> str:
        return "all is well" if decoding.no_repeat_ngram_size == 3 else "so it is " * 9

    translator, engine = make(speak)
    (made,) = translator.translate(["mọi sự đều tốt"], EN)
    assert (made.target, made.warnings) == ("all is well", ())
    assert len(engine.batches) == 2


def test_a_loop_that_stays_is_warned_of(make: Make) -> None:
    translator, _ = make(lambda text, _: "so it is " * 9)
    (made,) = translator.translate(["mọi sự đều tốt"], EN)
    assert len(made.warnings) == 1
    assert made.warnings[0].startswith("repeats itself: ")


def test_a_loop_of_the_source_is_no_problem(make: Make) -> None:
    translator, engine = make()
    assert translator.translate(["ha ha ha ha ha ha ha ha"], EN)[0].warnings == ()
    assert len(engine.batches) == 1


def test_a_target_that_is_far_too_short_or_cut_off_is_warned_of(make: Make) -> None:
    text = "Bộ trưởng cho biết giá cả tăng trong năm ngoái, và không có gì như xưa."
    translator, _ = make(lambda text, _: "The minister.")
    assert translator.translate([text], EN)[0].warnings == ("much shorter than its source",)
    translator, _ = make(max_length=12)
    (made,) = translator.translate(["giá cả tăng trong năm ngoái"], EN)
    assert lost(made) == ["cut off at the longest target the model may write"]


def test_where_nothing_comes_out_the_source_is_kept(make: Make) -> None:
    translator, _ = make(lambda text, _: "⟦3⟧")
    (made,) = translator.translate(["em nhỏ"], EN)
    assert (made.target, made.warnings) == ("em nhỏ", ("nothing came out, the source is kept",))


def test_capitals_go_in_as_a_sentence_and_come_out_as_capitals(make: Make) -> None:
    translator, engine = make()
    text = "BỘ TRƯỞNG NÓI: XEM https://a.vn/b NĂM 2017"
    (made,) = translator.translate([text, "NATO", "UN WHO"], EN)[:1]
    assert engine.batches[0][0] == "Bộ trưởng nói: xem ⟦0⟧ năm 2017"
    assert engine.batches[0][1:] == ["NATO", "UN WHO"]
    assert made.target == text


def test_names_in_capitals_reach_the_model_as_names(make: Make) -> None:
    translator, engine = make()
    texts = ["CHỦ TỊCH NGUYỄN VĂN AN THĂM HUẾ", "BÀ HAI VÀ ÔNG BA KHÍA"]
    made = translator.translate(texts, EN)
    assert engine.batches[0] == ["Chủ tịch Nguyễn Văn An thăm Huế", "Bà Hai và ông Ba Khía"]
    assert made[0].target == "CHỦ TỊCH NGUYEN VAN AN THĂM HUE"
    (made_vi,) = translator.translate(["MARY O'BRIEN AND PETER BROWN"], VI)
    assert engine.batches[-1] == ["Mary O'Brien and Peter Brown"]
    assert made_vi.target == "MARY O'BRIEN AND PETER BROWN"


def test_a_name_in_capitals_that_is_lost_is_tried_again_and_warned_of(make: Make) -> None:
    translator, engine = make(forgets("Thu"))
    assert translator.translate(["NGUYỄN THU HÀ"], EN)[0].target == "NGUYEN THU HA"
    assert engine.batches == []
    translator, engine = make(forgets("Bảy", "⟦0⟧"))
    (made,) = translator.translate(["GẶP ÔNG BẢY Ở HUẾ"], EN)
    assert engine.batches == [["Gặp ông Bảy ở Huế"], ["Gặp ông ⟦0⟧ ở Huế"]]
    assert "name lost: Bảy" in made.warnings


def test_a_source_is_read_once(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = Checker.read

    def reads(self: Checker, text: str, terms: Sequence[Span] = ()) -> object:
        read.append(text)
        return real(self, text, terms)

    monkeypatch.setattr(Checker, "read", reads)
    translator, _ = make(forgets("2017"))
    texts = ["năm 2017 nhé", "em tắm sông", "GẶP ÔNG BẢY Ở HUẾ"]
    translator.translate(texts, EN)
    assert sorted(read) == sorted(["năm 2017 nhé", "em tắm sông", "Gặp ông Bảy ở Huế"])


def test_a_model_without_placeholders_masks_nothing_but_still_warns(make: Make) -> None:
    hub = Description("hub", {"en": ""}, max_input=40)
    translator, engine = make(lambda text, _: "see the river", hub)
    (made,) = translator.translate(["xem www.a.vn năm 2017"], EN)
    assert len(engine.batches) == 1
    assert engine.batches[0][0].endswith("www.a.vn năm 2017")
    assert made.warnings == ("link lost: www.a.vn", "number lost: 2017")


def test_the_other_direction_of_a_one_way_model_is_a_usage_error(make: Make) -> None:
    translator, _ = make(description=Description("opus-mt-vi-en", {"en": ""}))
    assert translator.targets == (EN,)
    with pytest.raises(UsageError, match="'opus-mt-vi-en' translates into en only, not into 'vi'"):
        translator.translate(["a river"], VI)


def test_one_str_is_not_a_sequence_of_texts(make: Make) -> None:
    translator, _ = make()
    with pytest.raises(TypeError, match="not one str"):
        translator.translate("sông", EN)


def test_progress_is_told_as_it_is_made(make: Make) -> None:
    translator, _ = make()
    told: list[int] = []
    translator.translate(["sông", "em nhỏ", "", "tắm"], EN, told.append)
    assert sum(told) == 4
    assert len(told) == 3


# ------------------------------------------------------------------------------------- loading


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_marian.build(tmp_path_factory.mktemp("model") / "tiny")


@pytest.fixture(scope="module")
def converted(model: Path) -> Path:
    convert(model, model.parent / "ct2", "float32")
    return model.parent / "ct2"


def test_both_engines_translate_text_alike(model: Path, converted: Path) -> None:
    ours = load_translator(converted, beam_size=2, length_penalty=0.8)
    theirs = load_translator(model, "transformers", beam_size=2, length_penalty=0.8)
    assert (ours.name, ours.targets) == ("tiny", (EN, VI))
    texts = [*tiny_marian.SENTENCES[:4], "", "They meet again, " * 60]
    for target in (EN, VI):
        for one, other in zip(
            ours.translate(texts, target), theirs.translate(texts, target), strict=True
        ):
            assert one.target == other.target
            assert one.warnings == other.warnings
            assert one.score == pytest.approx(other.score, abs=1e-4)


def test_a_model_of_the_hub_layout_is_converted_for_the_default_engine(
    model: Path, tmp_path: Path
) -> None:
    translator = load_translator(model, cache=tmp_path)
    assert translator.translate(["sông"], EN)[0].provenance == "tiny"
    made = [one for one in (tmp_path / "converted").iterdir() if one.is_dir()]
    assert len(made) == 1


def test_settings_come_from_the_description_and_then_from_the_caller(
    converted: Path, tmp_path: Path
) -> None:
    for path in converted.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    described = json.loads((tmp_path / "vitrans.json").read_text("utf-8"))
    described["decoding"] = {"beam_size": 1, "max_length": 1}
    (tmp_path / "vitrans.json").write_text(json.dumps(described), encoding="utf-8")
    (made,) = load_translator(tmp_path).translate([tiny_marian.SENTENCES[0]], VI)
    assert "cut off at the longest target the model may write" in made.warnings
    with pytest.raises(UsageError, match="beam"):
        load_translator(tmp_path, beam_size=0)
    described["decoding"] = {"temperature": 1}
    (tmp_path / "vitrans.json").write_text(json.dumps(described), encoding="utf-8")
    with pytest.raises(ModelError, match=r"temperature.*update vitrans"):
        load_translator(tmp_path)


def test_a_damaged_tokenizer_is_a_model_error(converted: Path, tmp_path: Path) -> None:
    for path in converted.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "source.spm").write_bytes(b"damaged")
    with pytest.raises(ModelError, match=r"source\.spm.*damaged"):
        load_translator(tmp_path)


PROGRAM = """
import sys
touched = []
sys.addaudithook(lambda event, args: touched.append(event) if event.startswith("socket.") else None)
from pathlib import Path
import vitrans.models.resolve
vitrans.models.resolve.installed = lambda name: Path(sys.argv[1])
from vitrans.translate import load_translator
assert load_translator().translate(["The river."], "vi")[0].score < 0
heavy = {"torch", "transformers", "huggingface_hub", "underthesea"} & sys.modules.keys()
print([event for event in touched if event != "socket.gethostname"], sorted(heavy))
"""


def test_the_bundled_model_asks_nothing_of_the_network_and_of_torch(converted: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(converted)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[] []\n"


@pytest.mark.parametrize(
    ("text", "language", "doubled"),
    [
        ("The century century began.", Language.ENGLISH, "century century"),
        ("He had had that that day, again and again and again.", Language.ENGLISH, ""),
        ("Máy tính máy tính của Grace", Language.VIETNAMESE, "Máy tính máy tính"),
        ("Ngày ngày xanh xanh, v.v. v.v.", Language.VIETNAMESE, ""),
    ],
)
def test_words_said_twice(text: str, language: Language, doubled: str) -> None:
    assert find_doubled(text, language) == doubled


def test_words_with_hyphens_are_a_loop_too() -> None:
    assert find_loop("two-one-in-law-law-law")


def test_a_space_between_an_object_and_a_word_stays() -> None:
    assert with_spaces("xem \ue000 và \ue001.", "view \ue000and the\ue001.") == (
        "view \ue000 and the \ue001."
    )


def test_a_word_that_no_source_has_is_not_translated() -> None:
    problems = Checker.load(Language.ENGLISH).problems(
        "Phải làm xong trước bữa ăn.", "It must be done before the trưa."
    )
    assert [problem.text for problem in problems] == ["trưa"]
    named = Checker.load(Language.VIETNAMESE).problems("He met Mr. Brown.", "Anh gặp ông Brown.")
    assert named == []
