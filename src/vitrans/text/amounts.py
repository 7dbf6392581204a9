"""Figures with a unit and nothing else, as in the cells of tables: `15.000 đ`, `2,5 m`, `< 5 %`."""

import re

_DONG = r"(?:đồng|đ|₫|vnđ)"
_UNITS = (
    rf"{_DONG}|vnd|usd|eur|[$€£¥]|k|[kcm]?m[²³23]?|[kmn]?g|m?l|ha|[km]?w|[kmgt]b|kwh|km/h|%"
    r"|°\s?[cf]?"
)
_SIGN = r"[<>≤≥~≈±+−–-]?\s?"
_AMOUNT = re.compile(
    rf"{_SIGN}[$€£¥]?\s?\d[\d.,]*(?:\s?[–-]\s?\d[\d.,]*)?\s?(?:{_UNITS})(?:/(?:{_UNITS}))?",
    re.IGNORECASE,
)
_BARE_DONG = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d{4,})(?:d|\s?dong)(?:/[a-z]{1,4})?")
# `15.000đ`, and `đ/kg` at the head of a column; `đ/c` is a comrade.
_SHORT_DONG = re.compile(r"(?P<figure>\d)\s?[đ₫](?![^\W\d_])|(?<![\w-])đ(?=/(?!c\b)[^\W\d_])")
_WRITTEN_DONG = re.compile(rf"(?<=\d)\s?{_DONG}(?![^\W\d_])", re.IGNORECASE)


def is_amount(text: str) -> bool:
    """Say whether a text is figures with a unit alone, which is no language."""
    return bool(_AMOUNT.fullmatch(text.strip()))


def is_bare_sum(text: str) -> bool:
    """Say whether a text is a sum of money that lacks its đ: `25.000d`."""
    return bool(_BARE_DONG.fullmatch(text.strip()))


def with_english_currency(text: str) -> str:
    """Return an amount with đồng as English tables have it: `15,000 VND`."""
    return _WRITTEN_DONG.sub(" VND", text)


def with_dong_in_full(text: str) -> str:
    """Return a Vietnamese text with the currency as a word: `15.000đ/kg` as `15.000 đồng/kg`."""
    return _SHORT_DONG.sub(
        lambda found: f"{found['figure']} đồng" if found["figure"] else "đồng", text
    )
