"""Translation of sentences: engine, tokenizer, protection of what must not change, checks."""

from vitrans.translate.checks import Checker
from vitrans.translate.load import ByTarget, load_translator, load_translators
from vitrans.translate.manner import Manner
from vitrans.translate.problems import Problem
from vitrans.translate.tokenizer import Tokenizer
from vitrans.translate.translator import MarianTranslator

__all__ = [
    "ByTarget",
    "Checker",
    "Manner",
    "MarianTranslator",
    "Problem",
    "Tokenizer",
    "load_translator",
    "load_translators",
]
