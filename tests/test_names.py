"""Names of people and places: found in any letters, kept, and in capitals put back."""

import pytest

from vitrans.text.names import find_known_names, is_acronym
from vitrans.training.names import compress, learn, mostly_capital
from vitrans.translate.capitals import in_ordinary_case
from vitrans.translate.checks import Checker
from vitrans.translate.names import NameFinder, as_written, evened
from vitrans.types import Language

EN, VI = Language.ENGLISH, Language.VIETNAMESE


@pytest.fixture(scope="module")
def english_names() -> NameFinder:
    return NameFinder.load(EN)


@pytest.fixture(scope="module")
def vietnamese_names() -> NameFinder:
    return NameFinder.load(VI)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They are Yoon Tae Oh (Chae Jong Hyeop) and Yuri.", "Yoon Tae Oh|Chae Jong Hyeop|Yuri"),
        ("He met Kentaro Sakaguchi in Japan in September.", "Kentaro Sakaguchi"),
        ("Korean films are popular in the United States.", ""),
        ("Recently, many Korean producers have favored it.", ""),
        ("Interestingly, the Prime Minister was late on Monday.", ""),
        ("The Netflix series", "Netflix"),
        ("President Obama’s visit", "Obama"),
        ("HE MET KENTARO SAKAGUCHI", ""),
        ("Yesterday Peter Brown met Mr Green.", "Peter Brown|Green"),
        ("A report by Martin Petty and John F. Kennedy", "Martin Petty|John F. Kennedy"),
        ("My Tam sings for Park Hang-seo in Bac Lieu.", "My Tam|Park Hang-seo|Bac Lieu"),
        ("", ""),
    ],
)
def test_names_of_english_text(english_names: NameFinder, text: str, names: str) -> None:
    assert "|".join(span.text for span in english_names.find(text)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tổng thống Nga Vladimir Putin đến Hàn Quốc.", "Vladimir Putin"),
        ("Ông Trần Văn Bình nói với Bộ Ngoại giao.", "Trần Văn Bình"),
        ("Chủ tịch Nguyễn Phú Trọng", "Nguyễn Phú Trọng"),
        ("Bà Hai và ông Ba Khía", "Hai|Ba Khía"),
        ("Cô Út, chú Tư và thầy Bảy", "Út|Tư|Bảy"),
        ("ông Chủ tịch, bà Bộ trưởng và mẹ Việt Nam", ""),
        ("người Việt Nam ở Trung Quốc và Cần Thơ", "Cần Thơ"),
        ("Tuy nhiên, năm nay chỉ có một phim.", ""),
        ("Ông sinh sống ở huyện Cái Bè.", "Cái Bè"),
        ("Ruộng bậc thang Mù Cang Chải mùa lúa chín", "Mù Cang Chải"),
        ("Chợ nổi Cái Răng lúc rạng sáng", "Cái Răng"),
        ("vua Minh Mạng lên ngôi", "Minh Mạng"),
        ("Rét đậm trên đỉnh Mẫu Sơn và ở Bảy Núi", "Mẫu Sơn|Bảy Núi"),
        ("Trẻ Trường mầm non Hoa Sữa gấp chăn", "Hoa Sữa"),
        ("mảnh gốm vừa đào được ở Vườn Chuối, Hà Nội", "Vườn Chuối|Hà Nội"),
        ("Tàu chạy gần Bến Tuần Châu rồi ra ngoài Vịnh Ninh Vân", "Tuần Châu|Ninh Vân"),
        ("Cục An ninh và Bộ Giáo Dục ở Nội Mông", ""),
        ("Ngày Quốc Khánh, dịp Tết Giáp Dần, ở Thái Bình Dương", ""),
        ("thờ Thần Tài bên Sông Hồng, ngắm Mặt Trăng", ""),
        ("Luật Biển và Đảng Cương lĩnh", ""),
        ("Bộ trưởng Đào Ngọc Dung và nhà văn Nguyễn Lan", "Đào Ngọc Dung|Nguyễn Lan"),
        ("HLV Park Hang-seo gặp ca sĩ Mỹ Tâm ở chợ Đồng Xuân", "Park Hang-seo|Mỹ Tâm|Đồng Xuân"),
        ("chủ tịch Quốc hội, sông Mê Kông và núi Phú Sĩ", ""),
        ("MC Thu Hà, TS Minh Hằng và NTK Minh Quân", "Thu Hà|Minh Hằng|Minh Quân"),
        ("PGS.TS Quốc Khánh cùng ThS Hồng Vân", "Quốc Khánh|Hồng Vân"),
        ("PV Báo Thanh Niên, MC Đài Truyền hình", ""),
        ("Nhà văn Tô Hoài viết về Quế Ngọc Hải.", "Tô Hoài|Quế Ngọc Hải"),
        ("Chợ Đồng Xuân, rồi Đường Hồ Chí Minh. Hồ Xuân Hương", "Đồng Xuân|Hồ Xuân Hương"),
        ("Sông Hồng, Bến Thành và Hồ Gươm", "Bến Thành"),
        ("Bác Sĩ Nguyễn Văn An", "Nguyễn Văn An"),
    ],
)
def test_names_of_vietnamese_text(vietnamese_names: NameFinder, text: str, names: str) -> None:
    assert "|".join(span.text for span in vietnamese_names.find(text)) == names


def lost_names(finder: NameFinder, source: str, target: str) -> list[str]:
    return [span.text for span in finder.lost(finder.find(source), target)]


def test_a_name_is_kept_whatever_its_order_and_accents(
    english_names: NameFinder, vietnamese_names: NameFinder
) -> None:
    source = "He saw Kentaro Sakaguchi."
    assert english_names.lost(english_names.find(source), "Anh gặp Sakaguchi Kentaro.") == []
    assert [
        span.text for span in english_names.lost(english_names.find(source), "Anh gặp Kentaro.")
    ] == ["Kentaro Sakaguchi"]
    source = "Ông Trần Văn Bình sống ở Đà Nẵng."
    assert (
        vietnamese_names.lost(vietnamese_names.find(source), "Mr Tran Van Binh lives in Danang.")
        == []
    )
    assert [
        span.replacement
        for span in vietnamese_names.lost(vietnamese_names.find(source), "He lives in Danang.")
    ] == ["Tran Van Binh"]


def test_words_that_are_no_names_are_learned_from_translations() -> None:
    pairs = [
        ("We went to Japan with Yuri.", "Chúng tôi đến Nhật với Yuri."),
        ("In summer Japan is hot, says Yuri.", "Mùa hè Nhật nóng, Yuri nói."),
        ("They saw Japan and Yuri.", "Họ thấy Nhật và Yuri."),
    ]
    learned = learn(pairs, rare=1)
    assert {"japan", "summer", "hot"} <= set(learned)
    assert "yuri" not in learned
    assert compress(["film", "films", "filming", "carry", "carried"]) == ["carry", "film"]


def test_a_name_written_wrongly_is_lost(english_names: NameFinder) -> None:
    lost = lost_names(
        english_names, "It is by the writer Tsuji Hitonari.", "Của nhà văn Tsujik Hitonari."
    )
    assert lost == ["Tsuji Hitonari"]
    assert lost_names(english_names, "They met Tsuji Hitonari.", "Họ gặp Tsuji Hitonari.") == []


def test_a_korean_name_of_common_words_is_a_name(english_names: NameFinder) -> None:
    found = english_names.find("A novel by Korean writer Gong Ji Young and others")
    assert [name.text for name in found] == ["Gong Ji Young"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NGUYỄN THU HÀ", "Nguyễn Thu Hà"),
        ("CHỦ TỊCH NGUYỄN VĂN AN THĂM HUẾ", "Chủ tịch Nguyễn Văn An thăm Huế"),
        ("TP. HCM CẤM XE TẢI TỪ NGÀY 17.9", "TP. HCM cấm xe tải từ ngày 17.9"),
        ("BÀ HAI VÀ ÔNG BA KHÍA", "Bà Hai và ông Ba Khía"),
        ("ÔNG TRẦN ĐÌNH TRỌNG BỊ BẮT Ở CẦN THƠ", "Ông Trần Đình Trọng bị bắt ở Cần Thơ"),
        ("NGUYỄN QUANG HẢI ĐẠT GIẢI Ở HÀN QUỐC", "Nguyễn Quang Hải đạt giải ở Hàn Quốc"),
        ("BÀ LÊ THỊ HỒNG GẤM NÓI GÌ VỀ U23?", "Bà Lê Thị Hồng Gấm nói gì về U23?"),
        ("THỦ TƯỚNG TIẾP TỔNG THỐNG PUTIN", "Thủ tướng tiếp tổng thống Putin"),
        ("UBND HUYỆN HỌP. DÂN LO", "UBND huyện họp. Dân lo"),
        ("BỘ TRƯỞNG NÓI: XEM https://a.vn/B NGAY", "Bộ trưởng nói: xem https://a.vn/B ngay"),
        ("HÀ NỘI", "Hà Nội"),
        ("NGUYỄN THỊ MINH KHAI ĐỌC BÁO", "Nguyễn Thị Minh Khai đọc báo"),
        ("HLV PARK HANG-SEO RA ĐI", "HLV Park Hang-Seo ra đi"),
        ("BỘ TRƯỞNG ĐÀO NGỌC DUNG TRẢ LỜI", "Bộ trưởng Đào Ngọc Dung trả lời"),
        ("LŨ LỚN Ở MÙ CANG CHẢI", "Lũ lớn ở Mù Cang Chải"),
        ("BÁC SĨ LÊ VĂN TÁM NÓI GÌ", "Bác sĩ Lê Văn Tám nói gì"),
        ("CHÚ Ý: CẬU BÉ 5 TUỔI ĐI LẠC", "Chú ý: cậu bé 5 tuổi đi lạc"),
        ("SƠN TÙNG M-TP RA MẮT MV MỚI", "Sơn Tùng m-TP ra mắt MV mới"),
        ("LÊN CAO", None),
        ("Chủ tịch THĂM Huế", None),
    ],
)
def test_vietnamese_in_capitals_as_ordinary_text(
    vietnamese_names: NameFinder, text: str, expected: str | None
) -> None:
    assert in_ordinary_case(text, vietnamese_names) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MARY O'BRIEN AND PETER BROWN", "Mary O'Brien and Peter Brown"),
        ("MARY O’BRIEN WINS IN HANOI", "Mary O’Brien wins in Hanoi"),
        ("JOHN SMITH'S NEW FILM OPENS ON MONDAY", "John Smith's new film opens on Monday"),
        ("MRS WHITE MEETS THE GREEN PARTY", "Mrs White meets the green party"),
        ("PRESIDENT NGUYEN VAN AN VISITS HUE", "President Nguyen Van An visits Hue"),
        ("WHO SENDS 40 EXPERTS TO VIETNAM", "WHO sends 40 experts to Vietnam"),
        ("WHO IS THE MAN IN THE CAR?", "Who is the man in the car?"),
        ("NATO AND THE UN AGREE ON A DEAL", "NATO and the UN agree on a deal"),
        ("MY TAM SINGS AT OPERA HOUSE", "My Tam sings at opera house"),
        ("VIETNAM'S TO LAM VISITS PARIS", "Vietnam's To Lam visits Paris"),
        ("GRACE HOPPER'S COMPUTER IS ON SHOW", "Grace Hopper's computer is on show"),
        ("MARK WOODS, PRIEST AND TEACHER, DIES", "Mark Woods, priest and teacher, dies"),
        ("STOCKS ROSE SHARPLY, SAYS BANK", "Stocks rose sharply, says bank"),
        ("JOHN F. KENNEDY FILES RELEASED", "John F. Kennedy files released"),
        ("FLOODS IN SON LA AND BAC LIEU", "Floods in Son La and Bac Lieu"),
        ("SENATOR CALLS FOR GOLD SALES", "Senator calls for gold sales"),
        ("NATO", None),
        ("UN WHO", None),
    ],
)
def test_english_in_capitals_as_ordinary_text(
    english_names: NameFinder, text: str, expected: str | None
) -> None:
    assert in_ordinary_case(text, english_names) == expected


def test_names_by_the_tables_whatever_the_letters(vietnamese_names: NameFinder) -> None:
    text = "chị lê thị hồng gấm ở đà nẵng"
    found = find_known_names(text, VI, vietnamese_names.is_small)
    assert [text[name.start : name.end] for name in found] == ["lê thị hồng gấm", "đà nẵng"]


def test_acronyms_stay_unless_they_are_words() -> None:
    assert is_acronym("UBND", VI)
    assert is_acronym("NATO", EN)
    assert is_acronym("TP", VI)
    assert not is_acronym("AI", VI)
    assert not is_acronym("AN", EN)


def test_copied_names_lose_their_accents_in_english(vietnamese_names: NameFinder) -> None:
    names = vietnamese_names.find("Chị Út gặp Nguyễn Quang Hải.")
    assert as_written(names, "Út met Quang Hải, not Hảing.") == "Ut met Quang Hai, not Hảing."


@pytest.mark.parametrize(
    ("text", "target", "made"),
    [
        ("Mr Ho Thi Ngan sings.", "Ông Ho Thị Ngãn hát.", "Ông Ho Thi Ngan hát."),
        ("Children at Hoa Sua school", "Trẻ em trường Hòa Sua", "Trẻ em trường Hoa Sua"),
        ("Nguyen Phu Trong came.", "Nguyễn Phú Trọng đến.", "Nguyễn Phú Trọng đến."),
        ("Phan Nhat Linh came.", "Phan Nhật Linh đến.", "Phan Nhật Linh đến."),
        ("Nguyen David came to Bac Lieu.", "Nguyễn David đến Bạc Lieu.", None),
    ],
)
def test_names_do_not_have_some_of_their_marks(
    text: str, target: str, made: str | None, english_names: NameFinder
) -> None:
    assert evened(english_names.find(text), target) == (made or target)


def test_words_that_mostly_have_a_capital() -> None:
    texts = ["He went to Iraq in may with a friend.", "They left Iraq for a Friend and a friend."]
    assert mostly_capital(texts, ["iraq", "friend", "went"]) == ["iraq"]


def test_places_of_vietnam_get_their_marks_in_vietnamese(english_names: NameFinder) -> None:
    names = english_names.find("Farmers in Bac Lieu and Son La sell shrimp.")
    assert [name.replacement for name in names] == ["Bạc Liêu", "Sơn La"]
    assert as_written(names, "Nông dân ở Bac Lieu") == "Nông dân ở Bạc Liêu"


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        ("Anh mua iPhone trên eBay.", "He bought a phone online.", "iPhone|eBay"),
        ("Anh mua iPhone trên eBay.", "He bought an iPhone on eBay.", ""),
        ("VinFast bán xe.", "It sells cars.", "VinFast"),
        ("MoMo và TikTok", "MoMo and TikTok", ""),
        ("Một máy 20 kWh và 5 mAh", "A machine", ""),
    ],
)
def test_words_with_a_capital_within_are_names(
    source: str, target: str, lost: str, vietnamese_names: NameFinder
) -> None:
    found = vietnamese_names.lost(vietnamese_names.find(source), target)
    assert "|".join(span.text for span in found) == lost


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        ("McDonald's opened two restaurants.", "Hai nhà hàng mở cửa.", "McDonald"),
        ("McDonald's opened two restaurants.", "McDonald's mở hai nhà hàng.", ""),
        ("iPhones are sold in two shops.", "iPhone được bán ở hai cửa hàng.", ""),
        ("A PhD student", "Một nghiên cứu sinh", ""),
    ],
)
def test_words_with_a_capital_within_are_names_in_english(
    source: str, target: str, lost: str, english_names: NameFinder
) -> None:
    found = english_names.lost(english_names.find(source), target)
    assert "|".join(span.text for span in found) == lost


def test_a_capital_within_a_name_is_put_back(vietnamese_names: NameFinder) -> None:
    names = vietnamese_names.find("Anh mua iPhone trên eBay")
    assert as_written(names, "He bought an Iphone on EBAY") == "He bought an iPhone on eBay"


def test_a_part_of_a_name_within_another_word_is_lost(vietnamese_names: NameFinder) -> None:
    source = "TS Minh Hằng phát biểu ở Đà Nẵng."
    assert lost_names(vietnamese_names, source, "Minh Thang spoke in Danang.") == ["Minh Hằng"]


def test_names_have_their_accents_again_in_vietnamese(english_names: NameFinder) -> None:
    source = "She met Phạm Minh Chính and Mr Hòa."
    names = english_names.find(source)
    target = "Bà gặp Phạm Minh Chinh và ông Hòa ở Hoa Kỳ."
    assert as_written(names, target) == "Bà gặp Phạm Minh Chính và ông Hòa ở Hoa Kỳ."


def test_who_writes_is_kept() -> None:
    source = "Từ: Lan Anh <lananh@bao.vn>"
    problems = Checker.load(Language.ENGLISH).problems(source, "From: Links <lananh@bao.vn>")
    assert [str(one) for one in problems] == ["name lost: Lan Anh"]
