"""Bylines in every shape, and what is none."""

import pytest

from vitrans.kinds import classify
from vitrans.types import Kind

BODY = "Người dân chèo ghe ra chợ từ sáng sớm."


def kind(line: str) -> Kind:
    return classify(["Chợ nổi họp sớm", "", line, "", BODY])[2]


@pytest.mark.parametrize(
    "line",
    [
        "By A in B and C in D",
        "By Anna Lee in Hanoi and Tom Fox in Hue",
        "By A, B and C",
        "By *Linh Pham* | 14 March 2026",
        "**By Linh Pham**",
        "BY LINH PHAM",
        "By Linh Pham March 14, 2026",
        "By Reuters",
        "Reporting by Linh Pham",
        "Thu Hà - Minh Quân",
        "Theo Thu Hà (TTXVN)",
        "Thu Hà (Theo Reuters)",
        "Phóng viên Thu Hà",
        "Tác giả: Thu Hà",
        "THU HÀ",
        "NGUYỄN THU HÀ",
        "Thu Ha",
        "Thu Hà, Minh Quân",
        "Thu Hà - 14/3/2026",
        "Thu Hà/TTXVN",
        "Thu Hà (tổng hợp)",
        "Theo TTXVN",
        "Theo Reuters, AFP",
        "(TTXVN/Vietnam+)",
        "An Nhiên | 14/3/2026",
        "Nguyễn Lan tổng hợp",
        "Reporting by Phuong Nguyen; Editing by Martin Petty",
        "Reporting by Linh Do and Mai Le in Hanoi; Editing by Tom Hogue.",
        "Words by Will Young, photos by Amy Wood",
        "Thực hiện: Quốc Anh, đồ họa: Thanh Bình",
        "MINH TRÍ - HOÀI NAM (từ Bangkok)",
        "PV Minh Hằng (từ Paris)",
        "CTV Hồng Nhung từ Seoul",
        "Written by Tom Hill, translated by Mai Anh",
    ],
)
def test_bylines(line: str) -> None:
    assert kind(line) is Kind.BYLINE


@pytest.mark.parametrize(
    "line",
    [
        "By the river",
        "By Night",
        "By Air and Sea",
        "Người dân tổng hợp",
        "Chính phủ thực hiện",
        "Story by story, photos by request",
        "Theo Luật Đất đai (2024)",
        "Theo Bộ Y tế, dịch đã giảm.",
        "Phóng viên Thu Hà đưa tin từ Huế.",
        "Hà Nội - Hải Phòng",
        "Việt Nam - Hàn Quốc",
        "Mùa Thu - Hà Nội",
        "Hà Nội",
        "Đà Nẵng, Huế",
        "Giá gạo",
        "Thể Thao",
        "Tổng thống Mỹ đến Hà Nội",
    ],
)
def test_what_is_no_byline(line: str) -> None:
    assert kind(line) is not Kind.BYLINE


def test_a_name_within_an_article_is_no_byline() -> None:
    lines = ["Chợ nổi họp sớm", "", BODY, "", "Thu Hà", "", BODY]
    assert classify(lines)[4] is not Kind.BYLINE


def test_a_list_has_no_byline() -> None:
    assert Kind.BYLINE not in classify(["Các loài hoa", "Hoa Hồng", "Hoa Lan", "Hoa Mai"])
