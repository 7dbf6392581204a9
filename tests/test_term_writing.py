"""Terms in translations: which way they come in, in which form, and what is said of them."""

from collections.abc import Callable, Sequence

import pytest
import sentencepiece

import tiny_marian
from vitrans.engines import Decoding, Engine, Hypothesis, Pieces, Progress
from vitrans.models import Description
from vitrans.terms import Found, Glossary, Term
from vitrans.terms.glossary import Columns, Entry
from vitrans.translate import Checker, MarianTranslator, Tokenizer
from vitrans.translate.grammar import put_in, variants
from vitrans.translate.terms import left_over, opened
from vitrans.types import Language, Target, TermUse

EN: Target = Language.ENGLISH
VI: Target = Language.VIETNAMESE
DESCRIPTION = Description(
    "fake",
    {"en": ">>eng<<", "vi": ">>vie<<"},
    max_input=80,
    placeholders=tiny_marian.PLACEHOLDERS,
)


class Scripted(Engine):
    """Says for each text what a table has, the best first; likes the texts of a set."""

    def __init__(
        self, tokenizer: Tokenizer, says: dict[str, list[str]], likes: Sequence[str] = ()
    ) -> None:
        self._tokenizer, self._says, self._likes = tokenizer, says, likes
        self.asked: list[str] = []

    def _found(
        self,
        sources: Sequence[Pieces],
        decoding: Decoding,
        count: int,
        on_progress: Progress | None,
    ) -> list[list[Hypothesis]]:
        texts = [self._tokenizer.decode(source[1:-1]) for source in sources]
        self.asked += texts
        said = [self._says.get(text, [text]) for text in texts]
        return [
            [Hypothesis(tuple(self._tokenizer.encode(t)), -n - 1.0) for n, t in enumerate(some)]
            for some in said
        ]

    def score(
        self, sources: Sequence[Pieces], targets: Sequence[Pieces], start: str = ""
    ) -> list[float]:
        """Give what is liked the more, the earlier it is on the list; else a little less."""
        texts = [self._tokenizer.decode(target) for target in targets]
        liked = list(self._likes)
        return [-0.01 * liked.index(t) if t in liked else -1.0 for t in texts]


Make = Callable[..., tuple[MarianTranslator, Scripted]]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    model = sentencepiece.SentencePieceProcessor(model_proto=tiny_marian.sentencepiece_model())
    return Tokenizer(model, model)


@pytest.fixture(scope="module")
def checkers(tokenizer: Tokenizer) -> dict[Target, Checker]:
    return {target: Checker.load(target, tokenizer.knows) for target in (EN, VI)}


@pytest.fixture
def make(tokenizer: Tokenizer, checkers: dict[Target, Checker]) -> Make:
    def make(
        says: dict[str, list[str]],
        terms: dict[str, str],
        likes: Sequence[str] = (),
        keep: tuple[str, ...] = (),
        description: Description = DESCRIPTION,
        columns: Columns = Columns.VI_EN,
    ) -> tuple[MarianTranslator, Scripted]:
        engine = Scripted(tokenizer, says, likes)
        entries = tuple(Entry((one,), (other,), columns) for one, other in terms.items())
        decoding = Decoding(beam_size=2, reverse_weight=0.5)
        glossary = Glossary(entries, keep)
        made = MarianTranslator(engine, tokenizer, description, decoding, checkers, glossary)
        return made, engine

    return make


VISIT = "Ba con sếu đến hồ."


def test_a_translation_that_has_its_term_is_left_alone(make: Make) -> None:
    says = {VISIT: ["Three Cranes come to the lake."]}
    translator, engine = make(says, {"sếu": "crane"})
    [made] = translator.translate([VISIT], EN)
    assert made.target == "Three Cranes come to the lake."
    assert made.terms == (TermUse("sếu", "crane", True, "as translated", "sếu"),)
    assert engine.asked == [VISIT]


def test_another_hypothesis_with_the_term_is_taken(make: Make) -> None:
    says = {VISIT: ["Three storks come to the lake.", "Three cranes come to the lake."]}
    [made] = make(says, {"sếu": "crane"})[0].translate([VISIT], EN)
    assert made.target == "Three cranes come to the lake."
    assert made.terms == (TermUse("sếu", "crane", True, "as translated", "sếu"),)


def test_a_placeholder_brings_the_term_in_the_form_that_is_likeliest(make: Make) -> None:
    says = {
        VISIT: ["They come to the lake."],
        "Ba con ⟦0⟧ đến hồ.": ["The ⟦0⟧ come to the lake."],
    }
    likes = ["The sarus cranes come to the lake."]
    [made] = make(says, {"sếu": "sarus crane"}, likes)[0].translate([VISIT], EN)
    assert made.target == "The sarus cranes come to the lake."
    assert made.terms == (TermUse("sếu", "sarus crane", True, "put in", "sếu"),)
    assert not made.warnings


def test_a_plural_that_the_model_asks_for_is_a_right_one(make: Make) -> None:
    text = "Nhiều đô thị lớn."
    says = {text: ["Many towns."], "Nhiều ⟦0⟧ lớn.": ["Many big ⟦0⟧s."]}
    [made] = make(says, {"đô thị": "city"}, ["Many big cities."])[0].translate([text], EN)
    assert made.target == "Many big cities."


def test_where_the_placeholder_is_lost_the_words_for_the_term_are_replaced(make: Make) -> None:
    text = "Ngôi nhà ở Huế."
    says = {text: ["A house in Hue."], "Ngôi ⟦0⟧ ở Huế.": ["It is in Hue."]}
    [made] = make(says, {"nhà": "abode"})[0].translate([text], EN)
    assert made.target in ("An abode in Hue.", "The abode in Hue.", "Abodes in Hue.")
    assert made.terms == (TermUse("nhà", "abode", True, "put in", "nhà"),)


def test_of_both_ways_the_one_that_the_model_likes_is_taken(make: Make) -> None:
    text = "Ngôi nhà ở Huế."
    says = {text: ["A house in Hue."], "Ngôi ⟦0⟧ ở Huế.": ["⟦0⟧ in Hue."]}
    for liked in ("An abode in Hue.", "Abode in Hue."):
        [made] = make(says, {"nhà": "abode"}, [liked])[0].translate([text], EN)
        assert made.target == liked


def test_a_model_without_placeholders_has_terms_put_in(make: Make) -> None:
    text = "Ngôi nhà ở Huế."
    plain = Description("fake", DESCRIPTION.prefixes, max_input=80)
    liked = ["An abode in Hue."]
    translator, engine = make({text: ["A house in Hue."]}, {"nhà": "abode"}, liked, (), plain)
    assert translator.translate([text], EN)[0].target == "An abode in Hue."
    assert engine.asked == [text]


def test_a_term_that_cannot_be_put_in_is_missed_with_a_warning(make: Make) -> None:
    says = {VISIT: ["…"], "Ba con ⟦0⟧ đến hồ.": ["…"]}
    [made] = make(says, {"sếu": "crane"})[0].translate([VISIT], EN)
    assert "term missed: sếu → crane" in made.warnings
    [use] = made.terms
    assert (use.found, use.reason) == (False, "the translation has no words that stand for it")


def test_where_no_term_fires_nothing_is_asked_or_changed(make: Make) -> None:
    says = {"Không có gì.": ["Nothing."], VISIT: ["Storks."], "Ba con ⟦0⟧ đến hồ.": ["⟦0⟧s."]}
    plain, before = make(says, {})
    texts = ["Không có gì.", "Có 3 con."]
    without = plain.translate(texts, EN)
    translator, after = make(says, {"sếu": "crane"})
    assert translator.translate(texts, EN) == without
    assert before.asked == after.asked
    assert translator.translate([VISIT, *texts], EN)[1:] == without


def test_another_glossary_shares_the_model(make: Make) -> None:
    says = {VISIT: ["They come."], "Ba con ⟦0⟧ đến hồ.": ["The ⟦0⟧ come."]}
    translator, _ = make(says, {})
    other = translator.obeying(Glossary.of([("sếu", "crane")]))
    assert "crane" in other.translate([VISIT], EN)[0].target.lower()
    assert translator.translate([VISIT], EN)[0].target == "They come."


def test_into_vietnamese_a_term_begins_a_sentence_with_a_capital(make: Make) -> None:
    says = {"Cranes fly.": ["Cò bay."], "⟦0⟧ fly.": ["⟦0⟧ bay."]}
    [made] = make(says, {"sếu đầu đỏ": "crane"})[0].translate(["Cranes fly."], VI)
    assert made.target == "Sếu đầu đỏ bay."


def test_a_text_that_is_a_term_is_that_of_the_glossary(make: Make) -> None:
    translator, engine = make({}, {"sở văn hóa": "department of culture"})
    [made] = translator.translate(["Sở Văn hoá:"], EN)
    assert (made.target, made.provenance) == ("Department of culture:", "glossary")
    assert made.terms == (
        TermUse("Sở Văn hoá", "department of culture", True, "from the glossary", "sở văn hóa"),
    )
    assert engine.asked == []


def test_in_a_text_of_capitals_the_term_has_capitals(make: Make) -> None:
    says = {"Ba con ⟦0⟧ đến hồ lớn.": ["Three ⟦0⟧s come to the big lake."]}
    [made] = make(says, {"sếu": "crane"})[0].translate(["BA CON SẾU ĐẾN HỒ LỚN."], EN)
    assert made.target == "THREE CRANES COME TO THE BIG LAKE."
    assert all(use.found for use in made.terms)


def test_what_is_kept_goes_by_the_model(make: Make) -> None:
    text = "Dùng Bút Sen để viết."
    says = {"Dùng ⟦0⟧ để viết.": ["Use ⟦0⟧ to write."]}
    translator, engine = make(says, {}, keep=("Bút Sen",))
    [made] = translator.translate([text], EN)
    assert made.target == "Use Bút Sen to write."
    assert made.terms == (TermUse("Bút Sen", "Bút Sen", True, "kept", "Bút Sen"),)
    assert engine.asked == ["Dùng ⟦0⟧ để viết."]


def test_a_title_that_is_a_term_is_translated(make: Make) -> None:
    text = "The story “The Salt Road” won."
    says = {
        text: ["Truyện “The Salt Road” thắng."],
        "The story “⟦0⟧” won.": ["Truyện “⟦0⟧” thắng."],
    }
    [made] = make(says, {"Đường muối": "The Salt Road", "muối": "salt"})[0].translate([text], VI)
    assert made.target == "Truyện “Đường muối” thắng."
    assert not made.warnings
    assert [use.source for use in made.terms] == ["The Salt Road"]


def test_no_english_possessive_is_left_behind_a_term(make: Make) -> None:
    text = "The crane's nest is big."
    says = {text: ["Tổ của hạc lớn."], "⟦0⟧'s nest is big.": ["⟦0⟧'s tổ lớn."]}
    likes = ["Sếu's tổ lớn."]
    [made] = make(says, {"sếu": "crane"}, likes)[0].translate([text], VI)
    assert "'s" not in made.target or any("'s" in one for one in made.warnings)
    assert left_over([Found(4, 9, Term("crane", ("sếu",)))], "Sếu’s tổ.", VI)
    assert not left_over([Found(4, 9, Term("crane", ("sếu",)))], "McDonald’s và sếu.", VI)
    assert not left_over([Found(4, 9, Term("sếu", ("crane",)))], "The crane’s nest.", EN)


def test_a_term_that_stands_twice_comes_in_twice(make: Make) -> None:
    text = "Sếu gọi sếu."
    says = {text: ["The crane calls a stork."], "⟦0⟧ gọi ⟦1⟧.": ["⟦0⟧ calls ⟦1⟧."]}
    liked = ["Crane calls a crane."]
    [made] = make(says, {"sếu": "crane"}, liked)[0].translate([text], EN)
    assert made.target.lower().count("crane") == 2
    assert [use.found for use in made.terms] == [True, True]


def test_words_that_stand_for_two_terms_become_one(make: Make) -> None:
    plain = Description("fake", DESCRIPTION.prefixes, max_input=80)
    text = "Ngôi nhà là nhà."
    made = make({text: ["A house is."]}, {"nhà": "abode"}, (), (), plain)[0].translate([text], EN)
    assert made[0].target.lower().count("abode") == 1
    assert [use.found for use in made[0].terms] == [True, False]


def test_a_copy_of_the_source_is_replaced_whole(make: Make) -> None:
    plain = Description("fake", DESCRIPTION.prefixes, max_input=80)
    text = "Học C++ ở Huế."
    made = make({text: ["Learn C++ in Hue."]}, {"C++": "C plus plus"}, (), (), plain)[0]
    assert made.translate([text], EN)[0].target == "Learn C plus plus in Hue."


def test_a_name_in_a_term_is_not_missed(make: Make) -> None:
    text = "Họ ở Đồng Tháp Mười."
    says = {text: ["They live there."], "Họ ở ⟦0⟧.": ["They live in ⟦0⟧."]}
    liked = ["They live in the Plain of Reeds."]
    terms = {"Đồng Tháp Mười": "Plain of Reeds"}
    [made] = make(says, terms, liked)[0].translate([text], EN)
    assert (made.target, made.warnings) == (liked[0], ())


def test_a_term_within_a_longer_one_is_another(make: Make) -> None:
    text = "Nghệ nhân gặp nghệ nhân ưu tú."
    says = {
        text: ["An artist met a meritorious artisan."],
        "⟦0⟧ gặp ⟦1⟧.": ["The ⟦0⟧ met a ⟦1⟧."],
    }
    terms = {"nghệ nhân": "artisan", "nghệ nhân ưu tú": "meritorious artisan"}
    liked = ["The artisan met a meritorious artisan."]
    [made] = make(says, terms, liked)[0].translate([text], EN)
    assert made.target == liked[0]


# ---------------------------------------------------------------------------------- grammar


@pytest.mark.parametrize(
    ("text", "term", "language", "made"),
    [
        ("Here is a [house].", "abode", EN, "Here is an abode."),
        ("An [artist] came.", "singer", EN, "A singer came."),
        ("[He] came.", "singer", EN, "Singer came."),
        ("“[he] came.”", "singer", EN, "“Singer came.”"),
        ("Có [cò].", "sếu", VI, "Có sếu."),
        ("[cò] bay", "sếu đầu đỏ", VI, "Sếu đầu đỏ bay"),
        ("ở các vùng [núi].", "vùng cao", VI, "ở các vùng cao."),
    ],
)
def test_a_term_is_put_in(text: str, term: str, language: Language, made: str) -> None:
    start, stop = text.index("["), text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    assert put_in(term, plain, (start, stop), language)[0] == made


@pytest.mark.parametrize(
    ("text", "term", "options"),
    [
        ("He saw two [crane] there.", "crane", "two cranes"),
        ("He saw 1,300 [crane] there.", "crane", "1,300 cranes"),
        ("He saw this [crane] there.", "crane", "this crane"),
        ("He saw a [artisan] there.", "artisan", "an artisan|artisans"),
        ("He saw a small [artisan] there.", "artisan", "small artisan|small artisans"),
        ("He saw the [crane] there.", "crane", "the crane|the cranes"),
        ("He saw his [crane] there.", "crane", "his crane|his cranes"),
        ("He saw [crane] there.", "crane", "saw crane|saw cranes|saw the crane|saw a crane"),
        ("It will [stage] them.", "stage", "will stage"),
        ("He was [stage].", "stage", "was stage|was stages|was the stage|was a stage|was staged"),
        ("He was [stage] boss.", "stage", "was stage|was stages|was the stage|was a stage"),
        ("He saw [Blue Wave] there.", "Blue Wave", "saw Blue Wave|saw the Blue Wave"),
        ("He saw the [Blue Wave] there.", "Blue Wave", "the Blue Wave"),
    ],
)  # fmt: skip
def test_what_a_term_may_be_in_its_place(text: str, term: str, options: str) -> None:
    start, stop = text.index("["), text.index("]") - 1
    made = variants(text.replace("[", "").replace("]", ""), (start, stop), term)
    assert len(made) == len(options.split("|"))
    for option, whole in zip(options.split("|"), made, strict=True):
        assert f" {option} " in whole.replace(".", " ")


@pytest.mark.parametrize(
    ("source", "target", "made"),
    [
        ("The old garden", "vườn cũ", "Vườn cũ"),
        ("“The old garden”", "“vườn cũ”", "“Vườn cũ”"),
        ("the old garden", "vườn cũ", "vườn cũ"),
        ("%d files were deleted.", "các tệp %d đã bị xóa.", "Các tệp %d đã bị xóa."),
        ("3 files were deleted.", "đã xóa 3 tệp.", "Đã xóa 3 tệp."),
        ("3 files", "tệp 3", "tệp 3"),
        ("Run npm now.", "npm chạy ngay.", "npm chạy ngay."),
        ("The phone", "iPhone", "iPhone"),
        ("See a.txt now", "a.txt nhé", "a.txt nhé"),
        ("Many", "10 cái", "10 cái"),
        ("Nothing", "...", "..."),
    ],
)
def test_a_translation_begins_as_its_source_does(source: str, target: str, made: str) -> None:
    assert opened(source, target) == made
