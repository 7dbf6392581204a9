"""Our own bilingual texts keep the form that corpora/README.md promises."""

import hashlib
import json
import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from corpus_rows import for_each
from vitrans.text import older_tone_placement, strip_accents

CORPORA = Path(__file__).parent.parent / "corpora"
FIELDS = [
    "film", "sport", "politics", "disaster", "food", "nature",
    "culture", "economy", "education", "health", "transport", "science",
]  # fmt: skip
KEYS = ["id", "field", "vi", "unaccented", "en", "credit_vi", "credit_en"]
ARTICLES = [
    "birth-attendants", "blind-football", "cave-fish", "crossing-keepers",
    "delta-films", "fish-sauce", "flood-school", "mandarin-road",
    "noodle-village", "travelling-seal", "turtle-watch", "water-puppets",
]  # fmt: skip
MIXED = ["blind-football", "crossing-keepers", "delta-films"]

# Captions with straight quotation marks and apostrophes, as many sites print them.
STRAIGHT = {
    "cap-101", "cap-113", "cap-124", "cap-135", "cap-152",
    "cap-156", "cap-165", "cap-180", "cap-200", "cap-204",
}  # fmt: skip

# Credits that are not a name, which is the same in both languages but for its accents.
CREDITS = {
    "Ảnh: Ban tổ chức": "Photo: Organisers",
    "Ảnh: Bảo tàng cung cấp": "Photo: Supplied by the museum",
    "Ảnh: Bệnh viện cung cấp": "Photo: Supplied by the hospital",
    "Ảnh: Bộ đội biên phòng": "Photo: Border guard",
    "Ảnh: Camera an ninh": "Photo: CCTV",
    "Ảnh: Cắt từ video": "Photo: Screen grab",
    "Ảnh: CLB cung cấp": "Photo: Supplied by the club",
    "Ảnh: Công ty cung cấp": "Photo: Supplied by the company",
    "Ảnh: CSGT cung cấp": "Photo: Supplied by traffic police",
    "Ảnh: Đoàn phim": "Photo: Film crew",
    "Ảnh: Đồng nghiệp cung cấp": "Photo: Supplied by a colleague",
    "Ảnh: Gia đình cung cấp": "Photo: Supplied by the family",
    "Ảnh: Hành khách cung cấp": "Photo: Supplied by a passenger",
    "Ảnh: Hợp tác xã cung cấp": "Photo: Supplied by the cooperative",
    "Ảnh: Kiểm lâm cung cấp": "Photo: Supplied by forest rangers",
    "Ảnh: Ngư dân cung cấp": "Photo: Supplied by the fishermen",
    "Ảnh: Người dân cung cấp": "Photo: Supplied by residents",
    "Ảnh: Nhà đấu giá": "Photo: Auction house",
    "Ảnh: Nhà hát": "Photo: Theatre",
    "Ảnh: Nhà phát hành": "Photo: Distributor",
    "Ảnh: Nhà sản xuất": "Photo: Producers",
    "Ảnh: Nhà trường cung cấp": "Photo: Supplied by the school",
    "Ảnh: Nhân vật cung cấp": "Photo: Supplied by the couple",
    "Ảnh: Nhóm nghiên cứu": "Photo: Research team",
    "Ảnh: Nhóm tác giả": "Photo: The makers",
    "Ảnh: Thầy cô cung cấp": "Photo: Supplied by teachers",
    "Ảnh: Trung tâm cứu hộ": "Photo: Rescue centre",
    "Ảnh: Tư liệu": "Photo: Archive",
    "Ảnh: Vườn quốc gia": "Photo: National park",
}

MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
EN_WORDS = [
    "one first", "two second", "three third", "four fourth", "five fifth",
    "six sixth", "seven seventh", "eight eighth", "nine ninth", "ten tenth",
]  # fmt: skip
VI_WORDS = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"]
SCALES = {
    "nghìn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỉ": 10**9,
    "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
VI_TIME = re.compile(r"\b(\d{1,2})h(\d\d)?\b")
EN_TIME = re.compile(r"\b(\d{1,2})(?:\.(\d\d))?(am|pm)\b")
VI_DATE = re.compile(r"(?i)\b(?:ngày|sáng|trưa|chiều|tối|đêm) (\d{1,2})[.\-/](\d{1,2})\b")
EN_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})\b")
# A month without its day; before a capital it is a name, Quach May Lan.
EN_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b(?! [A-Z])")
VI_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?: (nghìn|vạn|triệu|tỉ))?")
EN_NUMBER = re.compile(
    r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?: (million|billion|trillion))?"
)


def captions() -> list[dict[str, str]]:
    text = (CORPORA / "captions.jsonl").read_bytes().decode("utf-8")
    return [json.loads(line) for line in text.split("\n")[:-1]]


CAPTIONS = captions()
each_caption = for_each(CAPTIONS, lambda caption: caption["id"])
each_article = for_each(ARTICLES)
each_mixed_page = for_each(MIXED)


def article(name: str, language: str) -> list[str]:
    text = (CORPORA / "articles" / f"{name}.{language}.txt").read_bytes().decode("utf-8")
    return text.split("\n")[:-1]


def mixed_page(name: str) -> str:
    return (CORPORA / "articles" / f"{name}.mixed.txt").read_bytes().decode("utf-8")


def vietnamese_values(text: str) -> set[object]:
    """Dates as (day, month), times as "h:mm", other numbers by their value."""
    values: set[object] = {(int(day), int(month)) for day, month in VI_DATE.findall(text)}
    text = VI_DATE.sub(" ", text)
    values |= {f"{int(hour)}:{minute or '00'}" for hour, minute in VI_TIME.findall(text)}
    for digits, scale in VI_NUMBER.findall(VI_TIME.sub(" ", text)):
        number = Decimal(digits.replace(".", "").replace(",", "."))
        values.add(number * SCALES.get(scale, 1))
    return values


def english_values(text: str) -> set[object]:
    values: set[object] = {
        (int(day), MONTHS.index(month) + 1) for day, month in EN_DATE.findall(text)
    }
    text = EN_DATE.sub(" ", text)
    for hour, minute, half in EN_TIME.findall(text):
        values.add(f"{int(hour) % 12 + (12 if half == 'pm' else 0)}:{minute or '00'}")
    values |= {Decimal(MONTHS.index(month) + 1) for month in EN_MONTH.findall(text)}
    for digits, scale in EN_NUMBER.findall(EN_TIME.sub(" ", text)):
        values.add(Decimal(digits.replace(",", "")) * SCALES.get(scale, 1))
    return values


def spelled(value: object, words: list[str], text: str) -> bool:
    """Say whether a number up to ten stands in the text as a word."""
    if not isinstance(value, Decimal) or value not in range(1, 11):
        return False
    forms = words[int(value) - 1].replace(" ", "|")
    return re.search(rf"\b(?:{forms})\b", text, re.IGNORECASE) is not None


def missing_numbers(vietnamese: str, english: str) -> tuple[set[object], set[object]]:
    """Return the values found only in the Vietnamese and those found only in the English."""
    vi, en = vietnamese_values(vietnamese), english_values(english)
    return (
        {value for value in vi - en if not spelled(value, EN_WORDS, english)},
        {value for value in en - vi if not spelled(value, VI_WORDS, vietnamese)},
    )


# The comparison of numbers itself


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [
        ("sáng 9-7", "the morning of 9 July"),
        ("ngày 2.9 và trưa 8/5", "2 September, and midday on 8 May"),
        ("5h sáng, 7h30, 22h", "5am, 7.30am, 10pm"),
        ("1.500 tỉ đồng, 3,21 tỉ đồng", "1.5 trillion dong, 3.21 billion dong"),
        ("1,2 vạn người, 50 nghìn đồng", "12,000 people, 50,000 dong"),
        ("Sáng 1/7, đầu tháng 5", "the morning of 1 July, early May"),
        ("Quách Mây Lan", "Quach May Lan"),
        ("lớp 9, ba nhà", "ninth grade, 3 houses"),
        ("2-2, tháng 7", "2-2, in July"),
    ],
)
def test_equal_numbers_agree(vietnamese: str, english: str) -> None:
    assert missing_numbers(vietnamese, english) == (set(), set())


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [
        ("sáng 9-7", "the morning of 7 September"),
        ("22h", "10am"),
        ("1.500 tỉ đồng", "1.5 billion dong"),
        ("1.200 người", "1.2 people"),
        ("8,4%", "84%"),
        ("bốn nhà", "3 houses"),
    ],
)
def test_unequal_numbers_are_found(vietnamese: str, english: str) -> None:
    assert missing_numbers(vietnamese, english) != (set(), set())


def test_a_check_of_many_rows_names_those_that_fail() -> None:
    @for_each([1, 2, 3, 4], lambda row: f"row {row}")
    def check(row: int) -> None:
        assert row % 2 == 1, "even"

    with pytest.raises(AssertionError, match=r"2 of 4 rows:\nrow 2: even\nrow 4: even"):
        check()


# Captions


def test_there_are_enough_captions_in_every_field() -> None:
    counts = {field: sum(c["field"] == field for c in CAPTIONS) for field in FIELDS}
    assert len(CAPTIONS) == 240
    assert sum(counts.values()) == len(CAPTIONS)
    assert min(counts.values()) >= 19
    assert max(counts.values()) <= 24


def test_ids_count_up_and_texts_are_unique() -> None:
    assert [c["id"] for c in CAPTIONS] == [f"cap-{n:03}" for n in range(1, len(CAPTIONS) + 1)]
    for key in ("vi", "unaccented", "en"):
        assert len({c[key].lower() for c in CAPTIONS}) == len(CAPTIONS)


@pytest.mark.corpora
def test_lengths_vary() -> None:
    lengths = [len(c["vi"].split()) for c in CAPTIONS]
    assert min(lengths) == 5
    assert 40 <= max(lengths) <= 50


@each_caption
def test_caption_has_the_promised_keys_as_clean_text(caption: dict[str, str]) -> None:
    assert list(caption) == KEYS
    for text in caption.values():
        assert isinstance(text, str)
        assert unicodedata.is_normalized("NFC", text)
        assert text == " ".join(text.split())
        assert not re.search("[\ufeff\u200b\xad…]", text)


@pytest.mark.corpora
@each_caption
def test_quotation_marks_are_straight_only_where_said(caption: dict[str, str]) -> None:
    forbidden = "[“”‘’]" if caption["id"] in STRAIGHT else "[\"'‘]"
    assert not any(re.search(forbidden, text) for text in caption.values())
    if caption["id"] in STRAIGHT:
        assert re.search("[\"']", caption["en"])


@each_caption
def test_unaccented_is_the_vietnamese_without_accents(caption: dict[str, str]) -> None:
    assert strip_accents(caption["vi"]) == caption["unaccented"]
    assert caption["unaccented"] != caption["vi"]


@each_caption
def test_caption_uses_the_older_tone_placement(caption: dict[str, str]) -> None:
    for key in ("vi", "credit_vi"):
        assert older_tone_placement(caption[key]) == caption[key]


@pytest.mark.corpora
@each_caption
def test_caption_is_a_finished_text_without_its_credit(caption: dict[str, str]) -> None:
    for key in ("vi", "unaccented", "en"):
        text = caption[key]
        assert re.search(r"\.[”\"]?$", text)
        assert text.count("“") == text.count("”")
        assert text.count('"') % 2 == 0
        assert text.count("(") == text.count(")")
        assert not re.search(r"(Ảnh|Anh|Photo):", text)


@pytest.mark.corpora
@each_caption
def test_english_is_without_vietnamese_accents(caption: dict[str, str]) -> None:
    assert strip_accents(caption["en"]) == caption["en"]
    assert strip_accents(caption["credit_en"]) == caption["credit_en"]


@pytest.mark.corpora
@each_caption
def test_credits_are_well_formed_and_say_the_same(caption: dict[str, str]) -> None:
    credit_vi, credit_en = caption["credit_vi"], caption["credit_en"]
    if not credit_vi:
        assert credit_en == ""
        return
    assert re.fullmatch(r"Ảnh: \w[\w ]*\w", credit_vi)
    assert re.fullmatch(r"Photo: \w[\w ]*\w", credit_en)
    name = credit_vi.removeprefix("Ảnh: ")
    if name.istitle():
        assert credit_en == "Photo: " + strip_accents(name)
    else:
        assert credit_en == CREDITS[credit_vi]


@pytest.mark.corpora
@each_caption
def test_numbers_of_a_caption_agree(caption: dict[str, str]) -> None:
    assert missing_numbers(caption["vi"], caption["en"]) == (set(), set())


@pytest.mark.corpora
@each_caption
def test_quotations_are_as_many_in_both_languages(caption: dict[str, str]) -> None:
    for mark in ("“", '"'):
        assert caption["vi"].count(mark) == caption["en"].count(mark)


# Articles


@each_article
def test_article_lines_are_aligned(name: str) -> None:
    vietnamese, english = article(name, "vi"), article(name, "en")
    assert len(vietnamese) == len(english)
    assert [line == "" for line in vietnamese] == [line == "" for line in english]


@pytest.mark.corpora
@each_article
def test_article_is_a_headline_a_byline_and_paragraphs(name: str) -> None:
    vietnamese, english = article(name, "vi"), article(name, "en")
    assert all(line == "" for line in vietnamese[1::2])
    assert all(line.strip() == line != "" for line in vietnamese[::2] + english[::2])
    assert re.fullmatch(r"[\w ]+ \|", vietnamese[2])
    assert english[2] == strip_accents(vietnamese[2])
    for line in vietnamese[4::2] + english[4::2]:
        assert re.search(r"[.]”?$", line) or re.search(r"\. (Ảnh|Photo): [\w ]+$", line)


@pytest.mark.corpora
@each_article
def test_article_has_300_to_600_words_in_each_language(name: str) -> None:
    for language in ("vi", "en"):
        assert 300 <= len(" ".join(article(name, language)).split()) <= 600


@pytest.mark.corpora
@each_article
def test_captions_and_credits_of_an_article_are_aligned(name: str) -> None:
    vietnamese, english = article(name, "vi"), article(name, "en")
    captions = [n for n, line in enumerate(vietnamese) if " Ảnh: " in line]
    assert captions
    assert captions == [n for n, line in enumerate(english) if " Photo: " in line]
    for n in captions:
        credit_vi, credit_en = vietnamese[n].split(" Ảnh: ")[1], english[n].split(" Photo: ")[1]
        assert credit_en in (
            strip_accents(credit_vi),
            CREDITS.get(f"Ảnh: {credit_vi}", "").removeprefix("Photo: "),
        )


@each_article
def test_article_keeps_the_house_style(name: str) -> None:
    for line in article(name, "vi"):
        assert older_tone_placement(line) == line
    for line in article(name, "en"):
        # m² and °C are the same in both languages; no accent is.
        assert strip_accents(line) == line
    for line in article(name, "vi") + article(name, "en"):
        assert line.count("“") == line.count("”")
        assert not re.search("[\"']", line)


@pytest.mark.corpora
@each_article
def test_numbers_of_an_article_agree_line_by_line(name: str) -> None:
    for vietnamese, english in zip(article(name, "vi"), article(name, "en"), strict=True):
        assert missing_numbers(vietnamese, english) == (set(), set()), english


@each_mixed_page
def test_mixed_page_is_the_english_article_with_unaccented_captions(name: str) -> None:
    mixed = mixed_page(name).split("\n")[:-1]
    vietnamese, english = article(name, "vi"), article(name, "en")
    expected = []
    for one, other in zip(vietnamese, english, strict=True):
        expected += [strip_accents(one), other] if " Ảnh: " in one else [other]
    assert mixed[: len(expected)] == expected
    assert len(expected) - len(english) == 3


@pytest.mark.corpora
@each_mixed_page
def test_mixed_page_ends_in_accented_teasers_of_a_headline_and_a_standfirst(name: str) -> None:
    author = article(name, "en")[2].removesuffix(" |")
    teasers = mixed_page(name).split(f"\n\n{author}\n\n")[1].rstrip("\n")
    blocks = re.split(r"\n{2,}", teasers)
    texts = [block for block in blocks if not block.endswith(" |")]
    assert len(texts) == 10
    for headline, standfirst in zip(texts[::2], texts[1::2], strict=True):
        assert not headline.endswith(".")
        assert standfirst.endswith(".")
        assert strip_accents(headline) != headline
        assert older_tone_placement(standfirst) == standfirst


# Files


def manifest() -> dict[str, object]:
    loaded: dict[str, object] = json.loads((CORPORA / "manifest.json").read_bytes())
    return loaded


def entries() -> list[dict[str, object]]:
    files = manifest()["files"]
    assert isinstance(files, list)
    return files


def test_manifest_lists_every_text_and_nothing_else() -> None:
    about = {"LICENSE", "README.md", "manifest.json"}
    texts = {path for path in CORPORA.rglob("*") if path.is_file() and path.name not in about}
    assert sorted(str(entry["path"]) for entry in entries()) == sorted(
        path.relative_to(CORPORA).as_posix() for path in texts
    )


@for_each(entries(), lambda entry: str(entry["path"]))
def test_manifest_describes_each_file_as_it_is(entry: dict[str, object]) -> None:
    assert list(entry) == [
        "path", "description", "entries", "bytes", "sha256", "author", "licence", "method",
    ]  # fmt: skip
    content = (CORPORA / str(entry["path"])).read_bytes()
    assert entry["bytes"] == len(content)
    assert entry["sha256"] == hashlib.sha256(content).hexdigest()
    lines = content.decode("utf-8").split("\n")
    assert entry["entries"] == sum(line != "" for line in lines)
    assert entry["author"] == "the vitrans authors"
    assert entry["licence"] == "CC-BY-4.0"
    assert entry["description"]
    assert entry["method"]


@for_each(sorted(p for p in CORPORA.rglob("*") if p.is_file()), lambda path: path.name)
def test_every_file_is_clean_text(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not re.search("[\r\ufeff\u2028\xa0]", text)
    assert path.suffix == ".tsv" or "\t" not in text


def test_licence_is_named_with_its_address() -> None:
    licence = (CORPORA / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY 4.0" in licence
    assert "https://creativecommons.org/licenses/by/4.0/" in licence
