"""Numbers of both languages: read by value, compared, and written as the target has them."""

from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.align.numbers import compare_numbers
from vitrans.text.amounts import with_dong_in_full
from vitrans.text.dates import find_clocks, find_dates, with_clock_figures
from vitrans.text.numbers import find_numbers
from vitrans.translate import Checker
from vitrans.translate.figures import localise, localise_copies, localised
from vitrans.translate.numbers import added_numbers, changed_dates, doubled_numbers, lost_numbers
from vitrans.types import Language, Target

EN: Final = Language.ENGLISH
VI: Final = Language.VIETNAMESE


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Giá tăng 3,21%", VI, ["3.21"]),
        ("1.000,5 đồng", VI, ["1000.5"]),
        ("1,000.5 dong", EN, ["1000.5"]),
        ("1.234.567 người", VI, ["1234567"]),
        ("2.5 điểm", VI, ["2.5"]),
        ("0.123 điểm", VI, ["0.123"]),
        ("ngày 12.9.2017", VI, ["12", "9", "2017"]),
        ("ngày 30/4/1975", VI, ["30", "4", "1975"]),
        ("2 triệu đồng", VI, ["2000000"]),
        ("1,5 tỷ USD", VI, ["1500000000.0"]),
        ("1 tỷ 200 triệu", VI, ["1200000000"]),
        ("5 nghìn tỷ", VI, ["5000000000000"]),
        ("$1.2 billion", EN, ["1200000000.0"]),
        ("£3.2 m and 5 m away", EN, ["3200000.0", "5"]),
        ("hai mươi lăm", VI, ["25"]),
        ("một trăm hai mươi ba", VI, ["123"]),
        ("một trăm linh năm", VI, ["105"]),
        ("hai nghìn không trăm mười bảy", VI, ["2017"]),
        ("mười năm", VI, ["10", "5"]),
        ("ba triệu năm", VI, ["3000000", "5"]),
        ("tỷ lệ 5%", VI, ["5"]),
        ("twenty-five thousand three hundred and one", EN, ["25301"]),
        ("one hundred twenty-five", EN, ["125"]),
        ("five hundred thousand", EN, ["500000"]),
        ("1 000 000 đồng", VI, ["1000000"]),
        ("1\u00a0000\u00a0000 dong", EN, ["1000000"]),
        ("12\u202f500 people", EN, ["12500"]),
        ("gọi 0912 345 678", VI, ["912", "345", "678"]),
        ("năm 2017 300 người", VI, ["5", "2017", "300"]),
        ("một nghìn rưỡi gốc cam", VI, ["1500"]),
        ("hai nghìn năm trăm", VI, ["2500"]),
        ("ngày 17.9", VI, ["17", "9"]),
        ("at 8.30 a.m.", EN, ["8", "30"]),
        ("2,5 trieu dan", VI, ["2500000.0"]),
        ("$12B and $4.5m", EN, ["12000000000", "4500000.0"]),
        ("USD500", EN, ["500"]),
        ("phòng 19h30", VI, ["19", "30"]),
        ("COVID-19", EN, ["19"]),
        ("5-7 triệu đồng", VI, ["5000000", "7000000"]),
        ("5 đến 7 tỷ đồng", VI, ["5000000000", "7000000000"]),
        ("từ 1,5 tới 2 nghìn tỷ", VI, ["1500000000000", "2000000000000"]),
        ("hai, ba triệu đồng", VI, ["2000000", "3000000"]),
        ("VND5 to seven million", EN, ["5000000", "7000000"]),
        ("from VND5 to 7 million", EN, ["5000000", "7000000"]),
        ("between $5 and $7 million", EN, ["5000000", "7000000"]),
        ("US$1.5–2 billion", EN, ["1500000000", "2000000000"]),
        ("500 to 1 million", EN, ["500", "1000000"]),
        ("5 đồng đến 7 triệu đồng", VI, ["5", "7000000"]),
        ("800 nghìn đến 1,2 triệu", VI, ["800000", "1200000"]),
        ("3 ngày, 7 triệu người", VI, ["3", "7000000"]),
    ],
)
def test_numbers_are_read_by_value(text: str, language: Language, expected: list[str]) -> None:
    found = find_numbers(text, language)
    assert [number.values for number in found] == [frozenset({Decimal(n)}) for n in expected]
    assert all(text[number.start : number.end] == number.text for number in found)


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [
        ("tăng 3,21%", "rose by 3.21 per cent"),
        ("1.000 người", "1,000 people"),
        ("3,500 tấn", "3,500 tonnes"),
        ("hai người", "two people"),
        ("cả hai người", "both of them"),
        ("2 em nhỏ", "two children"),
        ("tháng 9 năm 2017", "September 2017"),
        ("thứ hai", "Monday"),
        ("lúc 19h30", "at 7:30 p.m."),
        ("2 triệu", "two million"),
        ("một triệu", "a million"),
        ("thế kỷ 20", "the XX century"),
        ("thập niên 90", "the 1990s"),
        ("hạng 3", "third place"),
        ("12 quả trứng", "a dozen eggs"),
        ("7,5 tiếng", "seven and a half hours"),
        ("5 nghìn tỷ đồng", "5 trillion dong"),
        ("hai mươi lăm", "25"),
        ("trừ thứ Hai, thứ Bảy", "except on Mondays and Saturdays"),
        ("thứ Ba, thứ Tư, thứ Năm, thứ Sáu", "Tue, Wed, Thurs and Fri"),
        ("5-7 triệu đồng", "5 million to 7 million dong"),
        ("từ 5 triệu đến 7 triệu đồng", "VND5 to seven million"),
        ("5 đến 7 tỷ đồng", "between five and seven billion dong"),
    ],
)
def test_the_same_number_is_the_same_in_both_languages(vietnamese: str, english: str) -> None:
    assert lost_numbers(vietnamese, english, EN) == []
    assert lost_numbers(english, vietnamese, VI) == []


@pytest.mark.parametrize(
    ("source", "target", "language", "lost"),
    [
        ("năm 2017", "in 2007", EN, ["2017"]),
        ("tăng 3,21%", "rose by 32.1 per cent", EN, ["3,21"]),
        ("1.000 người", "1.000 people", EN, ["1.000"]),
        ("1,000 people", "1,000 người", VI, []),
        ("2 triệu", "2 billion", EN, ["2 triệu"]),
        ("hai người", "people", EN, ["hai"]),
        ("seven people", "nhiều người", VI, ["seven"]),
        ("one of us", "chúng tôi", VI, []),
        ("không ai, năm ngoái, ba tôi", "nobody, last year, my father", EN, []),
        ("at 11:00", "lúc 11 giờ", VI, []),
        ("from VND5 to 7 million", "từ 5 đồng đến 7 triệu đồng", VI, ["5"]),
        ("5-7 tỷ đồng", "5 million to 7 billion dong", EN, ["5"]),
    ],
)
def test_a_lost_number_is_named(
    source: str, target: str, language: Language, lost: list[str]
) -> None:
    assert [number.text for number in lost_numbers(source, target, language)] == lost


def test_numbers_are_rewritten_for_the_target() -> None:
    assert localise("3,21", EN) == "3.21"
    assert localise("1.000.000", EN) == "1,000,000"
    assert localise("3.21", VI) == "3,21"
    assert localise("2017", VI) == "2017"
    assert localise("12.9.2017", EN) == "12.9.2017"


def test_numbers_copied_in_the_format_of_the_source_are_rewritten() -> None:
    source = "tăng 3,21% lên 1.000 ngày 12.9.2017"
    target = "rose 3,21% to 1.000, 11.000 on 12.9.2017"
    assert localise_copies(source, target, EN) == "rose 3.21% to 1,000, 11.000 on 12.9.2017"
    source = "Rates 3.5 and of GDP 4.5% and Python 3.12 and v1.5"
    assert (
        localise_copies(source, source, VI) == "Rates 3,5 and of GDP 4,5% and Python 3.12 and v1.5"
    )
    assert localise_copies("GDP 4,5", "GDP 4,5", EN) == "GDP 4.5"
    late = localise_copies("chậm 3h45 phút", "delayed by 3h45 minutes", EN)
    assert late == "delayed by 3 hours 45 minutes"
    assert localise_copies("ngày 10.11.2017", "on 10,11,2017", EN) == "on 10.11.2017"
    sums = "of VND 1.5 million, VND500,000-700,000 and USD2.5"
    assert localise_copies(sums, sums, VI) == "of VND 1,5 million, VND500.000-700.000 and USD2,5"


@given(st.decimals(0, 10**12, places=2), st.sampled_from([EN, VI]))
def test_a_number_keeps_its_value_when_rewritten(value: Decimal, language: Language) -> None:
    other = VI if language is EN else EN
    text = f"{value:,}"
    if other is VI:
        text = text.translate(str.maketrans(",.", ".,"))
    assert lost_numbers(text, localise(text, language), language) == []


@pytest.mark.parametrize("text", ["12B", "4K", "5G", "A321", "U23", "Q3"])
def test_the_number_of_a_thing_is_not_asked_for(text: str) -> None:
    assert not any(number.certain for number in find_numbers(f"the {text} model", EN))
    assert Checker.load(VI).problems(f"He has a {text} here", f"Anh có {text} ở đây") == []


@pytest.mark.parametrize(
    ("text", "language", "dates"),
    [
        ("3/9/2026", VI, ["3 September 2026"]),
        ("ngày 3/9 và 5/9", VI, ["3 September", "5 September"]),
        ("ngày 3 tháng 9 năm 2026", VI, ["3 September 2026"]),
        ("sáng 17-9", VI, ["17 September"]),
        ("17.9.2026", VI, ["17 September 2026"]),
        ("2/3 dân số, tỷ số 3-1, tăng 2.5%", VI, []),
        ("ngày 45/13", VI, []),
        ("vào thứ Hai 12/10, thứ Bảy (15/8)", VI, ["12 October", "15 August"]),
        ("hôm nay 3/9, sáng mai (4/9)", VI, ["3 September", "4 September"]),
        ("ngày 3 tháng Chín, ngày 5 tháng mười hai", VI, ["3 September", "5 December"]),
        ("qua 3/4 chặng đường", VI, []),
        ("March 3.9, April 30/1975", EN, []),
        ("on September 3rd, 2026", EN, ["3 September 2026"]),
        ("the 3rd of September", EN, ["3 September"]),
        ("Oct. 5 and 7 Dec", EN, ["5 October", "7 December"]),
        ("March 2026", EN, []),
    ],
)
def test_dates(text: str, language: Language, dates: list[str]) -> None:
    assert [date.write(EN) for date in find_dates(text, language)] == dates


@pytest.mark.parametrize(
    ("text", "clocks"),
    [
        ("lúc 8h30 và 19 giờ 05", ["8:30", "19:05"]),
        ("at 8.30 a.m. or 11:45", ["8:30", "11:45"]),
        ("tăng 8.30 điểm, tỷ số 3-1, IP 10.8.30.1", []),
        ("phim dài 1 giờ 45 phút, runs 1h45m", []),
    ],
)
def test_times_of_day(text: str, clocks: list[str]) -> None:
    assert [clock.write(EN) for clock in find_clocks(text)] == clocks


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("3,21%", EN, "3.21%"),
        ("1.000", EN, "1,000"),
        ("1 000 000", EN, "1,000,000"),
        ("1 000 000", VI, "1.000.000"),
        ("$1,200.50", VI, "$1.200,50"),
        ("2,5–3,5", EN, "2.5–3.5"),
        ("3/9/2026", EN, "3 September 2026"),
        ("17.9.2026", EN, "17.9.2026"),
        ("17.9.2026", VI, "17.9.2026"),
        ("0.85.x", VI, "0.85.x"),
        ("192.168.1.10", EN, "192.168.1.10"),
        ("192.168.1.10", VI, "192.168.1.10"),
        ("8.30 a.m.", VI, "8h30 a.m."),
        ("8h30", EN, "8:30"),
        ("3-1", EN, "3-1"),
    ],
)
def test_figures_alone_are_written_as_the_language_has_them(
    text: str, language: Language, expected: str
) -> None:
    assert localised(text, language) == expected


@pytest.mark.parametrize(
    ("source", "target", "language", "expected"),
    [
        ("Hạn là 3/9/2026.", "It is due on 3/9/2026.", EN, "It is due on 3 September 2026."),
        ("từ ngày 17.9 nhé", "from 17.9 on", EN, "from 17 September on"),
        ("lúc 8h30.", "at 8h30.", EN, "at 8:30."),
        ("at 8.30 a.m. today", "lúc 8,30 sáng nay", VI, "lúc 8h30 sáng nay"),
        ("at 11:20 today", "lúc 11:20 hôm nay", VI, "lúc 11:20 hôm nay"),
        ("2/3 dân số", "2/3 of the people", EN, "2/3 of the people"),
    ],
)
def test_dates_and_times_that_were_copied_are_rewritten(
    source: str, target: str, language: Language, expected: str
) -> None:
    assert localise_copies(source, target, language) == expected


@pytest.mark.parametrize("english", ["3 September 2026", "September 3, 2026", "3/9/2026"])
def test_a_date_is_kept_in_any_form(english: str) -> None:
    checker = Checker.load(EN)
    assert checker.problems("Hạn chót là 3/9/2026.", f"The deadline is {english}.") == []


def test_a_date_whose_day_and_month_have_changed_places_is_named() -> None:
    (span,) = changed_dates("Hạn là 3/9/2026.", "It is due on March 9, 2026.", EN)
    assert (span.text, span.replacement) == ("3/9/2026", "3 September 2026")
    assert changed_dates("Hạn là 3/9/2026.", "It is due on September 3.", EN) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Xe lật trên cao tốc trưa 8-5.", "The car crashed on the highway at 8:5."),
        ("Tàu chạy thử trưa 26-3.", "The train ran on March 26–3."),
        ("Hội chợ mở cửa sáng 2/9.", "The fair opened on the morning of 2/9."),
        ("Hội chợ mở cửa sáng 2/9.", "The fair opened in the morning, 2 of 9."),
    ],
)
def test_a_date_that_is_none_in_english_is_named(source: str, target: str) -> None:
    assert len(changed_dates(source, target, EN)) == 1


@pytest.mark.parametrize(
    "target", ["It ran on March 26–28.", "It ran on the 26th of March.", "It ran on Mar. 26."]
)
def test_a_date_with_its_month_is_none_that_has_changed(target: str) -> None:
    assert changed_dates("Tàu chạy thử từ 26/3/2026.", target, EN) == []


def test_a_date_in_another_month_is_named() -> None:
    (span,) = changed_dates("It opens on Oct. 5 in Hue.", "Mở cửa ngày 5 tháng 1 ở Huế.", VI)
    assert span.text == "Oct. 5"
    assert changed_dates("It opens on Oct. 5.", "Mở cửa ngày 5 tháng 10.", VI) == []
    assert changed_dates("It opens on Oct. 5.", "Mở cửa ngày 5/10.", VI) == []


@pytest.mark.parametrize("text", ["It closed at 4.45am.", "It closed at 4.45am, they said."])
def test_a_time_before_a_full_stop_is_no_version(text: str) -> None:
    assert "4h45" in localise_copies(text, text, VI)


def test_values_that_were_added_or_doubled_are_named() -> None:
    source = "Có 59 ca, 12 ca nặng."
    assert [n.text for n in added_numbers(source, "There are 590 cases, 12 serious.", EN)] == [
        "590"
    ]
    assert added_numbers(source, "There are 59 cases, 12 (a dozen) serious.", EN) == []
    assert [n.text for n in doubled_numbers(source, "59 cases, 59, 12 serious.", EN)] == ["59"]
    assert doubled_numbers("Từ 59 lên 59", "from 59 to 59", EN) == []


@pytest.mark.parametrize(
    ("source", "target", "language", "lost"),
    [
        ("Cam giá 40.000 đ một ký.", "Oranges are 40,000 a kilo.", EN, "40.000 đ"),
        ("Cam giá 40.000 đ một ký.", "Oranges are 40,000 dong a sign.", EN, "một ký"),
        ("Cam giá 40.000 đ một ký.", "Oranges are 40,000 dong a kilo.", EN, ""),
        ("Giá 5 USD.", "It costs $5.", EN, ""),
        ("Quảng cáo giá 12.500 đồng/kỳ.", "Advertising is 12,500 per issue.", EN, "12.500 đồng"),
        ("Income is $5-7 million a year.", "Thu nhập 5-7 triệu đô la mỗi năm.", VI, ""),
        ("It costs $40 now.", "Giá 40 đồng.", VI, "$40"),
        ("It costs $40 now.", "Giá 40 đô la.", VI, ""),
        ("It costs €50 now.", "Giá 50 euro.", VI, ""),
        ("Gạo nặng 20 kg.", "The rice is 20 km.", EN, "20 kg"),
        ("Phòng rộng 25 m².", "The room has 25 square metres.", EN, ""),
        ("Ruộng rộng 3 ha.", "The field is 3.", EN, "3 ha"),
        ("Trời nóng 38°C.", "It is 38 degrees.", EN, ""),
        ("Giá tăng 5%.", "Prices rose by 5.", EN, "5%"),
        ("sinh năm 1994 tấn công", "born in 1994 attacked", EN, ""),
        ("Mẹ mua hai cân thịt.", "Mother bought two tons of meat.", EN, "hai cân"),
        ("Mẹ mua hai cân thịt.", "Mother bought two kilos of meat.", EN, ""),
        ("Mẹ mua ba lạng tôm.", "Mother bought three bowls of prawns.", EN, "ba lạng"),
        ("Mẹ mua ba lạng tôm.", "Mother bought 300 grams of prawns.", EN, ""),
        ("Hai lít nước mắm.", "Two bottles of fish sauce.", EN, "Hai lít"),
        ("She bought two kilos of rice.", "Cô ấy mua hai túi gạo.", VI, "two kilos"),
        ("Mật khẩu có 8 ký tự.", "The password has 8 characters.", EN, ""),
        ("Ba ký tên vào giấy.", "Dad signed the paper.", EN, ""),
        ("Anh là một ký giả.", "He is a journalist.", EN, ""),
        ("The house is 20 km away.", "Nhà cách đây 20 cây số.", VI, ""),
    ],
)
def test_units_and_currencies(source: str, target: str, language: Target, lost: str) -> None:
    problems = [str(problem) for problem in Checker.load(language).problems(source, target)]
    assert problems == ([f"unit lost: {lost}"] if lost else [])


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Giá (đ/kg)", "Giá (đồng/kg)"),
        ("15.000đ/kg", "15.000 đồng/kg"),
        ("Giá 12.500.000 đ.", "Giá 12.500.000 đồng."),
        ("đ/c Nam ở tổ 5 Đ/X", "đ/c Nam ở tổ 5 Đ/X"),
        ("5 điểm", "5 điểm"),
    ],
)
def test_the_model_reads_the_currency_as_a_word(text: str, full: str) -> None:
    assert with_dong_in_full(text) == full


def test_the_currency_at_the_head_of_a_column_is_kept() -> None:
    checker = Checker.load(EN)
    [span] = checker.fixed("Giá (đồng/kg)")
    assert (span.text, span.replacement) == ("đồng/kg", "VND/kg")
    assert [span.replacement for span in checker.fixed("Giá (đồng/vé)")] == ["VND/ticket"]
    assert checker.fixed("Giá 15.000 đồng/kg") == []
    assert [str(one) for one in checker.problems("Giá (đồng/kg)", "Price (s/kg)")] == [
        "unit lost: đồng/kg"
    ]
    assert checker.problems("Giá (đồng/kg)", "Price (VND/kg)") == []


def test_a_lost_unit_is_masked_as_the_target_writes_it() -> None:
    (problem,) = Checker.load(EN).problems("Giá 1,5 tỷ đồng.", "It costs 1.5 billion.")
    assert [span.replacement for span in problem.spans] == ["1,500,000,000 dong"]


def test_a_unit_of_another_size_is_masked_in_figures() -> None:
    (problem,) = Checker.load(EN).problems("Mẹ mua ba lạng tôm.", "Mother bought three bowls.")
    assert [span.replacement for span in problem.spans] == ["300 g"]


def test_numbers_of_captions_are_compared_by_value() -> None:
    assert compare_numbers("10.000 nguoi, 2,5 trieu USD", "10,000 people, $2.5 million") == (2, 0)
    assert compare_numbers("luc 22h ngay 19.10", "at 10pm on 19 October") == (3, 0)
    assert compare_numbers("3 em be", "three babies") == (1, 0)
    assert compare_numbers("nam 2017", "in 2007") == (0, 2)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("See you at half past seven.", "See you at 7:30."),
        ("a quarter to one", "12:45"),
        ("Quarter past 9 in the evening", "9:15 in the evening"),
        ("half past failures", "half past failures"),
    ],
)
def test_times_in_words_are_put_in_figures(text: str, figures: str) -> None:
    assert with_clock_figures(text) == figures


@pytest.mark.parametrize(
    ("source", "target", "language", "problem"),
    [
        ("Lễ khai mạc lúc 8h30 ngày 3/9.", "It opens at 8:30 March 3.9.", EN, "date changed: 3/9"),
        ("Phim ra ngày 30/4/1975.", "It opened on April 30/1975.", EN, "date changed: 30/4/1975"),
        ("Cuộc họp vào ngày 1.", "The meeting is on January.", EN, "month added: January"),
        ("See you on the 1st.", "Gặp bạn vào ngày 1 tháng 1.", VI, "month added: tháng 1"),
        ("Xe chạy trên quốc lộ 1A.", "It runs on the 1Away.", EN, "designation lost: 1A"),
        ("Flight VN123 leaves", "Chuyến bay khởi hành", VI, "designation lost: VN123"),
        ("Khởi công trong Q3/2026.", "It starts in 2026.", EN, "number lost: 3"),
    ],
)
def test_a_spoilt_date_or_label_is_named(
    source: str, target: str, language: Target, problem: str
) -> None:
    assert problem in map(str, Checker.load(language).problems(source, target))


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("vào ngày 1 tháng 3", "on 1 March", EN),
        ("Last month it rose.", "Tháng trước nó tăng.", VI),
        ("lớp 12B và phim 4K", "class 12-B and a 4K film", EN),
        ("Chỉ còn 50k một suất.", "Only 50k a portion.", EN),
        ("He ran the 400m.", "Anh chạy 400 m.", VI),
        ("It starts in Q3 2026.", "Khởi công trong quý III năm 2026.", VI),
        ("They raised $12B at 5PM.", "Họ huy động 12 tỷ USD lúc 5 giờ chiều.", VI),
    ],
)
def test_no_false_alarm_for_dates_and_labels(source: str, target: str, language: Target) -> None:
    assert Checker.load(language).problems(source, target) == []


def test_the_first_of_a_month_is_masked_as_english_says_it() -> None:
    (problem,) = Checker.load(EN).problems("Cuộc họp vào ngày 1.", "The meeting is on January.")
    assert [span.replacement for span in problem.spans] == ["the 1st"]


def test_hours_after_noon_are_written_once() -> None:
    assert localise_copies("lúc 14h", "at 14 p.m.", EN) == "at 2 p.m."
    assert localise_copies("at 5.45 p.m.", "lúc 5.45 giờ", VI) == "lúc 5h45"


@pytest.mark.parametrize(
    "text",
    [
        "2.1 Scope",
        "2.10. Terms used",
        "As section 2.1 says",
        "See figures 4.2 and 4.3, chapter 3.2",
        "Chapter 3.2 is long",
        "Version 2.5 or later",
        "Python 3.12 is out",
        "It needs macOS 14.1",
        "Room 3.14 is free",
    ],
)
def test_the_numbers_of_parts_and_versions_stay(text: str) -> None:
    assert localise_copies(text, text, VI) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.5 Million people", "1,5 Million people"),
        ("It is 2.5 km long", "It is 2,5 km long"),
        ("It rose by points 2.5%", "It rose by points 2,5%"),
        ("A figure 3.5 million higher", "A figure 3,5 million higher"),
        ("3.5 of them", "3,5 of them"),
    ],
)
def test_amounts_beside_them_do_not(text: str, expected: str) -> None:
    assert localise_copies(text, text, VI) == expected


def test_a_date_that_was_half_rewritten_is_put_right() -> None:
    assert localise_copies("Ngày 5.9.2025", "On 5.9,2025", EN) == "On 5.9.2025"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nghỉ từ 12/9 đến 15/9/2026", [(12, 9), (15, 9)]),
        ("12/9 - 15/9/2026", [(12, 9), (15, 9)]),
        ("tỉ lệ 1/2 và 15/9/2026", [(15, 9)]),
    ],
)
def test_a_range_ends_in_the_date_that_tells_it(text: str, expected: list[tuple[int, int]]) -> None:
    assert [(date.day, date.month) for date in find_dates(text, VI)] == expected


@pytest.mark.parametrize(
    ("source", "target", "problem"),
    [
        ("Nghỉ từ 12/9 đến 15/9/2026.", "From 12 September to 15/2026.", "date changed: 15/9/2026"),
        ("Diễn ngày 15.8.2026.", "On 15 August 2026, March.", "month added: March"),
        ("Giảm 10,5%.", "Down £10.5%.", "currency added: £"),
        ("The apples she has cost $5.00.", "Táo giá $5,000.", "number added: 5,000"),
        ("Cháy ở Q.7 sáng 5/10.", "A fire in Q.7.5.10.", "date changed: 5/10"),
        ("&quot;Go&quot;, she said.", "&quot;Đi, cô nói.", "reference lost: &quot;"),
    ],
)
def test_what_is_no_longer_left_unsaid(source: str, target: str, problem: str) -> None:
    language: Target = Language.VIETNAMESE if "she" in source else Language.ENGLISH
    assert problem in map(str, Checker.load(language).problems(source, target))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Nhà cao 12,5m, rộng 1.250 m2.", "A house 12.5m high, 1,250 m2 in size."),
        ("Họp ngày 15.8.2026.", "The meeting is on 15 August 2026."),
        ("Giá 5 đô la, 3 bảng.", "It costs $5 and £3."),
        ("Cao 1m75, nặng 1,25 tấn, dài 1,250 m.", "1m75 high, 1.25 tonnes, 1.250 m long."),
    ],
)
def test_what_is_no_false_alarm(source: str, target: str) -> None:
    assert Checker.load(EN).problems(source, target) == []
