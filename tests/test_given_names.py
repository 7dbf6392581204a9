"""Names without a surname, in capitals and not, are kept, and missed where they are lost."""

import pytest

from vitrans.translate.capitals import in_ordinary_case
from vitrans.translate.checks import Checker
from vitrans.translate.names import NameFinder
from vitrans.types import Language, Target

EN: Target = Language.ENGLISH
VI: Target = Language.VIETNAMESE


@pytest.mark.parametrize(
    ("text", "language", "ordinary"),
    [
        ("SƠN TÙNG VÀ ĐEN VÂU", VI, "Sơn Tùng và Đen Vâu"),
        ("ĐEN VÂU RA MẮT ALBUM", VI, "Đen Vâu ra mắt album"),
        ("MỸ TÂM HÁT Ở HÀ NỘI", VI, "Mỹ Tâm hát ở Hà Nội"),
        ("HOÀI LINH VÀ TRƯỜNG GIANG ĐÓNG PHIM", VI, "Hoài Linh và Trường Giang đóng phim"),
        ("ĐỨC PHÚC GIÀNH GIẢI NHẤT", VI, "Đức Phúc giành giải nhất"),
        ("THÀNH CÔNG VÀ THẤT BẠI", VI, "Thành công và thất bại"),
        ("CÔNG AN HÀ NỘI BẮT CƯỚP", VI, "Công an Hà Nội bắt cướp"),
        ("NHÀ HÁT THÀNH PHỐ MỞ CỬA", VI, "Nhà hát thành phố mở cửa"),
        ("QUÂN MỸ RÚT KHỎI CĂN CỨ", VI, "Quân mỹ rút khỏi căn cứ"),
        ("GIÁ GIẦY DA TĂNG", VI, "Giá giầy da tăng"),
        ("MUSIC BY DEN VAU", EN, "Music by Den Vau"),
    ],
)
def test_names_in_capitals_without_a_surname(text: str, language: Language, ordinary: str) -> None:
    assert in_ordinary_case(text, NameFinder.load(language)) == ordinary


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        ("Sơn Tùng và Đen Vâu hát.", "Son Tung and Black sing.", ["name lost: Đen Vâu"]),
        ("Sơn Tùng và Đen Vâu hát.", "Pine and Den Vau sing.", ["name lost: Sơn Tùng"]),
        ("Sơn Tùng và Đen Vâu hát.", "Son Tung and Den Vau sing.", []),
        ("Mỹ Tâm hát hay.", "American mind sings well.", ["name lost: Mỹ Tâm"]),
        ("Quân Mỹ rút khỏi căn cứ.", "The American army leaves the base.", []),
        ("Hải Quân tập trận.", "The navy trains.", []),
        ("Công An bắt cướp.", "The police catch robbers.", []),
    ],
)
def test_such_a_name_is_missed(source: str, target: str, lost: list[str]) -> None:
    assert [str(problem) for problem in Checker.load(EN).problems(source, target)] == lost


@pytest.mark.parametrize("word", ["Lead", "Born", "Internet", "Rice", "Prices", "Video", "Coffee"])
def test_an_ordinary_word_at_the_start_is_no_name(word: str) -> None:
    assert NameFinder.load(EN).find(f"{word} was found in the old house.") == []


def test_a_borrowed_word_is_not_left_over() -> None:
    checker = Checker.load(VI)
    assert checker.problems("Internet access is free.", "Truy cập internet miễn phí.") == []
    assert checker.problems("Nobody paid for it.", "Nobody trả tiền cho nó.") != []
