import json
from dataclasses import replace
from pathlib import Path

import pytest

from vitrans.align import find_caption_pairs
from vitrans.align.evidence import likeness
from vitrans.align.words import likely
from vitrans.formats import parse
from vitrans.language import Detector
from vitrans.pipeline import tag
from vitrans.pipeline.prepare import with_kinds
from vitrans.text import strip_accents
from vitrans.text.english import stem
from vitrans.types import CaptionPair, Document, Language

EN, VI, UN, UND = (
    Language.ENGLISH,
    Language.VIETNAMESE,
    Language.UNACCENTED,
    Language.UNDETERMINED,
)

CORPORA = Path(__file__).parent.parent / "corpora"

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
    lines = [*BODY, ("Minh Khôi |", UND), *TEASERS, BRIDGE[0], TEASERS[0], MARKET[1]]
    assert find_caption_pairs(article(*lines)) == []


def test_the_label_of_a_credit_outweighs_the_detector() -> None:
    [pair] = find_caption_pairs(article((MARKET[0][0], UND), (MARKET[1][0], UND)))
    assert pair.credit_vi == "Anh: Minh Khoi"


def test_an_empty_document() -> None:
    assert find_caption_pairs(parse("")) == []


def test_a_caption_apart_from_its_english_one() -> None:
    lines = [BRIDGE[0], *BODY, TEASERS[0], BRIDGE[1], *TEASERS]
    assert vietnamese(find_caption_pairs(article(*lines))) == [BRIDGE[0][0].split(" (")[0]]


ROWERS = (
    ("Đội nữ thôn Hạ về nhì với thành tích 12 phút 43 giây.", VI),
    ("Đội nam thôn Hạ bỏ cuộc vì gãy mái chèo.", VI),
    ("Khán giả đứng kín bờ từ 6h sáng.", VI),
    ("The Ha village men drop out after an oar breaks.", EN),
    ("The Ha village women come second in 12 minutes 43 seconds.", EN),
)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("bare", [False, True])
def test_captions_in_a_row_before_their_english_ones(gap: str, bare: bool) -> None:
    lines = [
        (
            f"{strip_accents(text) if bare else text} {credit}",
            UN if bare and language is VI else language,
        )
        for text, language in ROWERS
        for credit in ["Ảnh: An Bình" if language is VI else "Photo: An Binh"]
    ]
    pairs = find_caption_pairs(article(*lines, gap=gap))
    assert [(p.line, p.english[:18]) for p in pairs] == [
        (1, "The Ha village wom"),
        (1 + len(gap), "The Ha village men"),
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_credits_on_lines_of_their_own(gap: str) -> None:
    vi, en = (text.split(" (")[0] for text, _ in BRIDGE)
    text = f"{vi}\nẢnh: TTXVN{gap}{en}\nPhoto: VNA\n"
    document = with_kinds(parse(text))
    document = document.with_segments(
        replace(s, language=language)
        for s, language in zip(document.segments, (VI, VI, EN, UND), strict=True)
    )
    [pair] = find_caption_pairs(document)
    assert (pair.vietnamese, pair.english) == (vi, en)
    assert (pair.credit_vi, pair.credit_en) == ("Ảnh: TTXVN", "Photo: VNA")


def test_a_paragraph_that_follows_a_caption_is_not_taken() -> None:
    body = "Long Bien has carried trains, bicycles and patience into Hanoi for over a century."
    assert find_caption_pairs(article(BRIDGE[0], (body, EN), BODY[0])) == []


def test_links_in_both_languages_are_no_captions() -> None:
    links = (
        ("Da Nang to number every food stall", EN),
        ("Đà Nẵng đánh số từng quầy thức ăn", VI),
        ("More to read", EN),
    )
    found = find_caption_pairs(article(*MARKET, BODY[0], *links))
    assert vietnamese(found) == [MARKET[0][0].split(" Anh:")[0]]


@pytest.mark.parametrize(
    ("vi", "right", "wrong"),
    [
        ("sáng 19.10", "on 19 October", "on 19 November and 12 December 2020"),
        ("lúc 22h", "at 10pm", "at 11pm"),
        ("giá 10.000 đồng", "for 10,000 dong", "for 100,000 dong"),
        ("50 nghìn đồng", "50,000 dong", "50 dong"),
        ("1,2 triệu đồng", "1.2 million dong", "12 million dong"),
        ("3 con bò", "three cows", "four cows"),
        ("ở Hà Nội", "in Hanoi", "in Hue"),
        ("chợ cá", "the fish market", "the ferry landing"),
        ("xe buýt", "the bus", "the boat"),
    ],
)
def test_what_counts_as_evidence(vi: str, right: str, wrong: str) -> None:
    assert likeness(vi, right) > likeness(vi, wrong)
    assert likeness(strip_accents(vi), right) == likeness(vi, right)


def test_the_word_list() -> None:
    assert max(likely()["thuyen"], key=likely()["thuyen"].__getitem__) == stem("boats")
    assert all(0 < value <= 1 for known in likely().values() for value in known.values())
    assert all(unit == strip_accents(unit).lower() for unit in likely())


def test_labelled_pages() -> None:
    detector = Detector.load()
    right = found = wanted = 0
    for row in (CORPORA / "pages.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(row)
        text = (CORPORA / "pages" / entry["page"]).read_bytes().decode("utf-8")
        pairs = {(p.vietnamese, p.english) for p in find_caption_pairs(tag(parse(text), detector))}
        gold = {(p["vietnamese"], p["english"]) for p in entry["pairs"]}
        right, found, wanted = right + len(pairs & gold), found + len(pairs), wanted + len(gold)
    assert right >= 0.97 * found
    assert right >= 0.97 * wanted


BOTH_VI = "Ghe chở dưa trên chợ nổi Cái Răng"
BOTH_EN = "A boat with melons at the Cai Rang floating market"


@pytest.mark.parametrize(
    "line",
    [
        f"{BOTH_VI}. Ảnh: Minh Trí / {BOTH_EN}. Photo: Minh Tri",
        f"{BOTH_VI} | {BOTH_EN}",
        f"{BOTH_VI} - {BOTH_EN} (Photo: Minh Tri)",
        f"{strip_accents(BOTH_VI)} – {BOTH_EN}. Anh: Minh Tri",
        f"{BOTH_VI} / {BOTH_EN}. Ảnh: Minh Trí",
        f"{BOTH_EN} / {BOTH_VI}. Ảnh: Minh Trí",
        f"{BOTH_VI} / {BOTH_EN}. Ảnh: Minh Trí / Photo: Minh Tri",
        f"*{BOTH_VI}. Ảnh: Minh Trí*\n\n*{BOTH_EN}. Photo: Minh Tri*",
        f"_{BOTH_VI}. Anh & clip: An Binh_\n_{BOTH_EN}. Photo & video: An Binh_",
    ],
)
def test_both_languages_in_one_line_and_in_emphasis(line: str) -> None:
    [pair] = find_caption_pairs(tag(parse(line), Detector.load()))
    assert pair.vietnamese.rstrip(".") in (BOTH_VI, strip_accents(BOTH_VI))
    assert pair.english.rstrip(".") == BOTH_EN


def test_endless_numbers() -> None:
    digits = "9" * 5000
    assert likeness(f"{digits} triệu, 1{'.000' * 3000}", f"{digits} million") < 1
