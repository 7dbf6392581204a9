from dataclasses import replace

import pytest

from vitrans.align import find_caption_pairs
from vitrans.formats import parse
from vitrans.types import CaptionPair, Document, Language

EN, VI, UN, UND = (
    Language.ENGLISH,
    Language.VIETNAMESE,
    Language.UNACCENTED,
    Language.UNDETERMINED,
)

MARKET = (
    ("Cho noi Cai Rang hop tu sang som, thuyen ghe day ap trai cay. Anh: Minh Khoi", UN),
    ("The Cai Rang floating market opens early, its boats full of fruit. Photo: Minh Khoi", EN),
)
BRIDGE = (
    ("Cầu Long Biên bắc qua sông Hồng ở Hà Nội, khánh thành năm 1902. (Ảnh: TTXVN)", VI),
    ("The Long Bien Bridge across the Red River in Hanoi, opened in 1902. (Photo: VNA)", EN),
)
PLAIN = (
    ("Đội tuyển Việt Nam thắng Thái Lan 2-1 trên sân Việt Trì tối 2/1/2025.", VI),
    ("The Vietnam team beat Thailand 2-1 at Viet Tri Stadium on 2 January 2025.", EN),
)
BODY = (
    ("The river markets of the Mekong Delta are fading, as roads and bridges replace boats.", EN),
    ("Traders say that fewer visitors come each year, and that fuel has become dear.", EN),
)
TEASERS = (
    ("Giá gạo xuất khẩu tăng mạnh", VI),
    ("Giá gạo 5% tấm lên 600 USD một tấn, theo Hiệp hội Lương thực Việt Nam.", VI),
)


def article(*lines: tuple[str, Language], gap: str = "\n\n") -> Document:
    document = parse(gap.join(text for text, _ in lines) + "\n")
    languages = [language for text, language in lines if text]
    assert len(document.segments) == len(languages)
    return document.with_segments(
        replace(s, language=language)
        for s, language in zip(document.segments, languages, strict=True)
    )


def vietnamese(pairs: list[CaptionPair]) -> list[str]:
    return [pair.vietnamese for pair in pairs]


def test_a_pair_with_its_credits_and_line() -> None:
    [pair] = find_caption_pairs(article(BODY[0], *MARKET, BODY[1], *TEASERS))
    assert pair == CaptionPair(
        vietnamese="Cho noi Cai Rang hop tu sang som, thuyen ghe day ap trai cay.",
        restored="Cho noi Cai Rang hop tu sang som, thuyen ghe day ap trai cay.",
        english="The Cai Rang floating market opens early, its boats full of fruit.",
        credit_vi="Anh: Minh Khoi",
        credit_en="Photo: Minh Khoi",
        line=3,
    )


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n\n"])
def test_blank_lines_do_not_part_a_pair(gap: str) -> None:
    assert len(find_caption_pairs(article(*BODY, *MARKET, *TEASERS, gap=gap))) == 1


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (1, 0, 3, 2)])
def test_pairs_in_a_row_are_not_crossed(order: tuple[int, ...]) -> None:
    same = [
        (text.replace("TTXVN", "Minh Khôi").replace("VNA", "Minh Khoi"), language)
        for text, language in BRIDGE
    ]
    lines = [*MARKET, *same]
    pairs = find_caption_pairs(article(*(lines[i] for i in order)))
    assert [(p.vietnamese[:4], p.english[:8]) for p in pairs] == [
        ("Cho ", "The Cai "),
        ("Cầu ", "The Long"),
    ]


def test_accented_captions_and_sources_that_translate() -> None:
    [pair] = find_caption_pairs(article(*BODY, *BRIDGE, *TEASERS))
    assert (pair.credit_vi, pair.credit_en) == ("Ảnh: TTXVN", "Photo: VNA")


def test_captions_without_credits_must_agree() -> None:
    assert len(find_caption_pairs(article(*PLAIN))) == 1
    assert find_caption_pairs(article(PLAIN[0], BODY[0])) == []
    assert find_caption_pairs(article(BODY[1], TEASERS[1])) == []


def test_a_credit_on_one_side_needs_something_shared() -> None:
    bare = MARKET[1][0].split(" Photo:")[0]
    assert len(find_caption_pairs(article(MARKET[0], (bare, EN)))) == 1
    assert find_caption_pairs(article(MARKET[0], BODY[0])) == []


def test_captions_of_different_photos_are_no_pair() -> None:
    other = ("Firefighters put out a blaze in a warehouse at dawn. Photo: Reuters", EN)
    assert find_caption_pairs(article(MARKET[0], other)) == []


def test_numbers_are_compared_whole() -> None:
    lines = [
        ("Vườn chim có 1.300 cá thể. Ảnh: An Bình", VI),
        ("Page 13 of 300. Photo: Reuters", EN),
    ]
    assert find_caption_pairs(article(*lines)) == []


def test_teasers_bylines_and_monolingual_captions_do_not_match() -> None:
    lines = [*BODY, ("Minh Khôi |", UND), *TEASERS, BRIDGE[0], TEASERS[0], BRIDGE[1]]
    assert find_caption_pairs(article(*lines)) == []


def test_the_label_of_a_credit_outweighs_the_detector() -> None:
    [pair] = find_caption_pairs(article((MARKET[0][0], UND), (MARKET[1][0], UND)))
    assert pair.credit_vi == "Anh: Minh Khoi"


def test_an_empty_document() -> None:
    assert find_caption_pairs(parse("")) == []
