"""Glossaries: files as translators have them, and the terms that are found in texts."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.errors import InputError
from vitrans.terms import Finder, Glossary, Term, read_glossary, read_keep
from vitrans.terms.english import article, plural, plurals, singular, verb_forms
from vitrans.terms.forms import find_form, forms_of
from vitrans.terms.glossary import Columns
from vitrans.terms.words import tokens
from vitrans.types import Language, Target

EN: Target = Language.ENGLISH
VI: Target = Language.VIETNAMESE


def found(text: str, *terms: str, language: Language = VI, bare: bool = False) -> list[str]:
    """Return the stretches of a text that are one of some terms."""
    finder = Finder([Term(term, ("x",)) for term in terms], language, bare)
    return [text[one.start : one.end] for one in finder.find(text)]


def read(folder: Path, text: str, name: str = "g.csv") -> Glossary:
    """Return the glossary in a file of that content."""
    (folder / name).write_text(text, "utf-8")
    done = read_glossary(folder / name)
    return Glossary(done.entries, problems=done.problems)


def pairs(glossary: Glossary, target: Target) -> dict[str, str]:
    return {term.source: term.target for term in glossary.terms(target)}


# --------------------------------------------------------------------------------- in texts


@pytest.mark.parametrize(
    ("text", "terms", "stretches"),
    [
        ("Nghệ nhân ưu tú hát.", ["nghệ nhân", "nghệ nhân ưu tú"], "Nghệ nhân ưu tú"),
        ("Một nghệ nhân hát.", ["nghệ nhân ưu tú", "nghệ nhân"], "nghệ nhân"),
        ("Các sếu  đầu\tđỏ", ["sếu đầu đỏ"], "sếu  đầu\tđỏ"),
        ("hoa hồng nhung", ["hoa hồng", "hồng nhung"], "hoa hồng"),
        ("con sếu sếu", ["sếu"], "sếu|sếu"),
        ("hoàng hôn", ["hoà", "hoàng h"], ""),
        ("nước hòa bình", ["hoà bình"], "hòa bình"),
        ("nước hoà bình", ["hòa bình"], "hoà bình"),
        ("Đến TRÀM CHIM", ["Tràm Chim"], ""),
        ("Đến Tràm Chim", ["Tràm Chim"], "Tràm Chim"),
        ("ở tràm chim", ["Tràm Chim"], ""),
        ("VỀ QUÊ", ["quê"], "QUÊ"),
        ("Miền Tây mưa", ["miền Tây"], "Miền Tây"),
        ("Ở Miền Tây", ["miền Tây"], ""),
        ("sếu, đầu đỏ", ["sếu đầu đỏ"], ""),
        ("ban cong", ["ban công"], ""),
    ],
)
def test_vietnamese_terms_are_whole_syllables(text: str, terms: list[str], stretches: str) -> None:
    assert "|".join(found(text, *terms)) == stretches


@pytest.mark.parametrize(
    ("text", "terms", "stretches"),
    [
        ("The wetlands’ fish and a wetland's", ["wetland"], "wetlands|wetland"),
        ("Cities and NGOs", ["city", "NGO"], "Cities|NGOs"),
        ("ngos", ["NGO"], ""),
        ("Departments of Culture met", ["Department of Culture"], "Departments of Culture"),
        ("three fishermen", ["fisherman"], "fishermen"),
        ("an art and the Arts", ["art"], "art|Arts"),
        ("party, partly", ["part"], ""),
        ("He said us", ["US"], ""),
        ("a T-shirt, AT&T", ["T-shirt", "AT&T"], "T-shirt|AT&T"),
        ("women’s women’s", ["woman"], "women|women"),
        ("Sarus Cranes, sarus cranes", ["Sarus Crane"], "Sarus Cranes"),
        ("policies on policy", ["policy"], "policies|policy"),
    ],
)
def test_english_terms_are_found_in_the_plural_and_before_a_possessive(
    text: str, terms: list[str], stretches: str
) -> None:
    assert "|".join(found(text, *terms, language=EN)) == stretches


SYLLABLES = {
    "nước": "water",
    "nhà": "house",
    "cá": "fish",
    "đường": "sugar",
    "phim": "film",
    "sách": "book",
    "hoa": "flower",
}


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("Nhà nước lo cho đất nước, nước mắt rơi.", ""),
        ("Uống nước sạch, nguồn nước, nước sông", "nước|nước|nước"),
        ("Nhà báo, nhà thờ, nhà máy, nhà nước", ""),
        ("Xây nhà, về nhà, ngôi nhà, nhà dân", "nhà|nhà|nhà|nhà"),
        ("cá nhân, cá cược, cá ngựa; nuôi cá, món cá", "cá|cá"),
        ("con đường, đường phố; lượng đường, đường phèn", "đường|đường"),
        ("phim mới, xem phim", "phim|phim"),
        ("chính sách, danh sách; cuốn sách", "sách"),
        ("văn hoá, hoa hậu; trồng hoa, hoa nở", "hoa|hoa"),
        ("nước", "nước"),
    ],
)
def test_a_term_of_one_syllable_is_no_part_of_another_word(text: str, stretches: str) -> None:
    glossary = Glossary.of(SYLLABLES.items())
    made = glossary.finder(EN).find(text)
    assert "|".join(text[one.start : one.end] for one in made) == stretches


def test_accents_may_be_ignored() -> None:
    assert found("O Tram Chim co seu dau do", "sếu đầu đỏ", "Tràm Chim", bare=True) == [
        "Tram Chim",
        "seu dau do",
    ]


def test_no_term_is_looked_for_in_a_closed_stretch() -> None:
    finder = Finder([Term("sen", ("lotus",)), Term("hồ sen", ("lotus lake",))], VI)
    text = "hồ sen, sen.vn và sen"
    assert [one.start for one in finder.find(text, [(8, 14)])] == [0, 18]


def test_capitals_do_not_matter_in_a_text_of_capitals() -> None:
    finder = Finder([Term("Tràm Chim", ("x",))], VI)
    assert [one.start for one in finder.find("VỀ TRÀM CHIM", any_case=True)] == [3]


def test_of_two_spellings_the_one_with_capitals_is_meant_where_it_fits() -> None:
    finder = Finder([Term("Sen", ("Sen",)), Term("sen", ("lotus",))], VI)
    assert [one.term.target for one in finder.find("cô Sen hái sen")] == ["Sen", "lotus"]


def test_what_is_kept_is_kept_to_the_letter() -> None:
    finder = Finder([Term(s, (s,), verbatim=True) for s in ("{ten}", "iPhone", "iPhone 15")], VI)
    text = "Chào {ten}, iPhone 15, iphone, iPhones, iPhone"
    assert [text[one.start : one.end] for one in finder.find(text)] == [
        "{ten}",
        "iPhone 15",
        "iPhone",
    ]


@given(st.lists(st.sampled_from(["a", "b", "c", "a-b", ".", "é"]), max_size=12))
def test_terms_are_apart_and_in_order(words: list[str]) -> None:
    text = " ".join(words)
    ends = [0]
    for one in Finder([Term(t, ("x",)) for t in ("a b", "b", "a - b", "c a")], VI).find(text):
        assert one.start >= ends[-1]
        ends.append(one.end)


def test_a_large_glossary_is_walked_by_words() -> None:
    terms = [Term(f"từ {number} dài", (str(number),)) for number in range(2000)]
    finder = Finder(terms, VI)
    assert [one.term.target for one in finder.find("một từ 1999 dài và từ 7 dài")] == [
        "1999",
        "7",
    ]


# ------------------------------------------------------------------------------------- forms


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("village", "villages"),
        ("city", "cities"),
        ("day", "days"),
        ("NGO", "NGOs"),
        ("box", "boxes"),
        ("bus", "buses"),
        ("child", "children"),
        ("fisherman", "fishermen"),
        ("human", "humans"),
        ("half", "halves"),
        ("series", "series"),
        ("Woman", "Women"),
        ("crisis", "crises"),
        ("Analysis", "Analyses"),
        ("phenomenon", "phenomena"),
        ("calf", "calves"),
        ("chassis", "chassis"),
    ],
)
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many


def test_forms_of_a_term_in_a_translation() -> None:
    assert list(plurals("head of state")) == ["heads of state", "head of states"]
    assert list(verb_forms("stage")) == ["stages", "staged", "staging"]
    assert list(verb_forms("donate land"))[1] == "donated land"
    assert forms_of("vườn quốc gia", VI) == ["vườn quốc gia"]
    text = "The Sarus Cranes and a sarus crane’s nest"
    forms = forms_of("sarus crane", EN)
    assert sorted(text[a:b] for a, b in find_form(forms, tokens(text), EN)) == [
        "Sarus Cranes",
        "sarus crane",
    ]
    assert not list(find_form(["Blue Wave"], tokens("a blue wave"), EN))
    for text, count in (
        ("Ủy ban nhân dân xã", 1),
        ("Ủy ban Nhân dân xã", 0),
        ("ủy ban nhân dân xã", 0),
    ):
        assert len(list(find_form(["Ủy ban nhân dân"], tokens(text), VI))) == count
    assert list(find_form(["iPhone cũ"], tokens("IPhone cũ"), VI))


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("cities", "city"),
        ("boxes", "box"),
        ("campuses", "campus"),
        ("houses", "house"),
        ("classes", "class"),
        ("databases", "database"),
        ("analyses", "analysis"),
        ("heroes", "hero"),
        ("Policewomen", "Policewoman"),
        ("knives", "knife"),
        ("news", "news"),
        ("series", "series"),
        ("process", "process"),
        ("sheep", "sheep"),
    ],
)
def test_singulars(many: str, one: str) -> None:
    assert singular(many) == one
    assert singular("axes") == "ax"
    assert singular("axes", ["axe"]) == "axe"


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("artisan", "an"),
        ("wetland", "a"),
        ("hour", "an"),
        ("university", "a"),
        ("NGO", "an"),
        ("UN body", "a"),
        ("one-day trip", "a"),
        ("umbrella", "an"),
        ("unofficial path", "an"),
        ("European", "a"),
    ],
)
def test_articles(phrase: str, wanted: str) -> None:
    assert article(phrase) == wanted


# ------------------------------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("g.csv", "vi,en\nsếu,crane\nchợ nổi,floating market\n"),
        ("g.csv", "\ufeffen;vi;note\ncrane;sếu;x\nfloating market;chợ nổi;\n"),
        ("g.csv", 'vi-VN,en-US\n"sếu","crane"\n"chợ nổi",floating market\n'),
        ("g.csv", "note,Vietnamese,English\n1,sếu,crane\n2,chợ nổi,floating market\n"),
        ("g.csv", "sep=;\r\nvi;en\r\nsếu;crane\r\nchợ nổi;floating market\r\n"),
        (
            "g.csv",
            "ID,English (United States),Vietnamese (Vietnam)\n"
            "1,crane,sếu\n2,floating market,chợ nổi\n",
        ),
        ("g.csv", "Vietnamese term,English term\nsếu,crane\nchợ nổi,floating market\n"),
        (
            "g.csv",
            unicodedata.normalize(
                "NFD", "Tiếng Việt,Tiếng Anh\nsếu,crane\nchợ nổi,floating market\n"
            ),
        ),
        ("g.tsv", "vi\ten\nsếu\tcrane\nchợ nổi\tfloating market\n"),
        ("g.tsv", 'en\tvi\n"crane"\t"sếu"\nfloating market\tchợ nổi\r\n'),
        ("glossary.txt", "# by OmegaT\nvi\ten\nsếu\tcrane\tnote\n\nchợ nổi\tfloating market\n"),
    ],
)
def test_tables_with_a_header_serve_both_directions(tmp_path: Path, name: str, text: str) -> None:
    glossary = read(tmp_path, text, name)
    assert pairs(glossary, EN) == {"sếu": "crane", "chợ nổi": "floating market"}
    assert pairs(glossary, VI) == {"crane": "sếu", "floating market": "chợ nổi"}
    assert not glossary.problems


@pytest.mark.parametrize("head", ["", "source,target\n", "Source term,Target term,comment\n"])
def test_without_languages_the_columns_are_in_the_direction_of_the_run(
    tmp_path: Path, head: str
) -> None:
    glossary = read(tmp_path, head + "sếu,crane\n")
    assert glossary.entries[0].columns is Columns.OF_RUN
    assert pairs(glossary, EN) == pairs(glossary, VI) == {"sếu": "crane"}


def test_columns_in_the_other_direction_are_named(tmp_path: Path) -> None:
    glossary = read(tmp_path, "sếu,crane\nchợ nổi,floating market\n")
    assert glossary.notes(EN) == []
    [said] = glossary.notes(VI)
    assert said.startswith(f"{tmp_path / 'g.csv'}: its columns look like Vietnamese and English")
    assert said.endswith("write the header vi,en above them")
    assert read(tmp_path, "vi,en\nsếu,crane\n").notes(VI) == []


def test_target_may_stand_first(tmp_path: Path) -> None:
    assert pairs(read(tmp_path, "target,source\ncrane,sếu\n"), EN) == {"sếu": "crane"}


def test_bad_rows_are_named_by_line_and_the_others_count(tmp_path: Path) -> None:
    text = 'vi,en\nlỗi\nsếu,crane\n,x\n"hai\ndòng",two\n-,!\nchợ,market\n' + "a " * 21 + ",b\n"
    glossary = read(tmp_path, text)
    path = tmp_path / "g.csv"
    assert pairs(glossary, EN) == {"sếu": "crane", "chợ": "market"}
    assert list(glossary.problems) == [
        f"{path}:2: 'lỗi' has no second column; the row is left out",
        f"{path}:4: 'x' has nothing on the other side; the row is left out",
        f"{path}:5: a quotation mark is not closed; the row is left out",
        f"{path}:7: '- | !' has no word; the row is left out",
        f"{path}:9: a term of more than 20 words is none; the row is left out",
    ]


def test_terms_with_two_translations_are_named_and_the_later_counts(tmp_path: Path) -> None:
    glossary = read(tmp_path, "vi,en\nsếu,crane\nhạc,crane\nSếu,Sarus\nsếu,sarus crane\n")
    path = tmp_path / "g.csv"
    assert list(glossary.conflicts(EN)) == [
        f"{path}:5: 'sếu' is 'sarus crane' here and 'crane' in {path}:2; the later one counts"
    ]
    assert list(glossary.conflicts(VI)) == [
        f"{path}:3: 'crane' is 'hạc' here and 'sếu' in {path}:2; the later one counts"
    ]
    assert pairs(glossary, EN)["sếu"] == "sarus crane"


TBX2 = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="1">
 <langSet xml:lang="vi-VN"><tig><term>sếu  đầu đỏ</term></tig></langSet>
 <langSet xml:lang="en"><ntig><termGrp><term>red-headed crane</term>
  <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig>
  <tig><term>sarus crane</term></tig><tig><term>Antigone crane</term></tig></langSet>
</termEntry>
<termEntry><langSet xml:lang="vi"><tig><term>chợ</term></tig></langSet></termEntry>
</body></text></martif>
"""
TBX3 = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="1"><langSec xml:lang="en"><termSec><term>crane</term></termSec>
<termSec><term>sarus crane</term><termNote type="administrativeStatus">preferredTerm-admn-sts
</termNote></termSec></langSec>
<langSec xml:lang="vi"><termSec><term>sếu đầu đỏ</term></termSec></langSec></conceptEntry>
</body></text></tbx>
"""


def test_tbx_2(tmp_path: Path) -> None:
    glossary = read(tmp_path, TBX2, "g.tbx")
    assert pairs(glossary, EN) == {"sếu đầu đỏ": "sarus crane"}
    assert glossary.terms(EN)[0].targets == ("sarus crane", "Antigone crane")
    assert set(pairs(glossary, VI)) == {"sarus crane", "Antigone crane", "red-headed crane"}
    [problem] = glossary.problems
    assert problem.endswith(":10: the concept has no term in en; it is left out")


def test_tbx_3(tmp_path: Path) -> None:
    glossary = read(tmp_path, TBX3, "g.tbx")
    assert pairs(glossary, EN) == {"sếu đầu đỏ": "sarus crane"}
    assert pairs(glossary, VI) == {"crane": "sếu đầu đỏ", "sarus crane": "sếu đầu đỏ"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TBX3.replace("<tbx", '<!DOCTYPE tbx [<!ENTITY a "b">]><tbx', 1), "defines entities"),
        (TBX3.replace(">crane<", ">&other;<"), "entit|well-formed"),
        ("<tmx><body/></tmx>", "no TBX"),
        ("<tbx><text>", "well-formed"),
        ("<tbx/>", "has no terms"),
    ],
)
def test_tbx_that_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(tmp_path, text, "g.tbx")


def test_files_that_are_no_glossaries_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no glossary by its name"):
        read(tmp_path, "a,b\n", "g.docx")
    with pytest.raises(InputError, match="has no terms"):
        read(tmp_path, "vi,en\n")
    with pytest.raises(InputError, match=r"no second column.*comma or a tab"):
        read(tmp_path, "chỉ một cột\n")
    with pytest.raises(InputError, match="there is no file"):
        read_glossary(tmp_path / "none.csv")


def test_strings_to_keep_are_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "keep.txt"
    path.write_text("\ufeffBút Sen\r\n\n  {ten}\n", "utf-8")
    assert read_keep(path) == ["Bút Sen", "{ten}"]
    path.write_text("\n\n", "utf-8")
    with pytest.raises(InputError, match="nothing to keep"):
        read_keep(path)
