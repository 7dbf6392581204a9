"""Translation of sentences: engine, tokenizer, protection of what must not change, checks."""

from vitrans.translate.checks import Checker
from vitrans.translate.load import load_translator
from vitrans.translate.problems import Problem
from vitrans.translate.tokenizer import Tokenizer
from vitrans.translate.translator import MarianTranslator

__all__ = ["Checker", "MarianTranslator", "Problem", "Tokenizer", "load_translator"]
