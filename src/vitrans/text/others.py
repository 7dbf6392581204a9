"""Languages other than English and Vietnamese, told by their most frequent short words.

Enough to leave their sentences alone and to name them by their code (ISO 639-1); what shares most
of its short words with English is left to the detector.
"""

from functools import cache

from vitrans.text.unicode import words

# Short words of each language; those that are English words too are left out.
_WORDS = """
de der die das und ist nicht mit ein eine einen für auf von dem den des sich auch wird sind zu
de zum
de ich sie er wie geht guten morgen am im hier zur bei nach aus wir ihr haben hat wurde werden
de über oder aber wie wenn dass noch nur kein
es es el la los las una del que por con para está están como más pero su sus este esta ser fue
es son hay
es muy también todo todos desde cuando donde sobre porque lo le se sin
fr le la les des une et est pas dans pour sur avec qui que ce cette ces sont aux du au nous vous
fr ils
fr elle été avait plus mais leur par il où être très tout comme sans chez
it il lo gli della delle dei del che non per con una sono è anche più come questo questa nel
it nella
it alla degli dalla essere stato ma molto dove quando perché ha hanno
pt o os um uma não com para por que do da dos das em no na nos nas é são como mais seu sua foi
pt muito
pt também esta este ser ao pelo pela quando onde até já
nl de het een van en niet is op te met voor zijn aan dat die ook naar worden wordt bij door maar
nl als
nl nog wel geen deze hun haar heeft hebben waar
id yang dan di ini itu dengan untuk dari pada adalah tidak akan ke dalam juga oleh sebagai telah
id mereka kami kita bisa dapat sudah saya anda karena atau lebih ada banyak seperti
tl ang ng mga sa na ay ito at hindi siya kung para ako ikaw nila namin natin isang pero dahil
tl din
tl niya kaniyang rin wala mayroon
sv och att det som en på är för med inte av den till ett om har de var jag men han hon från vi
sv kan
sv så eller efter när också mycket
pl nie się na jest że do to jak ale po za od czy był była tak dla przez tylko już może są
tr bir ve bu da için ile çok daha olarak ne gibi ama var değil olan sonra kadar en
"""
_ENGLISH_WORDS = """
the of and a to in is was it that for on with as he she they are be by at from this have had not an
or were which his her its their will would can has been who but one all there you we i my your our
said more than into out up so if about when what am
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_FEW, _HITS, _SHARE = 4, 2, 0.25


def other_language(text: str) -> str:
    """Return the code of the third language that a text is in, and nothing for none.

    A text of fewer than four words is not judged.
    """
    found = [word.lower() for word in words(text)]
    if len(found) < _FEW:
        return ""
    english = sum(word in _ENGLISH for word in found)
    counts = {code: sum(word in known for word in found) for code, known in _table().items()}
    best = max(counts, key=lambda code: counts[code])
    enough = counts[best] >= max(_HITS, _SHARE * len(found))
    return best if enough and counts[best] > 2 * english else ""


@cache
def _table() -> dict[str, frozenset[str]]:
    """Return the short words of each language."""
    table: dict[str, frozenset[str]] = {}
    for line in _WORDS.strip().splitlines():
        code, *found = line.split()
        table[code] = table.get(code, frozenset()) | frozenset(found) - _ENGLISH
    return table
