import json
import lzma
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.errors import InputError, ModelError
from vitrans.language import FILE, Detector, running_words
from vitrans.text import strip_accents
from vitrans.training.tables.language import train
from vitrans.types import Language

CORPORA = Path(__file__).parent.parent / "corpora"

EN, VI, UNACCENTED = Language.ENGLISH, Language.VIETNAMESE, Language.UNACCENTED
MIXED, UND = Language.MIXED, Language.UNDETERMINED


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.load()


CASES = [
    # plain
    ("The cat sat on the mat.", EN),
    ("Can you do it? So do I.", EN),
    ("Gold prices surge", EN),
    ("Hello", EN),
    ("Con mèo đen nằm trên chiếu.", VI),
    ("Anh ta đi xa", VI),
    ("Xin chào", VI),
    ("Con meo den nam tren chieu.", UNACCENTED),
    ("Anh em ta ra san", UNACCENTED),
    ("Xin chao", UNACCENTED),
    ("Cam on ban", UNACCENTED),
    ("ko bit lam j nua", UNACCENTED),
    # capitals
    ("THREE KILLED IN HANOI HOUSE FIRE", EN),
    ("Korean Movies Love To Tell Cross-Border Stories", EN),
    ("CHÁY NHÀ Ở HÀ NỘI, BA NGƯỜI CHẾT", VI),
    ("Cháy Nhà Ở Hà Nội, Ba Người Chết", VI),
    ("CHAY NHA O HA NOI, BA NGUOI CHET", UNACCENTED),
    # credits
    ("Ảnh: Nhà sản xuất", VI),
    ("Anh: Nha san xuat", UNACCENTED),
    ("Photo: The producer", EN),
    # English full of Vietnamese names, accented and not
    ("Nguyễn Văn Hùng met Trần Thị Lan in Đà Nẵng", EN),
    ("Vo Nguyen Giap and Ho Chi Minh met in Dien Bien Phu", EN),
    ("Artists Mỹ Tâm, Đen Vâu and Sơn Tùng M-TP performed at Mỹ Đình Stadium in Hà Nội.", EN),
    ("People of Ha Noi queue for mooncakes at Bao Phuong shop on Thuy Khue Street", EN),
    ("Pham Minh Chinh, Vo Van Thuong, Vuong Dinh Hue and To Lam attended.", EN),
    ("The Ministry of Construction (Bộ Xây dựng) has issued a document", EN),
    ("The dish called bún bò Huế is spicy and very popular in the city.", EN),
    ('In the film "Mắt Biếc", the actor Trần Nghĩa plays Ngạn.', EN),
    # Vietnamese with the same names, and with English titles and foreign names
    ("Nguyễn Văn Hùng gặp Trần Thị Lan ở Đà Nẵng", VI),
    ("Vo Nguyen Giap va Ho Chi Minh gap nhau o Dien Bien Phu", UNACCENTED),
    ("Phim Hàn có Kim Jaejoong, Choi Siwon rating chạm đáy dưới 1%", VI),
    ("“What Comes After Love” (Lee Se Young, Sakaguchi Kentaro đóng) khai thác câu hỏi", VI),
    ("Ba phim “Bad Memory Eraser”, “DNA Lover” và “Cinderella at 2AM” đều hay", VI),
    ("Phim “No Longer the Female Lead” va “10-Year Wish” rat hay", UNACCENTED),
    ("Dien vien Chae Jong Hyeop va Fumi Nikaido dong cap trong “Eye Love You”", UNACCENTED),
    ("Su ket hop cua dien vien Han Quoc trong phim 'Eye Love You' gay sot", UNACCENTED),
    ("Manchester United thang Liverpool 2-1 tai Old Trafford", UNACCENTED),
    ("Ông Donald Trump gặp Kim Jong Un ở Singapore", VI),
    ("Ba noi: “We are happy.”", UNACCENTED),
    # real stretches of both
    ("The weather is lovely today and we went out. Hôm nay trời đẹp nên chúng tôi đi chơi.", MIXED),
    ("Hom nay troi dep nen chung toi di choi. The weather is lovely today and we went out.", MIXED),
    (
        "Ông nói rằng: “We will never surrender and we shall fight on the beaches "
        "until the very end of this war” và được mọi người ủng hộ.",
        MIXED,
    ),
    # nothing to judge by
    ("", UND),
    (" \t\n", UND),
    ("12345", UND),
    ("17/09/2024, 12:30", UND),
    ("!!! ???", UND),
    ("🙂🎉", UND),
    ("https://vnexpress.net/phim-han-quoc-rat-hay", UND),
    ("nguoi.dan@example.com #phimhanquoc www.phimhay.vn", UND),
    ("`cua_cac_nguoi(the, and)`", UND),
    ("Chae Jong Hyeop", UND),
    ("Sakaguchi Kentaro", UND),
    ("Fumi Nikaido", UND),
    ("Müller", UND),
    ("한국 드라마는 재미있다", UND),
    ("中文新闻", UND),
    ("Привет, как дела", UND),
    # Vietnamese names alone
    ("Hà Nội", VI),
    ("Nguyễn Văn Hùng", VI),
]


@pytest.mark.parametrize(("text", "language"), CASES)
def test_the_language_of_a_text(detector: Detector, text: str, language: Language) -> None:
    found = detector.detect(text)
    assert found.language is language
    assert 0 < found.confidence <= 1
    assert detector.detect(unicodedata.normalize("NFD", text)) == found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Tôi không biết phải làm gi nữa, thật sự rât mệt", VI),
        ("Tôi khong biet phải lam gi nua, that su rat met", UNACCENTED),
        ("Hom nay trời dep qua, di choi thoi ban oi", UNACCENTED),
        ("Nguoi dan xep hang mua banh. Anh: Nguyễn Văn Hùng", UNACCENTED),
        ("Người dân xếp hàng mua bánh ở pho Hang Dao, Ha Noi", VI),
    ],
)
def test_partly_accented_text_is_what_most_of_it_is(
    detector: Detector, text: str, language: Language
) -> None:
    assert detector.detect(text).language is language


def test_our_own_captions_and_articles(detector: Detector) -> None:
    captions = (CORPORA / "captions.jsonl").read_text(encoding="utf-8").splitlines()
    fields = {"vi": VI, "unaccented": UNACCENTED, "en": EN}
    pairs = [(json.loads(line)[k], v) for line in captions for k, v in fields.items()]
    for path in (CORPORA / "articles").glob("*.txt"):
        language = {".en": EN, ".vi": VI}.get(path.suffixes[0])
        lines = path.read_text(encoding="utf-8").split("\n") if language else []
        pairs += [(line, language) for line in lines if line.strip() and not line.endswith("|")]
    wrong = [text for text, language in pairs if detector.detect(text).language is not language]
    assert len(pairs) > 200
    assert len(wrong) <= len(pairs) // 100, wrong


def test_a_doubtful_text_has_a_lower_confidence(detector: Detector) -> None:
    sure = detector.detect("Người dân Hà Nội xếp hàng mua bánh trung thu")
    assert sure.confidence > 0.999
    assert detector.detect("Hai cha con ra khơi").confidence < 0.99
    assert detector.detect("me").confidence < 0.9


PIECES = st.sampled_from(
    [*"aăâđ.“”\"'()`#@:/- \n", "the ", "của ", "cua ", "www.", "](", "\u0301", "한국", "🙂", "\x00"]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_has_a_language(detector: Detector, text: str) -> None:
    found = detector.detect(text)
    assert isinstance(found.language, Language)
    assert 0 <= found.confidence <= 1
    assert detector.detect(text) == found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Xin chào các bạn. " * 11_000, VI),
        ("The weather is fine today. " * 8_000, EN),
        ("x" * 200_000, UND),
        ("“" * 200_000, UND),
        ("](" * 100_000, UND),
        ("@" * 200_000, UND),
        ("🙂" * 200_000, UND),
    ],
    ids=["vietnamese", "english", "word", "quotes", "links", "addresses", "emoji"],
)
def test_very_long_lines_take_linear_time(
    detector: Detector, text: str, language: Language
) -> None:
    assert detector.detect(text).language is language


def test_running_words_leave_out_what_is_no_prose() -> None:
    text = "Xem `ma()` và [trang](http://a.b/c) của a@b.vn, #the vnexpress.net: hay"
    assert running_words(text) == ["Xem", "và", "trang", "của", "hay"]
    assert running_words("TIN NÓNG: HÀ NỘI") == ["tin", "nóng", "hà", "nội"]
    assert running_words("Tổ chức WHO, UN") == ["Tổ", "chức", "WHO", "UN"]


@pytest.mark.parametrize(
    "content", [None, b"", b"{", b"[]", b'{"weights": {"x": "y"}, "accents": {}}', b"\xff"]
)
def test_a_missing_or_damaged_model_says_what_to_do(tmp_path: Path, content: str) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ModelError, match="missing or damaged"):
        Detector.load(tmp_path)


ENGLISH = "the man and the woman read a good book about their old house in the city"
VIETNAMESE = "người đàn ông và phụ nữ đọc một cuốn sách hay về ngôi nhà cũ của họ ở thành phố"


def write_corpora(folder: Path) -> None:
    pairs = "".join(f"{ENGLISH} {n}\t{VIETNAMESE} {n}\n" for n in range(15))
    for name in ("news", "captions-spoken", "everyday", "docs", "subtitles"):
        write_xz(folder / "parallel" / f"{name}.tsv.xz", pairs)
    for name in ("captions", "headlines", "standfirsts", "film-culture", "articles", "wikipedia"):
        write_xz(folder / "mono" / f"{name}.vi.xz", f"{VIETNAMESE}\n" * 15)
    write_xz(folder / "names" / "names-with-counts.tsv.xz", "Nguyễn Văn Hùng\t9\nHà Nội\t5\n")


def write_xz(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(text.encode("utf-8")))


def test_a_detector_is_learned_from_corpora(tmp_path: Path) -> None:
    write_corpora(tmp_path / "corpora")
    train(tmp_path / "corpora", tmp_path / "model", examples=2_000)
    learned = Detector.load(tmp_path / "model")
    assert learned.detect("the woman and the man read a book").language is EN
    assert learned.detect("phụ nữ đọc một cuốn sách").language is VI
    assert learned.detect("phu nu doc mot cuon sach").language is UNACCENTED
    assert learned.detect(strip_accents(VIETNAMESE)).confidence > 0.9
    assert learned.detect("qwerty").language is UND
    again = tmp_path / "again"
    train(tmp_path / "corpora", again, examples=2_000)
    assert (again / FILE).read_bytes() == (tmp_path / "model" / FILE).read_bytes()


def test_learning_without_corpora_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"news\.tsv"):
        train(tmp_path, tmp_path / "model")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Da Nang beach", Language.ENGLISH),
        ("Hoi An street", Language.ENGLISH),
        ("Photo: Tran Minh", Language.ENGLISH),
        ("Director: Tran Anh Hung", Language.ENGLISH),
        ("Hai Van Pass", Language.ENGLISH),
        ("Dong Nai River Bridge", Language.ENGLISH),
        ("Khach San Hilton", Language.UNACCENTED),
        ("Le Hoi Halloween", Language.UNDETERMINED),
        ("Da Nang marathon", Language.UNACCENTED),
        ("Bien Da Nang", Language.UNACCENTED),
        ("Anh: Tran Minh", Language.UNDETERMINED),
        ("Clip: An Binh", Language.UNDETERMINED),
        ("Tran Anh Hung", Language.UNDETERMINED),
    ],
)
def test_an_english_head_or_label_makes_names_english(text: str, language: Language) -> None:
    assert Detector.load().detect(text).language is language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("15.000 đ", Language.UNDETERMINED),
        ("2,5 m", Language.UNDETERMINED),
        ("< 5 %", Language.UNDETERMINED),
        ("25.000d", Language.UNACCENTED),
        ("5000 dong", Language.UNACCENTED),
        ("3D", Language.UNDETERMINED),
    ],
)
def test_an_amount_has_no_language(detector: Detector, text: str, language: Language) -> None:
    assert detector.detect(text).language is language


@pytest.mark.parametrize(
    ("text", "third"),
    [
        ("Ich liebe dich.", "de"),
        ("C'est la vie.", "fr"),
        ("Te quiero mucho", "es"),
        ("The C major scale of J. C. Bach", ""),
        ("Lan c la vie nam nay", ""),
    ],
)
def test_short_sentences_of_third_languages(detector: Detector, text: str, third: str) -> None:
    assert detector.detect(text).third == third
