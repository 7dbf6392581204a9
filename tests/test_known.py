"""What is known of a text beside the model: places, years, abbreviations, sums, speakers."""

import pytest

from vitrans.restore import Restorer
from vitrans.restore.known import known
from vitrans.restore.tokens import tokenize
from vitrans.text import strip_accents
from vitrans.text.lists import places

RESTORER = Restorer.load()
PLACES = [name.rstrip(" *") for name in (*places(False), *places(True))]
STEMS = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"]
BRANCHES = ["Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"]
YEARS = [f"{STEMS[i % 10]} {BRANCHES[i % 12]}" for i in range(60)]


@pytest.mark.parametrize(
    "frame",
    ["{}", "{} - Sáng nay, người dân ra biển.", "{}, ngày 12.3", "({}) Người dân ra biển."],
)
def test_places_alone_and_in_datelines(frame: str) -> None:
    names = [name for name in PLACES if " " in name]
    for write in (str, str.upper):
        texts = [strip_accents(frame.format(write(name))) for name in names]
        for name, made in zip(names, RESTORER.restore_batch(texts), strict=True):
            assert write(name) in made


@pytest.mark.parametrize(
    "text",
    [
        "Huế",
        "Đà Nẵng, Huế, Nha Trang",
        "Người dân huyện Mù Cang Chải đón Tết",
        "Đoàn khách tới Uông Bí hôm qua",
        "Phát ngôn viên Nhà Trắng cho biết tổng thống sẽ phát biểu.",
        "NHÀ TRẮNG CÂN NHẮC TRỪNG PHẠT NGA",
        "Nha Trang đón khách quốc tế",
        "Biển Nha Trang rất đẹp",
        "BÃO ĐỔ BỘ VÀO NHA TRANG",
        "CHỦ TỊCH NƯỚC THĂM NHA TRANG",
    ],
)
def test_places_in_sentences(text: str) -> None:
    assert RESTORER.restore(strip_accents(text)) == text


@pytest.mark.parametrize("year", YEARS)
def test_the_sixty_years(year: str) -> None:
    assert RESTORER.restore(strip_accents(year)) == year
    assert RESTORER.restore(strip_accents(f"Tết {year}")) == f"Tết {year}"
    assert RESTORER.restore(strip_accents(f"TẾT {year}".upper())) == f"TẾT {year}".upper()
    text = f"Năm {year} có nhiều lễ hội."
    assert RESTORER.restore(strip_accents(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gia 25.000d, giam con 20000d.", "Giá 25.000đ, giảm còn 20000đ."),
        ("Ban 40.000 d hai ky", "40.000 đ"),
        ("tu 3.000d-5.000d, 1.250.000d/m2", "từ 3.000đ-5.000đ, 1.250.000đ/m2"),
        ("het 15 trieu d", "hết 15 triệu đ"),
        ("Giap Thin 2024, At Ty 2025", "Giáp Thìn 2024, Ất Tỵ 2025"),
        ("con giap nam at ty", "năm ất tỵ"),
        ("GIA CHI 25.000D", "25.000Đ"),
        ("Phim 3D va phong 12D", "3D"),
        ("Phim 3D va phong 12D", "12D"),
        ("Mua hai ki-lo-gam gao", "hai ki-lô-gam gạo"),
        ("di ba ki-lo-met", "ba ki-lô-mét"),
        ("Bao QDND dua tin", "QĐND"),
        ("Bo LDTBXH hop", "LĐTBXH"),
        ("theo ND-CP va QD-TTg", "NĐ-CP và QĐ-TTg"),
        ("Dai bieu HDND tinh", "HĐND tỉnh"),
        ("So GD&DT Ha Noi", "GD&ĐT Hà Nội"),
        ("UBND, CHDCND, CMND", "UBND, CHDCND, CMND"),
    ],
)
def test_abbreviations_units_and_sums(text: str, expected: str) -> None:
    assert expected in RESTORER.restore(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bi cao D. lanh 12 nam tu", "Bị cáo D. lãnh 12 năm tù"),
        ("Chi H. va anh T. deu khai nhu vay", "Chị H. và anh T. đều khai như vậy"),
        ("Nguoi dan chau A. Ho vui.", "Người dân châu Á. Họ vui."),
        ("ANH: Em di dau day?", "ANH: Em đi đâu đấy?"),
        ("- ANH: Khong duoc dau.", "- ANH: Không được đâu."),
        ("ANH: TRAN MINH", "ẢNH: TRẦN MINH"),
        ("- EM: Vang.\n- ANH: Khong duoc dau.", "- EM: Vâng.\n- ANH: Không được đâu."),
        ("ANH: Khong duoc dau.\n- EM: Vang.", "ANH: Không được đâu.\n- EM: Vâng."),
        ("- Anh: Em di dau day?", "- Anh: Em đi đâu đấy?"),
        ("Anh: Nha san xuat", "Ảnh: Nhà sản xuất"),
        ("Anh: Minh Quan", "Ảnh: Minh Quân"),
        ("[10:32] Lan: ban oi", "[10:32] Lan: bạn ơi"),
        ("12/9/2026, 10:32 - Tuan: mai nghi nhe", "12/9/2026, 10:32 - Tuan: mai nghỉ nhé"),
        ("Tuan (10:33): mai nghi nhe", "Tuan (10:33): mai nghỉ nhé"),
        ("<Tuan> mai nghi nhe", "<Tuan> mai nghỉ nhé"),
        ("Gui cho Lan <lan@bao.vn> nhe", "Gửi cho Lan <lan@bao.vn> nhé"),
        ("8:30 Khai mac: dai bieu phat bieu", "8:30 Khai mạc: đại biểu phát biểu"),
    ],
)
def test_initials_and_speakers(text: str, expected: str) -> None:
    assert RESTORER.restore(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("thắng Thai Lan 3-1 trên sân My Dinh", "thắng Thái Lan 3-1 trên sân Mỹ Đình"),
        ("Đội về Da Nang hôm qua.", "Đội về Đà Nẵng hôm qua."),
        ("Đoàn ở khách sạn Furama Da Nang Resort.", "Đoàn ở khách sạn Furama Da Nang Resort."),
        ("Nữ ca sĩ Thanh Ha My đã đến rồi.", "Nữ ca sĩ Thanh Ha My đã đến rồi."),
        ("Sự kết hop cua dien vien", "Sự kết hợp của diễn viên"),
        ("Khán giả rất thích bo phim nay cua ho.", "Khán giả rất thích bộ phim này của họ."),
    ],
)
def test_what_lacks_in_accented_text(text: str, expected: str) -> None:
    assert RESTORER.restore(text) == expected


def test_a_name_within_capitals_is_read_as_one() -> None:
    text = "BAO DO BO VAO DA NANG"
    told = known(text, tokenize(text), accented=False)
    assert told.read == {4: "Da", 5: "Nang"}
    assert told.names == [{4: "ĐÀ", 5: "NẴNG"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sự kết hợp cua diễn viên", "Sự kết hợp của diễn viên"),
        ("Ông ấy đã nói voi tôi như vậy", "Ông ấy đã nói với tôi như vậy"),
        ("Cà phê được xay với sự chứng kiến của họ", "Cà phê được xay với sự chứng kiến của họ"),
    ],
)
def test_a_mended_text_is_finished_to_its_last_word(text: str, expected: str) -> None:
    assert RESTORER.restore(text) == text
    assert RESTORER.finishing().restore(text) == expected
