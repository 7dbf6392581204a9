"""Speech in the language of the target within a sentence stays as it is."""

import pytest

from vitrans.translate.checks import Checker
from vitrans.translate.names import NameFinder
from vitrans.translate.spans import find_fixed, find_foreign_speech
from vitrans.types import Language, Target

EN: Target = Language.ENGLISH
VI: Target = Language.VIETNAMESE


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("He said “Tôi không biết gì cả” and left.", EN, ["Tôi không biết gì cả"]),
        ('She shouted "Đi nhanh lên!" at him.', EN, ["Đi nhanh lên!"]),
        ("He said “I know nothing” and left.", EN, []),
        ("The café “À la carte” is small.", EN, []),
        ("“Mai” is a film.", EN, []),
        ("Anh nói “I don't know anything” rồi đi.", VI, ["I don't know anything"]),
        ("Anh nói “Tôi không biết” rồi đi.", VI, []),
        ("Anh nói “anh yeu em lam” rồi đi.", VI, []),
    ],
)
def test_speech_in_the_other_language(text: str, language: Language, found: list[str]) -> None:
    assert [span.text for span in find_foreign_speech(text, language)] == found
    assert {*found} <= {span.text for span in find_fixed(text, language)}


def test_lost_speech_is_named() -> None:
    source = "He said “Tôi không biết gì cả” and left."
    problems = Checker.load(VI).problems(source, "Anh ấy nói “I know nothing” và bỏ đi.")
    assert [str(one) for one in problems] == ["quotation lost: Tôi không biết gì cả"]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("She said con cá này tươi lắm to the tourists.", EN, ["con cá này tươi lắm"]),
        ("The slogan độc lập tự do hangs above it.", EN, ["độc lập tự do"]),
        ("They ate bánh mì and phở at the corner.", EN, ["bánh mì", "phở"]),
        ("She ate pâté à la carte in São Paulo, voilà.", EN, []),
        ("Cô bảo we have to finish this rồi về.", VI, ["we have to finish this"]),
        ("Anh ấy nói hello rồi đi mất.", VI, []),
    ],
)
def test_words_of_the_other_language(text: str, language: Language, found: list[str]) -> None:
    ordinary = NameFinder.load(EN).is_ordinary
    assert [span.text for span in find_foreign_speech(text, language, ordinary)] == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ('He said "je t\'aime beaucoup" and left.', EN, ["je t'aime beaucoup"]),
        ("Anh nói “ich liebe dich” rồi đi.", VI, ["ich liebe dich"]),
        ("He said “come on” and left.", EN, []),
        ("Anh nói “la cà” rồi đi.", VI, []),
        ("Mai gặp nhé :) ok =))", VI, [":)", "=))"]),
        ("I <3 it :D", EN, ["<3", ":D"]),
        ("See (a): 8:30)", EN, []),
        ("It takes < 5 ms or >= 3 of 2->1 a<b", EN, ["<"]),
        ("In File > Open x < y", EN, [">", "<"]),
        ("Gạo ........ 3, tên: ____, ừ...", VI, ["........", "____"]),
    ],
)
def test_third_languages_and_emoticons_stay(
    text: str, language: Language, found: list[str]
) -> None:
    ordinary = NameFinder.load(EN).is_ordinary
    spans = find_fixed(text, language, ordinary=ordinary)
    assert [span.text for span in spans] == found
