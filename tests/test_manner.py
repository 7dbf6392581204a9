"""Names with and without their diacritics, figures as the source or the target has them."""

import pytest

from vitrans.translate.manner import as_in_source, with_accents
from vitrans.translate.names import NameFinder
from vitrans.types import Language, Target

EN, VI = Language.ENGLISH, Language.VIETNAMESE
VIETNAMESE = NameFinder.load(VI)
ENGLISH = NameFinder.load(EN)


def kept(source: str, target: str) -> str:
    return with_accents(source, VIETNAMESE.find(source), target, ENGLISH.is_ordinary)


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        (
            "Ông Nguyễn Văn Bình sống ở Đà Nẵng.",
            "Nguyen Van Binh lives in Danang.",
            "Nguyễn Văn Bình lives in Đà Nẵng.",
        ),
        ("Ông Nguyễn Văn Bình nói vậy.", "Mr. Binh said so.", "Mr. Bình said so."),
        ("Bà Mỹ đi chợ.", "Ms. My went to the market.", "Ms. Mỹ went to the market."),
        ("Bà Mỹ đi chợ.", "My aunt went to the market.", "My aunt went to the market."),
        ("Ông Đỗ không biết.", "Do you know? Not Do.", "Do you know? Not Đỗ."),
        ("Mỹ Tâm hát.", "My Tam sings of my tam.", "Mỹ Tâm sings of my tam."),
        ("ÔNG NGUYỄN VĂN BÌNH ĐẾN", "MR. NGUYEN VAN BINH CAME", "MR. NGUYỄN VĂN BÌNH CAME"),
        ("Ông Nguyễn Văn Bình đến.", "NGUYEN VAN BINH came.", "NGUYỄN VĂN BÌNH came."),
        ("Phim hay ở Việt Nam.", "A good film in Vietnam.", "A good film in Vietnam."),
        ("Anh Nam đến.", "Nam came.", "Nam came."),
    ],
)
def test_names_keep_their_diacritics(source: str, target: str, wanted: str) -> None:
    assert kept(source, target) == wanted
    assert kept(source, wanted) == wanted


@pytest.mark.parametrize(
    ("source", "target", "language", "wanted"),
    [
        ("Giá 50.000 đồng, tăng 2,5%.", "VND50,000, up 2.5%.", EN, "VND50.000, up 2,5%."),
        ("Giá 1 000 000 đồng.", "VND1,000,000.", EN, "VND1 000 000."),
        ("Từ ngày 3/9/2016.", "Since September 3, 2016.", EN, "Since 3/9/2016."),
        ("Lúc 8h30 ngày 3/9.", "At 8:30 on 3 September.", EN, "At 8h30 on 3/9."),
        ("Ngày 3 tháng 9 năm 2016.", "3 September 2016.", EN, "3 September 2016."),
        ("It rose 2.5% to 1,200.", "Tăng 2,5% lên 1.200.", VI, "Tăng 2.5% lên 1,200."),
        ("Phiên bản 3.12.1 năm 2017.", "Version 3.12.1 in 2017.", EN, "Version 3.12.1 in 2017."),
        ("Có 12,5 và 112,5.", "12.5 and 112.5.", EN, "12,5 and 112,5."),
    ],
)
def test_figures_stay_as_the_source_has_them(
    source: str, target: str, language: Target, wanted: str
) -> None:
    assert as_in_source(source, target, language) == wanted
    assert as_in_source(source, wanted, language) == wanted
