"""Two languages in one place, languages that are neither, and words too short to tell."""

import pytest

from vitrans.formats import parse, render
from vitrans.language import Detector
from vitrans.pipeline import divide, tag
from vitrans.types import Language

EN, VI, BARE = Language.ENGLISH, Language.VIETNAMESE, Language.UNACCENTED


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.load()


def told(text: str, suffix: str, detector: Detector) -> list[tuple[str, str]]:
    document = tag(parse(text, suffix), detector)
    assert render(divide(document, detector)) == text
    return [(s.text, s.third or str(s.language)) for s in document.segments]


def cue(*lines: str) -> str:
    return "1\n00:00:01,000 --> 00:00:02,000\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("one", "other", "languages"),
    [
        ("Du khach di thuyen tren song", "Tourists ride a boat along Bach Dang Street", (BARE, EN)),
        ("Hen gap o Ho Guom nhe", "See you at Hoan Kiem Lake", (BARE, EN)),
        ("Chúng tôi rất vui được gặp bạn", "We are very glad to meet you", (VI, EN)),
        ("The market opens at five in the morning", "Chợ mở cửa lúc năm giờ sáng", (EN, VI)),
        ("Where did you buy this coffee?", "Anh mua ca phe nay o dau?", (EN, BARE)),
    ],
)
def test_the_lines_of_a_cue_in_two_languages_stand_apart(
    one: str, other: str, languages: tuple[Language, Language], detector: Detector
) -> None:
    assert told(cue(one, other), ".srt", detector) == [
        (one, str(languages[0])),
        (other, str(languages[1])),
    ]
    assert [text for text, _ in told(f"{one} / {other}\n", ".txt", detector)] == [one, other]


@pytest.mark.parametrize(
    "lines",
    [
        ("Tôi đã sống ở đây", "hai mươi năm rồi"),
        ("Toi da song o day", "hai muoi nam roi"),
        ("Anh ấy hát bài Yesterday Once More", "trong đêm nhạc ở Hà Nội"),
        ("The old man from Ha Noi", "sold noodles in the street"),
        ("Nguyen Van An and Tran Thi Binh", "went to the market together"),
        ("Xem phim Eye Love You", "trên Netflix tối nay"),
    ],
)
def test_a_wrapped_sentence_stays_together(lines: tuple[str, ...], detector: Detector) -> None:
    assert [text for text, _ in told(cue(*lines), ".srt", detector)] == [" ".join(lines)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Der Film ist sehr lang und nicht gut.", "de"),
        ("La película es muy larga y no es buena para los niños.", "es"),
        ("Film ini sangat panjang dan tidak bagus untuk anak.", "id"),
        ("Le film est très long et pas très bon pour nous.", "fr"),
        ("Il film è molto lungo e non è bello come questo.", "it"),
        ("O filme é muito longo e não é bom para uma criança.", "pt"),
        ("De film is erg lang en niet goed voor het kind.", "nl"),
        ("Ang pelikula ay mahaba at hindi maganda para sa mga bata.", "tl"),
        ("The film is long but not for the faint of heart.", "en"),
        ("Bo phim nay rat dai va khong hay", "vi-unaccented"),
        ("Bộ phim này rất dài và không hay", "vi"),
        ("Su mo phong cua vinh la mot con ca", "vi-unaccented"),
    ],
)
def test_a_third_language_is_named(text: str, code: str, detector: Detector) -> None:
    assert detector.detect(text).code == code


def test_short_pieces_take_the_language_of_their_document(detector: Detector) -> None:
    body = "The rice harvest began early this year and the farmers were happy about it."
    text = f"# Prices\n\n{body}\n\n| Rice | Haruki |\n|---|---|\n| Coffee | Nguyen |\n"
    found = dict(told(text, ".md", detector))
    assert [found[word] for word in ("Prices", "Rice", "Coffee")] == ["en"] * 3
    assert found["Haruki"] == found["Nguyen"] == "und"
