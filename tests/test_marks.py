"""Inline marks: out of what the models read, and back around the words that translate theirs."""

import re
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import ByWords, FakeDetector, FakeRestorer
from vitrans.align.placement import place
from vitrans.formats import named, parse, render
from vitrans.pipeline import restore_document, translate_document
from vitrans.pipeline.marks import transfer
from vitrans.text import strip_accents
from vitrans.types import Language, Mark, MarkKind, Segment, Target, Translation

EN, VI = Language.ENGLISH, Language.VIETNAMESE
MARKED = [
    "The film **is** not long.",
    "The *very* long film of | 14 March",
    "The [two actors](https://a.vn/x) of love.",
    "The actors: <team@example.org> of love",
    "The actors of [the old film][guide] and love.",
    "The **two actors**",
    "***The two*** actors of love",
    "The **two *very* long** actors",
    "The film is ~~very~~ long",
    "The `code` of love",
    "The <b>two</b> actors<br>of love",
    "The <kbd>Ctrl</kbd> of love",
    "The film costs \\$5 and \\*two\\*",
    "The film &amp; the actors &lt;of love&gt;",
    "The $x_1$ of love",
    "The {{ page.title_x }} of ${user} and love",
    "The film[^1] of love[^note].",
    "The ![two actors](a.jpg) of love",
    "[![The actors](a.png)](https://b.vn) of love",
    "The my_file_v2.tar.gz of __love__ is snake_case_too",
    "The [film](https://a.vn/a_(b) \"The title\") is long",
    "The {{< ref \"a.md\" >}} of love",
    "1\\. The film of love",
    "The ==two actors== of love",
    "The [[Main Page|two actors]] of [[Love]] and love",
    "The **film** of **love** is *long* and *very* [long](x)",
]  # fmt: skip


class Echo(ByWords):
    """Gives back what it is asked, or with its words in another order."""

    def __init__(self, turned: bool = False) -> None:
        self.turned = turned
        self.asked: list[str] = []

    def translate(self, texts: Sequence[str], target: Language) -> list[Translation]:
        self.asked += texts
        return [Translation(t, self._made(t), -0.1, "echo") for t in texts]

    def _made(self, text: str) -> str:
        return " ".join(reversed(text.split(" "))) if self.turned else text


def same_words(
    spans: Sequence[tuple[int, int]], source: str, target: str, language: Language
) -> list[tuple[int, int] | None]:
    """Find the words of spans where all stand in a row in the target, in any order."""
    found: list[tuple[int, int] | None] = []
    for start, end in spans:
        words = source[start:end].split()
        places = [(m.start(), m.end()) for w in words if (m := re.search(re.escape(w), target))]
        found.append((min(p[0] for p in places), max(p[1] for p in places)) if places else None)
    return found


def translated(text: str, translator: Echo, suffix: str = ".md", target: Language = VI) -> str:
    document = parse(text, suffix)
    done = translate_document(
        document, target, translator, FakeRestorer(), FakeDetector(), place=same_words
    )
    return render(done.document)


@pytest.mark.parametrize(
    ("source", "translation", "made"),
    [
        (
            "The file <b>%(name)s</b> was kept.",
            "Đã giữ tập tin %(name)s.",
            "Đã giữ tập tin <b>%(name)s</b>.",
        ),
        (
            "See <b>https://x.vn/a-b</b> now.",
            "Giờ hãy xem https://x.vn/a-b nhé.",
            "Giờ hãy xem <b>https://x.vn/a-b</b> nhé.",
        ),
        (
            "Press <i class=a></i><b>F1</b> now.",
            "Giờ hãy nhấn F1.",
            "Giờ hãy nhấn <i class=a></i><b>F1</b>.",
        ),
        (
            "About 10<sup>6</sup> cells and 2<sup>10</sup>.",
            "Khoảng 106 tế bào và 210.",
            "Khoảng 10<sup>6</sup> tế bào và 2<sup>10</sup>.",
        ),
    ],
)
def test_a_mark_stands_beside_a_placeholder_and_never_in_it(
    source: str, translation: str, made: str
) -> None:
    [segment] = parse(source, ".html").segments
    assert transfer(segment, translation, VI, place).raw == made


@pytest.mark.parametrize("text", MARKED)
def test_marks_are_not_read_and_come_back(text: str) -> None:
    echo = Echo()
    assert translated(text, echo) == text
    assert echo.asked
    assert not re.search(r"\*\*|\]\(|<b>|https://a|\{\{|`|&amp;|\[\^", " ".join(echo.asked))


@pytest.mark.parametrize("text", MARKED)
def test_no_mark_is_lost_when_words_move(text: str) -> None:
    made = translated(text, Echo(turned=True))
    structure = named("md").structure
    assert Counter(structure(made)) == Counter(structure(text))


def test_marks_stand_around_the_words_that_translate_theirs() -> None:
    text = "The **two actors** of [love](x)."
    assert translated(text, Echo(turned=True)) == "[love](x). of **actors two** The"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [the film] of love\n\n[the film]: http://a\n", "love of [film the][the film] See"),
        ("See [the film][] of love\n\n[the film]: http://a\n", "love of [film the][the film] See"),
    ],
)
def test_a_label_goes_on_naming_its_definition(text: str, expected: str) -> None:
    assert translated(text, Echo(turned=True)).splitlines()[0] == expected


def test_restoring_a_label_keeps_its_definition() -> None:
    text = "Xem [mua thu] va [phim hay](x).\n\n[mua thu]: http://a\n"
    made = render(restore_document(parse(text, ".md"), FakeRestorer(), FakeDetector()))
    assert made.startswith("Xem [mùa thu][mua thu] va [phim hay](x).")
    assert made.endswith("[mua thu]: http://a\n")


def test_what_would_begin_a_block_is_escaped() -> None:
    class Numbered(Echo):
        def _made(self, text: str) -> str:
            return "2017. The film"

    assert translated("The film of 2017", Numbered()) == "2017\\. The film"


def test_a_result_whose_marks_would_be_read_otherwise_is_not_written() -> None:
    class Wild(Echo):
        def _made(self, text: str) -> str:
            return "a *b* <c> `d` [e](f)"

    made = translated("The film of **love**", Wild())
    assert Counter(named("md").structure(made)) == Counter(named("md").structure("a **b**"))
    assert named("md").structure(made).count("strong_open") == 1


FRONT = """\
---
title: "The film: \\"love\\""
description: The two actors of love
slug: the-film
tags: [the, film]
---

The film.
"""


def test_front_matter_that_readers_see_is_text() -> None:
    echo = Echo()
    assert translated(FRONT, echo) == FRONT
    assert echo.asked == ['The film: "love"', "The two actors of love", "The film."]


@pytest.mark.parametrize(
    ("value", "made", "expected"),
    [
        ("The film", "The film: love", '"The film: love"'),
        ("The film", "# love", '"# love"'),
        ("The film", "love is long", "love is long"),
        ('"The film"', 'a "b" \\ c', '"a \\"b\\" \\\\ c"'),
        ("'The film'", "it's", "'it''s'"),
    ],
)
def test_a_front_matter_value_stays_yaml(value: str, made: str, expected: str) -> None:
    class Fixed(Echo):
        def _made(self, text: str) -> str:
            return made

    text = f"---\ntitle: {value}\n---\n"
    assert translated(text, Fixed()) == f"---\ntitle: {expected}\n---\n"


def test_each_footnote_in_a_row_is_a_text_of_its_own() -> None:
    echo = Echo()
    notes = "[^1]: The film.\n[^two]: The *two* actors.\n  [^3]: Of love.\n"
    text = f"The film[^1] of[^two] love[^3].\n\n{notes}"
    assert translated(text, echo) == text
    assert echo.asked[1:] == ["The film.", "The two actors.", "Of love."]


def test_what_only_looks_highlighted_is_text() -> None:
    for text in ("The film a==b of love==c", "The *film ==of* love== long", "The == film == of"):
        assert named("md").structure(text).count("mark") == 0


STRUCTURE = """\
+++
title = "The film"
weight = 3
+++

> [!NOTE]
> The film is long.

:::note The box
The actors of love
:::

The term
: The meaning of it

{{< figure src="the_film.jpg" >}}

{% include the.html %}

$$
the = film
$$

[TOC]

# The film {#the-film}

- [x] The love of film
- [ ] The love

| The a | The b |
|---|---|
| The c | `the` |

```
the film
```

[^1]: The note of film.
"""


def test_structure_is_not_text() -> None:
    echo = Echo()
    assert translated(STRUCTURE, echo) == STRUCTURE
    assert echo.asked == [
        *("The film", "The film is long.", "The box", "The actors of love", "The term"),
        *("The meaning of it", "The film", "The love of film", "The love", "The a", "The b"),
        *("The c", "The note of film."),
    ]


WORDS = st.sampled_from(
    [*["the", "of", "film", "love", "very", "actors", "is", "and"], "“the”", "2017", "x_y"]
)


@st.composite
def marked(draw: st.DrawFn) -> str:
    """Return a line of words with balanced marks."""
    words = draw(st.lists(WORDS, min_size=3, max_size=9))
    for mark in draw(st.lists(st.sampled_from(["**", "*", "~~", "a", "`"]), max_size=4)):
        start = draw(st.integers(0, len(words) - 1))
        end = draw(st.integers(start, len(words) - 1))
        opening, closing = ("[", "](http://a.b)") if mark == "a" else (mark, mark)
        words[start] = opening + words[start]
        words[end] += closing
    return "The " + " ".join(words)


@given(marked(), st.booleans())
def test_translation_keeps_the_structure(text: str, turned: bool) -> None:
    structure = named("md").structure
    assert Counter(structure(translated(text, Echo(turned)))) == Counter(structure(text))


@given(marked())
def test_restoration_changes_nothing_but_letters(text: str) -> None:
    text = text.replace("The", "Phim rat hay cua")
    made = render(restore_document(parse(text, ".md"), FakeRestorer(), FakeDetector()))
    assert strip_accents(made) == strip_accents(text)


SUBTITLES = [
    (".vtt", "<v Lan>The <i>two</i> actors <00:01.500>of love &amp; film</v>"),
    (".srt", "{\\an8}The <b>two</b>\nactors & love"),
]


@pytest.mark.parametrize(("suffix", "cue"), SUBTITLES)
def test_tags_of_subtitles_come_back(suffix: str, cue: str) -> None:
    text = f"{'WEBVTT' if suffix == '.vtt' else ''}\n\n00:01.000 --> 00:02.000\n{cue}\n"
    assert translated(text, Echo(), suffix) == text
    turned = translated(text, Echo(turned=True), suffix)
    kept = named(suffix[1:]).structure
    assert Counter(kept(turned)) == Counter(kept(text))


def test_words_that_tags_divide_are_read_as_words() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n<c>Mua</c><c> thu</c><c> rat</c><c> dep</c>\n"
    made = render(restore_document(parse(text, ".vtt"), FakeRestorer(), FakeDetector()))
    assert "<c>Mùa</c><c> thu</c><c> rất</c><c> đẹp</c>" in made


ASS = """\
[Script Info]
Title: mua thu
[V4+ Styles]
Format: Name, Fontname
Style: Mua thu,Arial
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:01.00,0:00:02.00,Mua thu,dien vien,0,0,0,,phim hay
Dialogue: 0,0:00:01.00,0:00:02.00,Mua thu,dien vien,0,0,0,,{\\i1}Phim{\\i0} rat hay,\\Nmua thu
Dialogue: 0,0:00:03.00,0:00:04.00,Mua thu,,0,0,0,,{\\p1}m 0 0 l 10 10{\\p0}
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_dialogue_of_substation_files_is_read(end: str) -> None:
    text = ASS.replace("\n", end)
    made = render(restore_document(parse(text, ".ass"), FakeRestorer(), FakeDetector()))
    assert made == text.replace(
        "rat hay,\\Nmua thu\n".replace("\n", end), "rất hay,\\Nmùa thu\n".replace("\n", end)
    )
    into = translated(text, Echo(), ".ass", EN)
    assert into.count("\\N") == text.count("\\N") and "{\\i1}" in into


def test_objects_are_found_again_wherever_they_went() -> None:
    source = parse("The `a` and `b` of love", ".md").segments[0]
    target = source.text.replace("\ue000", "x").replace("\ue001", "\ue000").replace("x", "\ue001")
    made = transfer(source, target, VI, same_words)
    assert made.raw == "The `b` and `a` of love"


def test_a_text_of_another_length_needs_marks() -> None:
    segment: Segment = parse("The **film**", ".md").segments[0]
    assert segment.marks or segment.text == "The film"
    with pytest.raises(ValueError, match="marks"):
        parse("The **film** x", ".md").segments[0].with_text("a")


def test_timed_syllables_are_restored_and_not_translated() -> None:
    text = ASS + "Dialogue: 0,0:00:05.00,0:00:06.00,K,,0,0,0,,{\\k20}Mua {\\k30}thu {\\k9}rat dep\n"
    made = render(restore_document(parse(text, ".ass"), FakeRestorer(), FakeDetector()))
    assert "{\\k20}Mùa {\\k30}thu {\\k9}rất đẹp" in made
    document = parse(text, ".ass")
    done = translate_document(document, EN, Echo(), FakeRestorer(), FakeDetector())
    assert "{\\k20}Mùa {\\k30}thu {\\k9}rất đẹp" in render(done.document)
    assert [w for _, w, _ in done.warnings()] == [
        "not translated: its syllables are timed for singing"
    ]


def test_what_another_sentence_closes_stays_outside_a_pair() -> None:
    marks = (
        Mark(0, 0, "[", MarkKind.OPEN, 0),
        Mark(4, 4, "](a)", MarkKind.CLOSE, 0),
        Mark(5, 5, "*", MarkKind.OPEN, 1),
    )
    source = Segment("Boat house.", marks=marks)
    made = transfer(source, "Nhà thuyền.", VI, lambda spans, *_: [(4, 10), (0, 3)][: len(spans)])
    assert made.raw == "*Nhà [thuyền](a)."


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            'The [film](f.md "The film of love") is.\n',
            'en[The [film](f.md "en[The film of love]") is.]\n',
        ),
        (":::note The film\n\nThe a\n:::\n", ":::note en[The film]\n\nen[The a]\n:::\n"),
        (":::tip[The film]\nThe a\n:::\n", ":::tip[en[The film]]\nen[The a]\n:::\n"),
        ("```\n:::note The film\n```\n", "```\n:::note The film\n```\n"),
    ],
)
def test_titles_are_translated(text: str, made: str) -> None:
    done = translate_document(
        parse(text, ".md"), Language.VIETNAMESE, Titled(), FakeRestorer(), FakeDetector()
    )
    assert render(done.document) == made


class Titled(ByWords):
    """Puts brackets about what it translates."""

    def translate(self, texts: Sequence[str], target: Target) -> list[Translation]:
        return [Translation(text, f"en[{text}]") for text in texts]


def test_the_title_of_a_defined_link_is_text() -> None:
    text = 'Xem [a][guide].\n\n[guide]: a.html "Cẩm nang"\n\n```\n[b]: b.html "Mã"\n```\n'
    assert [segment.text for segment in parse(text, ".md").segments] == ["Xem a.", "Cẩm nang"]


def test_titles_of_links_are_restored() -> None:
    text = 'Xem [mua thu](a.html "mua thu vang").\n'
    made = render(restore_document(parse(text, ".md"), FakeRestorer(), FakeDetector()))
    assert made == 'Xem [mùa thu](a.html "mùa thu vang").\n'


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The film[^1]and the actors", "The film and the actors"),
        ("The film[^1], and[^2] love[^3].", "The film, and love"),
        ("The film.[^1]The actors", "The film. The actors"),
        ("The ![film](a.png)of love", "The film of love"),
        ("The actors![film](a.png)of love", "The actors film of love"),
        ("The [film](a.md)of love", "The film of love"),
        ("The film of[love](a.md)", "The film of love"),
        ("The [film](a.md)s of love", "The films of love"),
        ("The **film**and the love", "The film and the love"),
        ("[The film:](a.md)It is long", "The film: It is long"),
        ("The film<br>and the actors", "The film and the actors"),
        ("The film<img src=a>of love", "The film of love"),
        ("The fi<wbr>lm of **lo**ve", "The film of love"),
        ("Phim[^1]và mùa thu", "Phim và mùa thu"),
        ("Phim **rất**đẹp và **h**ay", "Phim rất đẹp và hay"),
        ("Phím **Enter**hai lần là đ**ẹp**", "Phím Enter hai lần là đẹp"),
        ("H<sub>2</sub>O of the film", "H2O of the film"),
        (
            "Press **Enter**twice for **inter**national love",
            "Press Enter twice for international love",
        ),
        ("To press**Enter** for **un**able Java**Script**", "To press Enter for unable JavaScript"),
        ("Press `Ctrl+C`twice for two `film`s", "Press \ue000 twice for two \ue001s"),
        ("**The film:**it is long", "The film: it is long"),
        ("Xem *phim:*nó dài, 2 * 3 * 4", "Xem phim: nó dài, 2 * 3 * 4"),
    ],
)
def test_words_that_only_a_mark_parts_are_read_as_two(text: str, read: str) -> None:
    document = parse(text, ".md")
    assert render(document) == text
    assert [segment.text.rstrip(".") for segment in document.segments] == [read]


@pytest.mark.parametrize("text", ["The film<br>The actors", "The film.<br/>\nthe actors"])
def test_a_line_break_that_is_a_tag_parts_lines(text: str) -> None:
    assert len(parse(text, ".md").segments) == 2
    assert translated(text, Echo()) == text


def test_a_footnote_stays_at_its_word_when_words_move() -> None:
    made = translated("The film[^1]and the actors", Echo(turned=True))
    assert made == "actors the and film[^1] The"


def test_words_at_a_footnote_are_restored() -> None:
    made = render(
        restore_document(parse("Mua[^1]thu rat dep", ".md"), FakeRestorer(), FakeDetector())
    )
    assert made == "Mùa[^1]thu rất đẹp"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("**The film:** of love", "**Phim:** tình yêu"),
        ("**The film**: of love", "**Phim**: tình yêu"),
        ("**The film:**of love", "**Phim:** tình yêu"),
        ('The *"film"* of love', 'Tình yêu của *"phim"*'),
        ('The "*film*" of love', 'Tình yêu của "*phim*"'),
    ],
)
def test_stops_and_quotation_marks_stay_within_their_marks(text: str, made: str) -> None:
    class Fixed(Echo):
        def _made(self, text: str) -> str:
            return re.sub(r"\*", "", made)

    def place(spans: Sequence[tuple[int, int]], *_: object) -> list[tuple[int, int] | None]:
        plain = made.replace("*", "").lower()
        return [(plain.index("phim"), plain.index("phim") + 4) for _ in spans]

    document = parse(text, ".md")
    done = translate_document(document, VI, Fixed(), FakeRestorer(), FakeDetector(), place=place)
    assert render(done.document) == made


@pytest.mark.parametrize(("before", "after"), [("<b>", "</b>"), ("<br> ", " <br>"), ("*", "*")])
def test_marks_many_deep_are_outside(before: str, after: str) -> None:
    text = f"{before * 5000}Phim hay{after * 5000}"
    document = parse(text, ".md" if before == "*" else ".html")
    assert [(segment.text, segment.marks) for segment in document.segments] == [("Phim hay", ())]
    assert render(document) == text
