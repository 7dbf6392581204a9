"""The forms of English terms: plurals, the other way too, and what a verb becomes."""

import re
from collections.abc import Collection, Iterator

_IRREGULAR = {
    "alumnus": "alumni",
    "bacterium": "bacteria",
    "calf": "calves",
    "child": "children",
    "criterion": "criteria",
    "curriculum": "curricula",
    "foot": "feet",
    "fungus": "fungi",
    "goose": "geese",
    "half": "halves",
    "knife": "knives",
    "leaf": "leaves",
    "life": "lives",
    "loaf": "loaves",
    "man": "men",
    "mouse": "mice",
    "nucleus": "nuclei",
    "ox": "oxen",
    "person": "people",
    "phenomenon": "phenomena",
    "quiz": "quizzes",
    "scarf": "scarves",
    "shelf": "shelves",
    "stimulus": "stimuli",
    "thief": "thieves",
    "tooth": "teeth",
    "wife": "wives",
    "wolf": "wolves",
    "woman": "women",
}
# Words that are their own plural.
_SAME = frozenset(
    ["aircraft", "chassis", "deer", "fish", "offspring", "series", "sheep", "species"]
)
# Words in -s that are no plural of what they would be without it, or have no singular.
_NO_PLURAL_WORDS = """
arms athletics clothes customs earnings economics electronics ethics glasses goods headquarters
linguistics logistics mathematics means news outskirts pants physics politics premises sales savings
scissors sports statistics thanks trousers
"""
_NO_PLURAL = frozenset(_NO_PLURAL_WORDS.split())
_SINGULAR = (("ies", "y"), ("men", "man"), ("s", ""), ("es", ""), ("es", "is"))
# Plurals that have lost more than an s: boxes, campuses; analyses, crises.
_IN_ES = re.compile(r"(?:ch|sh|x|ss|zz|[^aeo]us)es$")
_IN_SES = re.compile(r"(?:y|cri|diagno|oa|the)ses$")
_ENDS = re.compile(rf"(?:{'|'.join(sorted(_IRREGULAR, key=len, reverse=True))})$")
_IN_COMPOUNDS = frozenset(["child", "man", "person", "wife", "woman"])
_REGULAR = frozenset(
    ["caiman", "german", "human", "norman", "ottoman", "roman", "shaman", "talisman"]
)
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_HERO = frozenset(["echo", "hero", "potato", "tomato", "torpedo", "veto"])
_LINKS = frozenset(["of", "in", "for", "at", "on", "to", "from", "with", "by", "and", "the"])
_VOWELS = "aeiou"
_DOUBLED = re.compile(r"(?:^|[^aeiou])[aeiou][bdgmnprt]$")
_SOUND_AN = re.compile(r"(?:[aeio]|u(?!ni[a-z]|s[ae]|til|r[aio]|b[ia])|h(?:our|onest|onou?r|eir))")
_NOT_AN = re.compile(r"(?:one|once|eu|ewe)")
_LETTERS_AN = frozenset("AEFHILMNORSX")


def plural(word: str) -> str:
    """Return the plural of an English noun; capitals stay.

    >>> plural("village"), plural("city"), plural("NGO"), plural("fisherman")
    ('villages', 'cities', 'NGOs', 'fishermen')
    """
    low = word.lower()
    if low in _SAME or not low:
        return word
    if found := _irregular(low):
        stem = word[: len(word) - len(found)]
        many = _IRREGULAR[found]
        return stem + (many if word[len(stem)].islower() else many.capitalize())
    if low.endswith("y") and low[-2:-1] not in _VOWELS:
        return word[:-1] + "ies" if word[-1].islower() else word + "s"
    if low.endswith("sis"):  # crises, analyses
        return word[:-2] + "es"
    return word + ("es" if _SIBILANT.search(low) or low in _HERO else "s")


def singular(word: str, known: Collection[str] = ()) -> str:
    """Return the singular of an English noun, or the word itself if it is none in the plural.

    Of several words that have the plural one of the `known` is meant, in small letters.

    >>> singular("cities"), singular("boxes"), singular("bus"), singular("news"), singular("people")
    ('city', 'box', 'bus', 'news', 'person')
    """
    low = word.lower()
    irregular = next((one for one, many in _IRREGULAR.items() if many == low), "")
    if irregular or low in _NO_PLURAL | _SAME or low.endswith(("ss", "us", "is")):
        return irregular or word
    options = [word[: -len(end)] + one for end, one in _SINGULAR if low.endswith(end)]
    if _IN_SES.search(low):
        options.sort(key=lambda one: not one.endswith("sis"))
    elif _IN_ES.search(low) or low[:-2] in _HERO:
        options.sort(key=lambda one: one.endswith(("e", "sis")))
    fitting = [one for one in options if len(one) > 1 and plural(one) == word]
    return next((one for one in fitting if one.lower() in known), (fitting or [word])[0])


def plurals(term: str) -> Iterator[str]:
    """Yield the plurals of a term: of its last word, and of its head before `of` and the like.

    >>> list(plurals("department of culture"))
    ['departments of culture', 'department of cultures']
    """
    words = term.split(" ")
    head = next((at for at, word in enumerate(words) if word.lower() in _LINKS), 0) - 1
    places = [head] if head >= 0 else []
    for at in (*places, len(words) - 1):
        if words[at][-1:].isalpha():
            yield " ".join((*words[:at], plural(words[at]), *words[at + 1 :]))


def verb_forms(term: str) -> Iterator[str]:
    """Yield what a term becomes if its first word is a regular verb.

    >>> list(verb_forms("stage"))
    ['stages', 'staged', 'staging']
    """
    verb, *rest = term.split(" ")
    if not (verb.isalpha() and verb.islower() and len(verb) > 2):
        return
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        past = verb[:-1] + "ied"
    elif _DOUBLED.search(verb) and len(verb) < 5:
        stem += verb[-1]
        past = stem + "ed"
    else:
        past = stem + "ed"
    for form in (plural(verb), past, stem + "ing"):
        yield " ".join((form, *rest))


def article(phrase: str) -> str:
    """Return the indefinite article of a phrase: `a` or `an`, by how it sounds.

    >>> article("NGO"), article("university"), article("hour"), article("wetland")
    ('an', 'a', 'an', 'a')
    """
    word = phrase.split(" ")[0]
    if len(word) > 1 and word.isupper():
        return "an" if word[0] in _LETTERS_AN else "a"
    low = word.lower()
    return "an" if _SOUND_AN.match(low) and not _NOT_AN.match(low) else "a"


def _irregular(low: str) -> str:
    """Return the irregular noun that a word in small letters is or ends in, or nothing."""
    found = _ENDS.search(low)
    if not found:
        return ""
    noun = found.group()
    is_compound = noun in _IN_COMPOUNDS and found.start() > 2 and low not in _REGULAR
    return noun if not found.start() or is_compound else ""
