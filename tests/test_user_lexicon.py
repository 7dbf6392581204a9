"""Names and phrases of the house: longest first, on bare letters, and letters never change."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.errors import InputError
from vitrans.restore import Restorer, UserLexicon, confidence
from vitrans.restore.tagger import Scored
from vitrans.restore.tokens import read_tokens
from vitrans.restore.user_lexicon import learn, read_phrases
from vitrans.text import strip_accents

LETTERS = "aăâdđeêhimnoôơtuưyAĂÂĐÊỆộốổờợ ,.-“”\n\t1"


class OneForm:
    """A tagger that gives every `mot` its most frequent form, and remembers what it read."""

    def __init__(self) -> None:
        self.read: list[list[str]] = []

    def is_seldom_bare(self, token: str) -> bool:
        return False

    def score(self, lines: Sequence[Sequence[str]], best_only: bool = False) -> list[list[Scored]]:
        self.read = [list(line) for line in lines]
        return [
            [
                Scored(i, ("một", "mọt", "mot"), (0.7, 0.2, 0.1))
                for i, token in enumerate(line)
                if token.lower() == "mot"
            ]
            for line in lines
        ]


def restorer(*phrases: str) -> Restorer:
    return Restorer(OneForm(), UserLexicon.of(phrases))  # type: ignore[arg-type]


def matched(text: str, *phrases: str) -> str:
    tokens = read_tokens(text)
    found = UserLexicon.of(phrases).matches(tokens)
    return " ".join(found.get(i, token) for i, token in enumerate(tokens))


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("cac mot phim Han", ["mọt phim"], "cac mọt phim Han"),
        ("MOT PHIM", ["mọt phim"], "MỌT PHIM"),
        ("tram chim", ["Tràm Chim"], "tràm chim"),  # two words: in any case
        ("Tram Chim", ["tràm chim"], "Tràm Chim"),
        ("o Ha Noi", ["Hà", "Hà Nội"], "o Hà Nội"),  # the longest first
        ("ha gia o Ha", ["Hà"], "ha gia o Hà"),  # one name: only with its capital
        ("Mot mot", ["mọt"], "Mọt mọt"),
        ("song Tranh 2", ["Sông Tranh 2"], "sông Tranh 2"),
        ("song Tranh 3", ["Sông Tranh 2"], "song Tranh 3"),
        ("mot, phim", ["mọt phim"], "mot , phim"),
        ("một phim", ["mọt phim"], "một phim"),  # typed marks are kept
        ("mọt phim, mot phím", ["mọt phím"], "mọt phím , mọt phím"),  # and bare ones filled in
        ("hoa hong", ["hoa hồng", "hoa hông", "hoa hồng"], "hoa hồng"),  # the last one counts
        ("mung ban go hoa", ["mừng bạn", "bàn gỡ hòa"], "mung bàn gỡ hòa"),  # the longest first
        ("mung ban go", ["bàn gỡ", "mừng bạn"], "mừng bạn go"),  # then the later line
        ("mung ban go", ["mừng bạn", "bàn gỡ"], "mung bàn gỡ"),
        ("Kim Do Yun", ["Kim Do Yun"], "Kim Do Yun"),
        ("a.vn/mot-phim", ["mọt phim"], "<link>"),
    ],
)  # fmt: skip
def test_matching(text: str, phrases: list[str], expected: str) -> None:
    assert matched(text, *phrases) == expected


@given(st.text(LETTERS), st.lists(st.text(LETTERS)))
def test_letters_never_change(text: str, phrases: list[str]) -> None:
    tokens = read_tokens(text)
    for at, form in UserLexicon.of(phrases).matches(tokens).items():
        assert strip_accents(form) == tokens[at]


@given(st.text(), st.lists(st.text()))
def test_a_restorer_with_a_lexicon_changes_no_letter(text: str, phrases: list[str]) -> None:
    assert strip_accents(restorer(*phrases, text).restore(text)) == strip_accents(text)


def test_the_restorer_obeys() -> None:
    plain, house = restorer(), restorer("mọt phim", "Kim Do Yun")
    assert plain.restore("Cac mot phim mot nam") == "Cac một phim một nam"
    assert house.restore("Cac mot phim mot nam") == "Cac mọt phim một nam"
    [first, second, last] = house.restore_detailed("Cac mot phim mot nam").words
    assert (first.restored, first.candidates, confidence(first)) == ("mọt", ("mọt",), 1.0)
    assert (second.original, second.restored) == ("phim", "phim")
    assert (last.restored, confidence(last)) == ("một", 0.7)


def test_the_tagger_reads_what_the_house_decided() -> None:
    tagger = OneForm()
    made = Restorer(tagger, UserLexicon.of(["mọt phim"]))  # type: ignore[arg-type]
    made.restore("mot phim mot")
    assert tagger.read == [["mọt", "phim", "mot"]]


def test_accented_text_is_not_touched() -> None:
    text = "Các mọt phim đã thức trắng, mot phim khác thì không."
    assert restorer().restore(text) == text


def test_the_house_is_obeyed_in_accented_text() -> None:
    text = "Các mọt phim đã xem Kim Dieu, mot phim khác và mốt mới thì không."
    made = restorer("mọt phim", "mốt", "Kim Diệu").restore(text)
    assert made == "Các mọt phim đã xem Kim Diệu, mọt phim khác và mốt mới thì không."
    # One small word may be right as it is.
    assert restorer("mốt").restore("Các mọt phim đã xem mot phim khác.").count("mot") == 1


def test_a_house_phrase_goes_before_the_rule_for_foreign_titles() -> None:
    text = "Xem “Mot Show” di"
    assert restorer().restore(text) == text
    assert restorer("Mốt Show").restore(text) == "Xem “Mốt Show” di"


def test_reading_a_file(tmp_path: Path) -> None:
    path = tmp_path / "house.tsv"
    path.write_bytes(
        "\ufeff# tên riêng\r\n\r\nTràm Chim\tvườn quốc gia\tb\r\n  mọt phim \nKim Do Yun".encode()
    )
    assert read_phrases(path) == ["Tràm Chim", "mọt phim", "Kim Do Yun"]
    later = tmp_path / "later.txt"
    later.write_text("một phim\n", encoding="utf-8")
    assert matched("mot phim", "mọt phim") == "mọt phim"
    both = UserLexicon.read(path, later)
    assert both.matches(["mot", "phim"]) == {0: "một", 1: "phim"}
    assert both.without(["mot phim"]).matches(["mot", "phim"]) == {}


@pytest.mark.parametrize("line", ["\tno phrase", "12.3\tno word", "–"])
def test_a_line_that_is_no_phrase_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "house.tsv"
    path.write_text(f"Hà Nội\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2: .* has no word"):
        UserLexicon.read(path)


def test_one_phrase_is_not_many() -> None:
    with pytest.raises(TypeError, match="not one str"):
        UserLexicon.of("Hà Nội")


def test_learning_adds_at_the_end_and_takes_back_its_own(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    assert learn(path, []) == []
    assert not path.exists()
    assert learn(path, ["mọt phim", "Tràm Chim"], note="review") == ["mọt phim", "Tràm Chim"]
    text = path.read_text("utf-8")
    assert text.startswith("# vitrans lexicon")
    assert text.endswith("\nmọt phim\treview\nTràm Chim\treview\n")
    path.write_text(text + "# của tôi\r\nHà Nội", encoding="utf-8", newline="")
    assert learn(path, ["Hà Nội", "mốt phim"], ["mọt phim"], "review") == ["mốt phim"]
    kept = text.replace("mọt phim\treview\n", "")
    expected = kept + "# của tôi\r\nHà Nội\nmốt phim\treview\n"
    assert path.read_bytes().decode() == expected


def test_a_phrase_that_was_overruled_is_learned_again(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("mọt phim\nmột phim\n", encoding="utf-8")
    assert learn(path, ["mọt phim"]) == ["mọt phim"]
    assert UserLexicon.read(path).matches(["mot", "phim"])[0] == "mọt"


def test_a_phrase_that_is_read_so_anyway_changes_no_other_word() -> None:
    text = "Cac cau thu an mung ban go hoa o phut 88 tren san Viet Tri toi 14.10."
    restorer = Restorer.load()
    [plain] = restorer.restore_batch([text])
    house = restorer.obeying(UserLexicon.of(["bàn gỡ hòa"]))
    assert "bàn gỡ hòa" in plain
    assert house.restore_batch([text]) == [plain]
