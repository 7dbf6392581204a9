"""Abbreviations of newspapers are written in full for the model, and others stay."""

import pytest

from vitrans.text.abbreviations import in_full


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("CSGT cõng cụ già.", "Cảnh sát giao thông cõng cụ già."),
        ("Lô vải của HTX Lục Sơn", "Lô vải của hợp tác xã Lục Sơn"),
        ("UBND TP Huế họp.", "Ủy ban nhân dân thành phố Huế họp."),
        ("GS.TS Tống Khánh Vân (bìa phải)", "Giáo sư, tiến sĩ Tống Khánh Vân (bìa phải)"),
        ("Ảnh: TS. Lê An và BS Mai", "Ảnh: Tiến sĩ Lê An và bác sĩ Mai"),
        ("PGS-TS-BS Lê An", "Phó giáo sư, tiến sĩ, bác sĩ Lê An"),
        (
            "Sở GD-ĐT và Bộ NN&PTNT",
            "Sở giáo dục và đào tạo và Bộ nông nghiệp và phát triển nông thôn",
        ),
        ("Xe lật trên QL1A, Q.5 và P.12", "Xe lật trên quốc lộ 1A, quận 5 và phường 12"),
        ("Nhà ở Q.Bình Tân và H. Củ Chi", "Nhà ở quận Bình Tân và huyện Củ Chi"),
        ("HLV CLB HÀ NỘI TỪ CHỨC", "HUẤN LUYỆN VIÊN CÂU LẠC BỘ HÀ NỘI TỪ CHỨC"),
        ("TP. Vinh và TP.HCM, TP. HCM", "Thành phố Vinh và TP.HCM, TP. HCM"),
    ],
)
def test_an_abbreviation_is_written_in_full(text: str, full: str) -> None:
    assert in_full(text) == full
    assert in_full(full) == full


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định 12/QĐ-UBND và #CSGT, @CLB",
        "Hợp tác xã (HTX) Lục Sơn: HTX bán vải.",
        "huấn luyện viên (HLV) và CLB1",
        "Xem https://a.vn/UBND hoặc a.GS.vn",
        "không có gì",
        "H. G. Wells và P. Diddy",
        "TS2000 và TSX",
        "",
    ],
)
def test_what_is_longer_or_explained_stays(text: str) -> None:
    assert in_full(text) == text


def test_an_abbreviation_of_a_term_stays() -> None:
    assert in_full("CSGT và HTX Lục Sơn", ["HTX Lục Sơn"]) == ("Cảnh sát giao thông và HTX Lục Sơn")
